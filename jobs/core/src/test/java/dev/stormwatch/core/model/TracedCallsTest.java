package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TracedCallsTest {

  private static CallTrace trace(int teller, long low, int depth) {
    CallTrace trace = new CallTrace();
    trace.teller = teller;
    trace.high = 7;
    trace.low = low;
    trace.depth = depth;
    return trace;
  }

  private static byte[] bytes(FunctionSlot slot) {
    return Bytes.of(new FunctionSlot.ByteCodec(), slot);
  }

  private static FunctionSlot slot() {
    return new FunctionSlot(new FunctionId("111122223333", "eu-west-1", "checkout"));
  }

  /** The same calls, told in pieces that overlap, in any order. */
  @Test
  void piecesUniteToTheSameInAnyOrder() {
    for (long seed = 0; seed < 30; seed++) {
      Random dice = new Random(seed);
      List<FunctionSlot> pieces = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        FunctionSlot piece = slot();
        for (int call = 0; call < 400; call++) {
          long key = Hash64.of(1, dice.nextInt(3_000));
          piece.traces.add(
              key, 1_000 + dice.nextInt(50), trace(1 + dice.nextInt(3), dice.nextInt(9), call % 5));
        }
        pieces.add(piece);
      }
      byte[] once = null;
      for (int order = 0; order < 4; order++) {
        Collections.shuffle(pieces, dice);
        FunctionSlot sum = slot();
        pieces.forEach(piece -> sum.merge(Bytes.copy(new FunctionSlot.ByteCodec(), piece)));
        assertThat(sum.traces.size()).isLessThanOrEqualTo(FunctionSlot.TRACED_CALLS);
        byte[] now = bytes(sum);
        assertThat(once == null ? now : once).isEqualTo(now);
        once = now;
      }
    }
  }

  /** A decoder fills one slot again and again, its own memory of calls included. */
  @Test
  void filledAgainItHoldsWhatANewOneWould() {
    FunctionSlot used = slot();
    for (long record = 0; record < 40; record++) {
      FunctionSlot fresh = slot();
      used.clear(fresh.function);
      Random dice = new Random(record);
      int calls = dice.nextInt(3 * FunctionSlot.TRACED_CALLS);
      for (int call = 0; call < calls; call++) {
        long key = Hash64.of(3, dice.nextInt(calls));
        CallTrace trace = trace(1 + dice.nextInt(3), dice.nextInt(99), call % 5);
        used.traces.add(key, call, trace);
        fresh.traces.add(key, call, trace);
      }
      assertThat(bytes(used)).as("record %d", record).isEqualTo(bytes(fresh));
    }
  }

  /** Of many traces with one call each, and one with very many, the one keeps its share. */
  @Test
  void aWideTraceIsNotLostAmongMany() {
    FunctionSlot slot = slot();
    for (int call = 0; call < 20_000; call++) {
      slot.traces.add(Hash64.of(2, call), 0, trace(3, call < 4_000 ? 1 : call, -1));
    }
    long wide = 0;
    for (int i = 0; i < slot.traces.size(); i++) {
      wide += slot.traces.trace(i).low == 1 ? slot.traces.weight() : 0;
    }
    assertThat(wide).isBetween(3_200L, 4_800L);
  }

  /** The platform's word counts more than a logger's. */
  @Test
  void whoKnowsBestIsBelieved() {
    FunctionSlot slot = slot();
    slot.traces.add(5, 20, trace(CallTrace.LOGGER, 99, 2));
    slot.traces.add(5, 10, trace(CallTrace.PLATFORM, 3, CallTrace.NO_DEPTH));
    slot.traces.add(5, 30, trace(CallTrace.LOGGER_OF_XRAY, 50, 1));
    assertThat(slot.traces.size()).isEqualTo(1);
    assertThat(slot.traces.trace(0).low).isEqualTo(3);
    assertThat(slot.traces.trace(0).depth).isEqualTo(2);
    assertThat(slot.traces.start(0)).isEqualTo(10);
  }
}
