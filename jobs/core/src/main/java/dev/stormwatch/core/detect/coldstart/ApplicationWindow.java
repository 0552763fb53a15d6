package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.model.LogHistogram;
import java.util.Map;
import java.util.TreeMap;

/** Some functions of an application summed up. */
final class ApplicationWindow {

  private final long replacements;

  /** By name. */
  final TreeMap<String, ColdShare> functions = new TreeMap<>();

  long calls;
  long cold;

  /** Cold calls beyond replacement, and most of them of one function. */
  long beyond;

  long mostBeyond;

  /** Functions with such calls. */
  int turned;

  double expected;

  /** Waits in functions whose callers wait for them, microseconds. */
  final LogHistogram waits = new LogHistogram();

  /**
   * @param replacements of each environment that a release explains
   */
  ApplicationWindow(long replacements) {
    this.replacements = replacements;
  }

  void add(String name, ColdShare share) {
    functions.put(name, share);
    calls += share.calls;
    cold += share.cold;
    long more = share.beyondReplacements(replacements);
    beyond += more;
    mostBeyond = Math.max(mostBeyond, more);
    turned += more > 0 ? 1 : 0;
    expected += share.expected;
    if (share.synchronous) {
      waits.addAll(share.waits);
    }
  }

  /** The same with those of its functions alone that have cold calls beyond replacement. */
  ApplicationWindow ofTurned() {
    ApplicationWindow some = new ApplicationWindow(replacements);
    functions.forEach(
        (name, share) -> {
          if (share.beyondReplacements(replacements) > 0) {
            some.add(name, share);
          }
        });
    return some;
  }

  void addAll(ApplicationWindow other) {
    for (Map.Entry<String, ColdShare> entry : other.functions.entrySet()) {
      add(entry.getKey(), entry.getValue());
    }
  }

  /** When so many of its functions had begun, event time: of one or two it may be chance. */
  long onset(long many) {
    return functions.values().stream()
        .mapToLong(share -> share.onset)
        .sorted()
        .limit(many)
        .max()
        .orElse(Long.MAX_VALUE);
  }

  double share() {
    return calls == 0 ? 0 : (double) cold / calls;
  }
}
