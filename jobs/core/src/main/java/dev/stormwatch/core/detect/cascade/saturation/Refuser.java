package dev.stormwatch.core.detect.cascade.saturation;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Caller;
import dev.stormwatch.core.detect.cascade.account.Erlang;
import dev.stormwatch.core.detect.cascade.account.FlatTop;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Readings;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;

/** Who refuses the calls that a caller tells of: see {@link InferredSaturation}. */
final class Refuser implements Serializable {

  private static final long serialVersionUID = 1L;

  /** So long the function that refuses is looked for, seconds. */
  static final long SEARCH_SECONDS = 90;

  /** Panes that scatter freely span more; of eight of them, twice as much as a rule. */
  private static final double NARROW = 1;

  /** Standard deviations above its usual concurrency that a function of many has by chance. */
  private static final double CHANCE = 3;

  /** Slots of concurrency that must be narrow for a function to be believed to refuse. */
  private static final int NARROW_SLOTS = 8;

  /** Share of what the account has. */
  private static final double MOST = 0.5;

  private final Settings settings;

  Refuser(Settings settings) {
    this.settings = settings;
  }

  /** Looks for the function that refuses a caller's calls. */
  void seek(long end, String name, Caller caller, AccountState state) {
    if (!caller.target.isEmpty()) {
      return;
    }
    Member named = state.members.get(caller.named);
    if (named != null && (narrow(named, state) || rose(named))) {
      caller.target = caller.named;
    } else if (caller.ofAccount(end)) {
      caller.target = largest(state);
    } else if (named == null) {
      String reserved = atItsReserve(name, state);
      String flat = reserved.isEmpty() ? flattest(name, state) : reserved;
      caller.target = flat.isEmpty() ? dominant(state) : flat;
    }
    boolean inVain = caller.since != Member.NONE && end - caller.since >= SEARCH_SECONDS * 1000;
    if (caller.target.isEmpty() && inVain) {
      caller.target = name;
    }
  }

  /** The function that is known to refuse calls, and most of them; empty if none is. */
  private String atItsReserve(String caller, AccountState state) {
    return state.members.entrySet().stream()
        .filter(entry -> entry.getValue().refusing.open() && !entry.getKey().equals(caller))
        .max(
            Comparator.comparingDouble(
                (Map.Entry<String, Member> entry) ->
                    Erlang.refusedShare(
                        entry.getValue().concurrency(),
                        settings.reservedConcurrency(entry.getKey()))))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private String largest(AccountState state) {
    return Sharers.largestFirst(state, settings).stream()
        .filter(entry -> entry.getValue().concurrency() > 0)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** The function that rose until it holds half of what all share; empty if none does. */
  private String dominant(AccountState state) {
    String largest = largest(state);
    Member member = state.members.get(largest);
    boolean most = member != null && rose(member) && holdsMost(member, settings);
    return most ? largest : "";
  }

  /** Does it hold half of what the account has, or more? */
  static boolean holdsMost(Member member, Settings settings) {
    return member.concurrency() >= MOST * settings.cascade.accountConcurrency;
  }

  /** Of the functions that rose and are flat, the one that scatters least; empty if none is. */
  private String flattest(String caller, AccountState state) {
    String flattest = "";
    double least = NARROW;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      double span = span(entry.getValue(), state);
      boolean another =
          !entry.getKey().equals(caller) && !state.inferred.callers.containsKey(entry.getKey());
      if (another && span < least && roseByNoChance(entry.getValue(), state)) {
        least = span;
        flattest = entry.getKey();
      }
    }
    return flattest;
  }

  private static boolean rose(Member member) {
    return member.concurrency() > 1
        && member.concurrency() >= InferredSaturation.RISE * member.flatTop.usual();
  }

  /** No line names it, and of an account's functions the concurrency of some is high by chance. */
  private static boolean roseByNoChance(Member member, AccountState state) {
    double usual = member.flatTop.usual();
    double chance = FlatTop.deviation(usual, seconds(member, state));
    return rose(member) && member.concurrency() >= usual + CHANCE * chance;
  }

  private static boolean narrow(Member member, AccountState state) {
    return span(member, state) < NARROW;
  }

  /** How far its latest readings are apart, in standard deviations. */
  private static double span(Member member, AccountState state) {
    double low = Double.MAX_VALUE;
    double high = 0;
    for (int i = Readings.SLOTS - NARROW_SLOTS; i < Readings.SLOTS; i++) {
      low = Math.min(low, member.readings.settled(i));
      high = Math.max(high, member.readings.settled(i));
    }
    double deviation = FlatTop.deviation(high, seconds(member, state));
    return high < 1 || deviation == 0 ? Double.MAX_VALUE : (high - low) / deviation;
  }

  /** What a call takes at present, by Little's law. */
  static double seconds(Member member, AccountState state) {
    long calls = member.count(state.end - 80, state.end - 20);
    return calls == 0 ? 0 : member.concurrency() * 60 / calls;
  }
}
