package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;

/**
 * Decides what a human hears of the incidents of one account and region. Incidents come with a life
 * of their own, see {@link IncidentLogic}; here they are seen beside one another:
 *
 * <ul>
 *   <li><b>Inhibition.</b> What an open incident explains (see {@link Inhibition}) is not told but
 *       listed in it. What was told before its cause came up stays open, since a pager holds it
 *       open and only data may close it; whoever works on it gets one update that names the cause,
 *       hears nothing more, and is told of its end. A cause that is over explains its effects for a
 *       while longer, as they end at about the same time; what outlasts that is opened then.
 *   <li><b>At once.</b> Functions that begin to fail within seconds are one outage, see {@link
 *       AtOnce}: the first of them is told, as urgently as any is, and names the others.
 *   <li><b>Group wait.</b> Effects show a few seconds before their cause does, and what is no page
 *       can wait for it. A page waits only for a cause that is seen to build up.
 *   <li><b>Silences</b> keep back what they cover; what is still open when one ends is opened then.
 *       The end of what was told is told in a silence, too: else it would stay open for ever.
 *   <li><b>Updates</b> are few, with a pause between them, which only the first impact does not
 *       wait for: a minute later its numbers would be old. A page that stays open is called to mind
 *       every few hours.
 *   <li><b>A budget.</b> Beyond so many pages within an hour nobody reads them. Those that follow
 *       are held back and told together: the most urgent one opens and lists the others. What ends
 *       before that is told as well.
 *   <li><b>A telemetry gap</b> keeps back the good news of what it makes blind.
 * </ul>
 *
 * <p>Only what is sent is numbered, so a receiver sees 1, 2, 3 without a hole, and every incident
 * that was opened to it ends.
 */
public final class PagerLogic implements SlotLogic<PagerSlot, PagerState, Alert> {

  private static final long serialVersionUID = 1L;

  private static final long HOUR = 3_600_000;

  private final Settings settings;

  public PagerLogic(Settings settings) {
    this.settings = settings;
  }

  @Override
  public PagerState newState() {
    return new PagerState();
  }

  @Override
  public void onSlot(long end, PagerSlot slot, PagerState state, Effects<Alert> effects) {
    state.silences = state.silences.newer(slot.silences());
    for (Alert alert : slot.alerts()) {
      hear(end, alert, state, effects);
    }
    sweep(end, state, effects);
  }

  @Override
  public void onWake(long end, PagerState state, Effects<Alert> effects) {
    sweep(end, state, effects);
  }

  private static void hear(long end, Alert alert, PagerState state, Effects<Alert> effects) {
    PagedIncident known = state.incidents.get(alert.incidentId);
    if (alert.refreshes()) {
      if (known != null) {
        known.refresh(alert);
      }
      return;
    }
    if (known == null) {
      boolean full = state.incidents.size() >= PagerState.MAX_INCIDENTS;
      if (full || alert.action != Action.OPEN) {
        // Opened when the list was full, or by a release that kept none.
        countPage(end, alert, state);
        effects.emit(alert);
        return;
      }
      state.incidents.put(alert.incidentId, new PagedIncident(alert, end));
      return;
    }
    known.latest = alert;
    known.news |= alert.action == Action.UPDATE;
    if (alert.ends()) {
      known.ended = end;
    }
  }

  static void countPage(long end, Alert alert, PagerState state) {
    boolean rings = alert.action == Action.OPEN || alert.action == Action.ESCALATE;
    if (rings && alert.severity == Severity.PAGE) {
      state.paged(end);
    }
  }

  private void sweep(long end, PagerState state, Effects<Alert> effects) {
    int pages = state.pagesSince(end - HOUR);
    long next = new PagerRound(end, settings, state, effects).run();
    if (state.incidents.isEmpty() && pages == 0) {
      effects.forget();
    } else if (next != Long.MAX_VALUE) {
      effects.wakeAt(next);
    } else if (state.incidents.isEmpty()) {
      effects.wakeAt(end + HOUR);
    }
  }
}
