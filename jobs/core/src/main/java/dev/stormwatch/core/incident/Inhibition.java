package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Severity;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which incident explains which. A rule holds by mechanism, not by coincidence in time:
 *
 * <ul>
 *   <li><b>A cascade</b> multiplies calls, so its functions start cold, run into their limit and
 *       cost more, and where what fails comes back its calls fail. A database that it fills up is
 *       not muted: others suffer from that, too. Who is told to stop it gives its functions no
 *       concurrency, and they fall silent when it is over. Tries of what fails are no cascade of
 *       their own: they are an effect of the outage.
 *   <li><b>A database without a free connection</b> keeps calls waiting, so its functions need more
 *       environments, which start cold, run into their limit and are paid for; what they consume
 *       from streams falls behind or fails everywhere at once.
 *   <li><b>An outage of what a consumer depends on</b> makes every batch of its source fail, and
 *       each looks like a poison record, a hot shard or lag; failed environments start anew.
 *   <li><b>A record that blocks its shard</b>, or a shard with too much, makes that shard lag.
 *       Where each attempt at a record kills its environment, the next call waits for a new one. A
 *       Kafka partition stands still at the record that its function's calls are seen failing at.
 *       Where a function does nothing but try one batch again, that is why its calls fail.
 *   <li><b>A function at its limit</b> starts what it may start: cold starts are its shadow, and
 *       its bill is that of all it may start at once. And it refuses calls, so its callers fail as
 *       if something that they depend on were out.
 *   <li><b>An account without concurrency</b>, be it by a cascade or not, runs nothing else, and
 *       what does not run logs nothing: what fills it is heard, so the way of the logs is open.
 *   <li><b>A release</b> whose calls take many times as long costs as much more. That is seen
 *       first, and the release is named.
 *   <li><b>An application that turned cold</b> is its functions, each of which did.
 * </ul>
 *
 * <p>A cause mutes nothing more severe than itself: nobody was woken for a ticket, so it cannot
 * stand for a page. The rules have no circle: a kind is explained only by kinds that stand before
 * it in the order of causes, or by the same of something larger. An outage explains the poison
 * records of a source and is itself explained by one of which nothing but its function is known.
 */
final class Inhibition {

  /** What a subject must have in common with its cause. */
  private enum By {
    FUNCTION,
    SOURCE,
    SHARD,
    /** The function, whose environments die. */
    DEATHS,
    /** The function, whose failing calls leave a partition where it is. */
    STANDSTILL,
    /** The function, whose calls are attempts at one batch. */
    ONLY_BATCH,
    /** The function, which is tried again while it fails. */
    RETRIES,
    /** The function, of which both began with one release. */
    RELEASE,
    /** The account, of whose concurrency nothing is left. */
    ACCOUNT
  }

  /** Within so long a function that was stopped is missed: twice as long as it takes, and more. */
  private static final long STOPPED_MILLIS = 900_000;

  private static final Map<Kind, Map<Kind, By>> EFFECTS = new EnumMap<>(Kind.class);
  private static final Set<Kind> CAN_BE_EFFECT = EnumSet.noneOf(Kind.class);

  static {
    rule(Kind.FAN_OUT_CASCADE, Kind.CONCURRENCY_SATURATION, By.FUNCTION);
    rule(Kind.FAN_OUT_CASCADE, Kind.COLD_START_SPIKE, By.FUNCTION);
    rule(Kind.FAN_OUT_CASCADE, Kind.COST_CROSSOVER, By.FUNCTION);
    rule(Kind.FAN_OUT_CASCADE, Kind.TELEMETRY_GAP, By.FUNCTION);
    rule(Kind.FAN_OUT_CASCADE, Kind.DEPENDENCY_OUTAGE, By.FUNCTION);
    rule(Kind.CONNECTION_EXHAUSTION, Kind.DEPENDENCY_OUTAGE, By.FUNCTION);
    rule(Kind.CONNECTION_EXHAUSTION, Kind.CONCURRENCY_SATURATION, By.FUNCTION);
    rule(Kind.CONNECTION_EXHAUSTION, Kind.CONSUMER_LAG, By.FUNCTION);
    rule(Kind.CONNECTION_EXHAUSTION, Kind.COLD_START_SPIKE, By.FUNCTION);
    rule(Kind.CONNECTION_EXHAUSTION, Kind.COST_CROSSOVER, By.FUNCTION);
    rule(Kind.COST_CROSSOVER, Kind.DEPENDENCY_OUTAGE, By.RELEASE);
    rule(Kind.DEPENDENCY_OUTAGE, Kind.POISON_RECORD, By.SOURCE);
    rule(Kind.DEPENDENCY_OUTAGE, Kind.HOT_SHARD, By.SOURCE);
    rule(Kind.DEPENDENCY_OUTAGE, Kind.CONSUMER_LAG, By.SOURCE);
    rule(Kind.DEPENDENCY_OUTAGE, Kind.COLD_START_SPIKE, By.FUNCTION);
    rule(Kind.DEPENDENCY_OUTAGE, Kind.FAN_OUT_CASCADE, By.RETRIES);
    rule(Kind.POISON_RECORD, Kind.CONSUMER_LAG, By.SHARD);
    rule(Kind.POISON_RECORD, Kind.DEPENDENCY_OUTAGE, By.ONLY_BATCH);
    rule(Kind.POISON_RECORD, Kind.POISON_RECORD, By.STANDSTILL);
    rule(Kind.POISON_RECORD, Kind.COLD_START_SPIKE, By.DEATHS);
    rule(Kind.HOT_SHARD, Kind.CONSUMER_LAG, By.SHARD);
    rule(Kind.CONCURRENCY_SATURATION, Kind.TELEMETRY_GAP, By.ACCOUNT);
    rule(Kind.CONCURRENCY_SATURATION, Kind.DEPENDENCY_OUTAGE, By.FUNCTION);
    rule(Kind.CONCURRENCY_SATURATION, Kind.COLD_START_SPIKE, By.FUNCTION);
    rule(Kind.CONCURRENCY_SATURATION, Kind.COST_CROSSOVER, By.FUNCTION);
    rule(Kind.COLD_START_SPIKE, Kind.COLD_START_SPIKE, By.FUNCTION);
  }

