package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.settings.Settings;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much of the account's concurrency a cascade takes, when none is left, and who starves then.
 *
 * <p>A cascade's concurrency is known from Little's law sooner than from calls that have ended: its
 * starts in as many seconds as a call takes are those in progress. It grows until as many end as
 * start, so it comes to starts a second times a call's seconds and no further.
 */
final class Room {

  private static final int STARVED = 3;

  /** Rates are taken over so many seconds; of longer calls over as many as they take. */
  private static final long RECENT_SECONDS = 10;

  /** Over a minute it must grow by so much to be taken to grow on. */
  private static final double GROWS = 1.2;

  private static final long MINUTE_SECONDS = 60;

  /** What is further away than two hours is not foretold: until then much may come between. */
  private static final long MOST_SECONDS = 7_200;

  /** Who finds no place for a moment finds one in the next. */
  private static final int FELT_SECONDS = 3;

  /** So much of the quota is all of it: environments take a moment from call to call. */
  private static final double FULL = 0.9;

  /** While less is in use nobody else has to go short. */
  private static final double HALF = 0.5;

  private final Settings settings;
  private final Cascade cascade;
  private final AccountState state;
  private final Figures figures;
  private final Pace pace;

  /** Concurrent executions that are the cascade's, now, some seconds ago and a minute ago. */
  private final double own;

  private final double before;
  private final double longBefore;

  /** What its own come to if its calls go on to start as they do. */
  private final double coming;

  private final double others;

  private final long quota;
  private final boolean displaces;
  private final boolean stopped;

  /** Is the quota found, and not declared? */
  private final boolean found;

