package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.coldReport;
import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.error;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.timedOutReport;
import static dev.stormwatch.core.fold.Lines.timeout;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.Inits;
import org.junit.jupiter.api.Test;

class EnvironmentDeathsTest {

  private static final long T = 1_772_440_000_000L;

  @Test
  void theCallAfterAnExitIsAFollower() {
    Inits inits =
        record(
                "2026/03/02/[7]s",
                T,
                start(T - 9_000, "a"),
                line(LineKind.EXIT, T - 8_900, "a"),
                end(T - 8_900, "a"),
                report(T - 8_900, "a", 100),
                start(T - 8_000, "b"),
                end(T - 5_000, "b"),
                report(T - 5_000, "b", 3_000),
                start(T - 4_000, "c"),
                end(T - 3_900, "c"),
                report(T - 3_900, "c", 100))
            .inits;
    assertThat(inits.exits).isOne();
    assertThat(inits.firstDeathAt).isEqualTo(T - 8_900);
    assertThat(inits.followers).isOne();
    assertThat(inits.followersThatDied).isZero();
    assertThat(inits.followerMicros.total()).isOne();
    assertThat(inits.followerMicros.quantile(1)).isBetween(2_800_000L, 3_200_000L);
  }

  /** REPORT with a status, and "Task timed out" behind it: one death. */
  @Test
  void oneCallDiesOnceHoweverManyLinesSaySo() {
    Inits inits =
        record(
                "s",
                T,
                start(T - 9_000, "a"),
                with(line(LineKind.RUNTIME_DONE, T - 6_000, "a"), l -> l.status = Status.TIMEOUT),
                end(T - 6_000, "a"),
                timedOutReport(T - 6_000, "a", 3_000),
                timeout(T - 6_000, "a"))
            .inits;
    assertThat(inits.timeouts + inits.exits).isOne();
  }

  @Test
  void aDeathWhoseReportIsInAnotherRecordCounts() {
    assertThat(record("s", T, line(LineKind.EXIT, T - 100, "a")).inits.exits).isOne();
  }

  @Test
  void aLoopOfTimeoutsShowsInItsFollowers() {
    Inits inits =
        record(
                "s",
                T,
                timedOutReport(T - 9_000, "a", 3_000),
                timedOutReport(T - 5_000, "b", 3_000),
                timedOutReport(T - 1_000, "c", 3_000))
            .inits;
    assertThat(inits.timeouts).isEqualTo(3);
    assertThat(inits.followers).isEqualTo(2);
    assertThat(inits.followersThatDied).isEqualTo(2);
  }

  @Test
  void anErrorThatTheHandlerThrewKillsNothing() {
    Inits inits =
        record(
                "s",
                T,
                start(T - 9_000, "a"),
                error(T - 8_900, "a"),
                end(T - 8_900, "a"),
                report(T - 8_900, "a", 100),
                report(T - 5_000, "b", 3_000))
            .inits;
    assertThat(inits.exits).isZero();
    assertThat(inits.followers).isZero();
  }

  @Test
  void anInitThatShowsIsNoHiddenOne() {
    Inits inits =
        record("s", T, timedOutReport(T - 9_000, "a", 3_000), coldReport(T - 1_000, "b", 50, 400))
            .inits;
    assertThat(inits.followers).isZero();
  }

  @Test
  void aVersionIsReadOffTheLogStream() {
    assertThat(LogSource.version("2026/03/02/[42]9f1c2d7e")).isEqualTo("42");
    assertThat(LogSource.version("2026/03/02/checkout[$LATEST]9f1c")).isEqualTo("$LATEST");
    assertThat(LogSource.version("my-stream")).isEmpty();
    assertThat(LogSource.version("a]b[c")).isEmpty();
    assertThat(LogSource.version("[]x")).isEmpty();
    assertThat(LogSource.version("[" + "9".repeat(50) + "]x")).isEmpty();
  }
}
