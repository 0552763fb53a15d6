package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Message;
import java.util.List;
import java.util.Map;

/**
 * The alarms that AWS recommends for Lambda, on metrics of one minute.
 *
 * <p>Rules, each an alarm of its own for each function: more than 1 % of invocations failed; the
 * 99th percentile of duration above 80 % of the timeout; iterator age above 60 s; concurrency above
 * 80 % of what is reserved. For each database whose connections are gauged: above 80 % of the limit
 * in three minutes of three. Throttles and dead-letter errors, which the set has too, leave no log
 * line and are not looked at; iterator age only where the function logs it, which the metric does
 * not depend on; timeout, reservation and limit only where the recording's settings say them.
 *
 * <p>Lag: Lambda's metrics are sent once a minute and an alarm is evaluated once a minute, so a
 * page of one minute of one comes one to two minutes after what it is about. Here it is sent 60 s
 * after the minute's end: 30 s for the metric, and 30 s, half a period, for the evaluation.
 *
 * <p>Sources: Lambda developer guide, monitoring metrics; CloudWatch user guide, recommended alarms
 * and alarm evaluation.
 */
final class CloudWatchAlarms implements Baseline {

  /** From a minute's end until its metrics can be read. */
  static final long PUBLISH_LAG_MILLIS = 30_000;

  /** Mean wait for the next evaluation. */
  static final long EVALUATION_MILLIS = 30_000;

  private static final double ERROR_SHARE = 0.01;
  private static final double DURATION_SHARE_OF_TIMEOUT = 0.8;
  private static final double DURATION_QUANTILE = 0.99;
  private static final long ITERATOR_AGE_MILLIS = 60_000;
  private static final double CONCURRENCY_SHARE_OF_RESERVED = 0.8;
  private static final double CONNECTION_SHARE_OF_LIMIT = 0.8;

  private final String name;
  private final Alarm alarm;

  private CloudWatchAlarms(String name, Alarm alarm) {
    this.name = name;
    this.alarm = alarm;
  }

  /** The quick and nervous variant: one bad minute is enough. */
  static CloudWatchAlarms oneOfOne() {
    return new CloudWatchAlarms("CloudWatch 1 of 1", Alarm.ONE_OF_ONE);
  }

  /** The usual variant: two bad minutes of three. */
  static CloudWatchAlarms twoOfThree() {
    return new CloudWatchAlarms("CloudWatch 2 of 3", Alarm.TWO_OF_THREE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String rule() {
    return "AWS's recommended alarms: errors > 1 %, p99 duration > 80 % of timeout, iterator age"
        + " > 60 s, concurrency > 80 % of reserved, connections > 80 % of limit 3 of 3; lag 60 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages = new Pages(view, PUBLISH_LAG_MILLIS + EVALUATION_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      Entity entity = metrics.entity();
      String function = metrics.function.name();
      pages.watch("errors", entity, alarm, m -> metrics.at(m).errorShare() > ERROR_SHARE);
      pages.watch(
          "duration",
          entity,
          alarm,
          m ->
              view.estate()
                  .nearTimeout(
                      function,
                      metrics.at(m).durations.quantile(DURATION_QUANTILE),
                      DURATION_SHARE_OF_TIMEOUT));
      pages.watch(
          "iterator age",
          entity,
          alarm,
          m -> metrics.at(m).iteratorAgeMillis > ITERATOR_AGE_MILLIS);
      pages.watch(
          "concurrency",
          entity,
          alarm,
          m ->
              view.estate()
                  .nearReserved(
                      function, metrics.at(m).concurrency, CONCURRENCY_SHARE_OF_RESERVED));
    }
    for (Map.Entry<String, DatabaseMetrics> database : view.databases().entrySet()) {
      long limit = view.connectionLimit(database.getKey());
      if (limit > 0) {
        pages.watch(
            "connections",
            Entity.database(database.getKey()),
            Alarm.THREE_OF_THREE,
            m -> database.getValue().connections(m) > CONNECTION_SHARE_OF_LIMIT * limit);
      }
    }
    return pages.messages();
  }
}
