package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runaway fan-out: do functions call functions beyond what anybody asked for?
 *
 * <p><b>Mechanism.</b> A call that writes to a bucket, topic, queue, table or stream may trigger
 * further calls. Let M be the matrix of how many calls of j one call of i causes. Without a cycle a
 * tree is bounded by the products along its paths, which may be bounded by a fortune. With a cycle
 * whose gain m reaches 1 it never ends: at m = 1 one event from outside runs for ever, above it
 * calls grow as m<sup>t/T</sup>, T the time of one turn, until concurrency is gone.
 *
 * <p><b>Formula.</b> Default logs show when calls start, by the second of their own time. For a
 * stationary process that excites itself (Hawkes) with ingress μ the rate is Λ = μ / (1 − m), so m
 * = 1 − μ / Λ, with μ taken from what was usual minutes before. A burst is Λ ≥ <i>usualRatio</i> ·
 * μ. A burst is a cascade when it has one of these forms, and is <i>repeatRatio</i> times larger
 * than any burst of the function that came and went:
 *
 * <ul>
 *   <li><i>Loop.</i> Calls that wait for other calls are spaced by them: counts in equal panes
 *       scatter much less than those of independent arrivals, whose variance is their mean. The
 *       dispersion is ½ E(Δ − E Δ)² / mean over successive panes, so that a slow trend does not
 *       count. With dispersion ≤ <i>regularity</i>, <i>loopCalls</i> calls, and a rate that has not
 *       receded for <i>holdSeconds</i>, no outside explains it. Several at a time that were as many
 *       from the first half minute on could be workers that empty a queue, and must last
 *       <i>flatHoldSeconds</i>. A rate that rises in every half minute of <i>growthSeconds</i> is
 *       one more chain for each event: it need not be waited for.
 *   <li><i>Explosion.</i> Five equal panes, each with at least twice the calls of the one before,
 *       and after them as many calls again as before: m &gt; 1 and no wave that is over. Traffic
 *       that rises in a line, or with the square of time, does not double five times.
 *   <li><i>Fan-out.</i> A burst of one function follows one of another within a minute, the first
 *       follows a call that is seldom, and there are <i>generationRatio</i> times as many of each
 *       as of the one before and <i>fanOutCalls</i> of the last: the second generation. Without a
 *       seldom call the second generation must be twice as wide.
 * </ul>
 *
 * <p><b>Why it works.</b> Traffic comes from people who do not know of one another, so it scatters;
 * a backfill, a redrive and a sale are many roots with small trees, so they scatter too and stages
 * keep their ratio. A map state is one generation. What comes every night came before. A chain of
 * pages ends after some hundred calls.
 *
 * <p><b>What it mistakes for it.</b> A client that calls an idle function a thousand times, each
 * call after the last, is the same process as a chain of calls: only somebody who knows can tell
 * (<i>meant</i>). A first map of maps with wide stages is a fan-out until it was seen once. What it
 * cannot see: a loop inside a function that is busy at twenty times the loop's rate; a loop whose
 * turns take so varied a time that its calls scatter like traffic.
 *
 * <p><b>Sources.</b> Hawkes (1971) and Hawkes and Oakes (1974) on self-exciting processes; Harris
 * (1963) on branching processes; Fano (1947) on dispersion; AWS Lambda Developer Guide, "Recursive
 * loop detection".
 */
final class CascadeDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Calls a minute, as a multiple of usual, to which a cascade that is over falls. */
  private static final double OVER_RATIO = 3;

  /** Below so many calls a minute nothing is under way. */
  private static final long OVER_CALLS = 10;

  private final CascadeSettings settings;
  private final FanOutRule fanOut;
  private final ExplosionRule explosion;
  private final LoopRule loop;
  private final CascadeReport report;

  CascadeDetector(Settings settings) {
    this.settings = settings.cascade;
    this.fanOut = new FanOutRule(settings.cascade);
    this.explosion = new ExplosionRule(settings.cascade);
    this.loop = new LoopRule(settings.cascade);
    this.report = new CascadeReport(settings);
  }

  void judge(long end, CascadeState state, Effects<Finding> effects) {
    if (!state.active()) {
      Suspect suspect = suspect(state);
      if (suspect == null) {
        return;
      }
      open(suspect, state);
    } else if (over(state)) {
      effects.emit(report.recovery(end, state));
      state.close();
      return;
    }
    state.peak = Math.max(state.peak, state.count(state.end - 60, state.end));
    effects.emit(report.cascade(end, state));
  }

  private @Nullable Suspect suspect(CascadeState state) {
    Suspect suspect = fanOut.find(state);
    if (suspect == null) {
      suspect = explosion.find(state);
    }
    return suspect == null ? loop.find(state) : suspect;
  }

  private static void open(Suspect suspect, CascadeState state) {
    state.root = suspect.path.get(0);
    state.path = new ArrayList<>(suspect.path);
    state.shape = suspect.shape;
    state.since = suspect.since;
    state.roots = suspect.roots;
    for (String name : suspect.path) {
      Member member = state.members.get(name);
      if (member != null) {
        long calls = member.bursting() ? member.burstCalls : suspect.roots;
        state.calls += calls;
        state.gigabyteSeconds += calls * member.gigabyteSecondsPerCall();
      }
    }
  }

  /** Is every one of its functions back to about what is usual? */
  private boolean over(CascadeState state) {
    long minutes = Math.max(1, settings.recoveryMillis / 60_000);
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      double usual = member.bursting() ? member.burstUsual : member.usual;
      double enough = minutes * Math.max(OVER_CALLS, OVER_RATIO * usual * 60);
      if (state.path.contains(entry.getKey())
          && member.count(state.end - 60 * minutes, state.end) > enough) {
        return false;
      }
    }
    return true;
  }
}
