package dev.stormwatch.core.detect.dependency;

/** The sums of the slots that ended after a time. */
final class DependencyWindow {

  final long calls;
  final long failures;
  final long timeouts;
  final long exhaustion;
  final long veteransFailing;
  final long veteransAnswering;

  /** Slots with calls. */
  final int slots;

  DependencyWindow(DependencyState state, long after) {
    long[] sums = new long[6];
    int heard = 0;
    for (int i = 0; i < DependencyState.SLOTS; i++) {
      if (state.ends[i] > after) {
        heard += state.calls[i] > 0 ? 1 : 0;
        sums[0] += state.calls[i];
        sums[1] += state.failures[i];
        sums[2] += state.timeouts[i];
        sums[3] += state.exhaustion[i];
        sums[4] += state.veteransFailing[i];
        sums[5] += state.veteransAnswering[i];
      }
    }
    slots = heard;
    calls = sums[0];
    failures = sums[1];
    timeouts = sums[2];
    exhaustion = sums[3];
    veteransFailing = sums[4];
    veteransAnswering = sums[5];
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

  /** Share of the veterans that failed, 0 to 1. */
  double veteranShare() {
    long all = veteransFailing + veteransAnswering;
    return all == 0 ? 0 : (double) veteransFailing / all;
  }
}
