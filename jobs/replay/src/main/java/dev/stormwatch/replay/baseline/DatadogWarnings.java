package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Message;
import java.util.List;
import java.util.function.Predicate;

/**
 * Datadog's serverless warnings, taken for pages.
 *
 * <p>Rules over the last 15 minutes of a function: more than 1 % of invocations failed, and again
 * above 10 %; more than 1 % of invocations cold; an invocation above 95 % of its memory; one above
 * 95 % of its timeout; any out of memory; any timeout; iterator age above two hours. Those that are
 * advice about money, such as memory that is never used, page nobody. The one on throttles has
 * nothing to look at in logs; timeout only where the recording's settings say it.
 *
 * <p>What is on before the first whole window is taken for on since before the recording: it pages
 * nobody until it was off.
 *
 * <p>Lag: metrics of one minute come 10 to 12 minutes late where CloudWatch is crawled, and 2 to 3
 * where it is streamed; a rule is evaluated once a minute, half of which is added.
 *
 * <p>Sources: Datadog's documentation of serverless warnings and of cloud metric delay.
 */
final class DatadogWarnings implements Baseline {

  private static final long CRAWL_LAG_MILLIS = 10 * 60_000;
  private static final long STREAM_LAG_MILLIS = 150_000;

  /** Mean wait for the next evaluation. */
  private static final long EVALUATION_MILLIS = 30_000;

  private static final int WINDOW_MINUTES = 15;
  private static final double ERROR_SHARE = 0.01;
  private static final double HIGH_ERROR_SHARE = 0.1;
  private static final double COLD_SHARE = 0.01;
  private static final double MEMORY_SHARE = 0.95;
  private static final double DURATION_SHARE_OF_TIMEOUT = 0.95;
  private static final long ITERATOR_AGE_MILLIS = 7_200_000;

  private final String name;
  private final String way;
  private final long lagMillis;

  private DatadogWarnings(String name, String way, long lagMillis) {
    this.name = name;
    this.way = way;
    this.lagMillis = lagMillis;
  }

  static DatadogWarnings crawled() {
    return new DatadogWarnings("Datadog, crawled", "10 min", CRAWL_LAG_MILLIS);
  }

  static DatadogWarnings streamed() {
    return new DatadogWarnings("Datadog, streamed", "2.5 min", STREAM_LAG_MILLIS);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String rule() {
    return "serverless warnings over 15 min: errors > 1 % and > 10 %, cold > 1 %, memory > 95 %,"
        + " duration > 95 % of timeout, any timeout or out of memory, iterator age > 2 h; lag "
        + way
        + " + 30 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages = new Pages(view, lagMillis + EVALUATION_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      rule(pages, "errors", metrics, window -> window.errorShare() > ERROR_SHARE);
      rule(pages, "high errors", metrics, window -> window.errorShare() > HIGH_ERROR_SHARE);
      rule(pages, "cold starts", metrics, window -> window.coldShare() > COLD_SHARE);
      rule(pages, "memory", metrics, window -> window.memoryShare() > MEMORY_SHARE);
      rule(pages, "out of memory", metrics, window -> window.outOfMemory > 0);
      rule(pages, "timeouts", metrics, window -> window.timeouts > 0);
      rule(
          pages, "iterator age", metrics, window -> window.iteratorAgeMillis > ITERATOR_AGE_MILLIS);
      rule(
          pages,
          "duration",
          metrics,
          window ->
              view.estate()
                  .nearTimeout(
                      metrics.function.name(),
                      window.maxDurationMicros,
                      DURATION_SHARE_OF_TIMEOUT));
    }
    return pages.messages();
  }

  private static void rule(
      Pages pages, String rule, FunctionMetrics metrics, Predicate<Minute> breaches) {
    pages.watch(
        rule,
        metrics.entity(),
        Alarm.ONE_OF_ONE,
        WINDOW_MINUTES - 1,
        minute -> breaches.test(metrics.last(WINDOW_MINUTES, minute)));
  }
}
