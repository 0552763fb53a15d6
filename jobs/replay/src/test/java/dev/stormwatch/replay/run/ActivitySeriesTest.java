package dev.stormwatch.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.FunctionId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivitySeriesTest {

  private static final long START = 1_772_445_600_000L;
  private static final long MINUTE = 60_000;
  private static final FunctionId CHECKOUT =
      new FunctionId("123456789012", "eu-west-1", "checkout");

  @ParameterizedTest(name = "over {0} minutes")
  @ValueSource(longs = {60, 481, 100_000})
  void partsAddUpToTheWholeAndTakeNoMoreRoomThanAChart(long minutes) {
    Random random = new Random(minutes);
    ActivitySeries whole = new ActivitySeries();
    ActivitySeries[] parts = {new ActivitySeries(), new ActivitySeries(), new ActivitySeries()};
    long calls = 0;
    double most = 0;
    for (int i = 0; i < 2000; i++) {
      long at = START + (long) (random.nextDouble() * minutes * MINUTE);
      Activity activity =
          new Activity(
              CHECKOUT, at, random.nextInt(9), 0, 1, 0, 1, random.nextInt(400) / 8.0, false);
      calls += activity.invocations;
      most = Math.max(most, activity.concurrency);
      whole.add(activity);
      parts[random.nextInt(3)].add(activity);
    }
    ActivitySeries sum = new ActivitySeries();
    sum.add(parts[2]);
    sum.add(parts[0]);
    sum.add(parts[1]);

    var panes = whole.between(START - MINUTE, START + minutes * MINUTE);
    assertThat(panes).hasSizeLessThanOrEqualTo(481);
    assertThat(panes.values().stream().mapToLong(pane -> pane.calls).sum()).isEqualTo(calls);
    assertThat(panes.values().stream().mapToLong(pane -> pane.failures).sum()).isEqualTo(2000);
    assertThat(panes.values().stream().mapToDouble(pane -> pane.concurrency).max()).hasValue(most);
    assertThat(sum.width()).isEqualTo(whole.width());
    assertThat(sum.between(START - MINUTE, START + minutes * MINUTE))
        .usingRecursiveComparison()
        .isEqualTo(panes);
  }
}
