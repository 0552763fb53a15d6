package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.rule.Accumulation;
import dev.stormwatch.core.detect.cascade.rule.AddedRule;
import dev.stormwatch.core.detect.cascade.rule.BusyRule;
import dev.stormwatch.core.detect.cascade.rule.CascadeRules;
import dev.stormwatch.core.detect.cascade.rule.Clock;
import dev.stormwatch.core.detect.cascade.rule.CutChainRule;
import dev.stormwatch.core.detect.cascade.rule.Cycle;
import dev.stormwatch.core.detect.cascade.rule.EchoRule;
import dev.stormwatch.core.detect.cascade.rule.EndlessRule;
import dev.stormwatch.core.detect.cascade.rule.FailingRule;
import dev.stormwatch.core.detect.cascade.rule.FanOutRule;
import dev.stormwatch.core.detect.cascade.rule.FirstGenerations;
import dev.stormwatch.core.detect.cascade.rule.ForestRule;
import dev.stormwatch.core.detect.cascade.rule.Generations;
import dev.stormwatch.core.detect.cascade.rule.OffspringRule;
import dev.stormwatch.core.detect.cascade.rule.PilingRule;
import dev.stormwatch.core.detect.cascade.rule.Spike;
import dev.stormwatch.core.detect.cascade.rule.Staircase;
import dev.stormwatch.core.detect.cascade.rule.SweepRule;
import dev.stormwatch.core.detect.cascade.rule.Unprecedented;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;

