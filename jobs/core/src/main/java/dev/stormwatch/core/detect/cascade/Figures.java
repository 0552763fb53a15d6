package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Loss;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * How much a cascade is, as of the latest second of which most calls are told: with those that are
 * not told yet ({@link Lateness}) and those that never will be ({@link Loss}).
 *
 * <p>What it costs an hour is what a minute of calls cost, times sixty. A fan-out's rate changes
 * within seconds, so the minute is named, and what an hour of it can cost at most: that of all the
 * concurrency there is for it, used by what is dearest of it.
 */
final class Figures {

  private static final long MINUTE_SECONDS = 60;

  /** The shortest stretch of what grows: less is one delivery that is late. */
  private static final long LEAST_SECONDS = 10;

  /** Halves of a minute that differ by more, over their sum, are growth and not one rate. */
  private static final double GROWS = 0.15;

  /** The longest stretch of a loop that is looked at together. */
  private static final long MOST_SECONDS = 240;

  /** Deliveries of an environment's log in a minute, at most. */
  private static final double DELIVERIES = 12;

  /** A function is young when it may have told only of calls that are told of soon. */
  private static final long YOUNG_SLOTS = Lateness.SLOTS;

  /** What of a younger burst is told late is known from other functions, whose calls are none. */
  private static final long SETTLED_SECONDS = 30;

  private final Cascade cascade;
  private final AccountState state;
  private final long slotSeconds;

  /** What functions say that are no part of it. */
  private final Lateness others = new Lateness();

  final Loss loss;

  /** Are its calls those of one trace, beside which a function's others scatter by more? */
  private final boolean alone;

  /** Are most of its calls later than that? Then it is as of now, and what is told of it. */
  private final boolean pulse;

  /** Its calls by function. */
  private final Map<String, Long> each = new HashMap<>();

  /** Second up to which most of its calls are told; {@link #asOf} may be later. */
  final long told;

  /** Second as of which all of it is. */
  final long asOf;

  final long calls;
  final double gigabyteSeconds;

  /** Calls a second over the {@link #seconds} before. */
  final double perSecond;

  final long seconds;

  /** What it has cost, and what it costs in an hour at this rate; dollars. */
  final double soFar;

  final double hourly;

  /** What it can cost in an hour at most. */
  final double ceiling;

