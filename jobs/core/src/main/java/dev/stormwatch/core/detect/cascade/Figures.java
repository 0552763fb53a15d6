package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

/** How much a cascade is, with what was lost on the way of its logs added. */
final class Figures {

  /** So much of a minute's calls is not yet known when it ends. */
  private static final long SETTLE_SECONDS = 15;

  private static final long MINUTE_SECONDS = 60;

  final Loss loss;

  final long calls;
  final double gigabyteSeconds;

  /** Calls a second over the last minute that is known; of a younger one, as far as it is. */
  final double perSecond;

  /** What it has cost, and what it costs in an hour at this rate; dollars. */
  final double soFar;

  final double hourly;

  Figures(Cascade cascade, CascadeState state, Bill bill) {
    loss = Loss.of(cascade, state);
    double there = loss.factor();
    calls = Math.round(there * cascade.calls);
    gigabyteSeconds = there * cascade.gigabyteSeconds;
    soFar = bill.cost((double) calls, gigabyteSeconds);
    double seconds = 0;
    double cost = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        double rate = there * perSecond(member, cascade, state);
        seconds += rate;
        cost += bill.cost(rate, rate * member.cost.gigabyteSeconds());
      }
    }
    perSecond = seconds;
    hourly = cost * 3600;
  }

  /** Of the time since it began the latest part, half of it at most, has not all been told. */
  private static double perSecond(Member member, Cascade cascade, CascadeState state) {
    long age = Math.max(2, state.end - cascade.since);
    long to = state.end - Math.min(SETTLE_SECONDS, age / 2);
    long from = Math.max(cascade.since, to - MINUTE_SECONDS);
    return member.count(from, to) / (double) Math.max(1, to - from);
  }

  /** How far they can be trusted. */
  String words() {
    if (!loss.known) {
      return "; at least: whether log records are lost on the way cannot be told yet";
    }
    return loss.share > 0
        ? text(
            "; about %.0f %% of the log records are lost on the way and counted in",
            100 * loss.share)
        : "";
  }
}
