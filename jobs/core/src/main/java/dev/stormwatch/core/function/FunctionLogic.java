package dev.stormwatch.core.function;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.coldstart.ColdStartDetector;
import dev.stormwatch.core.detect.coldstart.ColdStartState;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import dev.stormwatch.core.track.FunctionTrack;

/** Tracks a function and shows each slot to every detector of functions. */
public final class FunctionLogic implements SlotLogic<FunctionSlot, FunctionState, Finding> {

  private static final long serialVersionUID = 1L;

  /** Reports of the pane before last have mostly arrived. */
  private static final long SETTLE_MILLIS = 20_000;

  /** A function silent for so long is forgotten, what was learned about it included. */
  private static final long FORGET_MILLIS = 14L * 24 * 3_600_000;

  private final Settings settings;
  private final ColdStartDetector coldStarts;

  public FunctionLogic(Settings settings) {
    this.settings = settings;
    this.coldStarts = new ColdStartDetector(settings);
  }

  @Override
  public FunctionState newState() {
    return new FunctionState(new FunctionTrack(), ColdStartState.create());
  }

  @Override
  public void onSlot(long end, FunctionSlot slot, FunctionState state, Effects<Finding> effects) {
    state.track.advance(slot, end, settings.environmentIdleMillis);
    coldStarts.onSlot(new FunctionView(end, slot, state.track), state.coldStart, effects);
    effects.report(
        new Activity(
            slot.function,
            end,
            slot.invocations,
            slot.coldStarts,
            state.track.failures(),
            state.track.retries(),
            state.track.livingEnvironments(),
            state.track.concurrency(SETTLE_MILLIS),
            state.track.blind(settings.blindMillis)));
    effects.wakeAt(end + FORGET_MILLIS);
  }

  @Override
  public void onWake(long end, FunctionState state, Effects<Finding> effects) {
    effects.forget();
  }
}
