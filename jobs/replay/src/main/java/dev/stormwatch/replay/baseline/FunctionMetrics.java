package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.score.Entity;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The metrics of one function, minute by minute of event time. */
final class FunctionMetrics {

  final FunctionId function;
  private final NavigableMap<Long, Minute> minutes = new TreeMap<>();

  FunctionMetrics(FunctionId function) {
    this.function = function;
  }

  Entity entity() {
    Map<String, String> names = new HashMap<>(Map.of("function", function.name()));
    if (!function.account().equals(FunctionId.UNKNOWN)) {
      names.put("account", function.account());
    }
    if (!function.region().equals(FunctionId.UNKNOWN)) {
      names.put("region", function.region());
    }
    return new Entity("function", names, Set.of());
  }

  /** To be filled. */
  Minute open(long minute) {
    return minutes.computeIfAbsent(minute, number -> new Minute());
  }

  /** To be read. */
  Minute at(long minute) {
    return minutes.getOrDefault(minute, Minute.EMPTY);
  }

  /** Some minutes that end with one, together. */
  Minute last(int count, long minute) {
    Minute sum = new Minute();
    minutes.subMap(minute - count + 1, true, minute, true).values().forEach(sum::add);
    return sum;
  }
}
