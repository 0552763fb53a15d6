package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.TraceId;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.account.Trees;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What an account's state costs by how many traces it has an hour: of ten thousand more than it
 * keeps begin in the quarter of an hour that it remembers. {@code -Dstormwatch.traces=10000000}
 * goes on up to so many and prints the table.
 */
class TraceMemoryTest {

  private static final long MOST = Long.getLong("stormwatch.traces", 10_000);
  private static final Settings SETTINGS = TestSettings.usual().settings();
  private static final long START = 1_772_446_200_000L;
  private static final int SLOTS = 720;
  private static final int FUNCTIONS = 10;

  /** An hour of traces of three calls each, and one that grows. */
  private static AccountState anHour(long traces) {
    CascadeLogic logic = new CascadeLogic(SETTINGS);
    AccountState state = logic.newState();
    RecordingEffects<Finding> effects = new RecordingEffects<>();
    long trace = 0;
    for (int i = 0; i < SLOTS; i++) {
      AccountSlot slot = new AccountSlot("111122223333", "eu-west-1");
      long at = START + i * SETTINGS.clock.slotMillis;
      for (int function = 0; function < FUNCTIONS; function++) {
        FunctionFlow flow = new FunctionFlow();
        flow.starts.addAt(at, 3 * traces / SLOTS / FUNCTIONS);
        slot.add("function-" + function, flow);
      }
      for (long to = traces * (i + 1) / SLOTS; trace < to; trace++) {
        for (int call = 0; call < 3; call++) {
          part(slot, Hash64.of(1, trace), "function-" + (trace + call) % FUNCTIONS, at, 1);
        }
      }
      part(slot, 7, "function-0", at, 5);
      logic.onSlot(at + SETTINGS.clock.slotMillis, slot, state, effects);
    }
    return state;
  }

  private static void part(AccountSlot slot, long low, String function, long at, int calls) {
    TracePart part = new TracePart(1, low, function);
    part.add(at, -1, calls);
    slot.add(part);
  }

  @Test
  void memoryIsFlatFromAThousandTracesAnHourOn() {
    int most = 0;
    for (long traces = 1_000; traces <= MOST; traces *= 10) {
      AccountState state = anHour(traces);
      int bytes = Bytes.of(new CascadeState.ByteCodec(), state).length;
      Tree growing = state.trees.find(new TraceId(1, 7));
      System.out.printf(
          Locale.ROOT,
          "%,11d traces an hour: %4d kept, %,7d bytes; the one that grows %s%n",
          traces,
          state.trees.all().size(),
          bytes,
          growing == null ? "is lost" : "has " + growing.calls + " of " + 5 * SLOTS + " calls");
      assertThat(state.trees.all()).hasSizeLessThanOrEqualTo(Trees.PLACES);
      assertThat(growing).isNotNull();
      assertThat(growing.calls).isEqualTo(5L * SLOTS);
      most = Math.max(most, bytes);
    }
    assertThat(most).isLessThan(128 * 1024);
  }
}
