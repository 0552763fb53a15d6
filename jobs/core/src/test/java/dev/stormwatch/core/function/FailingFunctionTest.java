package dev.stormwatch.core.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import org.junit.jupiter.api.Test;

/** What is told of the calls that go well while others of the same function fail. */
class FailingFunctionTest {

  private final FunctionLogic logic = new FunctionLogic(TestSettings.usual().settings());
  private FunctionState state = logic.newState();
  private long now = 1_772_446_200_000L;

  /** How many calls are told to have gone well. */
  private long slot(long calls, boolean fails) {
    FunctionSlot slot = new FunctionSlot(new FunctionId("111122223333", "eu-west-1", "contacts"));
    slot.records = 1;
    slot.invocations = calls;
    slot.lags.add(2_000);
    if (fails) {
      slot.requests.sight(
          now, now, FunctionSlot.STARTED | FunctionSlot.ENDED | FunctionSlot.FAILED);
    }
    now += 5_000;
    WentWell told = new WentWell();
    logic.onSlot(now, slot, state, told);
    state = Bytes.copy(new FunctionState.ByteCodec(), state);
    return told.calls;
  }

  @Test
  void callsThatGoWellAreToldForTenMinutesAfterAFailure() {
    assertThat(slot(5, false)).isZero();
    assertThat(slot(5, true)).isEqualTo(4);
    now += 590_000;
    assertThat(slot(5, false)).isEqualTo(5);
    assertThat(slot(5, false)).isEqualTo(5);
    assertThat(slot(5, false)).isZero();
  }

  @Test
  void whereAllFailNoneWentWell() {
    assertThat(slot(1, true)).isZero();
  }

  private static final class WentWell extends RecordingEffects<Finding> {
    private long calls;

    @Override
    public void contribute(EventSourceSlot piece) {
      calls += piece.part(EventSourceSlot.NO_SHARD).panes.okSince(Long.MIN_VALUE);
    }
  }
}
