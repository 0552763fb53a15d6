package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Message;
import java.util.List;

/**
 * The alarms that SLIC Watch, an open-source plugin, puts on every function by default: made to
 * miss nothing, one bad minute is enough.
 *
 * <p>Rules: any failed invocation; a duration above 95 % of the timeout; iterator age above 10 s.
 * Its alarm on throttles has nothing to look at in logs; timeout only where the recording's
 * settings say it.
 *
 * <p>Lag: its alarms are CloudWatch's, see {@link CloudWatchAlarms}.
 *
 * <p>Source: fourTheorem/slic-watch, default configuration of January 2026.
 */
final class SlicWatch implements Baseline {

  private static final double DURATION_SHARE_OF_TIMEOUT = 0.95;
  private static final long ITERATOR_AGE_MILLIS = 10_000;

  @Override
  public String name() {
    return "SLIC Watch";
  }

  @Override
  public String rule() {
    return "any error, duration > 95 % of timeout, iterator age > 10 s in one minute; lag 60 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages =
        new Pages(view, CloudWatchAlarms.PUBLISH_LAG_MILLIS + CloudWatchAlarms.EVALUATION_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      Entity entity = metrics.entity();
      pages.watch("errors", entity, Alarm.ONE_OF_ONE, m -> metrics.at(m).failures > 0);
      pages.watch(
          "duration",
          entity,
          Alarm.ONE_OF_ONE,
          m ->
              view.estate()
                  .nearTimeout(
                      metrics.function.name(),
                      metrics.at(m).maxDurationMicros,
                      DURATION_SHARE_OF_TIMEOUT));
      pages.watch(
          "iterator age",
          entity,
          Alarm.ONE_OF_ONE,
          m -> metrics.at(m).iteratorAgeMillis > ITERATOR_AGE_MILLIS);
    }
    return pages.messages();
  }
}
