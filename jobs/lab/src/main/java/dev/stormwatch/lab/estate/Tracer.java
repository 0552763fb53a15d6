package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.FunctionSpec.Tracing;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where traces begin, and which of them X-Ray keeps. */
final class Tracer {

  /** X-Ray samples the first request of each second and 5 % of the others. */
  private static final double SAMPLED_SHARE = 0.05;

  private final Simulation simulation;
  private final Map<String, Long> sampledSecond = new HashMap<>();

  Tracer(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Where the calls of an event from outside begin. */
  Hop firstHop(FunctionSpec spec, Dice dice, boolean runaway) {
    String root = spec.tracing == Tracing.NONE ? "" : newRoot(dice);
    String correlation = spec.correlates ? dice.requestId() : "";
    return new Hop(root, sampled(spec.name, root), correlation, 0, runaway);
  }

  String newRoot(Dice dice) {
    return String.format(
        Locale.ROOT, "1-%08x-%s", simulation.now() / 1000, dice.hex32().substring(0, 24));
  }

  /** Does X-Ray keep a trace that begins with a function? */
  boolean sampled(String function, String root) {
    if (root.isEmpty()) {
      return false;
    }
    long second = simulation.now() / 1000;
    Long last = sampledSecond.put(function, second);
    int drawn = Integer.parseInt(root.substring(root.length() - 4), 16);
    return last == null || last != second || drawn < SAMPLED_SHARE * 0x10000;
  }
}
