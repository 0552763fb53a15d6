package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;

/** A host of one key: wakes come at the end of their slot, a forgotten key starts afresh. */
final class IncidentHost {
  final IncidentLogic logic = new IncidentLogic(TestSettings.usual().settings().incident);
  RecordingEffects<Alert> effects = new RecordingEffects<>();
  IncidentState state = logic.newState();
  final List<Alert> alerts = new ArrayList<>();
  long now;

  /** How often it said nothing but how things stand. */
  long refreshed;

  IncidentHost(long now) {
    this.now = now;
  }

  /** Is there state of it? */
  boolean kept;

  void say(Finding finding) {
    now += Pager.SLOT;
    kept = true;
    logic.onSlot(now, finding, state, effects);
    settle();
    wakeIfDue();
  }

  void passUntil(long time) {
    while (now < time) {
      now += Pager.SLOT;
      wakeIfDue();
    }
  }

  void wakeIfDue() {
    if (effects.wakeAt != RecordingEffects.NEVER && effects.wakeAt < now) {
      effects.wakeAt = RecordingEffects.NEVER;
      logic.onWake(now, state, effects);
      settle();
    }
  }

  void settle() {
    effects.emitted.stream().filter(alert -> !alert.refreshes()).forEach(alerts::add);
    refreshed += effects.emitted.stream().filter(Alert::refreshes).count();
    effects.emitted.clear();
    if (effects.forgotten) {
      effects = new RecordingEffects<>();
      state = logic.newState();
      kept = false;
    } else {
      state = Bytes.copy(new IncidentState.ByteCodec(), state);
    }
  }

  List<Action> actions() {
    return alerts.stream().map(alert -> alert.action).toList();
  }
}