/**
 * Runaway fan-out: do functions call functions beyond what anybody asked for?
 *
 * <p><b>Mechanism.</b> A call that writes to a bucket, topic, queue, table or stream may trigger
 * further calls. Without a cycle a tree is bounded by the products along its paths, which may be
 * bounded by a fortune. With a cycle that gains it never ends, or not before concurrency does.
 *
 * <p><b>Formula.</b>
 *
 * <pre>
 *   M = (m_ij)               calls of j that one call of i causes: the next generation's matrix
 *   E[tree] = Σ_k M^k e_r    expected calls after an event at r, k the depth; finite iff ρ(M) &lt; 1
 *   no cycle: M^n = 0        amplification A = product of m along the path
 *   a cycle of gain m        m = 1: one event runs for ever; m &gt; 1: m^(t/T), T the time of a turn
 *   Λ = μ + m Λ              rates, if stationary (Hawkes): m = 1 − μ / Λ, μ as of minutes before
 *   Var N / E N              of counts in panes: 1 for arrivals that know nothing of one another,
 *                            near 0 for turns that wait for one another
 *   n_k / n_(k−1) = m ≥ 2    in one trace, n_k calls of one function at depth k, or in pane k: what
 *                            calls itself and is bounded has few k, and a ratio that falls
 *   A = calls / events       s of the calls tell their trace; a trace is sampled whole, so a tree is
 *                            not scaled, and n trees stand for n / s events
 *   p = e / (e + b)          lost: of calls cut by two deliveries, e ends came alone, b with their
 *                            beginnings; c of the calls are cut and lost with both deliveries, so
 *                            calls = seen / (1 − p (1 − c + p c)); seconds without any are holes
 *   n(t) / F(k)              calls that began k slots ago, F(k) of which are told within k slots
 * </pre>
 *
 * <p>A burst is Λ ≥ <i>usualRatio</i> · μ. It is a cascade when it has one of these forms, and is
 * <i>repeatRatio</i> times larger than any burst of the function that came and went:
 *
 * <ul>
 *   <li><i>Loop.</i> Dispersion ≤ <i>regularity</i> over successive panes, taken about their drift
 *       so that a slow trend does not count, where turns are long over panes of half a minute;
 *       <i>fanOutCalls</i> calls, and a rate that has not receded for <i>holdSeconds</i>. One chain
 *       at a time is a loop from <i>loopCalls</i> calls on, and a ticket before. Several that
 *       became more are one more chain for each event, or one more client of a load test: the same
 *       process, so they are a ticket until a trace shows a loop, or they have gone on for
 *       <i>gradualHoldSeconds</i>, or, if they rose evenly in their first two minutes, for
 *       <i>lastingSeconds</i> more, or leave others no concurrency, or become more as events come,
 *       or twice as many in four minutes and more, by some in each ({@link Accumulation}). But a
 *       client waits for answers: of a function that is declared not to be waited for they are a
 *       loop at once. If they were as many from the first half minute on they could be workers that
 *       empty a queue, too, for which nobody waits either, and must last <i>flatHoldSeconds</i> to
 *       be a ticket, and <i>lastingSeconds</i> more to be a page; so must those that are added to
 *       what calls a busy function ({@link AddedRule}). A rate that rises in every half minute of
 *       <i>growthSeconds</i> need not be waited for. A stream that its own consumer feeds shows in
 *       shards that are busy all the time ({@link BusyRule}). Where turns take a quarter of a
 *       minute and more, the calls of a turn ago come back, and one more for each event ({@link
 *       ReturnRule}), or for some of the events ({@link EchoRule}); in a busy function they pile up
 *       minute by minute ({@link PilingRule}). What costs ten dollars an hour is a page, whatever
 *       it is.
 *   <li><i>Explosion.</i> What the burst is beyond usual doubles four times in equal times, the
 *       later two within <i>doublingRatio</i> of the earlier two: m &gt; 1. Then a limit of
 *       concurrency cuts it short: the rate stays undiminished for <i>limitedSeconds</i>, with a
 *       dispersion ≤ <i>regularity</i>, or with a flat concurrency if it doubled within two minutes
 *       and as steadily since it was small. An idle function whose first generations multiply until
 *       a limit of few places stops them is one, too ({@link FirstGenerations}), and so is one
 *       whose first calls double in equal times until they are as fast as they stay ({@link
 *       FirstDoublings}). Growth that rests is none of it: workers or rates that somebody doubles
 *       are even at each level, what feeds itself at its limit alone ({@link Staircase}). Traffic
 *       that rises in a line, or with the square of time, takes ever longer to double; what rises
 *       in waves is not even at its top. Or it doubles nine times in three parts of about equal
 *       times, by the second or by the half minute: then it need be neither even nor at a limit.
 *       Nor what fails and doubles five times ({@link FailingRule}).
 *   <li><i>Fan-out.</i> A burst of one function follows one of another within a minute, the first
 *       follows a call that is seldom, and there are <i>generationRatio</i> times as many of each
 *       as of the one before and <i>fanOutCalls</i> of the last: the second generation. Without a
 *       seldom call the second generation must be twice as wide; of generations that all begin
 *       within a second no order is told, and they are a ticket. The first generation may be a
 *       spike of a function that is busy anyway ({@link Spike}), unless as many came and went
 *       before. One generation is enough where others are left no concurrency ({@link
 *       DisplacingRule}). A job that is over within seconds needs nobody, so it is told when it is
 *       large or has gone on for three quarters of a minute.
 * </ul>
 *
 * <p>A loop or explosion that runs through more functions is named with all of them ({@link Cycle},
 * {@link Companions}).
 *
 * <p>Where lines tell traces, one tree of <i>fanOutCalls</i> calls, <i>repeatRatio</i> times larger
 * than any of its root that stopped by itself, is enough for the same three forms ({@link
 * TreeRule}): who caused whom need not be inferred, so four returns do whose ratio does not fall,
 * and no burst is needed ({@link Generations}). An explosion takes <i>loopCalls</i>, or a tenth of
 * that where it is known what the root's events become ({@link Unprecedented}); one that gains less
 * than two or has turns of minutes shows in six equal doublings since its first calls ({@link
 * TreeGrowth}). Where every event goes round no tree need be large: that none of them ends is
 * enough ({@link ForestRule}), and that some never do ({@link EndlessRule}). And where every event
 * becomes many times what any did before, one generation is enough, for a ticket ({@link
 * WideningRule}), also by rates alone ({@link OffspringRule}) or run by run of a schedule ({@link
 * SweepRule}), and a page if it goes on for <i>holdSeconds</i> more; a ticket are events that all
 * go round as often as Lambda lets a chain return ({@link CutChainRule}), and one chain so long
 * that it seems to have no end ({@link LoneChainRule}).
 *
 * <p><b>Why it works.</b> Traffic comes from people who do not know of one another, so it scatters;
 * a backfill, a redrive and a sale are many roots with small trees, so they scatter too and stages
 * keep their ratio. A map state is one generation. What comes every night came before, and if that
 * was told as a fan-out it ended by itself: another ten minutes later or more must be larger by a
 * quarter. A chain of pages ends after some hundred calls. A stream's consumer that catches up is
 * called back to back, too, but what it reads was written before its burst began. A trace is a
 * claim of who logs it: a function can make its own calls look like another's doing, but can add no
 * calls of any other function, and what pages needs calls; who is to be stopped is who calls most.
 *
 * <p><b>What it mistakes for it.</b> A client that calls an idle function a thousand times, each
 * call after the last, is the same process as a chain of calls, and a load test of more than five
 * minutes the same as chains that events begin: only somebody who knows can tell (<i>meant</i>).
 * Whether chains began one by one by a clock or as events come tells little: tools add clients in
 * stages of any length, and their steps scatter about a line as chance does. A fleet of clients
 * that start few, then more, then many about one time, and call an idle function again and again,
 * each call after the last, grows like an explosion and is as even at its top; if they start all at
 * once or one after another it does not. A first map of maps with wide stages is a fan-out until it
 * was seen once; a first walk of a directory that is ever wider for four levels is an explosion;
 * two functions that one event calls at once look like two generations if calls of the wider one
 * begin a second later. What it cannot see: a loop inside a function whose own calls are more than
 * a third of the loop's and that tells no depth; a loop whose turns take so varied a time that its
 * calls scatter like traffic; a loop of one chain, or of few quick ones, whose turns hardly vary,
 * as a clock's do ({@link Clock}); turns of a minute and longer. One of less than a call a second
 * is a ticket. A stream that was idle is read as a loop's would be, back to back. A second burst
 * within minutes of a cascade is taken for its effect unless a trace says otherwise.
 *
 * <p><b>Sources.</b> Hawkes (1971) and Hawkes and Oakes (1974) on self-exciting processes; Harris
 * (1963) on branching processes; Fano (1947) on dispersion; Metwally, Agrawal and El Abbadi (2005)
 * on space saving; AWS Lambda Developer Guide, "Recursive loop detection"; AWS X-Ray Developer
 * Guide, "Sampling".
 */
