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

  /** Over a minute it must grow by so much to be taken to grow on. */
  private static final double GROWS = 1.2;

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

  private final InUse use;

  /** Seconds in which what explodes becomes e times as much; NaN where that is not known. */
  private final double multiplying;

  /** Concurrent executions of what explodes if it went on so from what is told until now. */
  private final double grown;

  private final long quota;
  private final boolean displaces;
  private final boolean stopped;
  private final boolean explodes;

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
    this.quota = quota;
    this.displaces = displaces;
    this.stopped = stopped;
    this.found = found;
    this.use = new InUse(settings, cascade, state, figures, quota);
    explodes = cascade.shape() == Cascade.Shape.EXPLOSION && !stopped;
    multiplying = explodes ? pace.multiplyingSeconds() : Double.NaN;
    grown = use.grown(multiplying);
  }

  /** Are calls refused or made to wait for it? */
  boolean full() {
    return displaces || !stopped && use.own + use.others >= FULL * quota;
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
      seconds = use.at(second) + use.others >= FULL * quota ? seconds + 1 : 0;
      if (seconds == FELT_SECONDS) {
        return (second - seconds + 1) * 1000;
      }
    }
    return full() ? figures.asOf * 1000 : Member.NONE;
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
    return use.own + use.others < HALF * quota
        ? "the bill, what its calls read and write, and whatever is wanted of " + cascade.root()
        : "the bill; less of the account's concurrency is left for " + starving;
  }

  /** How much it takes, until when there is any, and who has none then. */
  String words(long end) {
    String starving = starving();
    return text(
        "%s of the account's %,d concurrent executions (%s) are in use, %s of them by it; %s%s",
        range(use.others),
        quota,
        found ? "as the calls that others lack tell" : "cascade.accountConcurrency",
        range(0),
        left(end, starving.isEmpty() ? "" : " for " + starving),
        starving.isEmpty() ? "; no other function is called" : "");
  }

  /** What is told is the least of what grows in the seconds of which most is still to be told. */
  private String range(double others) {
    double least = Math.ceil(use.own + others);
    return grown >= GROWS * use.own && grown > use.own + 1
        ? text("%.0f to %.0f", least, Math.ceil(grown + others))
        : text("%.0f", least);
  }

  private String left(long end, String others) {
    if (stopped) {
      return "since it stopped there is room" + others;
    }
    Prediction next = prediction(end);
    if (full()) {
      return "none is left" + others;
    }
    if (next != null && next.at <= end) {
      return "if it has grown on as it did none is left" + others;
    }
    if (next != null) {
      return text(
          "if it grows on as now none is left%s %s from now", others, duration(next.at - end));
    }
    if (figures.atLeast()) {
      return "it may come to all, and leave none" + others;
    }
    double most = Math.ceil(Math.max(use.own, use.coming));
    if (isReserved()) {
      return text("it has no more than its reserve, the rest is left%s", others);
    }
    return explodes && pace.stands()
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
    double free = quota - use.own - use.others;
    double least = use.at(figures.told);
    double seconds =
        explodes ? multiplying * StrictMath.log((use.own + free) / least) : added(free);
    if (Double.isNaN(seconds) || full() || seconds > MOST_SECONDS) {
      return null;
    }
    long in = (long) (1000 * seconds);
    long from = 1000 * (explodes ? figures.told : figures.asOf);
    return new Prediction(
        text("the account's %d concurrent executions are used up", quota),
        Math.max(end, from + in),
        Math.max(end, from + in / 2),
        Math.max(end, from + 2 * in));
  }

  /** Seconds until nothing is free if it grows on as of late; NaN where it does not grow. */
  private double added(double free) {
    if (use.coming < use.own + free) {
      boolean grows = !cascade.fansOut() && use.own >= GROWS * use.longBefore && pace.grows();
      return grows ? pace.seconds(free, use.own, use.own - use.longBefore) : Double.NaN;
    }
    double growth = (use.own - use.before) / InUse.RECENT_SECONDS;
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
