package dev.stormwatch.core.incident;

import static dev.stormwatch.core.detect.Wording.counted;

import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.PagingSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One round through the incidents of an account and region: first who explains whom, then what is
 * sent. It depends on nothing but the state and the time, so a round too many changes nothing.
 */
final class PagerRound {

  private static final long HOUR = 3_600_000;

  /** The most urgent first, causes before effects, and of outages who fails most. */
  private static final Comparator<PagedIncident> ORDER =
      Comparator.comparing((PagedIncident i) -> i.latest.severity, Comparator.reverseOrder())
          .thenComparing(i -> Inhibition.couldBeEffect(i.finding().kind))
          .thenComparing(i -> i.finding().kind)
          .thenComparing(AtOnce.WORST_FIRST)
          .thenComparing(PagedIncident::id);

  private final long now;
  private final Settings settings;
  private final PagingSettings paging;
  private final PagerState state;
  private final Effects<Alert> effects;
  private final List<PagedIncident> ordered;
  private final OpenIncidents open;
  private final AtOnce atOnce;
  private final List<PagedIncident> overBudget = new ArrayList<>();

  /** When there is something to do again. */
  private long next = Long.MAX_VALUE;

  PagerRound(long now, Settings settings, PagerState state, Effects<Alert> effects) {
    this.now = now;
    this.settings = settings;
    this.paging = settings.paging;
    this.state = state;
    this.effects = effects;
    ordered = new ArrayList<>(state.incidents.values());
    ordered.sort(ORDER);
    open = new OpenIncidents(ordered);
    atOnce = new AtOnce(ordered);
  }

  /** Returns when the next round is due if nothing is heard until then. */
  long run() {
    removeWhatIsPast();
    Causes causes = new Causes(state, ordered);
    ordered.stream().filter(incident -> !incident.over()).forEach(causes::explain);
    // What ends comes first: nothing is open twice to whoever listens.
    ordered.stream().filter(PagedIncident::over).forEach(this::end);
    for (PagedIncident incident : ordered) {
      if (incident.told && !incident.over()) {
        goOn(incident);
      } else if (!incident.over()) {
        begin(incident);
      }
    }
    ordered.stream().filter(PagedIncident::owed).forEach(this::tellLate);
    digest();
    removeWhatIsPast();
    return next;
  }

  private void removeWhatIsPast() {
    for (Iterator<PagedIncident> each = ordered.iterator(); each.hasNext(); ) {
      PagedIncident incident = each.next();
      boolean told = incident.told || incident.owed();
      boolean settled = incident.over() && (incident.endSent || !told);
      long lingering = incident.muted() > 0 ? paging.lingerMillis : 0;
      long outliving = told ? Inhibition.outlives(incident.finding().kind) : 0;
      lingering = Math.max(lingering, outliving);
      if (settled && now >= incident.ended + lingering && !open.silencedBy(incident)) {
        each.remove();
        state.incidents.remove(incident.id());
      } else if (settled && now < incident.ended + lingering) {
        wakeAt(incident.ended + lingering);
      }
    }
  }

  /** The round at the end of the slot before that time: by then the time has come. */
  private void wakeAt(long time) {
    next = Math.min(next, time - 1);
  }

  private void begin(PagedIncident incident) {
    if (incident.builds()) {
      return;
    }
    long waited = incident.since + paging.groupWaitMillis;
    boolean mayWait = !incident.isPage() && Inhibition.couldBeEffect(incident.finding().kind);
    if (silenced(incident) || !incident.mutedBy.isEmpty()) {
      incident.keptBack = true;
    } else if (!(mayWait && waits(waited)) && !causeBuilds(incident)) {
      ring(incident, Action.OPEN);
    }
  }

  private boolean waits(long until) {
    if (now < until) {
      wakeAt(until);
    }
    return now < until;
  }

  /** Does it wait for a cause that may be certain soon? */
  private boolean causeBuilds(PagedIncident incident) {
    return open.mayExplain(incident).anyMatch(cause -> waits(cause.since + paging.causeWaitMillis));
  }

  private void goOn(PagedIncident incident) {
    if (silenced(incident)) {
      return;
    }
    if (!incident.mutedBy.isEmpty()) {
      nameCause(incident);
    } else if (incident.roseUntold()) {
      if (!causeBuilds(incident)) {
        ring(incident, Action.ESCALATE);
      }
    } else {
      update(incident);
    }
  }

  private void nameCause(PagedIncident incident) {
    PagedIncident cause = state.incidents.get(incident.mutedBy);
    boolean named = incident.causeNamed;
    incident.causeNamed = true;
    if (!named && cause != null && incident.updates < paging.maxUpdates) {
      incident.updates++;
      send(incident.message(now, Action.UPDATE, with(incident, cause), cause.headline()));
    }
  }

  /** By which other a human knows of an incident: its cause, or one that began with it. */
  private String with(PagedIncident incident, PagedIncident known) {
    return (atOnce.isOneOutage(incident, known) ? "together with: " : "part of: ")
        + known.finding().headline;
  }

