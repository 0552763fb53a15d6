package dev.stormwatch.stream;

import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.slot.SlotLogic;

/** For tests in which only the state counts: whatever is said is ignored. */
class IgnoredEffects<R> implements SlotLogic.Effects<R> {

  @Override
  public void emit(R result) {
    // Only state counts here.
  }

  @Override
  public void report(Activity activity) {
    // Only state counts here.
  }

  @Override
  public void wakeAt(long time) {
    // Only state counts here.
  }

  @Override
  public void forget() {
    throw new AssertionError("nothing here is to be forgotten");
  }
}
