package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Connection exhaustion: will a database refuse its functions, and when?
 *
 * <p><b>Mechanism.</b> An execution environment handles one call at a time and keeps its connection
 * while it lives, so a database has as many clients as there are environments. By Little's law
 * there are as many as calls arrive a second times seconds that a call takes. Either can grow: more
 * callers, or slower answers. A database that is asked for more than it can do answers more slowly,
 * which makes more environments, which ask for more: growth that feeds itself. Refused and
 * impatient callers try again, which feeds it once more.
 *
 * <p><b>Formula.</b> Used = living environments × connections each + other clients. An environment
 * lives until a cold call shows that it has gone, or until it has been silent for minutes. A gauge,
 * where there is one, replaces the sum by what it showed plus how much the environments grew since.
 * Free = limit − used. Four forecasts; all but the second over the robust growth of half a minute
 * ({@link Trend}):
 *
 * <ul>
 *   <li><i>near</i>: above <i>nearShare</i> of the limit, free / growth is within the horizon, and
 *       growth has not slackened: the last two slots grew, and half a minute grew at least half as
 *       fast as a minute and a half did;
 *   <li><i>ramp</i>: above <i>nearShare</i>, what calls need has risen evenly for four minutes
 *       ({@link Ramp}), far above what is usual and to a height that no day before has seen, and a
 *       burst as traffic makes them may fill the limit within the horizon;
 *   <li><i>slow</i>: above <i>slowShare</i>, calls take <i>slowRatio</i> times what is usual, and
 *       growth proportional to what is there reaches the limit within the horizon: ln(limit / held)
 *       × held / growth. Durations that were seen to grow are believed to go on for
 *       <i>furtherRatio</i> of what they have done, in doublings, and page two horizons ahead;
 *   <li><i>leak</i>: the gauge shows more and more connections that no environment explains, in
 *       each of three readings or each fifth of a quarter of an hour ({@link GaugeHistory}), as
 *       many as are left, and these last for four horizons or less. Traffic does not make those, so
 *       nothing says that they will level off.
 * </ul>
 *
 * <p>Environments follow a step up and stop, so where only they grow, <i>carriedShare</i> of the
 * limit must be needed by calls as they are now ({@link Demand}), or all of it once a crowd that
 * still grows has grown as much again, or within the horizon once what a crowd needs, or calls that
 * became far slower, goes on to grow as it does. Where calls do not explain environments, calls
 * must be more, slower or hanging, else a release replaces old ones. Nothing is foretold once calls
 * that end are far quicker than those just before: then it is over.
 *
 * <p>Before any of them stands <i>strain</i>: calls have taken <i>strainRatio</i> times what is
 * usual for half a minute, and longer and longer, while traffic is far above usual and rises, and
 * if every call hung for as long as callers wait, the environments would not fit. That is a
 * database at the knee of its curve: what comes next fills the limit in less than a minute.
 *
 * <p>These say how urgent it is. The time that is told rests on more: that of <i>near</i> on a
 * minute and a half as well, that of <i>slow</i> on two minutes of durations ({@link Growth}), that
 * of <i>leak</i> on all of the rise ({@link LeakPace}). Where durations tell it, they alone say how
 * urgent it is, too, and environments, which come in bursts, need not have grown. It is told only
 * where it can be known, within a third four times in five: not within half a minute, and not where
 * traffic is what slows the answers, for nobody knows the traffic at which calls begin to pile up,
 * and from there it is a matter of seconds. Elsewhere a bound is told.
 *
 * <p>A forecast counts once it has held for <i>sustainSlots</i>. Refusals need no forecast: lines
 * by which the server or its proxy refuses are counted over a minute. Of a database that nobody
 * declared those count that are believed ({@link Complaints}); so do, of any database, lines by
 * which a pool inside a process is empty.
 *
 * <p><b>The loop.</b> Attempts a = D + C: what traffic demands, and what failures cause. A caller
 * that fails, or waits too long, comes back with probability r, so one generation later C' = r ·
 * u(a), where u are the attempts that go wrong. Near a limit μ of answers u rises as steeply as a
 * does (u = a − μ), and faster where abandoned calls still run and make the others slow. The gain
 * of the loop is how C grows for each demanded attempt, C'/D' over C/D: above 1 it feeds itself and
 * doubles in t · ln 2 / ln gain, at 1 it keeps itself up, below it dies down. A generation, the
 * time from an attempt to the next, shows in no log, so the gain is told for half a minute: that of
 * a generation to the power of how many half a minute holds, and on the same side of 1. R retries
 * at most make C ≤ R · D, so growth ends by itself, but not the state that it ends in: with D · (1
 * + R) &gt; μ retries alone keep the database as full as it must be for them to go on.
 *
 * <p>Few retries can be told by their request id (Lambda's own); a client's have a new one. Which
 * attempts are D is decided by what came first. Where calls failed or slowed down at ordinary
 * traffic, D stays as it was just before. Where traffic rose before, p of all calls fail, and each
 * failure comes again up to R times (<i>callerRetries</i>), D = a / (1 + p + … + p^R). So it is,
 * too, where calls fail and answers stay quick, as in a leak: every failure is seen then, and few
 * retries are told better by it than by how traffic was before, which ebbs and flows by more. Where
 * answers are slow callers give up calls that never fail, and only how it was before tells.
 *
 * <p>The trigger is gone when D is ordinary and the database answers at least D, no slower than a
 * minute ago: without C there would be room for all. Attempts that do not recede then for
 * <i>loopSustain</i> are kept up by themselves alone: the state is metastable, waiting does not
 * help, only fewer attempts do. A trigger that lasts shows as less answered than is demanded.
 *
 * <p>A loop that grows by <i>loopGain</i> while room shrinks pages like a forecast; while it dies
 * down no forecast does.
 *
 * <p>Where more environments answer than the settings leave room for, and none is refused, they
 * foretell nothing ({@link Declaration}). Nor do they while hardly any call is answered and no
 * gauge is read: a server that is down has no connections, however many environments try.
 *
 * <p>It is over once, for <i>recovery</i>, none of this showed and nothing was refused,
 * environments have ceased to grow, and there is room. Environments stand still between two bursts,
 * though, while calls need more and more of them: they say nothing of what calls do. So an open
 * incident in which calls take <i>slowRatio</i> times what is usual goes on for as long as they get
 * slower ({@link Pace#slowing}), and for ten minutes after that where they stay as slow: what has
 * not got worse for so long may never get better, and pages again if it gets worse.
 *
 * <p>After a silence, and at the very first, environments that are heard of are not new; growth is
 * judged only after <i>learning</i>.
 *
 * <p><b>Why it works.</b> Traffic alone makes environments in proportion, so a ramp with quick
 * answers ends where the traffic ends, and is believed only close to the limit. Slow answers are
 * what turns growth upon itself, and they show long before the limit does, so they are believed
 * early. Minutes of an even rise are a ticket from half of the limit on, and slower and slower
 * answers are one before environments grow at all ({@link Approach}). What comes from logs is some
 * ten seconds old; the forecast counts from then.
 *
 * <p><b>What it mistakes for it.</b> Traffic that rises steadily to eight tenths of the limit and
 * stops there. Functions that are slow for another reason than their database and grow many
 * environments, whose connections are not opened yet; what else slows them keeps a page open as
 * well. A database that stays slower than callers wait, and yet answers all, looks like one that
 * retries alone keep full. What it cannot tell in time: a step, which opens hundreds of
 * environments before their first line has arrived.
 *
 * <p><b>Sources.</b> Little (1961); Theil (1950) and Sen (1968) on slopes; Bronson et al.,
 * "Metastable failures in distributed systems" (HotOS 2021); Huang et al., "Metastable failures in
 * the wild" (OSDI 2022); AWS Lambda Developer Guide, "Lambda scaling behavior"; PostgreSQL,
 * SQLSTATE 53300.
 */
public final class ConnectionDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Calls that stay slow and get no slower keep an incident open for so long: a few times the
   * minute or two that environments stand still before the burst that fills the limit.
   */
  private static final long SLOW_MILLIS = 600_000;

  private final Settings all;
  private final ConnectionSettings settings;
  private final long slotMillis;
  private final ConnectionReport report;
  private final ForecastRule forecasts;
  private final TicketRule tickets;
  private final TicketReport ticketReport;
  private final UndeclaredDetector undeclared;

  ConnectionDetector(Settings settings) {
    this.all = settings;
    this.settings = settings.connections;
    this.slotMillis = settings.clock.slotMillis;
    this.report = new ConnectionReport(settings);
    this.forecasts = new ForecastRule(settings.connections);
    this.tickets = new TicketRule(settings);
    this.ticketReport = new TicketReport(settings, tickets);
    this.undeclared = new UndeclaredDetector(settings, report, ticketReport);
  }

  /** Says what it thinks of a database at the end of a slot, if anything. */
  void judge(
      long end,
      DatabaseSlot slot,
      @Nullable DatabaseRule rule,
      ConnectionState state,
      Effects<Finding> effects) {
    for (Member member : state.members.values()) {
      member.complaints.judge(end, state.active, settings);
    }
    if (rule == null) {
      UndeclaredDatabase.count(end, state);
    } else {
      Episode.count(state);
    }
    Loop loop = Loop.advance(end, state, rule != null, settings, slotMillis);
    boolean alone =
        rule != null && end >= state.judgedFrom && loop.withoutTrigger(state.usualAttempts);
    if (!alone) {
      state.loop.sustainedSlots = 0;
    } else if (!loop.slowing) {
      state.loop.sustainedSlots++;
    }
    if (rule == null) {
      undeclared.judge(end, slot, loop, state, effects);
      return;
    }
    ConnectionView view = new ConnectionView(end, state, loop, rule, settings, slotMillis);
    GaugeReading reading = view.gauged ? state.readingAt(end - settings.delayMillis) : null;
    if (reading != null) {
      double others = ConnectionView.others(reading, state, settings.delayMillis);
      state.gauge.add(reading.at, (double) reading.connections, others);
      state.hourOfGauge.add(reading.at, (double) reading.connections, others);
    }
    state.declaration.advance(end, view, rule, state, all.environmentIdleMillis);
    boolean settled = end >= state.judgedFrom && (view.gauged || !state.declaration.isVoid(end));
    boolean known = settled && (view.gauged || !view.unanswered);
    Forecast forecast = known ? forecasts.forecast(view, rule, state) : null;
    boolean imminent = forecast != null && forecast.within(settings.horizonMillis) && !loop.damps();
    state.forecastSlots = imminent ? state.forecastSlots + 1 : 0;
    state.strainSlots =
        known && forecasts.strained(view, state.active) && !loop.damps()
            ? state.strainSlots + 1
            : 0;
    state.loop.growingSlots = known && forecasts.grows(view) ? state.loop.growingSlots + 1 : 0;
    boolean refused = refuses(view);
    boolean expected = state.forecastSlots >= settings.sustainSlots;
    boolean strained = state.strainSlots >= settings.strainSlots;
    boolean fed = state.loop.growingSlots >= settings.sustainSlots;
    boolean server = refused || expected || strained || fed;
    // A database that is fairly full confirms them as failing calls do.
    long poolEmpty =
        view.share() >= settings.slowShare ? view.poolEmptyRecently : state.poolEmptyLately();
    if (server || poolEmpty >= settings.undeclaredRefusals) {
      state.troubleAt = end;
      if (!state.active) {
        Episode.open(end, rule.id, state);
        state.ofPool = !server;
        if (state.ofPool) {
          state.poolEmpty = poolEmpty;
          state.firstRefusedAt = UndeclaredDatabase.firstLine(end, state);
          state.onset = Math.min(state.onset, state.firstRefusedAt);
        }
      }
      state.ofPool &= !server;
    } else if (state.active && slow(view) && view.slowing) {
      state.troubleAt = end;
    }
    if (!state.active) {
      ticket(end, slot, rule, view, state, effects);
    } else if (calm(end, view, state)) {
      effects.emit(report.recovery(end, slot, rule, view, state));
      Episode.close(state);
      state.history.paged(end + Episode.REST_MILLIS);
    } else {
      boolean says = expected || forecast != null && forecast.bounded();
      effects.emit(report.exhaustion(end, slot, rule, view, says ? forecast : null, state));
    }
  }

  private void ticket(
      long end,
      DatabaseSlot slot,
      DatabaseRule rule,
      ConnectionView view,
      ConnectionState state,
      Effects<Finding> effects) {
    PeakHistory history = state.history;
    history.account = slot.account;
    history.region = slot.region;
    history.database = rule.id;
    Ticket before = history.ticket;
    tickets.advance(end, rule, view, state);
    if (history.ticket != Ticket.NONE) {
      effects.emit(ticketReport.open(end, rule, view, state));
    } else if (before != Ticket.NONE) {
      effects.emit(ticketReport.over(rule, view, state));
    }
  }

  /** Says again what a database's open ticket is about while the database is silent. */
  void remind(long end, DatabaseRule rule, ConnectionState state, Effects<Finding> effects) {
    ConnectionView view = new ConnectionView(end, state, Loop.NONE, rule, settings, slotMillis);
    effects.emit(ticketReport.open(end, rule, view, state));
  }

  private boolean refuses(ConnectionView view) {
    if (view.refusedRecently >= settings.refusals) {
      return true;
    }
    long any = view.refusedRecently + view.poolEmptyRecently;
    return any > 0 && view.share() >= settings.nearShare;
  }

  private boolean slow(ConnectionView view) {
    return view.strain >= settings.slowRatio;
  }

  private boolean calm(long end, ConnectionView view, ConnectionState state) {
    long quiet = end - state.troubleAt;
    return quiet >= settings.recoveryMillis
        && (!slow(view) || quiet >= SLOW_MILLIS)
        && view.refusedRecently == 0
        && view.shortTrend.slope <= 0
        && (view.share() < settings.recoveryShare
            || !view.gauged && state.declaration.outgrown(end)
            || view.share() < settings.nearShare
                && view.gaugeTrend.slope <= 0
                && view.slowLeak == null);
  }
}
