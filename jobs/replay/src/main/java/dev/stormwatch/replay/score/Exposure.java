package dev.stormwatch.replay.score;

import java.util.Comparator;
import java.util.List;

/**
 * How much a recording holds in which nothing should have been said.
 *
 * @param functions distinct functions heard of
 * @param from first arrival, epoch milliseconds
 * @param to last arrival, epoch milliseconds
 */
public record Exposure(int functions, long from, long to) {

  private static final double WEEK_MILLIS = 7 * 24 * 3_600_000.0;

  /** Weeks of a function without the time in which a message counts as one about an incident. */
  public double quietFunctionWeeks(List<Label> labels) {
    long quiet = to - from;
    long covered = from;
    List<Label> ordered =
        labels.stream()
            .filter(Label::calls)
            .sorted(Comparator.comparingLong(Label::onset))
            .toList();
    for (Label label : ordered) {
      long begin = Math.max(covered, label.onset());
      long end = Math.min(to, label.countsUntil());
      quiet -= Math.max(0, end - begin);
      covered = Math.max(covered, end);
    }
    return functions * quiet / WEEK_MILLIS;
  }
}
