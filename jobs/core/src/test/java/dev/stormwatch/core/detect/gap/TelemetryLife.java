package dev.stormwatch.core.detect.gap;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.List;
import java.util.function.Consumer;

/** An account through time: slots with data, and wakes when they were asked for. */
final class TelemetryLife {

  static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/logs";
  static final long SLOT = 5_000;
  static final long START = 1_772_440_020_000L / SLOT * SLOT;
  static final int MINUTE = 12;
  static final Consumer<TelemetrySlot> NOTHING = slot -> {};

  private final TelemetryGapLogic logic =
      new TelemetryGapLogic(TestSettings.usual().settings(), STREAM);
  private final RecordingEffects<Finding> effects = new RecordingEffects<>();
  TelemetryGapState state = logic.newState();
  private long now = START;

  TelemetryLife slots(int count, Consumer<TelemetrySlot> data) {
    for (int i = 0; i < count; i++) {
      TelemetrySlot slot = new TelemetrySlot("111122223333", "eu-west-1");
      data.accept(slot);
      now += SLOT;
      if (!slot.lags.isEmpty()) {
        logic.onSlot(now, slot, state, effects);
      }
      long wake = effects.wakeAt;
      if (wake != RecordingEffects.NEVER && wake < now) {
        effects.wakeAt = RecordingEffects.NEVER;
        logic.onWake(now, state, effects);
      }
    }
    return this;
  }

  List<Finding> said() {
    return effects.emitted;
  }

  Finding last() {
    return effects.emitted.get(effects.emitted.size() - 1);
  }

  /** One record of each function, as old at its arrival as given, milliseconds. */
  static Consumer<TelemetrySlot> heard(long lag, String... functions) {
    return slot -> {
      for (String function : functions) {
        slot.lags.put(function, lag);
      }
    };
  }
}