final class CascadeDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  private final CascadeSettings settings;
  private final CascadeRules rules;
  private final Companions companions;
  private final CascadeReport report;
  private final Ending ending;

  /** How long it is before anybody is told that one is over. */
  private final long tellsOver;

  CascadeDetector(Settings settings) {
    this.settings = settings.cascade;
    this.rules = new CascadeRules(settings);
    this.companions = new Companions(settings.cascade, settings.clock.slotMillis / 1000);
    this.report = new CascadeReport(settings);
    this.ending = new Ending(settings.cascade, rules);
    this.tellsOver = settings.incident.resolveHoldMillis;
  }

  void judge(long end, AccountState state, Effects<Finding> effects) {
    if (state.cascades.size() < AccountState.CASCADES) {
      Suspect suspect = rules.find(state);
      if (suspect != null) {
        boolean told = suspect.overlaps(state.cascades.stream().filter(one -> !one.isYoung()));
        Suspect all = supersede(companions.join(suspect, state), end, state, effects);
        Cascade cascade = opened(all, state);
        state.cascades.add(cascade);
        if (told && cascade.isYoung()) {
          cascade.grows();
        }
      }
    }
    for (Cascade cascade : List.copyOf(state.cascades)) {
      if (cascade.isYoung() && FanOutRule.goesOn(cascade, state)) {
        cascade.grows();
      }
      if (ending.isOver(cascade, state)) {
        if (!cascade.isYoung()) {
          effects.emit(report.recovery(report.view(end, cascade, state)));
        }
        state.close(cascade, settings.repeatRatio);
      } else if (!cascade.isYoung()) {
        long minute = state.count(cascade, state.end - 60, state.end);
        boolean clocked = rules.isClocked(cascade, state);
        long lastsAt = rules.lastsAt(cascade, state);
        cascade.takeMinute(minute, state.end, settings.holdMillis / 1000, lastsAt, clocked);
        boolean ambiguous = cascade.isAmbiguous();
        TreeReport.show(cascade, state);
        CascadeView view = report.view(end, cascade, state);
        cascade.takeRoom(view.found, view.room.fullSince());
        if (rules.isLoop(cascade, state)
            || ambiguous && (rules.areCertain(cascade, clocked, state) || view.isDear())) {
          cascade.lasts();
        }
        boolean wide = !cascade.trace.known() || rules.areWider(cascade.root(), state);
        if (cascade.shape() == Shape.WIDER
            && (view.room.starves() || wide && (view.room.full() || state.isRefused(cascade)))) {
          cascade.fills();
        }
        effects.emit(report.cascade(view));
      }
    }
  }

  /**
   * That events are wider, or go round for a while, is no news where calls never end. Of those that
   * come back any may be named first: it is who was named before.
   */
  private Suspect supersede(
      Suspect suspect, long end, AccountState state, Effects<Finding> effects) {
    Suspect rooted = suspect;
    for (Cascade cascade : List.copyOf(state.cascades)) {
      if (cascade.yields() && suspect.path.stream().anyMatch(cascade.path::contains)) {
        if (suspect.callsItself() && cascade.path.containsAll(suspect.path)) {
          rooted = suspect.through(cascade.path).after(cascade);
        }
        if (!cascade.isYoung() && !cascade.root().equals(rooted.path.get(0))) {
          effects.emit(report.recovery(report.view(end, cascade, state)));
        }
        state.cascades.remove(cascade);
      }
    }
    return rooted;
  }

  private Cascade opened(Suspect suspect, AccountState state) {
    Cascade cascade = new Cascade(suspect);
    Tree tree = state.trees.find(suspect.trace);
    for (String name : suspect.path) {
      Member member = state.members.get(name);
      if (member != null) {
        if (suspect.shape == Shape.CHAINS) {
          member.unlearn(suspect.since, state.end);
        }
        long traced = tree == null ? 0 : tree.calls(name);
        long least = traced == 0 && !member.bursting() ? suspect.roots : traced;
        // Of what is wider the events before the latest are no part of its figures.
        long beyond = tree != null && cascade.isWider() ? 0 : member.burst.beyond(state.end);
        // One trace of many shows it, all of which count.
        boolean even = suspect.shape == Shape.CHAINS || !member.bursting();
        boolean many = tree == null ? even : suspect.roots > 1;
        long since = many ? beyondUsual(member, cascade, state) : 0;
        cascade.began(name, Math.max(Math.max(least, beyond), since), member);
      }
    }
    // Nobody was told yet that it was over: to them it is one.
    Cascade over = state.over;
    if (over != null
        && over.root().equals(cascade.root())
        && (state.end - state.overAt) * 1000 <= tellsOver) {
      cascade.goesOn(over);
    }
    return cascade;
  }

  /** Calls that are not usual of a function since a cascade that is no burst of it. */
  private static long beyondUsual(Member member, Cascade cascade, AccountState state) {
    long from = Member.kept(cascade.since, state.end);
    return (long) (member.since(cascade.since, state.end) - member.usual * (state.end - from));
  }
}
