package dev.stormwatch.core.track;

import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutCallsTest {

  private static final long T = 1_772_440_000_000L;
  private static final long SLOT = 5_000;

  private final FunctionTrack track = new FunctionTrack();
  private final CutCalls cut = new CutCalls();
  private long attempts;
  private long slotEnd = T + SLOT;

  private void slot(List<FunctionSlot> records) {
    FunctionSlot slot = new FunctionSlot(new FunctionId("111122223333", "eu-west-1", "f"));
    records.forEach(slot::merge);
    track.advance(slot, slotEnd, 360_000);
    slotEnd += SLOT;
    cut.add(track.cut());
    attempts += track.attempts();
  }

  private static FunctionSlot of(Observation... lines) {
    return record("stream", T + 20_000, lines);
  }

  private String told() {
    return cut.met + " met, " + cut.beheaded + " beheaded, " + cut.torn + " of " + cut.whole;
  }

  @Test
  void aCallInsideOfOneRecordIsWhole() {
    slot(List.of(of(start(T, "a"), end(T + 50, "a"), report(T + 50, "a", 50))));
    assertThat(told()).isEqualTo("0 met, 0 beheaded, 0 of 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallThatTwoRecordsShareIsMetAndCountsOnce(boolean endedBefore) {
    FunctionSlot first = endedBefore ? of(start(T, "a"), end(T + 50, "a")) : of(start(T, "a"));
    FunctionSlot second =
        endedBefore ? of(report(T + 50, "a", 50)) : of(end(T + 50, "a"), report(T + 50, "a", 50));
    slot(List.of(first));
    slot(List.of(second));
    assertThat(told()).isEqualTo("1 met, 0 beheaded, 0 of 0");
    assertThat(attempts).isOne();
    slot(List.of(of(start(T + 9_000, "b"))));
    assertThat(track.openCalls()).as("nothing of it is left").isOne();
  }

  @Test
  void theSameInOneSlotInEitherOrder() {
    FunctionSlot first = of(start(T, "a"));
    FunctionSlot second = of(end(T + 50, "a"), report(T + 50, "a", 50));
    slot(List.of(second, first));
    assertThat(told()).isEqualTo("1 met, 0 beheaded, 0 of 0");
  }

  /** A delivery overtakes the one before it, by some slots. */
  @Test
  void aBeginningThatComesAfterItsEndIsNotLostAndNoCallOfItsOwn() {
    slot(List.of(of(end(T + 50, "a"), report(T + 50, "a", 50))));
    assertThat(told()).isEqualTo("0 met, 1 beheaded, 0 of 0");
    slot(List.of(of(start(T + 9_000, "b"))));
    slot(List.of(of(start(T, "a"))));
    assertThat(told()).isEqualTo("1 met, 0 beheaded, 0 of 0");
    assertThat(attempts).isEqualTo(2);
    assertThat(track.openCalls()).as("b alone").isOne();
  }

  @Test
  void anEndWhoseBeginningWasInALostRecordIsBeheaded() {
    slot(
        List.of(
            of(
                report(T + 50, "a", 50),
                start(T + 100, "b"),
                end(T + 150, "b"),
                report(T + 150, "b", 50))));
    assertThat(told()).isEqualTo("0 met, 1 beheaded, 0 of 1");
  }

  @Test
  void anEndInTheMiddleWithoutItsBeginningIsTorn() {
    slot(
        List.of(
            of(
                start(T, "a"),
                end(T + 50, "a"),
                report(T + 50, "a", 50),
                end(T + 150, "b"),
                report(T + 150, "b", 50))));
    assertThat(told()).isEqualTo("0 met, 0 beheaded, 1 of 2");
  }

  /** However records are cut, those that are lost are counted by those that came. */
  @Test
  void theShareOfLostRecordsIsFound() {
    for (double lost : new double[] {0, 0.05, 0.1, 0.3}) {
      CutCallsTest run = new CutCallsTest();
      Random dice = new Random(7);
      List<Observation> lines = new ArrayList<>();
      for (int call = 0; call < 40_000; call++) {
        long at = T + call * 100L;
        lines.add(start(at, "c" + call));
        lines.add(end(at + 60, "c" + call));
        lines.add(report(at + 60, "c" + call, 60));
        if (lines.size() >= 20 + dice.nextInt(30)) {
          int kept = lines.size() - dice.nextInt(3);
          List<Observation> piece = new ArrayList<>(lines.subList(0, kept));
          lines = new ArrayList<>(lines.subList(kept, lines.size()));
          if (dice.nextDouble() >= lost) {
            run.slotEnd = at + SLOT;
            run.slot(List.of(record("stream", at + 5_000, piece.toArray(new Observation[0]))));
          }
        }
      }
      double share = run.cut.beheaded / (double) (run.cut.beheaded + run.cut.met);
      assertThat(share).isCloseTo(lost, within(lost == 0 ? 0.001 : 0.03));
      assertThat(run.cut.torn).isZero();
    }
  }

  /** Ends that are lost leave more calls open than are kept, for half an hour. */
  @Test
  void callsBesideManyThatNeverEndAreCountedOnce() {
    int calls = 0;
    for (int turn = 0; turn < 40; turn++) {
      List<FunctionSlot> records = new ArrayList<>();
      for (int call = 0; call < 100; call++) {
        records.add(of(start(T + 60, turn + "-" + call)));
        String before = turn - 1 + "-" + call;
        if (turn > 0 && call < 70) {
          records.add(of(end(T + 90, before), report(T + 90, before, 30)));
        }
        calls++;
      }
      slot(records);
    }
    assertThat(attempts).as("each START is one, and no sample scatters").isEqualTo(calls);
  }

  /** An explosion that is over leaves some long calls of its busiest moment. */
  @Test
  void callsOfAFarBusierMomentThatEndLateAreNotTakenForLost() {
    List<FunctionSlot> burst = new ArrayList<>();
    for (int call = 0; call < 30_000; call++) {
      burst.add(of(start(T, "c" + call)));
    }
    slot(burst);
    for (int ending = 0; ending < 30; ending++) {
      List<FunctionSlot> ends = new ArrayList<>();
      for (int call = ending * 50; call < ending * 50 + 50; call++) {
        ends.add(of(end(T + 50, "c" + call), report(T + 50, "c" + call, 50)));
      }
      slot(ends);
    }
    assertThat(cut.beheaded).isZero();
    assertThat(cut.met).isBetween(500L, 3_000L);
  }

  /** Of a busy slot a sample is kept, of the next that is less busy all: no beginning is lost. */
  @Test
  void callsThatBeginInABusySlotAreNotTakenForLost() {
    for (int busy = 0; busy < 20; busy++) {
      int calls = busy % 2 == 0 ? 3_000 : 900;
      List<FunctionSlot> records = new ArrayList<>();
      for (int call = 0; call < calls; call++) {
        String id = busy + "-" + call;
        String other = busy - 1 + "-" + call;
        records.add(
            busy > 0 && call < 500
                ? of(end(T + 50, other), report(T + 50, other, 50), start(T + 60, id))
                : of(start(T, id)));
      }
      slot(records);
    }
    assertThat(cut.met).isGreaterThan(3_000);
    assertThat(cut.beheaded).isZero();
  }

  @Test
  void keepsItsNumbersThroughBytes() throws IOException {
    slot(List.of(of(report(T + 50, "a", 50))));
    byte[] bytes = Bytes.written(cut::write);
    cut.halve();
    CutCalls back = CutCalls.read(Bytes.in(bytes));
    assertThat(back.beheaded).isOne();
    assertThat(bytes.length).isEqualTo(4);
  }
}
