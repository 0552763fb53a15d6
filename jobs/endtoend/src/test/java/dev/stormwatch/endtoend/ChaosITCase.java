package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.endtoend.Faults.Fault;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same alerts, none lost, whatever happens in between. {@code -Dstormwatch.chaos=full} for all
 * that is known to happen; a pattern for the faults whose name it is found in.
 */
@Timeout(3_600)
class ChaosITCase {

  private static final String RECORDING = "fan-out-explosion";
  private static final long PAUSE_MILLIS = 300;

  private static final String ROW = "%-44s %5s %9s %5s %11s %9s%n";

  @TempDir private Path folder;

  private record Outcome(
      String fault, double seconds, int expected, int got, int duplicates, String recovery) {

    private void print() {
      System.out.printf(ROW, fault, "%.0f".formatted(seconds), expected, got, duplicates, recovery);
    }
  }

  private static List<Fault> faults() {
    String wanted = System.getProperty("stormwatch.chaos", "");
    return wanted.isEmpty()
        ? Faults.few()
        : Faults.all().stream()
            .filter(
                fault ->
                    wanted.equals("full") || Pattern.compile(wanted).matcher(fault.name()).find())
            .toList();
  }

  @Test
  void noFaultChangesWhatIsHeard() throws Exception {
    assumeTrue(EmulatedAws.mode() != Mode.NONE, EmulatedAws.ABSENT);
    assumeTrue(EmulatedAws.can(Mode.NPM), "only npm brings a Kinesis that splits: install Node 20");
    Telemetry telemetry = Telemetry.of(RECORDING);
    List<String> problems = new ArrayList<>();
    try (Stage stage = Stage.openWithReshards(folder)) {
      List<Outcome> outcomes = new ArrayList<>();
      int runs = 0;
      for (Fault fault : faults()) {
        try {
          outcomes.add(suffer(stage, fault, telemetry.with(fault.change()), "run-" + ++runs));
          outcomes.get(outcomes.size() - 1).print();
        } catch (AssertionError | Exception e) {
          problems.add(fault.name() + ": " + e);
          System.out.println(fault.name() + ": " + e);
        }
      }
      System.out.printf(ROW, "fault", "time", "expected", "got", "duplicates", "recovery");
      outcomes.forEach(Outcome::print);
    }
    assertThat(problems).isEmpty();
  }

  private static Outcome suffer(Stage stage, Fault fault, Telemetry telemetry, String name)
      throws Exception {
    long start = System.nanoTime();
    try (Show show = stage.show(name, telemetry, 2)) {
      assertThat(show.expected).as("the recording's alerts").hasSizeGreaterThanOrEqualTo(2);
      stage.gate.feedBegins(fault.idle().toArray(String[]::new));
      show.start("");
      List<CompletableFuture<Double>> recoveries = new ArrayList<>();
      show.feed(
          Faults.PORTIONS,
          PAUSE_MILLIS,
          portion -> {
            Faults.Blow blow = fault.blows().get(portion);
            if (blow != null) {
              recoveries.add(CompletableFuture.supplyAsync(() -> recovery(stage, show, blow)));
            }
          });
      double longest = 0;
      for (CompletableFuture<Double> recovery : recoveries) {
        longest = Math.max(longest, recovery.join());
      }
      List<String> heard = show.delivered();
      Set<String> once = new LinkedHashSet<>(heard);
      assertThat(once).as("each alert once, in order").containsExactlyElementsOf(show.expected);
      if (stage.reachesPagers()) {
        assertThat(new HashSet<>(show.receivers.paged())).isEqualTo(once);
      }
      return new Outcome(
          fault.name(),
          (System.nanoTime() - start) / 1e9,
          show.expected.size(),
          once.size(),
          heard.size() - once.size(),
          recoveries.isEmpty() ? "-" : "%.1f".formatted(longest));
    }
  }

  /** Seconds until the job has made a checkpoint again. */
  private static double recovery(Stage stage, Show show, Faults.Blow blow) {
    long start = System.nanoTime();
    try {
      blow.strike(stage, show);
      stage.cluster.awaitCheckpoint(show.job);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
