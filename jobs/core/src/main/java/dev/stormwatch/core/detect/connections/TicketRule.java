package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is worth a ticket before anything is worth a page.
 *
 * <ul>
 *   <li><b>Vulnerable.</b> A database that is healthy by day can be beyond the point from which a
 *       retry loop no longer lets go: every call may come (1 + retries) times, so the largest
 *       number of environments of a day × connections each × (1 + retries) + other clients must
 *       fit. Reserved concurrency bounds what a function can add; where it is what does not fit,
 *       the ticket comes after an hour, for it needs no history.
 *   <li><b>Days rise.</b> The largest number of connections of each day rose for days on end, and
 *       reaches the limit within the ticket's horizon. One day has one peak, so the tide of a day
 *       is no trend.
 *   <li><b>Leak.</b> Connections that no environment explains, by a gauge, become more and more
 *       within a quarter of an hour or an hour ({@link GaugeHistory}) and have come a fifth of the
 *       way, or are more at the least of each hour than of the hour before. Traffic does not make
 *       those. The ticket comes at once: by the hour the limit may be reached.
 *   <li><b>Declared too many.</b> More environments answer than have room if each holds what is
 *       declared, so what rests on it, forecasts and the first two of these, says nothing ({@link
 *       Declaration}).
 *   <li><b>Full.</b> In every slot that is kept, which is four minutes, at least <i>fullShare</i>
 *       of the limit is used, and none is refused. What is left is less than the estimate may be
 *       wrong by: chance decides when one will be. It does not grow, so nobody is woken. Where
 *       calls do not explain the environments a release may have replaced them, and a gauge must
 *       show it.
 *   <li><b>Rising</b> and <b>slowing.</b> It may fill within minutes: see {@link Approach}.
 * </ul>
 *
 * <p>Slots in which calls fail or are slow teach nothing: what an incident needed is not what the
 * estate needs.
 */
