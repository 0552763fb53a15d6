package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.StartPanes;

/** One function of an account: when its calls started, how many are usual, and its burst if any. */
public final class Member {

  /** Rates younger than this are no part of what is usual, so that a slow start shows. */
  public static final int LAG_SECONDS = 240;

  public static final long NONE = Long.MIN_VALUE;

  /** A function called less often than once in 100 s is idle: rates are compared to this. */
  public static final double IDLE = 0.01;

  /** For so long a function that says nothing is taken to go on as before. */
  private static final long STALE_MILLIS = 30_000;

  /** In a hundredth of a second. */
  private static final long MICROS = 10_000;

  /** That a call ended is told so late. */
  public static final int TOLD_SECONDS = 15;

  /** What was written so long before it is read, or before a burst, is a backlog. */
  private static final long BACKLOG_SECONDS = 60;

  /** A step may take so long before it is steep, and what it was before is told by so long. */
  private static final int STEP_SECONDS = 120;

  private static final int BEFORE_SECONDS = 180;

  private static final double ALL_FAIL = 0.8;

  private static final double LEARNING_SECONDS = 3600;

  /** Calls over which it is counted how many of them tell their trace. */
  private static final long TRACED_OF = 1 << 16;

  /** Cut calls over which it is counted how many deliveries are lost. */
  private static final long CUT_OF = 1 << 9;

  /** What a function once did in a burst counts for less and less: half after a fortnight. */
  private static final double LARGEST_HALF_LIFE_SECONDS = 14 * 86_400.0;

  /** When its calls of late started. */
  final StartRing starts = new StartRing();

  /** Calls a second, as of some minutes ago and longer. */
  public double usual;

  /** Calls in its largest burst that was no incident. */
  public double largest;

  /** What begins beyond what is usual. */
  public final Burst burst = new Burst();

  /** What its calls take. */
  public CallCost cost = new CallCost();

  /** How many of them run at a time. */
  public final Readings readings = new Readings();

  public long living;

  /** How it stands to its limit. */
  public Refusing refusing = new Refusing();

  public long heardAt = NONE;

  /** Calls in the largest tree that began with it and was no incident. */
  public double largestTree;

  /** Calls of which a line told the trace, and calls in all: of late, halved now and then. */
  long traced;

  long tracedOf;

  /** What tells of lost deliveries: of late, halved now and then. */
  CutCalls cut = new CutCalls();

  /** Whether its concurrency stays at one level. */
  public FlatTop flatTop = new FlatTop();

  /** How late its calls are told of. */
  public Lateness lateness = new Lateness();

  /** Calls of half an hour. */
  public Trail trail = new Trail();

  /** Hundredths of a second that the calls took which ended in each half minute of half an hour. */
  public Trail work = new Trail();

  /** Calls that failed, of half an hour, by when it was told. */
  public Trail failed = new Trail();

  /** Second at which a clock was last seen to start its calls; {@link #NONE} for never. */
  public long clockAt = NONE;

  /** Second at which it last read what was written long before it, and before any burst. */
  public long backlogAt = NONE;

  /** What its events became. */
  public TreeSizes sizes = new TreeSizes();

  public int at(long second) {
    return starts.at(second);
  }

  /** Calls that started in the seconds from one to another, exclusive. */
  public long count(long from, long to) {
    return starts.count(from, to);
  }

  /**
   * Makes room up to a second, and learns what leaves the recent past.
   *
   * @param oldEnd second up to which there was room
   * @param known seconds that were learned from before
   * @param learn false while it takes part in an incident
   */
  public void advance(long oldEnd, long end, long known, boolean learn) {
    long steps = end - oldEnd;
    long leaving = Math.min(steps, StartRing.SECONDS);
    long left = count(oldEnd - LAG_SECONDS, oldEnd - LAG_SECONDS + Math.min(leaving, LAG_SECONDS));
    if (learn && known + steps > 0) {
      double weight =
          Math.max(1 - StrictMath.exp(-steps / LEARNING_SECONDS), steps / (double) (known + steps));
      usual += Math.min(1, weight) * (left / (double) steps - usual);
    }
    double kept = StrictMath.pow(0.5, steps / LARGEST_HALF_LIFE_SECONDS);
    largest *= kept;
    largestTree *= kept;
    sizes.fade(kept);
    starts.clear(end - leaving, end);
    trail.clear(oldEnd, end);
    work.clear(oldEnd, end);
    failed.clear(oldEnd, end);
    readings.advance(end * 1000 - heardAt <= STALE_MILLIS);
  }

