package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls of a cascade seem to have stopped, long before it is told to be over: nothing
 * but usual calls started for longer than its turns take and its lines are late.
 */
final class Stop {

  /** Standard deviations by which chance may make more calls, or fewer. */
  private static final double CHANCE = 3;

  /** What is later than the longest pause so far, or than lines are, by half is so by no chance. */
  private static final double LATE = 1.5;

  /** Environments whose deliveries are not late at once by chance. */
  private static final long MANY = 10;

  /** Usual calls of others that are expected in a silence in which telemetry works. */
  private static final double HEARD = 5;

  /** Its rate when it stopped is that of so many seconds, or of one pause. */
  private static final long RATE_SECONDS = 60;

  private final AccountState state;
  private final List<Member> members = new ArrayList<>();
  private final double usual;

  /** Second after its last call. */
  final long at;

  private Stop(Cascade cascade, AccountState state) {
    this.state = state;
    double sum = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        members.add(member);
        sum += member.ordinary();
      }
    }
    usual = sum;
    at = last(cascade.since);
  }

  /** Null while it goes on, and while that is not known. Of what is wider events go on to come. */
  static @Nullable Stop of(Cascade cascade, AccountState state, long slotSeconds) {
    if (cascade.isWider() || cascade.shape() == Cascade.Shape.CUT_CHAINS) {
      return null;
    }
    Stop stop = new Stop(cascade, state);
    return stop.isSilent(cascade, slotSeconds) ? stop : null;
  }

  private boolean isSilent(Cascade cascade, long slotSeconds) {
    double turn = 0;
    long late = 0;
    for (Member member : members) {
      turn += member.cost.seconds();
      late = Math.max(late, late(member, cascade, slotSeconds));
    }
    Member root = state.members.get(cascade.root());
    double longest = root == null ? 0 : Ending.pause(root, cascade, state.end);
    double pause = Math.max(turn, Math.max((double) pause(cascade.since), longest));
    long silent = state.end - at;
    return silent > LATE * (late + pause) && isTold(cascade) && isMissed(silent - late, pause);
  }

  /**
   * One delivery that is late is no silence of all: of few environments nearly all must be told.
   */
  private long late(Member member, Cascade cascade, long slotSeconds) {
    Lateness lateness = lateness(member, cascade);
    return member.living < MANY
        ? lateness.settles(slotSeconds)
        : (lateness.slots() + 1) * slotSeconds;
  }

  private Lateness lateness(Member member, Cascade cascade) {
    if (member.lateness.known()) {
      return member.lateness;
    }
    Lateness others = new Lateness();
    state.members.forEach(
        (name, other) -> {
          if (!cascade.path.contains(name)) {
            others.add(other.lateness);
          }
        });
    return others;
  }

  private long count(long from, long to) {
    return members.stream().mapToLong(member -> member.count(from, to)).sum();
  }

  /** Usual calls in so many seconds, at most. */
  private double most(double seconds) {
    double expected = usual * seconds;
    return expected <= 0 ? 0 : 1 + expected + CHANCE * Math.sqrt(expected);
  }

  private long last(long since) {
    long second = state.end;
    long oldest = Math.max(since, state.end - StartRing.SECONDS);
    while (second > oldest
        && count(second - 1, state.end) <= most((double) state.end - second + 1)) {
      second--;
    }
    return second;
  }

  /** The longest time within it without any calls of its own, seconds. */
  private long pause(long since) {
    long longest = 0;
    long from = Math.max(since, state.end - StartRing.SECONDS);
    for (long second = from; second < at; second++) {
      if (count(from, second + 1) > most((double) second + 1 - from)) {
        longest = Math.max(longest, second - from);
        from = second + 1;
      }
    }
    return longest;
  }

  /** Would as many calls as before be more than chance makes of usual ones? */
  private boolean isMissed(long silent, double pause) {
    long span = Math.max(RATE_SECONDS, (long) Math.ceil(pause));
    long from = Math.max(at - span, state.end - StartRing.SECONDS);
    double expected = silent * count(from, at) / (double) Math.max(1, at - from);
    return expected - CHANCE * Math.sqrt(expected) > most((double) silent);
  }

  /** Are the calls of others told meanwhile? Where none are it is telemetry that stopped. */
  private boolean isTold(Cascade cascade) {
    double expected = 0;
    long seen = 0;
    for (String name : state.members.keySet()) {
      Member member = state.members.get(name);
      if (member != null && !cascade.path.contains(name)) {
        expected += member.ordinary() * (state.end - at);
        seen += member.count(at, state.end);
      }
    }
    return expected < HEARD || seen > 0;
  }

  String words(Figures figures) {
    return text(
        "%,d calls and %,.1f GB-s, $%s; none but usual calls since %s UTC, for %s; what stopped it"
            + " is in no log: calls that wait or are tried again begin it anew; what the calls read"
            + " and wrote comes on top%s",
        figures.calls,
        figures.gigabyteSeconds,
        Bill.money(figures.soFar),
        CascadeReport.clock(at),
        duration((state.end - at) * 1000),
        figures.words());
  }
}