final class TicketRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** From one day or hour to the next at least so much of the limit, else it may be chance. */
  private static final double STEP = 0.02;

  /** Below so much of the limit a rise has far to go and time to end. */
  private static final double FAR = 0.4;

  /**
   * So much of its way must be behind a leak. A page waits for half; whether the rest comes as well
   * is worth a look by day long before that.
   */
  private static final double BEGUN = 0.2;

  private final Settings all;
  private final ConnectionSettings settings;
  private final Approach approach;

  TicketRule(Settings settings) {
    this.all = settings;
    this.settings = settings.connections;
    this.approach = new Approach(settings.connections);
  }

  /** Takes in the end of a slot. */
  void advance(long end, DatabaseRule rule, ConnectionView view, ConnectionState state) {
    PeakHistory history = state.history;
    if (history.dayStart == PeakHistory.NEVER) {
      history.dayStart = end;
      history.hourStart = end;
    }
    boolean rolled = false;
    if (end - history.hourStart >= PeakHistory.HOUR) {
      rolled = true;
      if (history.hourFloor < Double.MAX_VALUE) {
        PeakHistory.push(history.hourFloors, history.hourFloor);
        history.hours = Math.min(PeakHistory.KEPT, history.hours + 1);
      } else {
        history.hours = 0;
      }
      history.hourFloor = Double.MAX_VALUE;
      history.hourStart = end;
    }
    if (end - history.dayStart >= PeakHistory.DAY) {
      PeakHistory.push(history.dayPeaks, history.dayPeak);
      history.days = Math.min(PeakHistory.KEPT, history.days + 1);
      history.dayPeak = 0;
      history.dayStart = end;
    }
    if (!state.active && !state.loop.distressed()) {
      history.dayPeak = Math.max(history.dayPeak, state.newest().held);
      if (view.gauged) {
        history.hourFloor = Math.min(history.hourFloor, view.others);
      }
    }
    boolean leaks = history.ticket != Ticket.LEAK && pace(view) != null;
    boolean refuted =
        history.ticket == Ticket.NONE && !view.gauged && state.declaration.outgrown(end);
    boolean full = history.ticket == Ticket.NONE && full(view, state);
    if ((rolled || leaks || refuted || full || approaches(end, view, state))
        && end >= history.restsUntil) {
      Ticket ticket = judge(end, rule, view, state);
      if (ticket != Ticket.NONE && history.ticket == Ticket.NONE) {
        history.ticketSince = end;
      }
      history.ticket = ticket;
    }
  }

  /** Does something that may fill it within minutes begin, or end? */
  private boolean approaches(long end, ConnectionView view, ConnectionState state) {
    switch (state.history.ticket) {
      case RISING:
      case SLOWING:
        return !approach.goesOn(view, state);
      case NONE:
      case VULNERABLE:
      case DAYS_RISE:
        return approach.begins(end, view, state) != Ticket.NONE;
      default:
        return false;
    }
  }

  private Ticket judge(long end, DatabaseRule rule, ConnectionView view, ConnectionState state) {
    PeakHistory history = state.history;
    boolean goesOn =
        history.ticket == Ticket.LEAK
            && history.hours > 1
            && history.hourFloors[0] - history.hourFloors[1] >= STEP * view.limit;
    if (pace(view) != null
        || goesOn
        || reaches(history.hourFloors, history.hours, held(state), view, PeakHistory.HOUR)) {
      return Ticket.LEAK;
    }
    if (!view.gauged && state.declaration.outgrown(end)) {
      return Ticket.DECLARED_TOO_MANY;
    }
    if (full(view, state)) {
      return Ticket.FULL;
    }
    if (approach.goesOn(view, state)) {
      return history.ticket;
    }
    Ticket approaching = approach.begins(end, view, state);
    if (approaching != Ticket.NONE) {
      return approaching;
    }
    if (reaches(history.dayPeaks, history.days, view.others, view, PeakHistory.DAY)) {
      return Ticket.DAYS_RISE;
    }
    return worst(rule, view, state) > settings.vulnerableShare * view.limit
            || reserved(rule, state) + others(rule, view) > view.limit
        ? Ticket.VULNERABLE
        : Ticket.NONE;
  }

  /** Where more is used than there is the estimate is wrong. */
  private boolean full(ConnectionView view, ConnectionState state) {
    return state.panes.size() == ConnectionState.PANES
        && (view.gauged || !view.demand.exceeded)
        && least(view, state) >= settings.fullShare
        && state.panes.stream()
            .allMatch(pane -> pane.refused == 0 && pane.held + view.others <= view.limit);
  }

  /** Share of the limit that was used at the least in the slots that are kept. */
  static double least(ConnectionView view, ConnectionState state) {
    double held = state.panes.stream().mapToDouble(pane -> pane.held).min().orElse(0);
    return (held + view.others) / view.limit;
  }

  /** Of a leak that has come so far, by the longest while that shows it; null where none does. */
  private static @Nullable LeakPace pace(ConnectionView view) {
    if (view.hourLeak != null && view.hourLeak.hasCome(BEGUN)) {
      return view.hourLeak;
    }
    return view.slowLeak != null && view.slowLeak.hasCome(BEGUN) ? view.slowLeak : null;
  }

  private static double held(ConnectionState state) {
    return state.newest().held;
  }

  /** Did all of the latest rise, and do they reach the limit within the horizon? */
  private boolean reaches(
      float[] latestFirst, int known, double beside, ConnectionView view, long each) {
    int steps = (int) settings.ticketSteps;
    if (known <= steps || latestFirst[0] + beside < FAR * view.limit) {
      return false;
    }
    for (int i = 0; i < steps; i++) {
      if (latestFirst[i] - latestFirst[i + 1] < STEP * view.limit) {
        return false;
      }
    }
    return millisLeft(latestFirst, steps, beside, view, each) <= settings.ticketHorizonMillis;
  }

  private static double millisLeft(
      float[] latestFirst, int steps, double beside, ConnectionView view, long each) {
    double aStep = (double) (latestFirst[0] - latestFirst[steps]) / steps;
    return aStep <= 0
        ? Double.POSITIVE_INFINITY
        : Math.max(0, view.limit - latestFirst[0] - beside) / aStep * (double) each;
  }

  /** When the limit is reached at this pace, milliseconds from now; far where it is not known. */
  long millisLeft(ConnectionView view, ConnectionState state) {
    PeakHistory history = state.history;
    int steps = (int) settings.ticketSteps;
    if (history.ticket != Ticket.LEAK) {
      return (long) millisLeft(history.dayPeaks, steps, view.others, view, PeakHistory.DAY);
    }
    LeakPace pace = pace(view);
    if (pace != null) {
      return (long) (1000 * pace.seconds);
    }
    int known = Math.min(steps, history.hours - 1);
    return known < 1
        ? Long.MAX_VALUE
        : (long) millisLeft(history.hourFloors, known, held(state), view, PeakHistory.HOUR);
  }

  static double others(DatabaseRule rule, ConnectionView view) {
    return Math.max((double) rule.otherClients, view.others);
  }

  /**
   * Connections that yesterday's peak becomes when every call fails and comes again; 0 before, and
   * where reserved concurrency lets it come to less.
   */
  double worst(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    if (state.history.days == 0) {
      return 0;
    }
    double retried = state.history.dayPeaks[0] * (1.0 + settings.callerRetries);
    return retried > bound(rule, state) ? 0 : retried + others(rule, view);
  }

  /** Connections that reserved concurrency sets aside; 0 where there is none. */
  double reserved(DatabaseRule rule, ConnectionState state) {
    long environments = 0;
    for (String name : state.members.keySet()) {
      environments += all.reservedConcurrency(name);
    }
    return (double) environments * rule.connectionsPerEnvironment;
  }

  /** What reserved concurrency lets the functions hold; infinite where one has none. */
  private double bound(DatabaseRule rule, ConnectionState state) {
    for (String name : state.members.keySet()) {
      if (all.reservedConcurrency(name) == 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return reserved(rule, state);
  }
}
