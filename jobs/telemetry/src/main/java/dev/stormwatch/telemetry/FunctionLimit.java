package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.FunctionId;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts distinct functions, so that names made up by the million cannot fill the job's state. What
 * was not heard of for one to two days is forgotten, by the arrival clock: functions come and go.
 */
final class FunctionLimit {

  private static final long DAY_MILLIS = 86_400_000;

  private final int most;
  private Set<FunctionId> today = new HashSet<>();
  private Set<FunctionId> yesterday = new HashSet<>();
  private long day = Long.MIN_VALUE;

  FunctionLimit(int most) {
    this.most = most;
  }

  /** Notes that the function of a document was heard of; true when it is one too many. */
  boolean exceededBy(LogDocument document, long arrival) {
    long newDay = Math.floorDiv(arrival, DAY_MILLIS);
    if (document.group.admittedOn == newDay && newDay == day) {
      return false;
    }
    boolean exceeded = exceededBy(document.function(), newDay);
    if (!exceeded && document.group.function != null) {
      document.group.admittedOn = newDay;
    }
    return exceeded;
  }

  private boolean exceededBy(FunctionId function, long newDay) {
    if (newDay > day) {
      yesterday = today;
      today = new HashSet<>();
      day = newDay;
    }
    if (today.contains(function)) {
      return false;
    }
    boolean known = yesterday.remove(function);
    if (!known && today.size() + yesterday.size() >= most) {
      return true;
    }
    today.add(function);
    return false;
  }
}
