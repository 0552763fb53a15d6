package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.CostSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import dev.stormwatch.core.track.FunctionTrack;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When Lambda has quietly become dearer than containers, and when a function burns money.
 *
 * <p><b>Crossover.</b> Lambda is paid by use and containers by the hour, so there is a utilisation
 * from which on containers are cheaper: not 60 % for everybody, but what {@link CostModel} computes
 * for this function's memory, duration, requests and peak. B = Lambda's day over the containers'
 * day is taken of whole days of 24 hours, because within one day and its night B says little. It
 * has crossed when
 *
 * <ul>
 *   <li>on each of {@code crossedDays} days B was above 1, and above {@code crossedRatio} in their
 *       mean: a batch of two days at the end of a month is none. Where the processor share is said
 *       or measured, {@code measuredCrossedRatio} is enough. While fewer days are known of a
 *       function, all of them were above 1 and their mean above {@code firstDaysRatio}; or
 *   <li>the days rise (Kendall's test over up to 14 days, p below {@code trendProbability}), the
 *       trend (Theil and Sen, on ln B) stands above {@code measuredCrossedRatio} now, and the last
 *       two days were above 1: a trend that led here vouches for the third day, and reaches any
 *       higher ratio soon.
 * </ul>
 *
 * <p>The last of those days need not be over: what it has cost can only grow, so from the hour on
 * in which that exceeds what containers cost in a whole day it counts as it stands.
 *
 * <p>Below {@code minUsdPerMonth} nobody is told: two small tasks and a load balancer cost about 94
 * USD a month before they do anything, and whoever moves a function has work to pay as well. It is
 * over when B was below {@code clearedRatio} as many days. While B rises and has not crossed, the
 * date at which the trend does is foreseen, with the interval that the slopes leave open. Until it
 * has crossed Lambda is the cheaper one and there is nothing to do, so that is kept as info, and
 * what comes true of it is the crossing, a ticket once it costs {@code minUsdPerMonth}; {@code
 * ticketAheadDays} makes it a ticket sooner.
 *
 * <p><b>Before the first whole day</b> a function may be told as well, of even use that lasts: for
 * {@code steadySeconds} no five minutes fell below half of the mean or took twice of it, and in
 * {@code steadyHours} a day of it Lambda would cost {@code crossedRatio} times what containers for
 * its busy minutes cost in the whole day, and {@code minUsdPerMonth} in a month. A third of the day
 * asks for three times the break-even, so nights are allowed for, but not that it never comes
 * again: a batch of two hours, or a day's backfill, is mistaken for use that stays. Then the ticket
 * ends after as long a pause, and there is no second one on that day. The first whole day keeps it
 * or clears it as it would any other. A function whose calls are so long or few that five minutes
 * hold none waits for the day.
 *
 * <p>What it mistakes for a crossing: a function that computes all the time where nothing says so.
 * Default logs do not tell the share of the processor that calls use. B is then taken for calls
 * that mostly wait ({@code assumedProcessorShare}), and every figure is shown for those that
 * compute all the time beside it. What it cannot see: what the calls' work costs elsewhere, and
 * discounts.
 *
 * <p><b>Runaway.</b> See {@link RunawayRule}.
 *
 * <p>Managed Instances are billed as EC2 instances and are left out.
 *
 * <p>Sources: AWS price lists for Lambda, Fargate and load balancing; Lambda Developer Guide
 * (memory and processor; init is billed since August 2025); P. K. Sen, Estimates of the regression
 * coefficient based on Kendall's tau, 1968.
 */
public final class CostDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int NOTHING = 0;
  private static final int FORESEEN = 1;
  private static final int CROSSED = 2;
  private static final int RUNAWAY = 3;
  private static final int CLIMBED = 4;

  private static final long AGAIN_MILLIS = 60_000;

  private final CostSettings settings;
  private final long keepAliveMillis;
  private final CostModel model;
  private final CostReport report;
  private final RunawayRule runaway;

  public CostDetector(Settings settings) {
    this.settings = settings.cost;
    // An incident of which nothing is heard expires.
    this.keepAliveMillis = settings.incident.expireMillis / 3;
    this.model = new CostModel(settings);
    this.report = new CostReport(settings);
    this.runaway = new RunawayRule(settings.cost);
  }

  /** Judges a function at the end of a slot. */
  public void onSlot(FunctionView view, CostState state, Effects<Finding> effects) {
    if (!settings.enabled) {
      return;
    }
    FunctionId function = view.slot.function;
    passEvenUse(view.end, function, state);
    long hour = state.hourEnd;
    boolean dayFinished = state.add(view.end, view.slot, model, settings.peakQuantile);
    boolean hourFinished = hour != CostState.NEVER && state.hourEnd != hour;
    RunningWork work = work(view.end, function, view.track, state);
    state.starts = view.starts;
    judge(view.end, function, dayFinished, hourFinished, work, state, effects);
  }

  /** Judges a function of which nothing was heard. */
  public void onWake(
      long end, FunctionTrack track, Starts starts, CostState state, Effects<Finding> effects) {
    state.starts = starts;
    FunctionId function = state.function;
    if (function != null) {
      passEvenUse(end, function, state);
      boolean dayFinished =
          state.advance(end, model.provisioned(function.name()), settings.peakQuantile);
      RunningWork work = work(end, function, track, state);
      judge(end, function, dayFinished, false, work, state, effects);
    }
  }

  private RunningWork work(long end, FunctionId function, FunctionTrack track, CostState state) {
    double hour =
        model.slotUsd(function.name(), track.memoryMegabytes() * CostState.HOUR_MILLIS, 0);
    return new RunningWork(state, track, end, hour);
  }

  /** When it wants to be woken if nothing is heard; {@link Long#MAX_VALUE} for never. */
  public long wakeAt(CostState state) {
    return state.function == null ? Long.MAX_VALUE : state.toldAt + keepAliveMillis;
  }

  private void judge(
      long end,
      FunctionId function,
      boolean dayFinished,
      boolean hourFinished,
      RunningWork work,
      CostState state,
      Effects<Finding> effects) {
    if (dayFinished) {
      crossover(function, state);
    } else if (hourFinished && state.crossedSince == CostState.NEVER) {
      runningDay(function, state);
    }
    runaway.watch(end, state.told == RUNAWAY, work, state);
    evenUse(function, state);
    int now = NOTHING;
    if (state.managedInstances()) {
      now = NOTHING;
    } else if (state.runawaySince != CostState.NEVER) {
      now = state.told == RUNAWAY || runaway.pages(end, work, state) ? RUNAWAY : CLIMBED;
    } else if (state.crossedSince != CostState.NEVER) {
      now = CROSSED;
    } else if (state.foreseen) {
      now = FORESEEN;
    }
    tell(now, end, function, work, state, effects);
  }

  private void crossover(FunctionId function, CostState state) {
    CrossoverRule rule = rule(function, state);
    if (state.crossedSince == CostState.NEVER) {
      if (rule.crossed() || state.foreseen && rule.cameTrue()) {
        state.crossedSince = rule.crossedSince();
      }
    } else if (rule.cleared()) {
      state.crossedSince = CostState.NEVER;
    }
    state.foreseen = state.crossedSince == CostState.NEVER && rule.foreseen(state.foreseen);
  }

  /** A day that has cost more than containers do in all of it need not be over to be counted. */
  private void runningDay(FunctionId function, CostState state) {
    CrossoverRule rule = ruleSoFar(function, state);
    if (rule != null && rule.crossed()) {
      state.crossedSince = rule.crossedSince();
      state.foreseen = false;
    }
  }

  /** The rule with the running day; null where that says nothing yet. */
  private @Nullable CrossoverRule ruleSoFar(FunctionId function, CostState state) {
    List<DayUsage> days = state.daysSoFar(settings.peakQuantile);
    return days == null || days.size() < settings.crossedDays
        ? null
        : new CrossoverRule(
            days, state.daysEnd + CostState.DAY_MILLIS, function.name(), model, settings);
  }

  /** Closes the blocks of even use that a slot does not belong to. */
  private void passEvenUse(long end, FunctionId function, CostState state) {
    if (state.steady != null) {
      // A runaway is told already; what stands ready has another price.
      boolean excluded =
          state.runawaySince != CostState.NEVER
              || state.provisioned()
              || model.provisioned(function.name()) > 0;
      double hoursPerMonth = settings.steadyHours * CrossoverRule.DAYS_PER_MONTH;
      state.steady.advance(end, settings.minUsdPerMonth / hoursPerMonth, excluded);
    }
  }

  /** What can be said before a whole day is known; the first one then confirms it or clears it. */
  private void evenUse(FunctionId function, CostState state) {
    SteadyUse use = state.steady;
    if (use == null) {
      return;
    }
    if (state.crossedSince == CostState.NEVER) {
      Comparison day = model.compare(use.run(), function.name());
      double ratio = day.ratio() * settings.steadyHours / 24;
      if (use.lasts(settings) && ratio >= CrossoverRule.crossedRatio(day, settings)) {
        use.tell();
        state.crossedSince = use.since();
      }
    } else if (use.over(settings)) {
      state.crossedSince = CostState.NEVER;
    }
  }

  private CrossoverRule rule(FunctionId function, CostState state) {
    return new CrossoverRule(state.days, state.daysEnd, function.name(), model, settings);
  }

  private void tell(
      int now,
      long end,
      FunctionId function,
      RunningWork work,
      CostState state,
      Effects<Finding> effects) {
    boolean news = now != state.told;
    // A rate that is told in its rise is told again.
    long again = now == RUNAWAY ? Math.min(AGAIN_MILLIS, keepAliveMillis) : keepAliveMillis;
    if (!news && (now == NOTHING || end < state.toldAt + again)) {
      return;
    }
    effects.emit(finding(now, end, function, work, state));
    state.told = now;
    state.toldAt = now == NOTHING ? CostState.NEVER : end;
    state.function = now == NOTHING ? null : function;
  }

  private static boolean ranAway(int told) {
    return told == RUNAWAY || told == CLIMBED;
  }

  private Finding finding(
      int now, long end, FunctionId function, RunningWork work, CostState state) {
    SteadyUse steady = state.steady;
    if (steady != null && now == CROSSED) {
      return report.steady(function, state, model.compare(steady.run(), function.name()), steady);
    }
    if (steady != null && now == NOTHING && !ranAway(state.told)) {
      return report.paused(function, end, model.compare(steady.run(), function.name()), steady);
    }
    if (now == CROSSED) {
      CrossoverRule rule = rule(function, state);
      CrossoverRule soFar = rule.crossed() ? null : ruleSoFar(function, state);
      CrossoverRule crossed = soFar != null && soFar.crossed() ? soFar : rule;
      return report.crossed(function, state, rule, crossed);
    }
    if (now == FORESEEN) {
      return report.foreseen(function, state, rule(function, state));
    }
    if (now == NOTHING && !ranAway(state.told)) {
      return report.cleared(function, end, state, rule(function, state));
    }
    Severity severity = now == RUNAWAY ? Severity.PAGE : Severity.TICKET;
    Measure rate = runaway.rate(end, now != CLIMBED, work, state);
    return ranAway(now)
        ? report.runaway(function, severity, state, rate)
        : report.calmed(function, end, rate);
  }
}
