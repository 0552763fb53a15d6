package dev.stormwatch.replay.baseline;

import java.util.List;

/** Every system that there is to be compared with. */
public final class Baselines {

  private Baselines() {}

  public static List<Baseline> all() {
    return List.of(
        CloudWatchAlarms.oneOfOne(),
        CloudWatchAlarms.twoOfThree(),
        DatadogWarnings.crawled(),
        DatadogWarnings.streamed(),
        new SlicWatch(),
        new ServerlessFramework(),
        new RandomCutForestDetector(),
        new BurnRate());
  }
}
