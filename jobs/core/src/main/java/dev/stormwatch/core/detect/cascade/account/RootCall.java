package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.settings.CascadeSettings;
import java.util.Collection;
import java.util.Map;

/**
 * The call that began a burst: one of a function that is called so seldom that its being there just
 * before is no chance.
 *
 * <p>Of a function with r calls a second one is within d seconds by chance in r · d cases. One that
 * is called once a minute is the root of what follows it at once if its calls of before were
 * followed at once, too, by calls of the same functions, as often as chance does not explain.
 */
public final class RootCall {

  /** A root's call within so many seconds before the first generation may be its cause. */
  private static final long SECONDS = 30;

  /** A function whose calls would be there by chance so often is no root. */
  private static final double CHANCE = 0.1;

  /** The same where nothing else tells it from one that is. */
  private static final double SMALL_CHANCE = 0.0125;

  /** What is called more often is a root only of what follows it within so many seconds. */
  private static final long AT_ONCE = 3;

  private RootCall() {}

  /**
   * Its function; empty where there is none.
   *
   * @param others functions of the burst
   * @param since first second of the burst
   * @param calls of its first generation
   */
  public static String of(
      AccountState state,
      Collection<String> others,
      long since,
      long calls,
      CascadeSettings settings) {
    String root = "";
    double least = Double.MAX_VALUE;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      long own = member.count(since - SECONDS, since + 1);
      if (!others.contains(entry.getKey()) && own > 0 && own * settings.generationRatio <= calls) {
        double rate = rate(member, since);
        long within = since + 1 - last(member, since);
        boolean seldom =
            isSeldom(rate)
                || within <= AT_ONCE
                    && (rate * AT_ONCE <= SMALL_CHANCE
                        || rate * within <= CHANCE && isFollowed(member, others, state, since));
        if (seldom && rate * within < least) {
          least = rate * within;
          root = entry.getKey();
        }
      }
    }
    return root;
  }

  /**
   * Is a function that is called so often, calls a second, at hand by chance in one case of ten?
   */
  public static boolean isSeldom(double rate) {
    return rate * SECONDS <= CHANCE;
  }

  /** Calls a second, those just before the burst left out. */
  private static double rate(Member member, long since) {
    long before = member.count(since - 4 * SECONDS, since - SECONDS);
    return Math.max(member.usual, before / (3.0 * SECONDS));
  }

  /** Were its calls of before followed at once, as any other second seldom is? */
  private static boolean isFollowed(
      Member root, Collection<String> others, AccountState state, long since) {
    long first = state.end - StartRing.SECONDS;
    long until = since - AT_ONCE;
    int calls = 0;
    int followed = 0;
    double any = 0;
    for (long second = first; second < until; second++) {
      boolean follows = count(others, state, second, second + AT_ONCE) > 0;
      any += follows ? 1 : 0;
      calls += root.at(second) > 0 ? 1 : 0;
      followed += root.at(second) > 0 && follows ? 1 : 0;
    }
    double chance = StrictMath.pow(any / (until - first), calls);
    return followed == calls && chance <= CHANCE;
  }

  private static long count(Collection<String> names, AccountState state, long from, long to) {
    long count = 0;
    for (String name : names) {
      Member member = state.members.get(name);
      count += member == null ? 0 : member.count(from, to);
    }
    return count;
  }

  private static long last(Member member, long since) {
    long second = since;
    while (second > since - SECONDS && member.at(second) == 0) {
      second--;
    }
    return second;
  }

  /** First second of its calls before a burst. */
  public static long first(Member root, long since) {
    long second = since - SECONDS;
    while (second < since && root.at(second) == 0) {
      second++;
    }
    return second;
  }
}