  /**
   * @param quota concurrent executions of the account
   */
  Figures(Cascade cascade, AccountState state, Bill bill, Settings settings, long quota) {
    this.cascade = cascade;
    this.state = state;
    slotSeconds = settings.clock.slotMillis / 1000;
    loss = Loss.of(cascade, state);
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      if (!cascade.path.contains(entry.getKey())) {
        others.add(entry.getValue().lateness);
      }
    }
    told = told();
    pulse =
        state.count(cascade, cascade.since, state.end)
            > 2 * state.count(cascade, cascade.since, told);
    asOf = pulse ? state.end : told;
    double there = loss.factor();
    Tree tree = state.trees.find(cascade.trace);
    alone = tree != null && cascade.shape() == Shape.LONE_CHAIN;
    double sum = there * cascade.earlierCalls();
    double missingGigabytes = 0;
    double tracedGigabytes = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        double all = count(member, asOf - MINUTE_SECONDS, asOf);
        double untold = all - member.count(asOf - MINUTE_SECONDS, asOf);
        double own = all <= 0 ? 0 : own(name, member, all, asOf - MINUTE_SECONDS, asOf) / all;
        double since = member.count(asOf, state.end);
        double more = own * untold - own(name, member, since, asOf, state.end);
        missingGigabytes += more * member.cost.gigabyteSeconds();
        long traced = tree == null ? 0 : TreeReport.calls(tree, name, asOf, state.end);
        double counted = alone ? traced : cascade.calls(name) + more;
        long told = Math.max(traced, Math.round(there * counted));
        each.put(name, told);
        sum += told;
        tracedGigabytes += traced * member.cost.gigabyteSeconds();
      }
    }
    calls = Math.max(1, Math.round(sum));
    double own =
        alone ? tracedGigabytes : Math.max(0, cascade.gigabyteSeconds() + missingGigabytes);
    gigabyteSeconds = there * (cascade.earlierGigabyteSeconds() + own);
    soFar = bill.cost((double) calls, gigabyteSeconds);
    seconds = window();
    double rates = 0;
    double cost = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        double all = count(member, asOf - seconds, asOf);
        double rate = there * own(name, member, all, asOf - seconds, asOf) / seconds;
        rates += rate;
        cost += bill.cost(rate, rate * member.cost.gigabyteSeconds());
      }
    }
    perSecond = rates;
    double most = ceiling(bill, settings, quota);
    // More calls may start in a moment than there are places for; no hour is like that.
    boolean bounded = Sharers.used(state, settings) <= quota;
    hourly = bounded ? Math.min(most, cost * 3600) : cost * 3600;
    ceiling = Math.max(hourly, most);
  }

  /** Of a function's calls those that are not usual of it, and no fewer than one trace tells. */
  private double own(String name, Member member, double all, long from, long to) {
    double usual = member.ordinary() * (to - from);
    Tree tree = state.trees.find(cascade.trace);
    long traced = tree == null ? 0 : tree.count(name, from, to);
    if (alone) {
      return traced;
    }
    return cascade.takesAll(member, all, usual)
        ? all
        : Math.max(all - usual, (double) Math.min(traced, (long) all));
  }

  private long told() {
    int slots = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null && member.count(cascade.since, state.end) > 0) {
        slots = Math.max(slots, lateness(member).slots());
      }
    }
    return Math.max(cascade.since + 1, state.end - slots * slotSeconds);
  }

  /** Of a burst that is younger than its calls are late, only those are told that came soon. */
  private Lateness lateness(Member member) {
    boolean young = state.end - cascade.since < YOUNG_SLOTS * slotSeconds;
    return (young || !member.lateness.known()) && others.known() ? others : member.lateness;
  }

  /** Calls in the seconds from one to another, exclusive, with those not told yet. */
  double count(Member member, long from, long to) {
    return pulse ? member.count(from, to) : settled(member, from, to);
  }

  /** The same of seconds before {@link #told}, whatever is told of those after it. */
  double settled(Member member, long from, long to) {
    return lateness(member).count(member, from, to, state.end, slotSeconds);
  }

  /**
   * The last minute, of a younger one all of it; of what grows as much of it as has one rate. Where
   * deliveries are lost a minute of a loop in one environment may lack a quarter, and one that is
   * late is a twelfth of it: it is longer if its halves differ by no more than that explains.
   */
  private long window() {
    boolean steady = !cascade.fansOut() && cascade.shape() != Shape.EXPLOSION;
    if (steady) {
      for (long longer = MOST_SECONDS; longer > MINUTE_SECONDS; longer /= 2) {
        if (asOf - longer >= cascade.since && steady(longer)) {
          return longer;
        }
      }
    }
    long window = Math.min(MINUTE_SECONDS, asOf - cascade.since);
    while (cascade.shape() == Shape.EXPLOSION && window >= 2 * LEAST_SECONDS && grows(window)) {
      window /= 2;
    }
    return window;
  }

  private boolean grows(long window) {
    return unevenness(window) > GROWS;
  }

  /** By how much the halves of the latest seconds differ, over both of them. */
  private double unevenness(long window) {
    long middle = asOf - window / 2;
    double first = state.count(cascade, asOf - window, middle);
    double second = state.count(cascade, middle, asOf);
    return first + second == 0 ? 0 : Math.abs(second - first) / (first + second);
  }

  /**
   * Do the halves of a stretch differ by no more than what is lost, and one delivery that is late?
   */
  private boolean steady(long longer) {
    long environments = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      environments += member == null ? 0 : member.living;
    }
    double deliveries = DELIVERIES * longer / MINUTE_SECONDS * Math.max(1, environments);
    // Of halves that lose a share p of n deliveries each, the difference over the sum.
    double scatter = Math.sqrt(loss.share / (1 - loss.share) / deliveries);
    return unevenness(longer) <= Math.max(2 * scatter, 1 / deliveries);
  }

  private double ceiling(Bill bill, Settings settings, long quota) {
    double shared = quota - Sharers.reserved(state, settings);
    double dearest = 0;
    double perSecond = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null && member.cost.seconds() > 0) {
        double busy = bill.cost(1, member.cost.gigabyteSeconds()) / member.cost.seconds();
        long reserved = settings.reservedConcurrency(name);
        perSecond += reserved * busy;
        dearest = reserved > 0 ? dearest : Math.max(dearest, busy);
      }
    }
    return 3600 * (perSecond + Math.max(0, shared) * dearest);
  }

  /** Its calls of one function. */
  long calls(String function) {
    return each.getOrDefault(function, 0L);
  }

  /** Are more of its calls still to be told than were? */
  boolean atLeast() {
    return pulse;
  }

  /** How far they can be trusted. */
  String words() {
    if (pulse) {
      return "; at least, as more of its calls are still to be told";
    }
    if (state.end - cascade.since < SETTLED_SECONDS) {
      return "; so early that a fifth of it may still be to be told";
    }
    if (!loss.known) {
      return "; whether log records are lost is not known yet";
    }
    return loss.share > 0
        ? text("; about %.0f %% of the log records are lost and counted in", 100 * loss.share)
        : "";
  }
}
