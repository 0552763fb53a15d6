package dev.stormwatch.core.detect.dependency;

/** The sums of the slots that ended after a time, see {@link #latest}. */
final class DependencyWindow {

  final long calls;
  final long failures;
  final long timeouts;
  final long exhaustion;
  final long veteransFailing;
  final long veteransAnswering;

  /** Slots with calls. */
  final int slots;

  /** End of the first slot with failures; {@link Long#MAX_VALUE} if none. */
  final long firstFailedAt;

  /** Did environments from before the trouble show it until none of them was left? */
  final boolean veteransGone;

  private final long end;

  /** From its beginning to the end of the newest slot, a minute or more. */
  final long millis;

  private DependencyWindow(DependencyState state, long after, long end) {
    this.end = end;
    millis = end - after;
    long first = Long.MAX_VALUE;
    long[] sums = new long[6];
    int heard = 0;
    for (int i = 0; i < DependencyState.SLOTS; i++) {
      if (state.ends[i] > after) {
        first = state.failures[i] > 0 ? Math.min(first, state.ends[i]) : first;
        heard += state.calls[i] > 0 ? 1 : 0;
        sums[0] += state.calls[i];
        sums[1] += state.failures[i];
        sums[2] += state.timeouts[i];
        sums[3] += state.exhaustion[i];
        sums[4] += state.veteransFailing[i];
        sums[5] += state.veteransAnswering[i];
      }
    }
    firstFailedAt = first;
    slots = heard;
    calls = sums[0];
    failures = sums[1];
    timeouts = sums[2];
    exhaustion = sums[3];
    veteransFailing = sums[4];
    veteransAnswering = sums[5];
    veteransGone = state.veteransFailed && veteransFailing + veteransAnswering == 0;
  }

  static DependencyWindow since(DependencyState state, long after, long end) {
    return new DependencyWindow(state, after, end);
  }

  /** What of this came when calls had begun to fail: what was before dilutes their share. */
  DependencyWindow since(DependencyState state, long failingSince) {
    long after = Math.max(end - millis, failingSince - 1);
    return failingSince == DependencyState.NEVER ? this : new DependencyWindow(state, after, end);
  }

  /**
   * The last minute, and where it has few calls as much before it as it takes to have some.
   *
   * @param calls from so many on they are not few
   * @param longestMillis what is older says nothing of now
   */
  static DependencyWindow latest(DependencyState state, long end, long calls, long longestMillis) {
    long after = end - DependencyDetector.WINDOW_MILLIS;
    long found = 0;
    for (int i = 0; i < DependencyState.SLOTS; i++) {
      int at = Math.floorMod(state.newest - i, DependencyState.SLOTS);
      boolean before = state.ends[at] <= after;
      if (state.ends[at] <= end - longestMillis || (before && found >= calls)) {
        break;
      }
      after = before ? state.ends[at] - 1 : after;
      found += state.calls[at];
    }
    return new DependencyWindow(state, after, end);
  }

  /**
   * How likely it is at most that so many calls fail, as a natural logarithm, were each to fail by
   * itself with a probability: Hoeffding's bound.
   */
  double logChance(double probability) {
    double share = share();
    if (share <= probability) {
      return 0;
    }
    double well = 1 - share;
    double ofWell = well == 0 ? 0 : well * StrictMath.log(well / (1 - probability));
    return -calls * (share * StrictMath.log(share / probability) + ofWell);
  }

  /** Calls in a slot that has any, over what is usual of them; 1 where that is not known. */
  double growth(DependencyState state) {
    double usual = state.usualASlot();
    return usual == 0 || slots == 0 ? 1 : (double) calls / slots / usual;
  }

  /** Do most of those that fail run into the timeout? */
  boolean timesOut() {
    return 2 * timeouts >= failures;
  }

  /** Share of the calls that failed, 0 to 1. */
  double share() {
    return calls == 0 ? 0 : (double) failures / calls;
  }

  /** Share of the veterans that failed, 0 to 1; of those that replaced them where none is left. */
  double veteranShare() {
    if (veteransGone) {
      return share();
    }
    long all = veteransFailing + veteransAnswering;
    return all == 0 ? 0 : (double) veteransFailing / all;
  }
}
