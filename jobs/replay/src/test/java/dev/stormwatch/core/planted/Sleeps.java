package dev.stormwatch.core.planted;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class Sleeps {
  void broken() throws InterruptedException {
    Thread.sleep(1);
  }
}
