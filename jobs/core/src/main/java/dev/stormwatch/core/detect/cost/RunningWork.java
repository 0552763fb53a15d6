package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.track.FunctionTrack;

/**
 * What a function's work costs while it is done. A bill comes when a call ends, all at once: of few
 * long calls that is nothing for a while and much in between, and of calls that do not end it is
 * nothing at all. So each of the last minutes is given what ran in it: of calls that are over their
 * busy time, and of those that go on their time so far.
 *
 * <p>The end of a call may have been lost, and it seems to go on. So those that are open for more
 * than four times as long as calls take of late count only as far as there are environments that
 * they could run in.
 */
final class RunningWork {

  private static final long MINUTE = 60_000;

  /** Minutes that are looked back at: as many as the longest call has a part in, and one more. */
  private static final int LONGEST_WINDOW = 17;

  /** Lines are gathered for nine seconds and delivered some seconds later. */
  private static final long ARRIVE_MILLIS = 20_000;

  private static final double LONGER = 4;

  /** Calls that begin within a minute are more than usual from so many times as many, and some. */
  private static final double MORE = 2;

  private static final double SOME = 3;

  /** Less than so much of the mean says that it paused. */
  private static final double EVEN = 0.5;

  private final CostState state;
  private final long end;
  private final double usdPerHourEach;
  private final double environments;

  /** The newest minute that is over and of which lines have had time to arrive. */
  private final long newest;

  // Calls that go on; by minutes before the one that follows the newest.
  private final double[] began = new double[LONGEST_WINDOW + 2];
  private final double[] startedMillis = new double[LONGEST_WINDOW + 2];
  private final double[] doubtful = new double[LONGEST_WINDOW + 2];
  private final double[] doubtfulMillis = new double[LONGEST_WINDOW + 2];
  private double inProgress;
  private double agoMillis;

  /** What the latest minutes cost, the newest first, USD an hour. */
  private final double[] perHour = new double[LONGEST_WINDOW + 1];

  /**
   * @param end now, on the arrival clock
   * @param usdPerHourEach what one call in progress costs
   */
  RunningWork(CostState state, FunctionTrack track, long end, double usdPerHourEach) {
    this.state = state;
    this.end = end;
    this.usdPerHourEach = usdPerHourEach;
    this.environments = track.livingEnvironments();
    this.newest = Math.floorDiv(end - ARRIVE_MILLIS, MINUTE) - 1;
    long weight = track.openWeight();
    double credible = LONGER * 1000 * state.callSeconds;
    track.eachOpen(end, since -> takeOpen(since, weight, end - since > credible));
    price();
  }

  private void takeOpen(long since, long weight, boolean doubted) {
    inProgress += weight;
    agoMillis += (double) weight * (end - since);
    long minute = Math.floorDiv(since, MINUTE);
    int ago = (int) Math.min(Math.max(0, newest + 1 - minute), LONGEST_WINDOW + 1);
    double millis = (double) weight * ((minute + 1) * MINUTE - since);
    began[ago] += weight;
    startedMillis[ago] += millis;
    if (doubted) {
      doubtful[ago] += weight;
      doubtfulMillis[ago] += millis;
    }
  }

  private void price() {
    double calls = 0;
    double doubted = 0;
    for (int ago = LONGEST_WINDOW; ago >= 0; ago--) {
      double all = startedMillis[ago + 1] + calls * MINUTE;
      double likely = all - doubtfulMillis[ago + 1] - doubted * MINUTE;
      double open = Math.max(likely, Math.min(all, environments * MINUTE));
      double over = state.minutes.busyMicros(newest - ago) / 1000.0;
      perHour[ago] = (over + open) / MINUTE * usdPerHourEach;
      calls += began[ago + 1];
      doubted += doubtful[ago + 1];
    }
  }

  /**
   * For how many minutes it must go on: longer than a call lasts, for a burst of long calls is over
   * by then. As many calls as usual that take longer are no burst.
   */
  int window(long atLeastMillis) {
    // What lasts for n minutes has a part in n + 1 of them.
    int burst = minutes(callMillis()) + 1;
    return Math.min(Math.max(minutes((double) atLeastMillis), burst + 1), LONGEST_WINDOW);
  }

  /** How long a call lasts, milliseconds; 0 where those in progress are no burst. */
  private double callMillis() {
    if (inProgress > 0 && asManyAsUsual()) {
      return 0;
    }
    // In a flow those in progress have run for half of their time.
    return Math.max(state.callSeconds * 1000, 2 * agoMillis / Math.max(1, inProgress));
  }

  private static int minutes(double millis) {
    return (int) Math.ceil(millis / MINUTE);
  }

  private boolean asManyAsUsual() {
    double usual = state.usualCalls(inProgress, end, MINUTE);
    double most = 0;
    for (double calls : began) {
      most = Math.max(most, calls);
    }
    return most <= MORE * usual + SOME && inProgress >= usual * agoMillis / inProgress / MINUTE;
  }

  /** What the latest minute cost, USD an hour. */
  double perHour() {
    return perHour[0];
  }

  /**
   * What it goes on to cost, USD an hour: the mean of the window if no minute cost less than half.
   */
  double goesOnPerHour(long atLeastMillis) {
    if (perHour[0] == 0) {
      return 0;
    }
    int window = window(atLeastMillis);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < window; i++) {
      least = Math.min(least, perHour[i]);
    }
    return Math.min(mean(window), least / EVEN);
  }

  /** What the minutes of the window cost, USD an hour. */
  double meanPerHour(long atLeastMillis) {
    return mean(window(atLeastMillis));
  }

  private double mean(int window) {
    double sum = 0;
    for (int i = 0; i < window; i++) {
      sum += perHour[i];
    }
    return sum / window;
  }

  /** Since when each minute has cost more, as far as is known; epoch milliseconds. */
  long since(double usdPerHour) {
    int minutes = 0;
    while (minutes < perHour.length && perHour[minutes] >= usdPerHour) {
      minutes++;
    }
    return (newest + 1 - minutes) * MINUTE;
  }
}
