package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.timedOutReport;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function can print what the platform prints; its place gives it away. */
class ForgedLinesTest {

  private static final long T = 1_772_440_000_000L;

  private static boolean started(FunctionSlot slot, String requestId) {
    int at = slot.requests.find(Hash64.of(requestId));
    return at >= 0 && (slot.requests.flags(at) & FunctionSlot.STARTED) != 0;
  }

  @Test
  void aReportOfAnotherCallInsideACallIsForged() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            report(T - 850, "b", 9_999),
            end(T - 800, "a"),
            report(T - 800, "a", 100));
    assertThat(slot.forgedLines).isOne();
    assertThat(slot.invocations).isOne();
    assertThat(slot.durationMicros).isEqualTo(100_000);
    assertThat(slot.requests.find(Hash64.of("b"))).isNegative();
  }

  @Test
  void ofTwoReportsOfOneCallThePlatformsIsTheLast() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            timedOutReport(T - 850, "a", 9_999),
            end(T - 800, "a"),
            report(T - 800, "a", 100));
    assertThat(slot.forgedLines).isOne();
    assertThat(slot.invocations).isOne();
    assertThat(slot.durationMicros).isEqualTo(100_000);
    assertThat(slot.requests.flags(slot.requests.find(Hash64.of("a"))) & FunctionSlot.FAILED)
        .isZero();
  }

  @Test
  void aStartInsideACallThatGoesOnIsForged() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            start(T - 850, "b"),
            end(T - 800, "a"),
            report(T - 800, "a", 100));
    assertThat(slot.forgedLines).isOne();
    assertThat(started(slot, "a")).isTrue();
    assertThat(started(slot, "b")).isFalse();
  }

  @Test
  void aStartAfterACallWhoseEndWasLostIsReal() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            start(T - 500, "b"),
            end(T - 400, "b"),
            report(T - 400, "b", 100));
    assertThat(slot.forgedLines).isZero();
    assertThat(started(slot, "a")).isTrue();
    assertThat(started(slot, "b")).isTrue();
    assertThat(slot.invocations).isOne();
  }

  @Test
  void whatNobodyContradictsIsBelieved() {
    FunctionSlot slot = record("s", T, start(T - 900, "a"), start(T - 500, "b"));
    assertThat(slot.forgedLines).isZero();
    assertThat(started(slot, "a")).isTrue();
    assertThat(started(slot, "b")).isTrue();
  }

  @Test
  void managedInstancesHandleManyCallsAtATime() {
    List<Observation> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.add(start(T - 900 + i, "call" + i));
    }
    for (int i = 0; i < 100; i++) {
      lines.add(
          with(
              report(T - 700 + i, "call" + i, 200),
              line -> {
                line.billedMillis = Observation.NONE;
                line.memoryMegabytes = Observation.NONE;
                line.traits = Traits.MANAGED_INSTANCES;
              }));
    }
    FunctionSlot slot = record("s", T, lines.toArray(Observation[]::new));
    assertThat(slot.forgedLines).isZero();
    assertThat(slot.invocations).isEqualTo(100);
    assertThat(slot.requests.size()).isEqualTo(100);
    assertThat(slot.traits).isEqualTo(Traits.MANAGED_INSTANCES);
  }

  @Test
  void aRetryWhoseStartWasFilteredOutIsNoForgery() {
    FunctionSlot slot = record("s", T, report(T - 90_000, "a", 100), report(T - 30_000, "a", 100));
    assertThat(slot.forgedLines).isZero();
    assertThat(slot.invocations).isEqualTo(2);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Whatever a function prints inside its calls, the calls counted are the platform's. */
  @ParameterizedTest
  @MethodSource("seeds")
  void printingChangesNothing(long seed) {
    Random random = new Random(seed);
    List<Observation> honest = new ArrayList<>();
    List<Observation> printed = new ArrayList<>();
    long at = T - 60_000;
    int calls = 1 + random.nextInt(8);
    for (int call = 0; call < calls; call++) {
      String id = "call" + call;
      honest.add(start(at, id));
      printed.add(start(at, id));
      for (int i = random.nextInt(4); i > 0; i--) {
        at += random.nextInt(50);
        String madeUp = "made-up-" + random.nextInt(3);
        printed.add(random.nextInt(3) == 0 ? start(at, madeUp) : timedOutReport(at, madeUp, 500));
      }
      // Once it has printed its own REPORT, nothing tells that its call goes on.
      if (random.nextInt(3) == 0) {
        printed.add(timedOutReport(at, id, 500));
      }
      at += random.nextInt(500);
      for (List<Observation> lines : List.of(honest, printed)) {
        lines.add(end(at, id));
        lines.add(report(at, id, 100));
      }
      at += random.nextInt(2000);
    }
    FunctionSlot expected = record("s", T, honest.toArray(Observation[]::new));
    FunctionSlot actual = record("s", T, printed.toArray(Observation[]::new));
    assertThat(actual.invocations).isEqualTo(expected.invocations).isEqualTo(calls);
    assertThat(actual.durationMicros).isEqualTo(expected.durationMicros);
    assertThat(actual.requests.size()).isEqualTo(expected.requests.size());
    assertThat(actual.forgedLines).isEqualTo(printed.size() - honest.size());
  }

  @Test
  void aCallAfterACrashThatTakesLongerThanItsLinesBeganWithAHiddenInit() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 9_000, "a"),
            timedOutReport(T - 6_000, "a", 3_000),
            start(T - 5_000, "b"),
            report(T - 2_500, "b", 3_023));
    assertThat(slot.suppressedInits).isOne();
    assertThat(slot.suppressedInitMicros).isEqualTo(523_000);
  }

  @Test
  void afterACallThatWentWellNoInitIsHidden() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 9_000, "a"),
            report(T - 6_000, "a", 3_000),
            start(T - 5_000, "b"),
            report(T - 2_500, "b", 3_023));
    assertThat(slot.suppressedInits).isZero();
  }
}
