package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.IncidentState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.IncidentSettings;
import dev.stormwatch.core.slot.SlotLogic;

/**
 * The life of an incident, one for each kind and subject.
 *
 * <p>The first finding opens it; that is the one page. Findings that follow say nothing new and are
 * silent, unless the severity rises: severity never falls, since a page that turns into a ticket
 * while somebody works on it helps nobody. It is resolved only because the data says so, and only
 * after recovery has held for a while, so that it does not flap. When the detector falls silent
 * instead, nobody knows, and the incident expires with these words.
 */
public final class IncidentLogic implements SlotLogic<Finding, IncidentState, Alert> {

  private static final long serialVersionUID = 1L;

  private final IncidentSettings settings;

  public IncidentLogic(IncidentSettings settings) {
    this.settings = settings;
  }

  @Override
  public IncidentState newState() {
    return new IncidentState();
  }

  @Override
  public void onSlot(long end, Finding finding, IncidentState state, Effects<Alert> effects) {
    if (finding.recovered && !state.open()) {
      effects.forget();
      return;
    }
    state.lastHeard = end;
    state.latest = finding;
    if (finding.recovered) {
      recovering(end, state);
    } else {
      state.recoveredSince = NEVER;
      firing(end, finding, state, effects);
    }
    effects.wakeAt(nextDeadline(state));
  }

  private static void recovering(long end, IncidentState state) {
    if (state.recoveredSince == NEVER) {
      state.recoveredSince = end;
    }
  }

  private static void firing(
      long end, Finding finding, IncidentState state, Effects<Alert> effects) {
    if (!state.open()) {
      state.incidentId = IncidentId.of(finding);
      state.sequence = 0;
      state.severity = finding.severity;
      state.onset = finding.onset;
      send(end, Action.OPEN, finding.headline, finding, state, effects);
    } else if (finding.severity.compareTo(state.severity) > 0) {
      state.severity = finding.severity;
      send(end, Action.ESCALATE, finding.headline, finding, state, effects);
    }
  }

  @Override
  public void onWake(long end, IncidentState state, Effects<Alert> effects) {
    Finding latest = state.latest;
    if (latest == null || !state.open()) {
      effects.forget();
    } else if (state.recoveredSince != NEVER
        && end >= state.recoveredSince + settings.resolveHoldMillis) {
      send(end, Action.RESOLVE, latest.headline, latest, state, effects);
      effects.forget();
    } else if (state.recoveredSince == NEVER && end >= state.lastHeard + settings.expireMillis) {
      String headline =
          "no word for "
              + settings.expireMillis / 60_000
              + " min, so neither confirmed nor resolved: "
              + latest.headline;
      send(end, Action.EXPIRE, headline, latest, state, effects);
      effects.forget();
    } else {
      effects.wakeAt(nextDeadline(state));
    }
  }

  private long nextDeadline(IncidentState state) {
    return state.recoveredSince == NEVER
        ? state.lastHeard + settings.expireMillis
        : state.recoveredSince + settings.resolveHoldMillis;
  }

  private static void send(
      long end,
      Action action,
      String headline,
      Finding finding,
      IncidentState state,
      Effects<Alert> effects) {
    state.sequence++;
    effects.emit(
        new Alert(
            state.incidentId,
            state.sequence,
            action,
            state.severity,
            state.onset,
            end,
            Finding.cut(headline),
            finding));
  }
}