  /** Does it mute what would have woken somebody? Of anything less the next message tells. */
  private boolean mutesPage(PagedIncident incident) {
    return incident.mutes.stream()
        .map(muted -> state.incidents.get(muted.incidentId))
        .anyMatch(muted -> muted != null && muted.isPage());
  }

  private void update(PagedIncident incident) {
    String others = atOnce.named(incident);
    boolean more = incident.listed < incident.muted() && !others.isEmpty();
    boolean firstEffects = incident.listed == 0 && mutesPage(incident);
    if ((incident.news || firstEffects || more) && incident.updates < paging.maxUpdates) {
      long due = incident.lastSent + paging.updateMillis;
      if (now < due && !pressing(incident, due)) {
        wakeAt(due);
        return;
      }
      incident.updates++;
      String effects = counted(incident.muted(), "effect") + " muted: ";
      String prefix = !others.isEmpty() ? others : incident.news ? "" : effects;
      send(incident.message(now, Action.UPDATE, prefix + incident.latest.headline, null));
    } else if (incident.isPage()) {
      long due = incident.lastSent + paging.repeatMillis;
      if (now < due) {
        wakeAt(due);
        return;
      }
      String age = (now - incident.since) / HOUR + " h: ";
      send(
          incident.message(
              now, Action.UPDATE, "still open after " + age + incident.latest.headline, null));
      wakeAt(now + paging.repeatMillis);
    }
  }

  /** Does it foretell what would have come true by then, or has that come true for somebody? */
  private static boolean pressing(PagedIncident incident, long then) {
    Prediction prediction = incident.finding().prediction;
    return incident.news
        && (prediction != null && prediction.at < then
            || incident.latest.headline.startsWith(Said.FIRST_IMPACT));
  }

  private void end(PagedIncident incident) {
    if (!incident.told || incident.endSent) {
      return;
    }
    boolean blind = incident.latest.action == Action.RESOLVE && open.blind(incident);
    if (!blind || open.anew(incident) != null) {
      incident.endSent = true;
      send(incident.message(now, incident.latest.action, incident.latest.headline, null));
    }
  }

  /** A page that ended while it was held back: nobody is to find it in the morning by chance. */
  private void tellLate(PagedIncident incident) {
    PagedIncident anew = open.anew(incident);
    if (silenced(incident)) {
      incident.overBudget = false;
    } else if (anew != null && anew.told) {
      anew.mute(incident);
    } else {
      ring(incident, Action.OPEN);
    }
  }

  /** Somebody is woken, if the budget allows, unless they know of it by what began with it. */
  private void ring(PagedIncident incident, Action action) {
    PagedIncident known = atOnce.told(incident);
    if (known != null && !silenced(known)) {
      known.mute(incident);
      if (incident.told) {
        nameCause(incident);
      }
      incident.keptBack = true;
      wakeAt(now + 1); // the others are counted next
      return;
    }
    if (incident.isPage() && state.pagesSince(now - HOUR) >= paging.pagesPerHour) {
      incident.overBudget = true;
      overBudget.add(incident);
      return;
    }
    if (!incident.over()) {
      atOnce.gather(incident);
    }
    Alert message = incident.message(now, action, prefix(incident, action), null);
    PagerLogic.countPage(now, message, state);
    send(message);
    if (incident.over()) {
      wakeAt(now + 1); // its end is told next
    } else if (incident.isPage()) {
      wakeAt(now + paging.repeatMillis);
    }
  }

  private String prefix(PagedIncident incident, Action action) {
    String others = atOnce.named(incident);
    boolean late = action == Action.OPEN && incident.keptBack && others.isEmpty();
    String when = incident.owed() ? PagedIncident.OVER : late ? "kept back until now: " : "";
    return when + others + incident.latest.headline;
  }

  private void digest() {
    if (overBudget.isEmpty()) {
      return;
    }
    if (state.lastDigest != PagerState.NEVER && now < state.lastDigest + paging.digestMillis) {
      wakeAt(Math.min(state.lastDigest + paging.digestMillis, state.oldestPage() + HOUR));
      return;
    }
    state.lastDigest = now;
    PagedIncident first = overBudget.get(0);
    for (PagedIncident other : overBudget.subList(1, overBudget.size())) {
      other.keptBack = true;
      other.causeNamed = true;
      first.mute(other);
    }
    int held = overBudget.size() - 1;
    String headline = first.headline().text;
    if (held > 0) {
      headline = "+" + counted(held, "page") + " held back by the page budget: " + headline;
    }
    send(first.message(now, first.told ? Action.ESCALATE : Action.OPEN, headline, null));
    if (first.over()) {
      wakeAt(now + 1); // its end is told next
    }
  }

  private boolean silenced(PagedIncident incident) {
    Stream<Silence> all = Stream.concat(settings.silences().stream(), state.silences.list.stream());
    long until = Silences.until(now, incident.finding(), all);
    if (until != Silences.NEVER) {
      wakeAt(until);
    }
    return until != Silences.NEVER;
  }

  private void send(Alert alert) {
    effects.emit(alert);
  }
}
