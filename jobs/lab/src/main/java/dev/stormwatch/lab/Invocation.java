package dev.stormwatch.lab;

/**
 * One call and what it cost. Durations are in hundredths of a millisecond, the precision of a
 * REPORT line; {@code init} is 0 for a call that found an environment ready.
 *
 * @param arrival when the call reached Lambda
 * @param start when the handler began: {@code arrival}, or the end of the init that it waited for
 * @param maxMemoryMb the most that the environment has used so far
 */
record Invocation(
    String requestId, long arrival, long start, long duration, long init, int maxMemoryMb) {

  boolean cold() {
    return init > 0;
  }

  /** The first whole millisecond at which the environment is free again. */
  long end() {
    return start + ceilMillis(duration);
  }

  /** Whole milliseconds of run and init together: AWS bills the init too since 1 August 2025. */
  long billedMillis() {
    return ceilMillis(duration + init);
  }

  static long ceilMillis(long hundredths) {
    return (hundredths + 99) / 100;
  }
}
