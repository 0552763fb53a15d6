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
 * followed at once, too, by calls of the same functions, as often as chance does not explain. Of
 * several the one is the root that is there with the least chance, c calls of before followed by
 * chance each in a share f of all seconds:
 *
 * <pre>
 *   r · d · f^c        f^c is 1 where any of them was not followed
 * </pre>
 */
public final class RootCall {

  /** A root's call within so many seconds before the first generation may be its cause. */
  private static final long SECONDS = 30;

  /** A function whose calls would be there by chance so often is no root. */
  private static final double CHANCE = 0.1;

  /** The same where calls of before tell it from one that is not. */
  private static final double EVEN_CHANCE = 0.5;

  /** The same where nothing else does. */
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
        if (!isSeldom(rate) && within > AT_ONCE) {
          continue;
        }
        double followed = followedByChance(member, others, state, since);
        double chance = rate * within * followed;
        boolean shown = followed <= CHANCE && rate * within <= EVEN_CHANCE;
        boolean seldom =
            isSeldom(rate) || rate * AT_ONCE <= SMALL_CHANCE || shown && chance <= CHANCE * CHANCE;
        if (seldom && chance < least) {
          least = chance;
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

  /** The chance that as many calls of before were all followed at once; 1 where they were not. */
  private static double followedByChance(
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
    return followed == calls ? StrictMath.pow(any / (until - first), calls) : 1;
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

  /** First second of its calls before a burst that may be its cause. */
  public static long first(Member root, long since) {
    long second = since - (isSeldom(rate(root, since)) ? SECONDS : AT_ONCE);
    while (second < since && root.at(second) == 0) {
      second++;
    }
    return second;
  }
}
