package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Exposure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recording as a monitor that looks at metrics sees it: a number a minute, by the time at which
 * things happened.
 *
 * <p>CloudWatch stamps an invocation's metrics with its start and publishes them when it has ended;
 * here an invocation belongs to the minute in which it ended, so that a minute is complete when it
 * is over and nobody is shown the future.
 */
public final class MetricView {

  static final long MINUTE_MILLIS = 60_000;

  /**
   * A failed invocation.
   *
   * @param arrived when the first line that tells of it arrived in Kinesis, epoch milliseconds
   */
  record Failure(Entity function, long arrived) {}

  private final Map<String, FunctionMetrics> functions = new TreeMap<>();
  private final Map<String, DatabaseMetrics> databases = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Estate estate;
  private long firstArrival = Long.MAX_VALUE;
  private long lastArrival = Long.MIN_VALUE;

  MetricView(Estate estate) {
    this.estate = estate;
  }

  FunctionMetrics function(FunctionId id) {
    return functions.computeIfAbsent(id.key(), key -> new FunctionMetrics(id));
  }

  DatabaseMetrics database(String id) {
    return databases.computeIfAbsent(id, key -> new DatabaseMetrics());
  }

  void arrived(long arrival) {
    firstArrival = Math.min(firstArrival, arrival);
    lastArrival = Math.max(lastArrival, arrival);
  }

  void failed(FunctionMetrics function, long arrival) {
    failures.add(new Failure(function.entity(), arrival));
  }

  Estate estate() {
    return estate;
  }

  Collection<FunctionMetrics> functions() {
    return functions.values();
  }

  Map<String, DatabaseMetrics> databases() {
    return databases;
  }

  List<Failure> failures() {
    return failures;
  }

  /** Connections that a database accepts; 0 when nobody says. */
  long connectionLimit(String database) {
    Long known = estate.connectionLimits().get(database);
    return known == null ? database(database).limit() : known;
  }

  /** Functions heard of and the time over which they were. */
  public Exposure exposure() {
    return lastArrival < firstArrival
        ? new Exposure(0, 0, 0)
        : new Exposure(functions.size(), firstArrival, lastArrival);
  }

  /** Names of the functions heard of, in a fixed order. */
  public List<Entity> entities() {
    return functions.values().stream().map(FunctionMetrics::entity).toList();
  }

  /** Minutes since the epoch; the first that anything arrived in. */
  long firstMinute() {
    return Math.floorDiv(exposure().from(), MINUTE_MILLIS);
  }

  /** The last minute that was over when the recording ended: what half a minute says is wrong. */
  long lastMinute() {
    return Math.floorDiv(exposure().to(), MINUTE_MILLIS) - 1;
  }
}
