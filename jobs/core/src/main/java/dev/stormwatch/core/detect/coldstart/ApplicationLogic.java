package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.Comparator;
import java.util.Map;

/** Keeps what an application's functions say of their cold calls, and shows it to the detector. */
public final class ApplicationLogic
    implements SlotLogic<ApplicationSlot, ApplicationState, Finding> {

  private static final long serialVersionUID = 1L;

  /** An application silent for so long is forgotten. */
  private static final long FORGET_MILLIS = 14L * 24 * 3_600_000;

  private static final Comparator<Map.Entry<String, ColdShare>> OLDEST_FIRST =
      Comparator.comparingLong((Map.Entry<String, ColdShare> e) -> e.getValue().end)
          .thenComparing(Map.Entry::getKey);

  private final long windowMillis;
  private final long replacements;
  private final ApplicationDetector detector;

  public ApplicationLogic(Settings settings) {
    this.windowMillis = settings.coldStart.windowMillis;
    this.replacements = settings.coldStart.replacements;
    this.detector = new ApplicationDetector(settings);
  }

  @Override
  public ApplicationState newState() {
    return new ApplicationState();
  }

  @Override
  public void onSlot(
      long end, ApplicationSlot slot, ApplicationState state, Effects<Finding> effects) {
    state.account = slot.account;
    state.region = slot.region;
    state.application = slot.application;
    state.firstHeard = state.firstHeard == ApplicationState.NEVER ? end : state.firstHeard;
    state.heardAt = end;
    long cold = 0;
    for (Map.Entry<String, ColdShare> entry : slot.functions.entrySet()) {
      ColdShare share = entry.getValue();
      ColdShare before = state.functions.put(entry.getKey(), share);
      if (before != null && state.unusualSince != ApplicationState.NEVER) {
        // Environments that no call comes back to look alive for a while, and replace nothing.
        share.replaced = Math.min(share.replaced, before.replaced);
      }
      cold += share.beyondReplacements(replacements) > 0 && !share.judged ? share.slotCold : 0;
    }
    while (state.functions.size() > ApplicationSlot.FUNCTIONS) {
      state.functions.entrySet().stream()
          .min(OLDEST_FIRST)
          .ifPresent(entry -> state.functions.remove(entry.getKey()));
    }
    judge(end, cold, state, effects);
  }

  @Override
  public void onWake(long end, ApplicationState state, Effects<Finding> effects) {
    if (end >= state.heardAt + FORGET_MILLIS) {
      effects.forget();
    } else {
      judge(end, 0, state, effects);
    }
  }

  private void judge(long end, long slotCold, ApplicationState state, Effects<Finding> effects) {
    // What a function said last says nothing of now once its window is over.
    state.functions.values().removeIf(share -> end - share.end >= windowMillis);
    detector.judge(end, slotCold, state, effects);
    boolean open = state.unusualSince != ApplicationState.NEVER;
    effects.wakeAt(open ? end + windowMillis : state.heardAt + FORGET_MILLIS);
  }
}
