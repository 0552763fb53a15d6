package dev.stormwatch.replay.baseline;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import dev.stormwatch.replay.score.Message;
import java.util.List;

/**
 * Amazon's random cut forest, as anomaly detectors on metrics use it: one forest for each function,
 * on invocations, failures and mean duration by the minute.
 *
 * <p>Rule: the anomaly grade is above 0, with the library's own threshold. Shingles of eight
 * minutes, 50 trees of 256 points. It speaks after 32 minutes; with more past it would speak less
 * often and more to the point.
 *
 * <p>Lag: that of CloudWatch's metrics, see {@link CloudWatchAlarms}.
 *
 * <p>Source: software.amazon.randomcutforest 4.4.0.
 */
final class RandomCutForestDetector implements Baseline {

  private static final int SHINGLE_MINUTES = 8;
  private static final int MEASURES = 3;
  private static final int TREES = 50;
  private static final int SAMPLE = 256;
  private static final int WARM_UP_MINUTES = 32;
  private static final double ANOMALY_RATE = 0.005;
  private static final long SEED = 1;
  private static final double MICROS_PER_MILLI = 1000;

  @Override
  public String name() {
    return "Random cut forest";
  }

  @Override
  public String rule() {
    return "anomaly grade > 0 on invocations, failures and mean duration by the minute; shingle 8,"
        + " 50 trees, speaks after 32 min; lag 60 s";
  }

  @Override
  public List<Message> messages(MetricView view) {
    Pages pages =
        new Pages(view, CloudWatchAlarms.PUBLISH_LAG_MILLIS + CloudWatchAlarms.EVALUATION_MILLIS);
    for (FunctionMetrics metrics : view.functions()) {
      ThresholdedRandomCutForest forest = forest();
      pages.watch(
          "anomaly",
          metrics.entity(),
          Alarm.ONE_OF_ONE,
          minute -> forest.process(point(metrics.at(minute)), minute * 60).getAnomalyGrade() > 0);
    }
    return pages.messages();
  }

  private static double[] point(Minute minute) {
    return new double[] {
      minute.invocations, minute.failures, minute.meanDurationMicros() / MICROS_PER_MILLI
    };
  }

  private static ThresholdedRandomCutForest forest() {
    return ThresholdedRandomCutForest.builder()
        .dimensions(SHINGLE_MINUTES * MEASURES)
        .shingleSize(SHINGLE_MINUTES)
        .numberOfTrees(TREES)
        .sampleSize(SAMPLE)
        .outputAfter(WARM_UP_MINUTES)
        .forestMode(ForestMode.STANDARD)
        .transformMethod(TransformMethod.NORMALIZE)
        .anomalyRate(ANOMALY_RATE)
        .randomSeed(SEED)
        .build();
  }
}
