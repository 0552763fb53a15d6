package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.IncidentState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.IncidentSettings;
import dev.stormwatch.core.slot.SlotLogic;

/**
 * The life of an incident, one for each kind and subject.
 *
 * <p>The first finding opens it. Findings that follow say nothing new and are silent, unless the
 * severity rises or something came up that a human would act on, see {@link Said}: severity never
 * falls, since a page that turns into a ticket while somebody works on it helps nobody. But every
 * {@value #REFRESH_MILLIS} ms the pager is told how things stand, so that what it sends late is not
 * old.
 *
 * <p>It is resolved only because the data says so, and only after recovery has held for a while, so
 * that it does not flap; where recovery begins is the detector's to say, which keeps that apart
 * from where trouble begins. When the detector falls silent instead, nobody knows, and the incident
 * expires with these words.
 *
 * <p>What opens again within the hour says how often it did, and from the third time on it must
 * stay recovered twice as long each time: flapping then becomes one long incident instead of many
 * short ones. What opens anew is another incident, with another id, even if its onset is the same.
 *
 * <p>Whether a human hears any of it depends on what else is going on: {@link PagerLogic} decides
 * that, and numbers what is sent.
 */
public final class IncidentLogic implements SlotLogic<Finding, IncidentState, Alert> {

  private static final long serialVersionUID = 1L;

  /** How old the figures may be of what the pager has kept back. */
  private static final long REFRESH_MILLIS = 20_000;

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
      rest(end, state, effects);
      return;
    }
    boolean refreshes =
        Math.floorDiv(end, REFRESH_MILLIS) > Math.floorDiv(state.lastHeard, REFRESH_MILLIS);
    state.lastHeard = end;
    state.latest = finding;
    if (finding.recovered) {
      recovering(end, state);
    } else {
      state.recoveredSince = NEVER;
      if (!firing(end, finding, state, effects) && refreshes) {
        refresh(end, finding, state, effects);
      }
    }
    effects.wakeAt(nextDeadline(state));
  }

  private static void recovering(long end, IncidentState state) {
    if (state.recoveredSince == NEVER) {
      state.recoveredSince = end;
    }
  }

  /** Returns whether there was anything to say. */
  private boolean firing(long end, Finding finding, IncidentState state, Effects<Alert> effects) {
    if (!state.open()) {
      int times = state.opened(end, settings.flapWindowMillis);
      // An onset that old may be one of an incident that is forgotten by now.
      boolean first = times == 1 && finding.onset > end - settings.flapWindowMillis;
      state.incidentId = first ? IncidentId.of(finding) : IncidentId.ofOneMore(finding, end);
      state.severity = finding.severity;
      state.onset = finding.onset;
      state.peak = Peak.first(finding, end);
      String again = times == 1 ? "" : ordinal(times) + " time in " + flapWindow() + ": ";
      send(end, Action.OPEN, again + finding.headline, finding, state, effects);
      return true;
    }
    if (state.peak != null) {
      state.peak = state.peak.and(finding, state.said.firstImpact(finding), end);
    }
    String news = state.said.news(finding, end, settings.forecastShiftMillis);
    if (finding.severity.compareTo(state.severity) > 0) {
      state.severity = finding.severity;
      state.onset = finding.onset;
      send(end, Action.ESCALATE, finding.headline, finding, state, effects);
    } else if (!news.isEmpty()) {
      send(end, Action.UPDATE, news + ": " + finding.headline, finding, state, effects);
    } else {
      return false;
    }
    return true;
  }

  /** Tells the pager how things stand: what it sends later is to have the figures of then. */
  private static void refresh(
      long end, Finding finding, IncidentState state, Effects<Alert> effects) {
    effects.emit(
        Alert.about(finding, state.incidentId, state.sequence, Action.UPDATE, end)
            .severity(state.severity)
            .onset(state.onset)
            .headline(Finding.cut(finding.headline))
            .build());
  }

  private String flapWindow() {
    return settings.flapWindowMillis / 60_000 + " min";
  }

  private static String ordinal(int n) {
    int tens = n % 100 / 10;
    int ones = tens == 1 ? 0 : n % 10;
    return n + (ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th");
  }

  @Override
  public void onWake(long end, IncidentState state, Effects<Alert> effects) {
    Finding latest = state.latest;
    if (latest == null || !state.open()) {
      rest(end, state, effects);
    } else if (state.recoveredSince != NEVER && end >= state.recoveredSince + hold(state)) {
      send(end, Action.RESOLVE, latest.headline, latest, state, effects);
      state.close();
      rest(end, state, effects);
    } else if (state.recoveredSince == NEVER && end >= state.lastHeard + settings.expireMillis) {
      String headline =
          "no word for "
              + settings.expireMillis / 60_000
              + " min, so neither confirmed nor resolved: "
              + latest.headline;
      send(end, Action.EXPIRE, headline, latest, state, effects);
      state.close();
      rest(end, state, effects);
    } else {
      effects.wakeAt(nextDeadline(state));
    }
  }

  /** Nothing is open: only how often it was is of interest, and only for a while. */
  private void rest(long end, IncidentState state, Effects<Alert> effects) {
    state.forgetOpeningsBefore(end - settings.flapWindowMillis);
    if (state.openings() == 0) {
      effects.forget();
    } else {
      effects.wakeAt(state.lastOpening() + settings.flapWindowMillis);
    }
  }

  private long hold(IncidentState state) {
    int doublings = Math.min(Math.max(state.openings() - 2, 0), 16);
    long grown = settings.resolveHoldMillis << doublings;
    return Math.max(settings.resolveHoldMillis, Math.min(grown, settings.maxResolveHoldMillis));
  }

  private long nextDeadline(IncidentState state) {
    return state.recoveredSince == NEVER
        ? state.lastHeard + settings.expireMillis
        : state.recoveredSince + hold(state);
  }

  private static void send(
      long end,
      Action action,
      String headline,
      Finding finding,
      IncidentState state,
      Effects<Alert> effects) {
    state.sequence++;
    state.said = state.said.and(finding);
    effects.emit(
        Alert.about(finding, state.incidentId, state.sequence, action, end)
            .severity(state.severity)
            .onset(state.onset)
            .headline(Finding.cut(headline))
            .peak(action == Action.RESOLVE || action == Action.EXPIRE ? state.peak : null)
            .build());
  }
}
