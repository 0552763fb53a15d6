package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.settings.CostSettings;
import java.io.Serializable;

/**
 * Does a function burn money?
 *
 * <p>Money per hour is compared with the dearest hour of the last week and with an absolute sum.
 * What is billed is known when a call ends, so a burst of calls of ten minutes shows as a spike as
 * wide as their durations differ, at a rate that nobody ever paid, and of few long calls the bills
 * come unevenly. So it is looked at twice: what was billed in each of the last blocks of twenty
 * seconds, and what ran in each of the last minutes, calls in progress included (see {@link
 * RunningWork}). What goes on for longer than a call lasts is no burst but a flow: it must be above
 * the threshold for {@code runawaySeconds} and for as long as a call lasts of late. An hourly batch
 * of five minutes makes no dear hour, so a burst that came and went is held against it as well: by
 * {@code runawayRepeatRatio} it must be dearer. A page stands for a sum that nobody would leave
 * until the morning; nine times the usual traffic of a small function is not one. It mistakes a
 * planned launch of that size for a runaway: after a day it is the usual, and so is what came and
 * went three times within a week. What climbs as steeply to {@code climbUsdPerDay} and stays for
 * {@code climbSeconds} is a ticket: by the morning it is a sum that somebody wants to know of.
 */
final class RunawayRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Blocks that are judged together where spending climbs to less than what pages. */
  private static final int TOGETHER = 5;

  private final CostSettings settings;

  RunawayRule(CostSettings settings) {
    this.settings = settings;
  }

  /**
   * Begins or ends a runaway.
   *
   * @param paged whether somebody was woken for the one that goes on
   */
  void watch(long end, boolean paged, RunningWork work, CostState state) {
    if (state.runawaySince == CostState.NEVER) {
      double rate = leastPerHour(end, work, state);
      double lately = meanPerHour(settings.climbMillis, end, work, state);
      state.bursts.add(Math.max(rate, work.perHour()), lately, state.today);
      if (end - state.since < settings.runawayLearningMillis) {
        return;
      }
      if (!begins(rate, true, end, work, state)) {
        begins(climbedPerHour(end, work, state), false, end, work, state);
      }
    } else if (meanPerHour(settings.runawayMillis, end, work, state)
        < threshold(usdPerDay(paged), state.usualPerHour) / 2) {
      state.runawaySince = CostState.NEVER;
      state.bursts.runawayGone(end, settings.runawayRepeats);
    } else if (end - state.runawaySince > CostState.DAY_MILLIS) {
      state.runawaySince = CostState.NEVER;
    }
  }

  private boolean begins(double rate, boolean quick, long end, RunningWork work, CostState state) {
    if (rate < usdPerDay(quick) / 24) {
      // So it is of nearly all functions, whose weeks need not be gone through.
      return false;
    }
    int blocks = blocks(millis(quick), state);
    double usual = usualPerHour(end, blocks, state);
    boolean runs =
        rate >= threshold(usdPerDay(quick), usual)
            && rate >= settings.runawayRepeatRatio * state.dearestBurst();
    if (runs) {
      state.runawaySince =
          Math.min(
              end - blocks * SpendBlocks.BLOCK_MILLIS,
              work.since(threshold(settings.climbUsdPerDay, usual)));
      state.usualPerHour = usual;
    }
    return runs;
  }

  /** Is it a sum that nobody would leave until the morning? */
  boolean pages(long end, RunningWork work, CostState state) {
    return leastPerHour(end, work, state)
        >= threshold(settings.runawayUsdPerDay, state.usualPerHour);
  }

  /**
   * What it spends.
   *
   * @param quick by what pages, or by what climbs
   */
  Measure rate(long end, boolean quick, RunningWork work, CostState state) {
    int blocks = blocks(millis(quick), state);
    return new Measure(
        "spend-rate",
        meanPerHour(millis(quick), end, work, state),
        "USD per hour",
        threshold(usdPerDay(quick), state.usualPerHour),
        blocks * SpendBlocks.BLOCK_MILLIS / 1000,
        blocks,
        state.usualPerHour);
  }

  /** By what was billed or by what runs: a bill comes late, and few of them come unevenly. */
  private double leastPerHour(long end, RunningWork work, CostState state) {
    return Math.max(
        state.blocks.leastPerHour(blocks(settings.runawayMillis, state), end),
        work.goesOnPerHour(settings.runawayMillis));
  }

  private double climbedPerHour(long end, RunningWork work, CostState state) {
    return Math.max(
        state.blocks.leastPerHour(blocks(settings.climbMillis, state), TOGETHER, end),
        work.goesOnPerHour(settings.climbMillis));
  }

  private double meanPerHour(long millis, long end, RunningWork work, CostState state) {
    return Math.max(state.blocks.meanPerHour(blocks(millis, state), end), work.meanPerHour(millis));
  }

  private static int blocks(long millis, CostState state) {
    return SpendBlocks.window(millis, state.callSeconds);
  }

  private long millis(boolean quick) {
    return quick ? settings.runawayMillis : settings.climbMillis;
  }

  private double usdPerDay(boolean quick) {
    return quick ? settings.runawayUsdPerDay : settings.climbUsdPerDay;
  }

  private double threshold(double usdPerDay, double usualPerHour) {
    return Math.max(usdPerDay / 24, settings.runawayRatio * usualPerHour);
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
}
