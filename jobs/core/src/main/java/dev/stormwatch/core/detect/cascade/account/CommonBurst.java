package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions that began to burst with the one that uses the most of what all share. */
public final class CommonBurst {

  /** Functions of one burst begin about together. */
  private static final int TOGETHER_SECONDS = 15;

  /** The one that began first in front. */
  public final List<String> names;

  public final List<Member> members;

  /** First second of it. */
  public final long since;

  private CommonBurst(List<Map.Entry<String, Member>> oldestFirst) {
    this.names = oldestFirst.stream().map(Map.Entry::getKey).collect(Collectors.toList());
    this.members = oldestFirst.stream().map(Map.Entry::getValue).collect(Collectors.toList());
    this.since = members.get(0).burst.since;
  }

  /** Null where nothing bursts that shares with others. */
  public static @Nullable CommonBurst find(AccountState state, Settings settings) {
    if (state.members.values().stream().noneMatch(Member::bursting)) {
      return null;
    }
    List<Map.Entry<String, Member>> bursting =
        Sharers.largestFirst(state, settings).stream()
            .filter(one -> one.getValue().bursting())
            .collect(Collectors.toList());
    if (bursting.isEmpty()) {
      return null;
    }
    long largest = bursting.get(0).getValue().burst.since;
    return new CommonBurst(
        bursting.stream()
            .filter(one -> Math.abs(one.getValue().burst.since - largest) <= TOGETHER_SECONDS)
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<String, Member> one) -> one.getValue().burst.since)
                    .thenComparing(Map.Entry::getKey))
            .collect(Collectors.toList()));
  }

  /** The function whose call began it; empty where none is seen, see {@link RootCall}. */
  public String root(AccountState state, CascadeSettings settings) {
    return RootCall.of(state, names, since, calls(), settings);
  }

  /** With its root in front, if there is one. */
  public List<String> path(String root) {
    return Stream.concat(Stream.of(root).filter(name -> !name.isEmpty()), names.stream())
        .collect(Collectors.toList());
  }

  /** First second of its root's call, or of itself where there is none. */
  public long began(String root, AccountState state) {
    Member cause = state.members.get(root);
    return cause == null ? since : RootCall.first(cause, since);
  }

  /** Concurrent executions of them. */
  public double taken() {
    return members.stream().mapToDouble(Member::concurrency).sum();
  }

  public long calls() {
    return members.stream().mapToLong(member -> member.burst.calls).sum();
  }
}
