package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Burst;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;

/**
 * The first calls of a burst double in equal times, one after another, until a limit stops them.
 *
 * <p>Let N be the calls so far and d the time in which what feeds itself doubles. N grows as
 * 2^(t/d), so at the moment at which a limit of concurrency stops it,
 *
 * <pre>
 *   N · ln 2 / d = r      the rate just then, and from then on
 * </pre>
 *
 * <p>and of the doublings before, the later half took as long as the earlier half. Of a step from
 * outside N · ln 2 / d is 2.8 r and more; a rate that rises in a line comes near r, but its later
 * doublings take twice as long. d is the mean of all doublings, so one generation, of which calls
 * come at once, does not matter.
 *
 * <p>Pollers, workers and clients may begin many at once; what feeds itself begins with one call,
 * which is two or three a doubling later, and no more than seven after two. And a turn takes about
 * what its calls take, and a few seconds on the way: a ramp takes what somebody likes.
 *
 * <p>Of thirty calls one in two hundred ramps of clients or pollers looks the same by chance, which
 * is why what follows must be as even and undiminished as a limit lets it, for {@value
 * #LASTING_SECONDS} s. Chance hides some of those that do feed themselves, too: at limits of thirty
 * places about one in five, of a dozen places nearly all.
 *
 * <p>Of hundreds of calls none does by chance. What doubles {@value #MANY} times from its first
 * call on, and each time in about a turn, is either that or work that is divided, which doubles as
 * long as it is large and ends. So what follows need last as long as the doublings took: work that
 * does has as many levels left below the limit as it had above.
 *
 * <p>A function that is called now and then hides its first calls, so where they double many times
 * those count from twice as many on as are usual meanwhile, and it may begin with a few more.
 *
 * <p>What it mistakes for it: people who come to an idle function with the square of time, so many
 * that its limit refuses most of them for minutes; one in twenty of such crowds.
 */
final class FirstDoublings {

  /** For so long it goes on after them. */
  static final int LASTING_SECONDS = 120;

  /** Where it doubled many times, it goes on for as long as that took, and for so long at least. */
  static final int SOON_SECONDS = 15;

  /** So many doublings it takes, from so many calls on. */
  private static final int DOUBLINGS = 4;

  private static final int MANY = 6;

  /** So many, and it need not be waited for its limit. */
  private static final int ENDLESS = 9;

  /** Of those, the later half at most over the earlier one; in a wave of people it is more. */
  private static final double ENDLESS_LENGTHENING = 1.25;

  private static final double FEWEST = 2;

  /** Nor from fewer than so many times the calls that are usual meanwhile. */
  private static final double BEYOND_USUAL = 2;

  /**
   * One doubling over the one before it, in the mean of those from one half to the other: 1.4 in a
   * line, 2 in a step.
   */
  private static final double LENGTHENING = 1.14;

  /** And the other way round: in the first ones chance is large. */
  private static final double SHORTENING = 2;

  /** The longest over the shortest; pulses may double twice in a turn. */
  private static final double BALANCE = 5;

  /** A mean doubling of less is hidden in seconds. */
  private static final double SHORTEST = 1;

  /**
   * The rate from then on, over what the growth had come to: of generations that come one by one (m
   * - 1) / (m ln m), which is 0.7 where each call causes two and 0.6 where it causes three, and
   * scattered by one generation.
   */
  private static final double LEAST_RATE = 0.55;

  private static final double MOST_RATE = 1.3;

  /** Within so many doublings from its end the rate is what it stays. */
  private static final int AT_ONCE = 3;

  private static final double UNDIMINISHED = 0.75;

  /** Share of the moments at which its rate is told so that must tell the same of its doublings. */
  private static final double AGREED = 0.3;

  /** Of what is usual so small a part of the calls is expected meanwhile. */
  private static final double USUAL = 0.25;

  /** Calls within one doubling from the first call, and within two: 2 and 4, but for pulses. */
  private static final double ONE = 3;

  private static final double TWO = 7;

  /** What doubles nine times may have begun with so many times as many. */
  private static final double ENDLESS_BEGINNING = 2;

  /** Of a function that is called more often it is not known how few it began with. */
  private static final long MOST_HIDDEN = 20;

  /** So few calls just before it may be nothing of it. */
  private static final long MOST_BEFORE = 2;

  /** The second call comes within so many. */
  private static final double SECOND = 2.5;

  /** A doubling, over what a call takes. */
  private static final double LEAST_TURN = 0.3;

  private static final double MOST_TURN = 1.3;

  /** The same of nine of one length: each call may cause less than two, or wait for a batch. */
  private static final double ENDLESS_TURN = 3;

  /** Seconds that what a call causes may be on its way. */
  private static final double ON_ITS_WAY = 3;

  private final Member member;
  private final Growth growth;

  /** Second of its first call. */
  private final long first;

  /** Calls a second that it came to. */
  private final double rate;

  /** Doublings that it takes. */
  private final int least;

  private FirstDoublings(Member member, Growth growth, long first, double rate, int least) {
    this.member = member;
    this.growth = growth;
    this.first = first;
    this.rate = rate;
    this.least = least;
  }

  /**
   * Second at which a burst that began so had come to its limit, or {@link Member#NONE}.
   *
   * @param end second up to which calls are kept
   * @param settled second up to which nearly all of its calls are told
   */
  static long end(Member member, long end, long settled) {
    // What is usual may hide its first calls.
    return isIdle(member)
        ? endSinceAny(member, end, settled, LASTING_SECONDS, DOUBLINGS)
        : end(
            member,
            member.burst.since - Burst.QUIET_SECONDS,
            end,
            settled,
            LASTING_SECONDS,
            DOUBLINGS);
  }

