package dev.stormwatch.core.detect.cascade.saturation;

import dev.stormwatch.core.detect.cascade.account.Caller;

/** What callers tell of one function that refuses them, over the last minute. */
public final class Told {

  /** A part of the minute shows what the whole does if it shows half of that share. */
  private static final double PART = 0.5;

  long lines;
  long calls;

  /** Calls of theirs that failed, as far as their lines may explain it. */
  long failed;

  boolean ofAccount;

  private final long[] partLines = new long[Caller.PARTS];
  private final long[] partCalls = new long[Caller.PARTS];
  private final long[] partFailed = new long[Caller.PARTS];

  void add(Caller caller, long end) {
    lines += caller.lines(end);
    calls += caller.calls(end);
    failed += Math.min(caller.failures(end), caller.lines(end));
    ofAccount |= caller.ofAccount(end);
    for (int part = 0; part < Caller.PARTS; part++) {
      long told = caller.lines(end, part);
      partLines[part] += told;
      partCalls[part] += caller.calls(end, part);
      partFailed[part] += Math.min(caller.failures(end, part), told);
    }
  }

  /** Share of their calls that fail, or at least meet a refusal. */
  double share(boolean failing) {
    return share(failing ? failed : lines, calls);
  }

  /** Does the newest part still show it? What a burst left in the minute does not count. */
  boolean goesOn(boolean failing, double share) {
    return shows(0, failing, share);
  }

  /** Does every part of the minute show it? Then it has lasted. */
  boolean lasts(boolean failing, double share) {
    for (int part = 0; part < Caller.PARTS; part++) {
      if (!shows(part, failing, share)) {
        return false;
      }
    }
    return true;
  }

  private boolean shows(int part, boolean failing, double share) {
    long count = failing ? partFailed[part] : partLines[part];
    return count > 0 && share(count, partCalls[part]) >= PART * share;
  }

  private static double share(long count, long calls) {
    return calls == 0 ? 0 : Math.min(1, count / (double) calls);
  }
}
