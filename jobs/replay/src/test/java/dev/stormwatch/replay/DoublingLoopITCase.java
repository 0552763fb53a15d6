package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.replay.CascadeRun.Call;
import dev.stormwatch.replay.CascadeRun.Played;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How soon a call that calls itself twice or more is paged, counted from its third return: by its
 * trace, and by rates alone. Seeds as in {@link CascadeAccuracyITCase}; {@code
 * -Dstormwatch.cascade.gains}, {@code -Dstormwatch.cascade.millis}, which a call takes 300 ms
 * before the next ones begin, and {@code -Dstormwatch.cascade.tracings} pick.
 */
class DoublingLoopITCase {

  private static final String DOUBLING =
      """
      title: Each call makes more of its own kind
      minutes: 16
      neighbours: 1
      accountConcurrency: 300
      functions:
        resize:
          runtime: nodejs-22
          memoryMb: 512
          synchronous: false
          workMillis: %d
          tracing: %s
          message: image resized
          emits: [{to: resize, children: %d, delayMillis: 300, runawayOnly: true}]
          traffic: {perSecond: 0.05}
      troubles:
        - {do: spark, to: resize, traced: resize, at: 14, note: Each image makes more images.}
      incidents:
        - {kind: fan-out-cascade, of: resize, onset: 14}
      """;

  private static List<String> picked(String what, String usual) {
    return List.of(System.getProperty("stormwatch.cascade." + what, usual).split(","));
  }

  /** First time at which as many calls began in five seconds as in its last minute. */
  private static long limited(Played played) {
    long[] starts = played.calls.stream().mapToLong(Call::start).sorted().toArray();
    int last = starts.length - 1;
    int minute = last;
    while (minute > 0 && starts[minute] > starts[last] - 60_000) {
      minute--;
    }
    int enough = (int) (0.9 * (last - minute) / 12);
    int at = enough;
    while (at < last && starts[at] - starts[at - enough] > 5_000) {
      at++;
    }
    return starts[at];
  }

  @Test
  void aLoopThatDoublesIsPagedSoonAfterItsThirdReturn() {
    List<Double> traced = new ArrayList<>();
    for (long seed : CascadeAccuracyITCase.seeds()) {
      for (String tracing : picked("tracings", "application,xray")) {
        List<Double> after = new ArrayList<>();
        for (String gain : picked("gains", "2,3")) {
          for (String works : picked("millis", "1000,4000")) {
            int children = Integer.parseInt(gain);
            int millis = Integer.parseInt(works);
            String name = tracing + "-" + children + "-" + millis + "-" + seed;
            Scenario scenario =
                Scenario.ofText("doubling", DOUBLING.formatted(millis, tracing, children));
            Played played = CascadeRun.played(scenario, seed);
            long third = CascadeAccuracyITCase.firstAt(played, 3);
            CascadeRun run = CascadeRun.of(played, played.records);
            double seconds =
                run.said.stream()
                    .filter(said -> said.finding().severity == Severity.PAGE)
                    .mapToDouble(said -> (said.end() - third) / 1000.0)
                    .findFirst()
                    .orElse(Double.NaN);
            CascadeAccuracyITCase.print(
                "%-26s at its limit %.0f s, paged %.0f s after its third return",
                name, (limited(played) - third) / 1000.0, seconds);
            after.add(seconds);
          }
        }
        CascadeAccuracyITCase.print("%s: %s", tracing, CascadeAccuracyITCase.seconds(after));
        if (!tracing.equals("none")) {
          traced.addAll(after);
        }
      }
    }
    assertThat(traced.stream().filter(seconds -> seconds <= 60).count())
        .isGreaterThan(traced.size() / 2);
  }
}
