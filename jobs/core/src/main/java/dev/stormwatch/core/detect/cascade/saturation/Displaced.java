package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.CommonBurst;
import dev.stormwatch.core.detect.cascade.account.FlatTop;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a burst leaves no concurrency where the account's quota is smaller than declared.
 *
 * <p><b>Mechanism.</b> A new account has ten concurrent executions, another a few hundred, and who
 * sets up a watch may not know. But functions that know nothing of one another have one thing in
 * common: what they share. When some of them use all of it, the calls of all others become fewer in
 * the same seconds.
 *
 * <p><b>Formula.</b> With N the calls of all functions beside a burst in the latest half minute
 * since it began, L the least and M the mean of half a minute in the ten before it: N ≤ L / 2, or
 * what chance leaves of L and three quarters at most, and L ≥ {@value #FEWEST}, while all
 * concurrency rests at one level ({@link FlatTop}), most of it the burst's. The level is the quota,
 * and 1 − N / M the share of the others' calls that is refused.
 *
 * <p>The burst has {@value #MOVED} times as many calls as the others lose, and more: else they have
 * moved from one function to another.
 *
 * <p><b>Why it works.</b> The least of twenty stretches allows for clocks, for waves, and for a
 * night that falls. All neighbours are counted, not those that lost, so nothing is selected.
 *
 * <p><b>What it mistakes for it.</b> A front door that fails, whose callers try again elsewhere at
 * one even rate; deliveries of many log groups that stop in the second in which a burst begins.
 * What it cannot see: accounts whose other functions are called less than about once a second in
 * all, or by a clock alone.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Understanding Lambda function scaling".
 */
public final class Displaced {

  /** Those refused try again several times meanwhile, and a pause of a few seconds is none. */
  private static final int SECONDS = Trail.PANE_SECONDS;

  /** Of so many calls half are missing by chance one time in a hundred, of the least never. */
  private static final long FEWEST = 20;

  private static final double HALF = 0.5;

  /** Of many calls fewer are missing, for those refused come again: so many standard deviations. */
  private static final double CHANCE = 5;

  private static final double QUARTER_LESS = 0.75;

  /** Once it is known it goes on while others have fewer than this much of the least. */
  private static final double RELEASE = 0.8;

  private static final int BEFORE_SECONDS = 600;

  private static final int FEWEST_BEFORE = 5;

  /** What is full takes a moment to fill. */
  private static final int LEAD_SECONDS = 2;

  /** Who takes over another's calls has about as many; who takes their places has many more. */
  private static final double MOVED = 2;

  /** It is looked at for seconds, and must be the flatter. */
  private static final double FLATTER = 0.5;

  /** So few are used up by chance. */
  private static final double FEWEST_PLACES = 5;

  public final CommonBurst burst;

  /** Concurrency of all functions that share the quota: as much as there is. */
  public final long quota;

  /** Share of the others' calls that are turned away, 0 to 1. */
  final double share;

  /** What the others lose, in words. */
  final String words;

  private Displaced(CommonBurst burst, double level, double share, String words) {
    this.burst = burst;
    this.quota = Math.round(level);
    this.share = share;
    this.words = words;
  }

  /** What the largest burst takes from others; null where none does. */
  public static @Nullable Displaced find(AccountState state, Settings settings) {
    CommonBurst burst = CommonBurst.find(state, settings);
    return burst == null ? null : by(burst, state, settings);
  }

  private static @Nullable Displaced by(CommonBurst burst, AccountState state, Settings settings) {
    List<Member> all = new ArrayList<>();
    List<Member> others = new ArrayList<>();
    for (Map.Entry<String, Member> one : Sharers.largestFirst(state, settings)) {
      all.add(one.getValue());
      if (!one.getValue().bursting()) {
        others.add(one.getValue());
      }
    }
    double level = level(all, state, settings);
    long to = state.end - settles(others, settings);
    if (level < FEWEST_PLACES
        || burst.taken() < HALF * level
        || to - SECONDS < burst.since + LEAD_SECONDS) {
      return null;
    }
    long last = Trail.floor(burst.since);
    long first = Math.max(Trail.ceiling(last - BEFORE_SECONDS), Trail.from(state.end));
    long least = Long.MAX_VALUE;
    long before = 0;
    for (long pane = first; pane < last; pane += SECONDS) {
      long at = pane;
      long calls = others.stream().mapToLong(one -> one.trail.at(at)).sum();
      least = Math.min(least, calls);
      before += calls;
    }
    long panes = (last - first) / SECONDS;
    long now = count(others, to);
    double most = state.refusing.full() ? RELEASE * least : most(least);
    if (panes < FEWEST_BEFORE || least < FEWEST || now > most) {
      return null;
    }
    double usual = before / (double) panes;
    if (count(burst.members, to) < MOVED * (usual - now)) {
      return null;
    }
    String words =
        text(
            "; the %d other functions start %.1f calls/s in all, %.1f before it",
            others.size(), now / (double) SECONDS, usual / SECONDS);
    return new Displaced(burst, level, 1 - now / usual, words);
  }

  /** Calls of the least half minute that may be left of it where others take the places. */
  private static double most(long least) {
    double byChance = least - CHANCE * Math.sqrt((double) least);
    return Math.max(HALF * least, Math.min(QUARTER_LESS * least, byChance));
  }

  private static long count(List<Member> members, long to) {
    return members.stream().mapToLong(one -> one.count(to - SECONDS, to)).sum();
  }

  /** What all use, if that rests at one level, or did when it came to light; 0 if not. */
  private static double level(List<Member> all, AccountState state, Settings settings) {
    if (state.refusing.full()) {
      return all.stream().mapToDouble(Member::concurrency).sum();
    }
    long slots = settings.cascade.limitedMillis / 2 / settings.clock.slotMillis;
    return FlatTop.level(all, (int) slots, FLATTER * settings.cascade.flatTopRange);
  }

  private static long settles(List<Member> members, Settings settings) {
    long slotSeconds = settings.clock.slotMillis / 1000;
    return members.stream()
        .mapToLong(member -> member.lateness.settles(slotSeconds))
        .max()
        .orElse(0);
  }
}
