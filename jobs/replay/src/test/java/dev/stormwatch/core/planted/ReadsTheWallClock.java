package dev.stormwatch.core.planted;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class ReadsTheWallClock {
  long broken() {
    return System.currentTimeMillis();
  }
}
