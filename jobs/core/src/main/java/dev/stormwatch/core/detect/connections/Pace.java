package dev.stormwatch.core.detect.connections;

import java.util.List;

/** What a database's calls take, over what those of each function usually do. */
final class Pace {

  /** Slots whose calls tell whether they get slower: two minutes. */
  private static final int SLOTS = 24;

  /** The slope of a logarithm that doubles in a quarter of an hour. */
  private static final double DOUBLING = StrictMath.log(2) / 900;

  private Pace() {}

  /** Over so many of the latest slots; 1 where it is not known. */
  static double slowness(ConnectionState state, int slots) {
    long usual = 0;
    long micros = 0;
    for (Pane pane : latest(state, slots)) {
      usual += pane.usualMicros;
      micros += pane.durationMicros;
    }
    return usual == 0 ? 1 : (double) micros / usual;
  }

  /**
   * Did calls get slower over the last two minutes, by more than chance makes and fast enough to
   * double in a quarter of an hour? Against each function's own pace, for which of them are called
   * changes from slot to slot.
   */
  static boolean slowing(ConnectionState state) {
    Line line = new Line();
    for (Pane pane : latest(state, SLOTS)) {
      if (pane.usualMicros > 0 && pane.durationMicros > 0) {
        double level = StrictMath.log((double) pane.durationMicros / pane.usualMicros);
        line.add((pane.end - state.newest().end) / 1000.0, level, (double) pane.ended);
      }
    }
    double slope = line.slope();
    return slope >= DOUBLING && slope >= Growth.DEVIATIONS * line.slopeError();
  }

  private static List<Pane> latest(ConnectionState state, int slots) {
    int n = state.panes.size();
    return state.panes.subList(Math.max(0, n - slots), n);
  }
}
