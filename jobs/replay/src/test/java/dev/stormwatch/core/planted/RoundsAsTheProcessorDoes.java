package dev.stormwatch.core.planted;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class RoundsAsTheProcessorDoes {
  double broken() {
    return Math.pow(0.5, 0.1);
  }
}
