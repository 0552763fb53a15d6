package dev.stormwatch.replay.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A CloudWatch alarm on points of one minute: in ALARM while at least some of the latest points
 * breach its threshold. A minute without data does not breach.
 *
 * @param points how many must breach
 * @param of among how many
 */
record Alarm(int points, int of) {

  static final Alarm ONE_OF_ONE = new Alarm(1, 1);
  static final Alarm TWO_OF_THREE = new Alarm(2, 3);
  static final Alarm THREE_OF_THREE = new Alarm(3, 3);

  /**
   * When it goes off.
   *
   * @return the minutes whose point turned it from OK to ALARM
   */
  List<Long> raised(long firstMinute, long lastMinute, LongPredicate breaches) {
    List<Long> raised = new ArrayList<>();
    boolean[] latest = new boolean[of];
    boolean alarm = false;
    for (long minute = firstMinute; minute <= lastMinute; minute++) {
      latest[(int) Math.floorMod(minute, (long) of)] = breaches.test(minute);
      int breaching = 0;
      for (boolean point : latest) {
        breaching += point ? 1 : 0;
      }
      boolean now = breaching >= points;
      if (now && !alarm) {
        raised.add(minute);
      }
      alarm = now;
    }
    return raised;
  }
}