  /** Takes in a slot of so many seconds whose last second ends at a time. */
  public void take(FunctionFlow flow, long end, long seconds) {
    StartPanes told = flow.starts;
    for (int i = 0; i < told.size(); i++) {
      // A clock that runs ahead is not believed, and what is too old says nothing about now.
      long second = Math.min(told.pane(i), end - 1);
      lateness.add(end - second, seconds, told.calls(i));
      if (second >= end - StartRing.SECONDS) {
        starts.add(second, (int) told.calls(i));
        trail.add(second, (int) told.calls(i));
        burst.add(second, told.calls(i));
      }
    }
    if (tracedOf > TRACED_OF) {
      traced /= 2;
      tracedOf /= 2;
    }
    if (cut.met + cut.beheaded > CUT_OF) {
      cut.halve();
    }
    cut.add(flow.cut);
    traced += flow.traced;
    tracedOf += told.total();
    cost.take(flow, seconds);
    readings.take(flow.milliConcurrency / 1000f);
    work.add(end - TOLD_SECONDS, (int) ((flow.durationMicros + MICROS / 2) / MICROS));
    failed.add(end - TOLD_SECONDS, (int) flow.failures);
    living = flow.living;
    flatTop.polled |= flow.batches > 0;
    long written = end - flow.oldestMillis / 1000;
    if (written <= (bursting() ? burst.since : end) - BACKLOG_SECONDS) {
      backlogAt = end;
    }
  }

  /** Begins or ends its burst; one that was no incident shows what the function may do. */
  public void watch(long end, double ratio, boolean incident) {
    long over = burst.watch(this, end, ratio);
    if (!incident) {
      largest = Math.max(largest, (double) over);
    }
  }

  /** What came since a step, other than a burst, is no part of what is usual. */
  public void unlearn(long since, long end) {
    if (!bursting()) {
      usual = Math.min(usual, before(since, end));
    }
  }

  /**
   * Calls a second before a step that is no burst, of minutes in which it cannot have begun yet; of
   * what is no longer known, the usual ones.
   */
  public double before(long since, long end) {
    long to = Trail.floor(since) - STEP_SECONDS;
    long from = to - BEFORE_SECONDS;
    long calls = from < Trail.from(end) ? 0 : trail.count(from, to);
    return calls == 0 ? usual : calls / (double) BEFORE_SECONDS;
  }

  /** Share of its calls since a second that failed, of those of half an hour. */
  public double failedShare(long since, long end) {
    long from = Math.max(Trail.floor(since), Trail.from(end));
    return Math.min(1, failed.count(from, end) / (double) Math.max(1, trail.count(from, end)));
  }

  /** Do all of them fail? Some may be told late. */
  public boolean allFail(long since, long end) {
    return failedShare(since, end) >= ALL_FAIL;
  }

  /** Mean concurrency between two half minutes. */
  public double work(long from, long to) {
    return work.count(from, to) / 100.0 / (to - from);
  }

  /** First second of the calls {@link #since} another: of what is long ago a half minute's. */
  public static long kept(long second, long end) {
    boolean bySecond = second >= end - StartRing.SECONDS;
    return bySecond ? second : Math.max(Trail.floor(second), Trail.from(end));
  }

  /** Calls since a second, in half an hour at most; of what is long ago by the half minute. */
  public long since(long second, long end) {
    long from = kept(second, end);
    return from >= end - StartRing.SECONDS ? count(from, end) : trail.count(from, end);
  }

  /** Calls in the stretch before a burst that are taken for usual, and may be part of it. */
  public long quietCalls() {
    return (long) (3 * ordinary() * Burst.QUIET_SECONDS);
  }

  public boolean bursting() {
    return burst.since != NONE;
  }

  /** Calls a second that are usual, as of before its burst if there is one. */
  public double ordinary() {
    return bursting() ? burst.usual : usual;
  }

  /** Did its burst begin with records that were waiting for it? No call of the burst made them. */
  public boolean catchesUp() {
    return bursting() && backlogAt >= burst.since;
  }

  /** Mean concurrency as it was read last. */
  public double concurrency() {
    return readings.at(Readings.SLOTS - 1);
  }

  /**
   * Calls from one time to another beyond what was usual before its burst; of a second, its share.
   */
  public double beyond(double from, double to) {
    long first = (long) Math.floor(from);
    long last = (long) Math.floor(to);
    return count(first, last)
        - (from - first) * at(first)
        + (to - last) * at(last)
        - burst.usual * (to - from);
  }

  /** Share of its calls of which a line tells the trace. */
  public double tracedShare() {
    return tracedOf == 0 ? 0 : Math.min(1, traced / (double) tracedOf);
  }

  /** The same where only its last line tells, of the calls that may have come to that. */
  public double tracedShareOfEnded() {
    // No environment has more than one call in progress.
    return traced == 0 ? 0 : traced / (double) Math.max(traced, tracedOf - living);
  }

  /** How much of what it logs is lost on the way. */
  public Loss loss() {
    return Loss.of(cut);
  }

  /** How much its starts scatter, see {@link StartRing#dispersion}. */
  public double dispersion(long from, long to, int width) {
    return loss().share > 0
        ? starts.dispersionBesideHoles(from, to, width)
        : starts.dispersion(from, to, width);
  }

  /** Forgets an incident that is over, so that it teaches nothing. */
  void settle() {
    burst.forget();
    starts.clear();
    trail.clear();
    work.clear();
    failed.clear();
  }
}
