package dev.stormwatch.bench.corpus;

/**
 * One invocation.
 *
 * @param duration hundredths of a millisecond, the precision of a REPORT line
 * @param init of a cold call, else 0; hundredths of a millisecond
 */
record Call(String requestId, long start, long duration, long init, Outcome outcome) {

  /** How a call ends. */
  enum Outcome {
    SUCCESS,
    HANDLER_THREW,
    TIMED_OUT,
    RUNTIME_EXITED
  }

  boolean cold() {
    return init > 0;
  }

  long end() {
    return start + duration / 100;
  }

  /** Since August 2025 the init is billed too. */
  long billedMillis(boolean restored) {
    return (duration + (restored ? 0 : init) + 99) / 100;
  }
}