  private Inhibition() {}

  private static void rule(Kind cause, Kind effect, By by) {
    EFFECTS.computeIfAbsent(cause, any -> new EnumMap<>(Kind.class)).put(effect, by);
    CAN_BE_EFFECT.add(effect);
  }

  /** Is there a kind of incident that could explain this one? */
  static boolean couldBeEffect(Kind kind) {
    return CAN_BE_EFFECT.contains(kind);
  }

  /** Does the first of two incidents of one account and region explain the second? */
  static boolean explains(Finding cause, Finding effect) {
    By by = EFFECTS.getOrDefault(cause.kind, Map.of()).get(effect.kind);
    if (by != null && effect.kind == Kind.TELEMETRY_GAP && leavesNone(cause)) {
      return true;
    }
    boolean hasReason =
        effect.kind == Kind.DEPENDENCY_OUTAGE || effect.cause.equals(Mechanism.RELEASE);
    if (hasReason && cause.cause.equals(Mechanism.RETRIES)) {
      return false;
    }
    if (by == null || by == By.ACCOUNT || foresees(cause) || blindsAll(effect)) {
      return false;
    }
    Map<String, String> of = cause.subject.names();
    Map<String, String> to = effect.subject.names();
    boolean sameSource = same("function", of, to) && same("eventSource", of, to);
    switch (by) {
      case SOURCE:
        return sameSource;
      case SHARD:
        return sameSource && same("shard", of, to);
      case STANDSTILL:
        return cause.subject.type().equals("function")
            && same("function", of, to)
            && effect.cause.equals(Mechanism.STANDSTILL);
      case ONLY_BATCH:
        return cause.cause.equals(Mechanism.ONLY_BATCH)
            && effect.subject.type().equals("function")
            && same("function", of, to);
      case RETRIES:
        return effect.cause.equals(Mechanism.RETRIES)
            && effect.subject.allFunctions().contains(of.getOrDefault("function", ""));
      case RELEASE:
        return cause.cause.equals(Mechanism.RELEASE)
            && effect.cause.equals(Mechanism.RELEASE)
            && same("function", of, to);
      case DEATHS:
        return same("function", of, to) && effect.cause.equals(Mechanism.ENVIRONMENT_DEATHS);
      default:
        List<String> touched = effect.subject.allFunctions();
        return !touched.isEmpty() && cause.subject.allFunctions().containsAll(touched);
    }
  }

  /** Is it about what could happen to a database? That has no effects yet. */
  private static boolean foresees(Finding cause) {
    return cause.kind == Kind.CONNECTION_EXHAUSTION && cause.severity == Severity.TICKET;
  }

  /** Is it known that others find no concurrency for it? */
  private static boolean leavesNone(Finding cause) {
    return cause.kind == Kind.FAN_OUT_CASCADE
        ? cause.impact.seen
        : cause.cause.equals(Mechanism.ACCOUNT_LIMIT);
  }

  /** Does stopping the first make the second fall silent, though the first is over by then? */
  static boolean silences(Finding cause, Finding effect) {
    return cause.kind == Kind.FAN_OUT_CASCADE && effect.kind == Kind.TELEMETRY_GAP;
  }

  /** How long something that is over may bring about what begins then, milliseconds. */
  static long outlives(Kind cause) {
    return cause == Kind.FAN_OUT_CASCADE ? STOPPED_MILLIS : 0;
  }

  /** Is telemetry of so much missing that nobody stopped it all? */
  private static boolean blindsAll(Finding effect) {
    return effect.kind == Kind.TELEMETRY_GAP && effect.severity == Severity.PAGE;
  }

  /** Is telemetry missing that would have to say that this one is over? */
  static boolean blinds(Finding gap, Finding other) {
    if (gap.kind != Kind.TELEMETRY_GAP || other.kind == Kind.TELEMETRY_GAP) {
      return false;
    }
    List<String> blind = gap.subject.allFunctions();
    return other.subject.allFunctions().stream().anyMatch(blind::contains);
  }

  private static boolean same(String member, Map<String, String> one, Map<String, String> two) {
    String name = one.get(member);
    return name != null && name.equals(two.get(member));
  }
}
