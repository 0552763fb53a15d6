package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.CostSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
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
 * {@code steadySeconds} no five minutes fell below half of the mean, and in {@code steadyHours} a
 * day of it Lambda would cost what containers for its busy minutes cost in the whole day, and
 * {@code minUsdPerMonth} in a month. A third of the day asks for three times the break-even, so
 * nights are allowed for, but not that it never comes again: a batch of two hours, or a day's
 * backfill, is mistaken for use that stays. Then the ticket ends after as long a pause, and there
 * is no second one on that day. The first whole day keeps it or clears it as it would any other. A
 * function whose calls are so long or few that five minutes hold none waits for the day.
 *
 * <p>What it mistakes for a crossing: a function that computes all the time where nothing says so.
 * Default logs do not tell the share of the processor that calls use. B is then taken for calls
 * that mostly wait ({@code assumedProcessorShare}), and every figure is shown for those that
 * compute all the time beside it. What it cannot see: what the calls' work costs elsewhere, and
 * discounts.
 *
 * <p><b>Runaway.</b> Money per hour is compared with the dearest hour of the last week and with an
 * absolute sum. What is billed is known when a call ends, so a burst of calls of ten minutes shows
 * as a spike as wide as their durations differ, at a rate that nobody ever paid. What goes on for
 * longer than a call lasts is no such burst but a flow: each of the last blocks of twenty seconds
 * must be above the threshold, for {@code runawaySeconds} and for as long as a call lasts of late.
 * An hourly batch of five minutes makes no dear hour, so a burst that came and went is held against
 * it as well: by {@code runawayRepeatRatio} it must be dearer. A page stands for a sum that nobody
 * would leave until the morning; nine times the usual traffic of a small function is not one. It
 * mistakes a planned launch of that size for a runaway: after a day it is the usual, and so is what
 * came and went three times within a week.
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

  private final CostSettings settings;
  private final long keepAliveMillis;
  private final CostModel model;
  private final CostReport report;

  public CostDetector(Settings settings) {
    this.settings = settings.cost;
    // An incident of which nothing is heard expires.
    this.keepAliveMillis = settings.incident.expireMillis / 3;
    this.model = new CostModel(settings);
    this.report = new CostReport(settings);
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
    judge(view.end, function, dayFinished, hourFinished, state, effects);
  }

  /** Judges a function of which nothing was heard. */
  public void onWake(long end, CostState state, Effects<Finding> effects) {
    FunctionId function = state.function;
    if (function != null) {
      passEvenUse(end, function, state);
      boolean dayFinished =
          state.advance(end, model.provisioned(function.name()), settings.peakQuantile);
      judge(end, function, dayFinished, false, state, effects);
    }
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
      CostState state,
      Effects<Finding> effects) {
    if (dayFinished) {
      crossover(function, state);
    } else if (hourFinished && state.crossedSince == CostState.NEVER) {
      runningDay(function, state);
    }
    runaway(end, state);
    evenUse(function, state);
    int now = NOTHING;
    if (state.managedInstances()) {
      now = NOTHING;
    } else if (state.runawaySince != CostState.NEVER) {
      now = RUNAWAY;
    } else if (state.crossedSince != CostState.NEVER) {
      now = CROSSED;
    } else if (state.foreseen) {
      now = FORESEEN;
    }
    tell(now, end, function, state, effects);
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
      double share = settings.steadyHours / 24;
      if (use.lasts(settings) && share * model.compare(use.run(), function.name()).ratio() >= 1) {
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

  private void runaway(long end, CostState state) {
    int blocks = SpendBlocks.window(settings.runawayMillis, state.callSeconds);
    if (state.runawaySince == CostState.NEVER) {
      double rate = state.blocks.leastPerHour(blocks, end);
      state.bursts.add(rate, state.today);
      if (end - state.since < settings.runawayLearningMillis) {
        return;
      }
      double usual = usualPerHour(end, blocks, state);
      if (rate >= threshold(usual) && rate >= settings.runawayRepeatRatio * state.dearestBurst()) {
        state.runawaySince = end - blocks * SpendBlocks.BLOCK_MILLIS;
        state.usualPerHour = usual;
      }
    } else if (state.blocks.meanPerHour(blocks, end) < threshold(state.usualPerHour) / 2) {
      state.runawaySince = CostState.NEVER;
      state.bursts.runawayGone(end, settings.runawayRepeats);
    } else if (end - state.runawaySince > CostState.DAY_MILLIS) {
      state.runawaySince = CostState.NEVER;
    }
  }

  private double threshold(double usualPerHour) {
    return Math.max(settings.runawayUsdPerDay / 24, settings.runawayRatio * usualPerHour);
  }

  /** The dearest hour; before there is one, the mean of what came before the window. */
  private static double usualPerHour(long end, int blocks, CostState state) {
    double dearest = state.dearestHour();
    if (dearest >= 0) {
      return dearest;
    }
    long before = end - state.since - (blocks + 1) * SpendBlocks.BLOCK_MILLIS;
    double usd = Math.max(0, state.hourUsd - state.blocks.since(blocks));
    return before <= 0 ? Double.POSITIVE_INFINITY : usd * CostState.HOUR_MILLIS / before;
  }

  private void tell(
      int now, long end, FunctionId function, CostState state, Effects<Finding> effects) {
    boolean news = now != state.told;
    if (!news && (now == NOTHING || end < state.toldAt + keepAliveMillis)) {
      return;
    }
    effects.emit(finding(now, end, function, state));
    state.told = now;
    state.toldAt = now == NOTHING ? CostState.NEVER : end;
    state.function = now == NOTHING ? null : function;
  }

  private Finding finding(int now, long end, FunctionId function, CostState state) {
    SteadyUse steady = state.steady;
    if (steady != null && now == CROSSED) {
      return report.steady(function, state, model.compare(steady.run(), function.name()), steady);
    }
    if (steady != null && now == NOTHING && state.told != RUNAWAY) {
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
    if (now == NOTHING && state.told != RUNAWAY) {
      return report.cleared(function, end, state, rule(function, state));
    }
    int blocks = SpendBlocks.window(settings.runawayMillis, state.callSeconds);
    double perHour = state.blocks.meanPerHour(blocks, end);
    double threshold = threshold(state.usualPerHour);
    return now == RUNAWAY
        ? report.runaway(function, state, perHour, threshold, blocks)
        : report.calmed(function, end, state, perHour, threshold, blocks);
  }
}
