package dev.stormwatch.replay.run;

import dev.stormwatch.core.model.Activity;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one function did over a run, by pane of arrival: as much as a chart can show. Panes are a
 * minute wide and become twice as wide whenever a run is longer than so many of them, so a month of
 * a function takes no more room than an hour, and parts add up to the same in any order.
 */
public final class ActivitySeries implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long MINUTE = 60_000;
  private static final int PANES = 480;

  /** What is known of one pane. */
  public static final class Pane implements Serializable {

    private static final long serialVersionUID = 1L;

    public long calls;
    public long failures;

    /** The highest mean of ten seconds; 0 when none is known. */
    public double concurrency;

    private void add(Pane other) {
      calls += other.calls;
      failures += other.failures;
      concurrency = Math.max(concurrency, other.concurrency);
    }
  }

  private long width = MINUTE;
  private final TreeMap<Long, Pane> panes = new TreeMap<>();

  void add(Activity activity) {
    Pane pane = new Pane();
    pane.calls = activity.invocations;
    pane.failures = activity.failures;
    pane.concurrency = activity.concurrency;
    // The slot ends here, so what it holds arrived before.
    add(activity.at - 1, pane);
  }

  void add(ActivitySeries other) {
    while (width < other.width) {
      widen();
    }
    other.panes.forEach((number, pane) -> add(number * other.width, pane));
  }

  private void add(long at, Pane pane) {
    panes.computeIfAbsent(Math.floorDiv(at, width), number -> new Pane()).add(pane);
    while (panes.lastKey() - panes.firstKey() >= PANES) {
      widen();
    }
  }

  private void widen() {
    TreeMap<Long, Pane> narrow = new TreeMap<>(panes);
    panes.clear();
    width *= 2;
    narrow.forEach(
        (number, pane) ->
            panes.computeIfAbsent(Math.floorDiv(number, 2), wide -> new Pane()).add(pane));
  }

  /** How wide a pane is, milliseconds. */
  public long width() {
    return width;
  }

  /**
   * The panes that touch a time, by number; those in which nothing arrived are absent. A pane
   * begins at its number times the width.
   */
  public SortedMap<Long, Pane> between(long fromMillis, long toMillis) {
    long first = Math.floorDiv(fromMillis, width);
    return panes.subMap(first, Math.max(first, Math.floorDiv(toMillis, width)) + 1);
  }
}
