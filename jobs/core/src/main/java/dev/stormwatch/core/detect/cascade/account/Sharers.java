package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The functions that share what is reserved for none. */
public final class Sharers {

  /** Carried load so much beyond the places says that there are more of them. */
  public static final double IMPOSSIBLE = 1.1;

  /** What is used of a full account, at least. */
  private static final double NEAR = 0.95;

  private Sharers() {}

  /** Concurrent executions of all of them. */
  public static double used(AccountState state, Settings settings) {
    return largestFirst(state, settings).stream()
        .mapToDouble(entry -> entry.getValue().concurrency())
        .sum();
  }

  /** How much there is of it, by what is declared; not above 0 where all of that is reserved. */
  public static long places(AccountState state, Settings settings) {
    return settings.cascade.accountConcurrency - reserved(state, settings);
  }

  /** How much is set aside for some functions. */
  public static long reserved(AccountState state, Settings settings) {
    return state.members.keySet().stream().mapToLong(settings::reservedConcurrency).sum();
  }

  /**
   * The share of calls that found no place in any of the latest seconds, at least, by {@link
   * Erlang}'s formula; 0 where more is in use than there would be places.
   */
  public static double refused(AccountState state, Settings settings, long millis) {
    double least = Double.MAX_VALUE;
    for (int slot = Readings.SLOTS - slots(settings, millis); slot < Readings.SLOTS; slot++) {
      least = Math.min(least, used(state, settings, slot));
    }
    return refused(least, places(state, settings));
  }

  /**
   * Has about all of it been in use for the latest seconds, and as evenly as no calls are that come
   * as they please? Events that are refused wait and come again, so that the formula tells too few;
   * and what a delivery loses is missing of what is in use.
   */
  public static boolean isFlat(AccountState state, Settings settings, long millis) {
    List<Member> members =
        largestFirst(state, settings).stream()
            .map(Map.Entry::getValue)
            .collect(Collectors.toList());
    double range = settings.cascade.flatTopRange;
    double level = FlatTop.level(members, slots(settings, millis), range);
    long places = places(state, settings);
    return level >= NEAR * places && level <= IMPOSSIBLE * places;
  }

  private static int slots(Settings settings, long millis) {
    return (int) Math.min(Readings.SLOTS, 1 + millis / settings.clock.slotMillis);
  }

  /** The same while so much is in use. */
  public static double refused(double used, long places) {
    return used > IMPOSSIBLE * places ? 0 : Erlang.refusedShare(used, places);
  }

  /** Concurrent executions of all of them in one of the latest slots. */
  public static double used(AccountState state, Settings settings, int slot) {
    return state.members.entrySet().stream()
        .filter(entry -> settings.reservedConcurrency(entry.getKey()) == 0)
        .mapToDouble(entry -> entry.getValue().readings.settled(slot))
        .sum();
  }

  /** By how much of it they use, the most first. */
  public static List<Map.Entry<String, Member>> largestFirst(
      AccountState state, Settings settings) {
    return state.members.entrySet().stream()
        .filter(entry -> settings.reservedConcurrency(entry.getKey()) == 0)
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<String, Member> entry) -> -entry.getValue().concurrency())
                .thenComparing(Map.Entry::getKey))
        .collect(Collectors.toList());
  }
}
