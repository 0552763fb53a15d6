package dev.stormwatch.core.detect.cascade;

/** What callers tell of one function that refuses them, over the last minute. */
final class Told {

  long lines;
  long calls;

  /** Calls of theirs that failed, as far as their lines may explain it. */
  long failed;

  boolean ofAccount;

  /** Since when, epoch milliseconds; {@link Member#NONE} where it is little. */
  long since = Member.NONE;

  void add(Caller caller, long end) {
    lines += caller.lines(end);
    calls += caller.calls(end);
    failed += Math.min(caller.failures(end), caller.lines(end));
    ofAccount |= caller.ofAccount(end);
    boolean earlier = since == Member.NONE || caller.since < since;
    since = caller.since != Member.NONE && earlier ? caller.since : since;
  }

  /** Share of their calls that fail, or at least meet a refusal. */
  double share(boolean failing) {
    return calls == 0 ? 0 : Math.min(1, (failing ? failed : lines) / (double) calls);
  }
}
