package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Lateness;
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
    long to = before(member, state);
    long from = Math.min(to, Math.max(Trail.from(state.end), to - BEFORE_SECONDS));
    double usedBefore = to == from ? 0 : member.work(from, to);
    if (member.concurrency() < MOSTLY * used
        || usedBefore > BEFORE * member.concurrency()
        || state.cascades.stream().anyMatch(one -> one.path.contains(name))) {
      return null;
    }
    double rateBefore = to == from ? 0 : member.trail.count(from, to) / (double) (to - from);
    long told = state.end - Lateness.UNTOLD_SECONDS;
    double rate = member.count(told - GROWTH_SECONDS, told) / (double) GROWTH_SECONDS;
    double more = rateBefore == 0 ? 0 : rate / rateBefore;
    // What calls take is their concurrency over their rate, by Little's law.
    double longer = usedBefore == 0 ? 0 : member.concurrency() / usedBefore / more;
    boolean waits = more >= MORE && longer >= LONGER;
    double left = secondsLeft(state, settings, used, places);
    boolean goesOn = state.refusing.open() && used >= RELEASE * places;
    boolean soon = left <= SOON_SECONDS;
    if (!soon && !waits && !goesOn) {
      return null;
    }
    String rest = text("%.0f are left to all others", Math.max(0, places - used));
    if (soon) {
      rest = text("none is left within %.0f s at this pace", Math.max(1, left));
    } else if (waits) {
      rest = text("%.0f times as many calls as before take %.0f times as long", more, longer);
    }
    return new Surge(
        waits || soon && used >= NEARLY * places,
        text("%.0f by it; %s", member.concurrency(), rest));
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
