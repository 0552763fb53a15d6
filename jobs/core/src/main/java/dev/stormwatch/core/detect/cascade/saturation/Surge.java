package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Readings;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One function that takes up an account's concurrency within minutes.
 *
 * <p><b>Mechanism.</b> Pollers of a queue join by the second while there are messages, calls that
 * wait for calls of their own pile up until the first one gives up: whether a loop, a backlog or a
 * crowd is behind it, places go until none is left, and all who share them are refused then.
 *
 * <p><b>Formula.</b> With U in use, n the places, and g the growth of U over the last {@value
 * #GROWTH_SECONDS} s in both halves of which it grew: U ≥ {@value #MUCH} n and (n − U) / g of at
 * most {@value #SOON_SECONDS} s, a page from {@value #NEARLY} n on; or a page while {@value #MORE}
 * times as many calls as before take {@value #LONGER} times as long. Most of U is one function's,
 * which had a tenth of that before at most.
 *
 * <p><b>Why it works.</b> Erlang's formula tells of refused calls only within a few places of the
 * quota, and who waits for an answer leaves places free for moments; a surge is told before that.
 *
 * <p><b>What it mistakes for it.</b> A job as wide that ends by itself; a quota that is larger than
 * is declared. Where the event behind it is told as a cascade, that tells what is left.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Understanding Lambda function scaling" and
 * "Scaling behavior" of Amazon SQS event source mappings.
 */
final class Surge {

  private static final double NEARLY = 0.75;

  /** Share of the places from which on a pace is worth a word. */
  static final double MUCH = 0.4;

  /** Once told it goes on while so much of the places is in use. */
  private static final double RELEASE = 0.5;

  private static final int SOON_SECONDS = 120;

  /**
   * What its calls take over what they took: they wait for one another, or for what they overrun.
   */
  private static final double LONGER = 5;

  /** Calls over usual ones: what only became slow has no more. */
  private static final double MORE = 3;

  /** Calls are told of so late. */
  private static final int DELAY_SECONDS = 20;

  private static final int GROWTH_SECONDS = 20;

  /** Of what a step adds one half of the time has nearly all; of growth, so much at least. */
  private static final double HALF = 0.25;

  /** Of what is in use so much is one function's. */
  private static final double MOSTLY = 0.8;

  private static final int BEFORE_SECONDS = 600;

  /** What took longer to rise is no surge. */
  private static final int RISING_SECONDS = 300;

  /** Of what it uses it used so much before. */
  private static final double BEFORE = 0.1;

  /** Is it beyond waiting for how it goes on? */
  final boolean certain;

  /** What it has come to, in words. */
  final String words;

  private Surge(boolean certain, String words) {
    this.certain = certain;
    this.words = words;
  }

  /** Null while there is none. */
  static @Nullable Surge of(AccountState state, Settings settings, double used, long places) {
    if (used < MUCH * places || used > Sharers.IMPOSSIBLE * places) {
      return null;
    }
    Map.Entry<String, Member> largest = Sharers.largestFirst(state, settings).get(0);
    Member member = largest.getValue();
    String name = largest.getKey();
    if (member.concurrency() < MOSTLY * used
        || !rises(member, state)
        || state.cascades.stream().anyMatch(one -> one.path.contains(name))) {
      return null;
    }
    boolean waits = waits(member, state);
    double left = secondsLeft(state, settings, used, places);
    boolean goesOn = state.refusing.open() && used >= RELEASE * places;
    boolean soon = left <= SOON_SECONDS;
    if (!soon && !waits && !goesOn) {
      return null;
    }
    String rest =
        soon
            ? text("none is left within %.0f s at this pace", Math.max(1, left))
            : waits
                ? change(member, state)
                : text("%.0f are left to all others", Math.max(0, places - used));
    return new Surge(
        waits || soon && used >= NEARLY * places,
        text("%.0f by it; %s", member.concurrency(), rest));
  }

  /** Did it use next to nothing in the minutes before? */
  private static boolean rises(Member member, AccountState state) {
    long to = before(member, state);
    long from = first(member, state);
    return to <= from || member.work(from, to) <= BEFORE * member.concurrency();
  }

  /** Do more calls than usual come, and take much longer? */
  private static boolean waits(Member member, AccountState state) {
    return more(member, state) >= MORE && longer(member, state) >= LONGER;
  }

  private static String change(Member member, AccountState state) {
    return text(
        "%.0f times as many calls as before take %.0f times as long",
        more(member, state), longer(member, state));
  }

  /** Its calls of late over those before; 0 where there were none before. */
  private static double more(Member member, AccountState state) {
    double before = member.trail.count(first(member, state), before(member, state));
    long seconds = before(member, state) - first(member, state);
    return before == 0 ? 0 : rate(member, state) * seconds / before;
  }

  /** What they take, by Little's law, over what they took; 0 where none are known. */
  private static double longer(Member member, AccountState state) {
    long from = first(member, state);
    long to = before(member, state);
    double took = member.work.count(from, to) / 100.0 / Math.max(1, member.trail.count(from, to));
    double rate = rate(member, state);
    return rate == 0 || took == 0 ? 0 : member.concurrency() / rate / took;
  }

  private static double rate(Member member, AccountState state) {
    long told = state.end - DELAY_SECONDS;
    return member.count(told - GROWTH_SECONDS, told) / (double) GROWTH_SECONDS;
  }

  private static long first(Member member, AccountState state) {
    return Math.max(Trail.from(state.end), before(member, state) - BEFORE_SECONDS);
  }

  /** Up to when nothing of it can have begun. */
  private static long before(Member member, AccountState state) {
    return Trail.floor(member.bursting() ? member.burst.since : state.end - RISING_SECONDS);
  }

  private static double secondsLeft(
      AccountState state, Settings settings, double used, long places) {
    int half = (int) Math.max(1, GROWTH_SECONDS * 500L / settings.clock.slotMillis);
    double middle = Sharers.used(state, settings, Readings.SLOTS - 1 - half);
    double first = Sharers.used(state, settings, Readings.SLOTS - 1 - 2 * half);
    double least = HALF * (used - first);
    return used > first && used - middle >= least && middle - first >= least
        ? (places - used) * GROWTH_SECONDS / (used - first)
        : Double.MAX_VALUE;
  }
}