  /**
   * @param quota concurrent executions of the account
   * @param found do others' calls tell of it, and not the settings?
   * @param displaces does it take calls from others, as far as they tell?
   * @param stopped does it seem to call no more?
   */
  Room(
      Settings settings,
      Cascade cascade,
      AccountState state,
      Figures figures,
      long quota,
      boolean found,
      boolean displaces,
      boolean stopped) {
    this.settings = settings;
    this.cascade = cascade;
    this.state = state;
    this.figures = figures;
    this.pace = new Pace(cascade, state, figures);
    double now = 0;
    double earlier = 0;
    double longAgo = 0;
    double later = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        now += inProgress(name, member, figures.asOf);
        earlier += inProgress(name, member, figures.asOf - RECENT_SECONDS);
        longAgo += inProgress(name, member, figures.asOf - MINUTE_SECONDS);
        long from = figures.asOf - RECENT_SECONDS;
        later +=
            figures.loss.factor()
                * figures.count(member, from, figures.asOf)
                / RECENT_SECONDS
                * member.cost.seconds();
      }
    }
    double rest = 0;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      rest += cascade.path.contains(entry.getKey()) ? 0 : entry.getValue().concurrency();
    }
    this.quota = quota;
    this.displaces = displaces;
    this.stopped = stopped;
    this.found = found;
    own = Math.min(now, (double) quota);
    before = Math.min(earlier, (double) quota);
    longBefore = longAgo;
    coming = later;
    others = Math.min(rest, quota - own);
  }

  /**
   * Calls that started in the last of the seconds a call takes, up to a second, of its reserve; NaN
   * where those are forgotten.
   */
  private double inProgress(String name, Member member, long to) {
    double seconds = member.cost.seconds();
    long span = Math.max(RECENT_SECONDS / 2, (long) Math.ceil(seconds));
    if (to - span < state.end - StartRing.SECONDS) {
      return Double.NaN;
    }
    double places = figures.loss.factor() * figures.count(member, to - span, to) / span * seconds;
    long reserve = settings.reservedConcurrency(name);
    return reserve > 0 ? Math.min((double) reserve, places) : places;
  }

  /** Are calls refused or made to wait for it? */
  boolean full() {
    return displaces || !stopped && own + others >= FULL * quota;
  }

  /**
   * Since when it leaves others none, or did for seconds, epoch milliseconds; {@link Member#NONE}
   * for not yet. Lines tell of a call seconds after it began, so that this is before it came to
   * light; and what comes in waves may leave room again by then.
   */
  long fullSince() {
    long first = Math.max(cascade.since, state.end - StartRing.SECONDS) + 1;
    int seconds = 0;
    for (long second = first; second < figures.asOf; second++) {
      seconds = ownAt(second) + others >= FULL * quota ? seconds + 1 : 0;
      if (seconds == FELT_SECONDS) {
        return (second - seconds + 1) * 1000;
      }
    }
    return full() ? figures.asOf * 1000 : Member.NONE;
  }

  /** Its concurrent executions at a second of which all is told. */
  private double ownAt(long second) {
    double own = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        long span = Math.max(1, Math.round(member.cost.seconds()));
        long from = Math.max(second - span, state.end - StartRing.SECONDS);
        double calls = figures.count(member, from, second);
        own += figures.loss.factor() * calls / span * member.cost.seconds();
      }
    }
    return own;
  }

  /** Does it take all, while others are called? */
  boolean starves() {
    return full() && !starving().isEmpty();
  }

  Impact impact() {
    return new Impact(cascade.fullAt != Member.NONE, cascade.fullAt, effect());
  }

  /** What there is to be felt of one that is over. */
  Impact relief() {
    String starving = starving();
    return new Impact(
        false,
        Long.MIN_VALUE,
        starving.isEmpty() ? "none any more" : "none any more; for " + starving + " there is room");
  }

  private String effect() {
    String starving = starving();
    if (starving.isEmpty()) {
      return "the bill; no other function is called in this account that it could starve";
    }
    if (full()) {
      return "the account's concurrency is used up; calls wait or are refused of " + starving;
    }
    if (cascade.fullAt != Member.NONE) {
      return "the account's concurrency was used up; calls waited or were refused of " + starving;
    }
    if (stopped) {
      return "the bill, and what its calls read and wrote";
    }
    return own + others < HALF * quota
        ? "the bill, what its calls read and write, and whatever is wanted of " + cascade.root()
        : "the bill; less of the account's concurrency is left for " + starving;
  }

  /** How much it takes, until when there is any, and who has none then. */
  String words(long end) {
    String starving = starving();
    return text(
        "%.0f of the account's %,d concurrent executions (%s) are in use, %.0f of them by it; %s%s",
        Math.ceil(own + others),
        quota,
        found ? "as the calls that others lack tell" : "cascade.accountConcurrency",
        Math.ceil(own),
        left(end, starving.isEmpty() ? "" : " for " + starving),
        starving.isEmpty() ? "; no other function is called" : "");
  }

  private String left(long end, String others) {
    if (stopped) {
      return "since it stopped there is room" + others;
    }
    Prediction next = prediction(end);
    if (full()) {
      return "none is left" + others;
    }
    if (next != null) {
      return text(
          "if it grows on as now none is left%s %s from now", others, duration(next.at - end));
    }
    if (figures.atLeast()) {
      return "it may come to all, and leave none" + others;
    }
    double most = Math.ceil(Math.max(own, coming));
    if (isReserved()) {
      return text("it has no more than its reserve, the rest is left%s", others);
    }
    return cascade.shape() == Cascade.Shape.EXPLOSION && pace.stands()
        ? text(
            "what multiplies and stands at %.0f is held by some limit: if others share that, none"
                + " is left%s",
            most, others)
        : text("at this pace it comes to %.0f, the rest is left%s", most, others);
  }

  /** Has each of its functions places of its own, and no more? */
  private boolean isReserved() {
    return cascade.path.stream().allMatch(name -> settings.reservedConcurrency(name) > 0);
  }

  @Nullable Prediction prediction(long end) {
    if (stopped
        || cascade.shape() == Cascade.Shape.CUT_CHAINS
        || cascade.shape() == Cascade.Shape.LONE_CHAIN) {
      // What stopped grows no more, events bound what is cut, and one chain is one.
      return null;
    }
    double free = quota - own - others;
    double seconds =
        cascade.shape() == Cascade.Shape.EXPLOSION
            ? pace.multiplyingSeconds() * StrictMath.log((own + free) / own)
            : added(free);
    if (Double.isNaN(seconds) || full() || seconds > MOST_SECONDS) {
      return null;
    }
    long in = (long) (1000 * seconds);
    long from = figures.asOf * 1000;
    return new Prediction(
        text("the account's %d concurrent executions are used up", quota),
        Math.max(end, from + in),
        Math.max(end, from + in / 2),
        Math.max(end, from + 2 * in));
  }

  /** Seconds until nothing is free if it grows on as of late; NaN where it does not grow. */
  private double added(double free) {
    if (coming < own + free) {
      boolean grows = !cascade.fansOut() && own >= GROWS * longBefore && pace.grows();
      return grows ? pace.seconds(free, own, own - longBefore) : Double.NaN;
    }
    double growth = (own - before) / RECENT_SECONDS;
    return growth <= 0 ? Double.NaN : free / growth;
  }

  /** Who else is called, the busiest first; with concurrency of their own they do not starve. */
  private String starving() {
    return state.members.entrySet().stream()
        .filter(e -> !state.cascading(e.getKey()) && !cascade.path.contains(e.getKey()))
        .filter(e -> settings.reservedConcurrency(e.getKey()) == 0)
        .filter(e -> e.getValue().usual > 0)
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Member> e) -> -e.getValue().usual)
                .thenComparing(Map.Entry::getKey))
        .limit(STARVED)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
