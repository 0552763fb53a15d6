package dev.stormwatch.replay.cut;

import dev.stormwatch.core.settings.Glob;
import java.util.List;

/**
 * What is wanted of an input.
 *
 * @param from first arrival, epoch milliseconds
 * @param to first arrival that is not wanted any more
 * @param names patterns for a function's name or a log group's; empty for everything
 * @param keepText whether lines stay as they are; else they are redacted
 */
public record Selection(long from, long to, List<String> names, boolean keepText) {

  public Selection {
    names = List.copyOf(names);
  }

  boolean whole() {
    return names.isEmpty();
  }

  boolean inTime(long arrival) {
    return arrival >= from && arrival < to;
  }

  boolean named(String name) {
    return names.stream().anyMatch(pattern -> new Glob(pattern).matches(name));
  }
}
