package dev.stormwatch.lab.estate;

/**
 * The account's concurrency in a Region. A function with reserved concurrency has that much to
 * itself and no more; all others share the rest (Lambda Developer Guide, "Understanding function
 * scaling").
 */
final class Account {

  /** What a new account has. */
  static final int USUAL = 1_000;

  private final int limit;
  private int reserved;
  private int running;

  /**
   * @param limit executions at once
   */
  Account(int limit) {
    this.limit = limit;
  }

  void reserve(int concurrency) {
    reserved += concurrency;
  }

  boolean full() {
    return running >= limit - reserved;
  }

  void begin() {
    running++;
  }

  void end() {
    running--;
  }
}
