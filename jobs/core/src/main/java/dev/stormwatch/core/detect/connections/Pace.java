package dev.stormwatch.core.detect.connections;

import java.util.List;

/** What a database's calls take, over what those of each function usually do. */
final class Pace {

  /** Slots whose calls tell whether they get slower: two minutes. */
  static final int SLOTS = 24;

  /** The slope of a logarithm that doubles in a quarter of an hour. */
  private static final double DOUBLING = StrictMath.log(2) / 900;

  /** Slots of a minute. */
  private static final int MINUTE = 12;

  private static final int MINUTES = 3;

  private Pace() {}

  /** Over so many of the latest slots; 1 where it is not known. */
  static double slowness(ConnectionState state, int slots) {
    return slowness(latest(state, slots));
  }

  private static double slowness(List<Pane> panes) {
    long usual = 0;
    long micros = 0;
    for (Pane pane : panes) {
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
    return growth(state) > 0;
  }

  /**
   * Was each of the last three minutes slower than the one before, and the first of them at least
   * so many times as slow as usual already? What became slower at once has one such minute, which
   * holds the step.
   */
  static boolean slowsByTheMinute(ConnectionState state, double ratio) {
    List<Pane> panes = latest(state, MINUTES * MINUTE);
    double before = 0;
    for (int from = 0; from + MINUTE <= panes.size(); from += MINUTE) {
      double minute = slowness(panes.subList(from, from + MINUTE));
      if (minute < ratio || minute <= before) {
        return false;
      }
      before = minute;
    }
    return panes.size() == MINUTES * MINUTE;
  }

  /**
   * By what share of themselves calls got slower a second, over the last two minutes; 0 where it is
   * no more than chance makes or would take more than a quarter of an hour to double.
   */
  static double growth(ConnectionState state) {
    Line line = new Line();
    for (Pane pane : latest(state, SLOTS)) {
      if (pane.usualMicros > 0 && pane.durationMicros > 0) {
        double level = StrictMath.log((double) pane.durationMicros / pane.usualMicros);
        line.add((pane.end - state.newest().end) / 1000.0, level, (double) pane.ended);
      }
    }
    double slope = line.slope();
    return slope >= DOUBLING && slope >= Growth.DEVIATIONS * line.slopeError() ? slope : 0;
  }

  static List<Pane> latest(ConnectionState state, int slots) {
    int n = state.panes.size();
    return state.panes.subList(Math.max(0, n - slots), n);
  }
}
