package dev.stormwatch.lab.estate;

/**
 * The account's concurrency in a Region. A function with reserved concurrency has that much to
 * itself and no more; all others share the rest (Lambda Developer Guide, "Understanding function
 * scaling").
 */
final class Account {

  private final int limit;
  private int reserved;
  private int running;

  /**
   * @param limit executions at once; new accounts have 1,000
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
