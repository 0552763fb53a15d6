package dev.stormwatch.bench;

/**
 * How it is measured.
 *
 * @param passNanos what a pass takes at least, so that the clock's grain does not count
 */
record Protocol(int warmUps, int rounds, long passNanos) {

  static Protocol full(int rounds) {
    return new Protocol(15, rounds, 200_000_000);
  }

  /** Shows that everything works; its numbers are not for quoting. */
  static Protocol quick() {
    return new Protocol(1, 3, 40_000_000);
  }
}
