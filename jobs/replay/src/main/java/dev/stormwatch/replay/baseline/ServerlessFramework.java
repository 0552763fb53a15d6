package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The alerts that the Serverless Framework's dashboard comes with.
 *
 * <p>Rules: an out of memory or a timeout at once, then silence for 48 h; an error type not seen in
 * 48 h; every five minutes, a duration above 90 % of the timeout in the last hour, a mean duration
 * of the last five minutes above twice the median of the last hour, and more invocations in the
 * last five minutes than 1.25 times the busiest five minutes before. The one on memory that is
 * never used looks at seven days and pages nobody. Timeout only where the recording's settings say
 * it.
 *
 * <p>A recording holds no 48 h of past. What compares with it starts after half an hour of the
 * recording; with more past it would speak less often.
 *
 * <p>Lag: it reads logs, which take some ten seconds.
 *
 * <p>Source: monitoring guide of serverless 2.52.
 */
final class ServerlessFramework implements Baseline {

  private static final long LOG_LAG_MILLIS = 10_000;
  private static final long WARM_UP_MINUTES = 30;
  private static final int CHECK_MINUTES = 5;
  private static final int LOOK_BACK_MINUTES = 60;
  private static final double DURATION_SHARE_OF_TIMEOUT = 0.9;
  private static final double UNUSUAL_DURATION = 2;
  private static final double ESCALATED_INVOCATIONS = 1.25;

  @Override
  public String name() {
    return "Serverless Framework";
  }

  @Override
  public String rule() {
    return "first timeout, out of memory or new error type; every 5 min duration > 90 % of timeout,"
        + " mean > 2 x median of 60 min, invocations > 1.25 x the busiest 5 min before; lag 10 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages = new Pages(view, LOG_LAG_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      once(pages, view, metrics);
      everyFiveMinutes(pages, view, metrics);
    }
    return pages.messages();
  }

  /** A recording is shorter than the 48 h of silence. */
  private static void once(Pages pages, MetricView view, FunctionMetrics metrics) {
    Entity entity = metrics.entity();
    Set<String> known = new HashSet<>();
    boolean timedOut = false;
    boolean outOfMemory = false;
    for (long m = view.firstMinute(); m <= view.lastMinute(); m++) {
      Minute minute = metrics.at(m);
      if (minute.timeouts > 0 && !timedOut) {
        timedOut = true;
        pages.after(m, "timeout", entity);
      }
      if (minute.outOfMemory > 0 && !outOfMemory) {
        outOfMemory = true;
        pages.after(m, "out of memory", entity);
      }
      for (String type : minute.errorTypes) {
        if (known.add(type) && m - view.firstMinute() >= WARM_UP_MINUTES) {
          pages.after(m, "new error " + type, entity);
        }
      }
    }
  }

  private static void everyFiveMinutes(Pages pages, MetricView view, FunctionMetrics metrics) {
    Entity entity = metrics.entity();
    boolean near = false;
    boolean unusual = false;
    boolean escalated = false;
    long busiest = 0;
    for (long m = view.firstMinute() + CHECK_MINUTES - 1;
        m <= view.lastMinute();
        m += CHECK_MINUTES) {
      Minute latest = metrics.last(CHECK_MINUTES, m);
      Minute hour = metrics.last(LOOK_BACK_MINUTES, m);
      boolean warm = m - view.firstMinute() >= WARM_UP_MINUTES;

      boolean nowNear =
          view.estate()
              .nearTimeout(
                  metrics.function.name(), hour.maxDurationMicros, DURATION_SHARE_OF_TIMEOUT);
      boolean nowUnusual =
          warm
              && latest.meanDurationMicros() > UNUSUAL_DURATION * hour.durations.quantile(0.5)
              && latest.invocations > 0;
      boolean nowEscalated = warm && latest.invocations > ESCALATED_INVOCATIONS * busiest;
      if (nowNear && !near) {
        pages.after(m, "near timeout", entity);
      }
      if (nowUnusual && !unusual) {
        pages.after(m, "unusual duration", entity);
      }
      if (nowEscalated && !escalated) {
        pages.after(m, "escalated invocations", entity);
      }
      near = nowNear;
      unusual = nowUnusual;
      escalated = nowEscalated;
      busiest = Math.max(busiest, latest.invocations);
    }
  }
}