  /** The same where that is so long ago as its doublings took, and those were many. */
  static long soonEnd(Member member, long end, long settled) {
    long at =
        isSeldom(member) ? endSinceAny(member, end, settled, SOON_SECONDS, MANY) : Member.NONE;
    return at == Member.NONE || settled - at < at - member.burst.since ? Member.NONE : at;
  }

  /** The same since its first call, or since one of those after it: what precedes may be usual. */
  private static long endSinceAny(Member member, long end, long settled, int lasting, int least) {
    long found = Member.NONE;
    long first = member.burst.since;
    long until = Math.min(settled, first + Burst.QUIET_SECONDS);
    while (found == Member.NONE
        && first < until
        && member.count(member.burst.since, first) <= MOST_BEFORE) {
      found = member.at(first) > 0 ? end(member, first, end, settled, lasting, least) : found;
      first++;
    }
    return found;
  }

  /**
   * Did it double so often since its first call that it need not come to any limit, each time in a
   * turn? What people do takes longer than a turn, and longer each time; what divides work has few
   * levels.
   */
  static boolean isEndless(Member member, long end) {
    long first = member.burst.since;
    if (!isSeldom(member) || first < end - StartRing.SECONDS) {
      return false;
    }
    Growth growth = Growth.bySecond(member, end).since(first);
    return new FirstDoublings(member, growth, first, 0, ENDLESS).isEndless();
  }

  private boolean isEndless() {
    // Calls that are not told yet make the latest doublings longer, so they hide some and feign
    // none.
    for (long at = growth.last(); at > growth.from(); at--) {
      double[] taken = doublings(at);
      double mean = Doublings.sum(taken) / taken.length;
      if (taken.length >= least && doubles(taken, at, mean, ENDLESS_LENGTHENING)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIdle(Member member) {
    return member.burst.usual * Burst.QUIET_SECONDS < 1;
  }

  private static boolean isSeldom(Member member) {
    return member.quietCalls() <= MOST_HIDDEN;
  }

  private static long end(
      Member member, long first, long end, long settled, int lasting, int least) {
    long from = settled - lasting;
    if (first < end - StartRing.SECONDS || from <= first) {
      return Member.NONE;
    }
    double rate = member.count(from, settled) / (double) lasting - member.burst.usual;
    Growth growth = Growth.bySecond(member, end).since(first);
    return new FirstDoublings(member, growth, first, rate, least).end(from);
  }

  private long end(long latest) {
    long found = Member.NONE;
    int told = 0;
    int agreed = 0;
    for (long at = growth.from() + 1; at <= latest; at++) {
      double[] taken = doublings(at);
      double mean = Doublings.sum(taken) / taken.length;
      if (taken.length >= least && stops(at, mean)) {
        told++;
        int later = taken.length - taken.length / 2;
        double lengthening = StrictMath.pow(LENGTHENING, later);
        if (doubles(taken, at, mean, lengthening)) {
          agreed++;
          found = at;
        }
      }
    }
    return agreed >= AGREED * told ? found : Member.NONE;
  }

  private double[] doublings(long at) {
    double[] taken = growth.doublingsSince(fewest(at), at, least);
    return taken == null ? new double[0] : taken;
  }

  /** Calls from which on chance and what is usual do not double them. */
  private double fewest(long at) {
    // What is usual hides the first ones, but of few doublings those are most of what is told.
    return least < MANY ? FEWEST : Math.max(FEWEST, BEYOND_USUAL * growth.usual(at));
  }

  /** Did it begin with one call and double in equal times, each about a turn? */
  private boolean doubles(double[] taken, long at, double mean, double lengthening) {
    return Doublings.areEqual(taken, BALANCE, lengthening, SHORTENING)
        && multiplies(at, mean)
        && begins(at, mean);
  }

  /** Is it then as fast as it stays? */
  private boolean stops(long at, double mean) {
    double grown = growth.until(at) * StrictMath.log(2) / mean;
    long after = Math.min(growth.last(), at + Math.max(2, Math.round(AT_ONCE * mean)));
    double next = (growth.until(after) - growth.until(at)) / (after - at);
    return rate >= LEAST_RATE * grown
        && rate <= MOST_RATE * grown
        && next >= UNDIMINISHED * rate
        && next <= rate / UNDIMINISHED;
  }

  /** Is a doubling what a turn may take, and what is usual no part of it? */
  private boolean multiplies(long at, double mean) {
    double seconds = member.cost.seconds();
    double most = least == ENDLESS ? ENDLESS_TURN : MOST_TURN;
    return mean >= Math.max(SHORTEST, LEAST_TURN * seconds)
        && mean <= most * seconds + ON_ITS_WAY
        && growth.usual(at) <= USUAL * growth.until(at);
  }

  /** Did it begin with one call? */
  private boolean begins(long at, double mean) {
    double scale = least == ENDLESS ? ENDLESS_BEGINNING : 1;
    double hidden = member.quietCalls();
    return first < member.burst.since
        || until(at, mean) <= ONE * scale + hidden / 2
            && until(at, 2 * mean) <= TWO * scale + hidden
            && until(at, 1 + SECOND * mean) >= FEWEST;
  }

  private double until(long at, double seconds) {
    return growth.until(Math.min(at, first + Math.max(1, Math.round(seconds))));
  }
}
