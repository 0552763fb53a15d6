package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The functions that share what is reserved for none. */
final class Sharers {

  private Sharers() {}

  /** Concurrent executions of all of them. */
  static double used(CascadeState state, Settings settings) {
    return largestFirst(state, settings).stream()
        .mapToDouble(entry -> entry.getValue().concurrency())
        .sum();
  }

  /** By how much of it they use, the most first. */
  static List<Map.Entry<String, Member>> largestFirst(CascadeState state, Settings settings) {
    return state.members.entrySet().stream()
        .filter(entry -> settings.reservedConcurrency(entry.getKey()) == 0)
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<String, Member> entry) -> -entry.getValue().concurrency())
                .thenComparing(Map.Entry::getKey))
        .collect(Collectors.toList());
  }
}
