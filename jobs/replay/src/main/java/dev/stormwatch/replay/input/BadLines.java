package dev.stormwatch.replay.input;

/**
 * Lines that were no record, and were passed over.
 *
 * @param first the first of them, with its place; empty when there was none
 */
public record BadLines(long count, String first) {

  public static final BadLines NONE = new BadLines(0, "");

  /** With one more, which is told with its place. */
  BadLines and(String line) {
    return and(new BadLines(1, line));
  }

  /** With those that came after. */
  BadLines and(BadLines later) {
    return new BadLines(count + later.count, count == 0 ? later.first : first);
  }
}
