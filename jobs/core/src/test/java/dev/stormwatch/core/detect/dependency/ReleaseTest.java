package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures that come with new environments. */
class ReleaseTest {

  /** Somebody has been woken with the advice to take it back. */
  @Test
  void oneOfWhichNoInitSucceedsIsNotToldTwice() {
    Life life = new Life().slots(50 * MINUTE, 0);
    life.release++;
    life.initsTold = true;
    assertThat(life.slots(10 * MINUTE, 1).said()).isEmpty();
  }

  /** Half of its calls are answered, so its environments soon have answered, too. */
  @Test
  void aReleaseThatThrowsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 0.5).said()).isEmpty();
  }

  /** A tenth of the old environments' calls fails as well, as a broken release beside them does. */
  @Test
  void aCanaryThatThrowsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.canary = true;
    assertThat(life.slots(10 * MINUTE, 0.1).said()).isEmpty();
  }

  @Test
  void aReleaseThatLogsErrorsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.release++;
    assertThat(life.complaining(10 * MINUTE, 0.8).said()).isEmpty();
  }

  @Test
  void aReleaseOnWhichEveryCallFailsForTwoMinutesIsAPage() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    life.release++;
    life.slots(2 * MINUTE, 1);
    assertThat(life.said()).isEmpty();
    Finding said = life.slots(MINUTE, 1).last();
    assertThat(said.severity).isEqualTo(Severity.PAGE);
    assertThat(said.recommendations.get(0).action).startsWith("take back what was released");
    assertThat(said.headline)
        .isEqualTo(
            "charge-card: 100 % of calls fail, in environments begun since they do: likely a"
                + " release");
    life.release++;
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
  }

  @Test
  void aReleaseOfWhichSomeCallsSucceedIsATicket() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    for (int i = 0; i < 10 * MINUTE; i++) {
      life.release++;
      life.slots(1, 0.88);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void aReleaseOfWhatNobodyWaitsForOrFewCallIsATicket() {
    Life worker =
        new Life(
                TestSettings.usual()
                    .with("functions", List.of(TestSettings.rule("charge-*", false))))
            .slots(10 * MINUTE, 0.002);
    worker.release++;
    worker.slots(10 * MINUTE, 1);
    assertThat(worker.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life few = new Life();
    for (int i = 0; i < 60 * MINUTE; i++) {
      few.release += i == 50 * MINUTE ? 1 : 0;
      few.slot(i % 3 == 0 ? 4 : 0, i < 50 * MINUTE ? 0 : 1);
    }
    assertThat(few.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void aReleaseThatIsTakenBackWithinAMinuteWakesNobody() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    life.release++;
    life.slots(MINUTE, 1);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 0.002).said()).isEmpty();
  }

  @Test
  void whatAlwaysFailedIsReleasedInVain() {
    Life life = new Life().slots(10 * MINUTE, 1);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 1).said()).isEmpty();
  }

  /** Of a function that nobody knows nothing is known to have succeeded. */
  @Test
  void aHandfulOfCallsIsNoPast() {
    Life life = new Life();
    for (int i = 0; i < 6 * MINUTE; i++) {
      life.slot(i % 24 == 0 ? 1 : 0, 0);
    }
    life.release++;
    assertThat(life.slots(10 * MINUTE, 1).said()).isEmpty();
  }

  /** Each call that times out takes its environment with it, so that soon none is from before. */
  @Test
  void environmentsThatReplaceThoseWhichTheTroubleEndedAreNoRelease() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.timesOut = true;
    life.slots(9, 1);
    for (int i = 0; i < 5 * MINUTE; i++) {
      life.release++;
      life.slots(1, 1);
    }
    assertThat(life.said()).noneMatch(f -> f.headline.contains("release"));
    assertThat(life.last().headline)
        .isEqualTo(
            "charge-card: 100 % of calls time out, first in environments that answered"
                + " before: what it calls is down");
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
    life.release++;
    life.timesOut = false;
    life.slots(5 * MINUTE, 1);
    assertThat(life.last().headline).endsWith("likely a release");
  }
}
