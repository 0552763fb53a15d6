package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Message;
import java.util.List;

/**
 * Alerting on how fast an error budget burns, for a service level of 99.9 %.
 *
 * <p>Rules, which are one page for each function: errors of the last hour and of the last five
 * minutes above 14.4 times the budget; or of the last six hours and of the last half hour above six
 * times. Where the recording is shorter than a window, the window is what there is of it.
 *
 * <p>Lag: that of CloudWatch's metrics, see {@link CloudWatchAlarms}.
 *
 * <p>Source: Google's SRE workbook, chapter 5.
 */
final class BurnRate implements Baseline {

  private static final double BUDGET = 0.001;
  private static final double FAST_BURN = 14.4;
  private static final int FAST_LONG_MINUTES = 60;
  private static final int FAST_SHORT_MINUTES = 5;
  private static final double SLOW_BURN = 6;
  private static final int SLOW_LONG_MINUTES = 360;
  private static final int SLOW_SHORT_MINUTES = 30;

  @Override
  public String name() {
    return "SLO burn rate";
  }

  @Override
  public String rule() {
    return "99.9 %: errors of 1 h and 5 min > 14.4 x budget, or of 6 h and 30 min > 6 x; lag 60 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages =
        new Pages(view, CloudWatchAlarms.PUBLISH_LAG_MILLIS + CloudWatchAlarms.EVALUATION_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      pages.watch(
          "burn",
          metrics.entity(),
          Alarm.ONE_OF_ONE,
          m ->
              (burns(metrics, FAST_SHORT_MINUTES, m, FAST_BURN)
                      && burns(metrics, FAST_LONG_MINUTES, m, FAST_BURN))
                  || (burns(metrics, SLOW_SHORT_MINUTES, m, SLOW_BURN)
                      && burns(metrics, SLOW_LONG_MINUTES, m, SLOW_BURN)));
    }
    return pages.messages();
  }

  private static boolean burns(FunctionMetrics metrics, int minutes, long minute, double rate) {
    return metrics.last(minutes, minute).errorShare() > rate * BUDGET;
  }
}
