package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Functions that call themselves more than once each: see {@link CascadeDetector}.
 *
 * <p>Let N be the calls of a burst so far without those that are usual. What feeds itself doubles N
 * in equal times. A step from outside doubles it in times of which each is twice the one before, a
 * rate that rises in a line in times that grow by √2, one that rises with the square of time by ∛2.
 * So of four doublings the later two take as long as the earlier two if it is an explosion, four
 * times as long in a step, twice as long in a ramp, 1.6 times as long in a square. Sums over many
 * calls are compared, so one weak generation does not matter, nor does the length of a turn.
 *
 * <p>The tail of a wave of calls around one time doubles as steadily, and so may batches. But what
 * feeds itself ends at a limit of concurrency, which cuts it short at full speed: from one second
 * to the next its rate is flat, undiminished, and far evener than calls of people.
 *
 * <p>What doubles nine times needs no limit: no sale and no wave takes a quiet function to five
 * hundred times what it began with at one pace. It may take half an hour, and its turns may vary as
 * they like.
 */
final class ExplosionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** So many steady doublings it takes. */
  private static final int DOUBLINGS = 4;

  /** So many, and no limit need cut it short: a crowd that doubles so often is everybody. */
  private static final int ENDLESS = 9;

  /** The doublings are compared in parts of so many. */
  private static final int PART = 3;

  /**
   * The longest part over the shortest. The beginning of a wave of calls about one time, whose
   * times are normal, has 1.4 where they are a million and 1.2 where they are ten.
   */
  private static final double ENDLESS_RATIO = 1.3;

  /** Before the first doubling there were so many calls that chance does not double them. */
  private static final double FEWEST = 16;

  /** Nor does what is usual, if it was no more than so many times as many meanwhile. */
  private static final double USUAL = 4;

  /**
   * The longest doubling, over the shortest: what comes in waves has doublings that take no time.
   */
  private static final double BALANCE = 2;

  /**
   * Calls a second from then on, over those in the last doubling. Growth that a limit cuts short
   * comes to 1.4 times those at the limit and to as many a little later; a rate from outside that
   * bends into its top does so when its doublings take long already.
   */
  private static final double MOST_TOP = 1.15;

  private static final double LEAST_TOP = 0.7;

  /** Functions of one explosion burst about together: the busier one is, the later it shows. */
  private static final int TOGETHER_SECONDS = 60;

  private static final int NARROW = 2;
  private static final int MIDDLE = 5;

  private final CascadeSettings settings;

  ExplosionRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(CascadeState state) {
    Map<String, Member> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      if (!settings.isMeant(entry.getKey())
          && member.burstCalls >= settings.loopCalls
          && member.burstCalls > settings.repeatRatio * member.largest
          && explodes(member, state.end)) {
        found.put(entry.getKey(), member);
      }
    }
    if (found.isEmpty()) {
      return null;
    }
    Member known = Collections.min(found.values(), Comparator.comparingLong(m -> m.burstSince));
    long from = known.burstSince;
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      boolean together = Math.abs(entry.getValue().burstSince - from) <= TOGETHER_SECONDS;
      if (together
          && !settings.isMeant(entry.getKey())
          && (isEven(entry.getValue(), state.end) || keepsUp(entry.getValue(), known, state.end))) {
        found.put(entry.getKey(), entry.getValue());
      }
    }
    return Cycle.suspect(Shape.EXPLOSION, found, state, settings);
  }

  /** What came with an explosion and waits for concurrency as it does takes its turns with it. */
  private boolean isEven(Member member, long end) {
    long to = end - LoopRule.SETTLE_SECONDS;
    return isEven(member, to - settings.limitedMillis / 1000, to);
  }

  private boolean isEven(Member member, long from, long to) {
    return member.dispersion(from, to, NARROW) <= LoopRule.NARROW_RATIO * settings.regularity
        && member.dispersion(from, to, MIDDLE) <= settings.regularity;
  }

  private boolean explodes(Member member, long end) {
    Growth growth = Growth.bySecond(member, end);
    if (isEndless(growth, end) || isEndless(Growth.byTrail(member, end), end)) {
      return true;
    }
    long latest = end - LoopRule.SETTLE_SECONDS - settings.limitedMillis / 1000;
    for (long at = latest; at > growth.from(); at--) {
      double rate = rate(growth, at);
      if (rate > 0 && isLimited(member, rate, at, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Calls a second in the last of the doublings until a second; 0 when there were not as many as it
   * takes, in about equal times.
   */
  private double rate(Growth growth, long at) {
    if (!isAny(growth, at, DOUBLINGS)) {
      return 0;
    }
    double[] taken = growth.doublings(at, DOUBLINGS);
    if (taken == null) {
      return 0;
    }
    double longest = Arrays.stream(taken).max().orElse(0);
    double shortest = Arrays.stream(taken).min().orElse(0);
    boolean steady =
        longest <= BALANCE * shortest
            && taken[0] + taken[1]
                <= settings.doublingRatio * (taken[DOUBLINGS - 2] + taken[DOUBLINGS - 1]);
    return steady ? growth.until(at) / 2 / taken[0] : 0;
  }

  /** Has it doubled so often, until now, in parts of about equal times? */
  private static boolean isEndless(Growth growth, long end) {
    long at = Math.min(growth.last(), end - LoopRule.SETTLE_SECONDS);
    if (at <= growth.from() || !isAny(growth, at, ENDLESS)) {
      return false;
    }
    double[] taken = growth.doublings(at, ENDLESS);
    if (taken == null) {
      return false;
    }
    double longest = 0;
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < ENDLESS; i += PART) {
      double part = Arrays.stream(taken, i, i + PART).sum();
      longest = Math.max(longest, part);
      shortest = Math.min(shortest, part);
    }
    return longest <= ENDLESS_RATIO * shortest;
  }

  /** Does a function take as long to double as another does? */
  private static boolean keepsUp(Member member, Member known, long end) {
    double ratio =
        latest(Growth.bySecond(member, end), end) / latest(Growth.bySecond(known, end), end);
    double slow =
        latest(Growth.byTrail(member, end), end) / latest(Growth.byTrail(known, end), end);
    return isNearOne(ratio) || isNearOne(slow);
  }

  private static boolean isNearOne(double ratio) {
    return ratio <= ENDLESS_RATIO && ratio >= 1 / ENDLESS_RATIO;
  }

  /** Seconds that its latest doublings took until now, as many as are one part; NaN: too few. */
  private static double latest(Growth growth, long end) {
    long at = Math.min(growth.last(), end - LoopRule.SETTLE_SECONDS);
    boolean any = at > growth.from() && isAny(growth, at, PART);
    double[] taken = any ? growth.doublings(at, PART) : null;
    return taken == null ? Double.NaN : Arrays.stream(taken).sum();
  }

  /** Is what it grew from more than chance and what is usual make? */
  private static boolean isAny(Growth growth, long at, int doublings) {
    return growth.until(at) / (1 << doublings) >= Math.max(FEWEST, growth.usual(at) / USUAL);
  }

  /** Did the growth end in a rate that is undiminished, and evener than any outside makes it? */
  private boolean isLimited(Member member, double rate, long from, long end) {
    long to = end - LoopRule.SETTLE_SECONDS;
    double top = member.count(from, to) / (double) (to - from);
    return top >= LEAST_TOP * rate && top <= MOST_TOP * rate && isEven(member, from, to);
  }
}
