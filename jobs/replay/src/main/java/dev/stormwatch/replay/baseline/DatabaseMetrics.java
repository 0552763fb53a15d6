package dev.stormwatch.replay.baseline;

import java.util.Map;
import java.util.TreeMap;

/** What gauges in the logs say of one database. */
final class DatabaseMetrics {

  private final Map<Long, Long> connections = new TreeMap<>();
  private long limit;

  void connections(long minute, long open) {
    connections.merge(minute, open, Math::max);
  }

  void limit(long accepted) {
    limit = Math.max(limit, accepted);
  }

  /** Most connections open in a minute; 0 where no gauge was logged. */
  long connections(long minute) {
    return connections.getOrDefault(minute, 0L);
  }

  /** How many it accepts, by its own gauge; 0 when not known. */
  long limit() {
    return limit;
  }
}
