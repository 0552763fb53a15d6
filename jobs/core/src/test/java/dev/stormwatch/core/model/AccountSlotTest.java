package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountSlotTest {

  private static final AccountSlot.ByteCodec CODEC = new AccountSlot.ByteCodec();

  /** Each function tells its slot once, and no machine decides who comes first. */
  @Test
  void functionsOfAnAccountUniteInAnyOrderToTheSame() {
    for (long seed = 1; seed <= 20; seed++) {
      Random dice = new Random(seed);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        names.add("function-" + i);
      }
      byte[] one = united(names, seed);
      Collections.shuffle(names, dice);
      assertThat(united(names, seed)).as("seed %d", seed).isEqualTo(one);
    }
  }

  private static byte[] united(List<String> names, long seed) {
    AccountSlot all = new AccountSlot("111122223333", "eu-west-1");
    for (String name : names) {
      AccountSlot piece = new AccountSlot("111122223333", "eu-west-1");
      Random dice = new Random(seed ^ name.hashCode());
      piece.add(name, flow(dice));
      for (int i = 0; i < 3; i++) {
        TracePart part = new TracePart(1 + i, dice.nextInt(500), name);
        part.add(1_772_446_200_000L + dice.nextInt(5_000), dice.nextInt(20) - 1, dice.nextInt(4));
        piece.add(part);
      }
      all.merge(Bytes.copy(CODEC, piece));
    }
    assertThat(all.functions).hasSize(AccountSlot.FUNCTIONS);
    assertThat(all.traces).hasSize(AccountSlot.TRACE_PARTS);
    return Bytes.of(CODEC, all);
  }

  private static FunctionFlow flow(Random dice) {
    FunctionFlow flow = new FunctionFlow();
    flow.starts.addAt(1_772_446_200_000L + dice.nextInt(5_000), 1 + dice.nextInt(50));
    flow.ended = dice.nextInt(50);
    flow.durationMicros = dice.nextInt(1_000_000);
    flow.billedMegabyteMillis = dice.nextInt(1_000_000);
    flow.failures = dice.nextInt(3);
    flow.retries = dice.nextInt(3);
    flow.living = dice.nextInt(9);
    flow.fresh = dice.nextInt(9);
    flow.traced = dice.nextInt(50);
    flow.milliConcurrency = dice.nextInt(9_000);
    return flow;
  }

  @Test
  void ofTooManyFunctionsThoseCalledLeastAreDropped() {
    AccountSlot slot = new AccountSlot("111122223333", "eu-west-1");
    for (int i = 0; i < AccountSlot.FUNCTIONS + 10; i++) {
      FunctionFlow flow = new FunctionFlow();
      flow.ended = i;
      slot.add("function-" + i, flow);
    }
    assertThat(slot.functions).doesNotContainKey("function-9").containsKey("function-10");
  }
}
