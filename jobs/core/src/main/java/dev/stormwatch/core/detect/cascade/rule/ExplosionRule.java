package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.FlatTop;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions that call themselves more than once each: see {@link
 * dev.stormwatch.core.detect.cascade.CascadeDetector}.
 *
 * <p>Let N be the calls of a burst so far without those that are usual. What feeds itself doubles N
 * in equal times. A step from outside doubles it in times of which each is twice the one before, a
 * rate that rises in a line in times that grow by √2, one that rises with the square of time by ∛2.
 * So of four doublings the later two take as long as the earlier two if it is an explosion, four
 * times as long in a step, twice as long in a ramp, 1.6 times as long in a square. Sums over many
 * calls are compared, so one weak generation does not matter, nor does the length of a turn.
 *
 * <p>And it began with one call, or with one for each event: before it was large it doubled as
 * often as it takes from there, in about the same times. Pollers that empty a queue and clients
 * that start together are many in their first second, and while they warm up, or more of them come,
 * they may well double four times; but not before.
 *
 * <p>The tail of a wave of calls around one time doubles as steadily, and so may batches. But what
 * feeds itself ends at a limit of concurrency, which cuts it short at full speed: from one second
 * to the next its rate is flat, undiminished, and far evener than calls of people.
 *
 * <p>What doubles nine times needs no limit: no sale and no wave takes a quiet function to five
 * hundred times what it began with at one pace. It may take half an hour, and its turns may vary as
 * they like. Five of some seconds each are enough where they are as long as one another, from a
 * hundred calls on: where batches gather what comes first, or several events began it, the first
 * ones are quicker than those that follow. And four of minutes are, where calls are evener than
 * people's ({@link EvenGrowth}).
 */
final class ExplosionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Calls a second from then on, over those in the last doubling. Growth that a limit cuts short
   * comes to 1.4 times those at the limit and to as many a little later; a rate from outside that
   * bends into its top does so when its doublings take long already.
   */
  private static final double MOST_TOP = 1.15;

  private static final double LEAST_TOP = 0.7;

  /** What doubles at a limit so soon is no crowd, whatever its calls take. */
  private static final double QUICK_SECONDS = 40;

  /** Nor is what does so this soon, if it had doubled as steadily since it was a few calls. */
  private static final double LONG_SECONDS = 120;

  /**
   * The later half of all those doublings over the earlier one. A wave's is 1.3 where it comes to a
   * limit at a seventh of its height, and more above.
   */
  private static final double WAVE_RATIO = 1.25;

  /**
   * The same where the first of those doublings, of some calls, are quicker by chance: the last
   * ones, of many calls, take equal times.
   */
  private static final double CHANCE_RATIO = 1.45;

  /** The later two of the last four doublings over the earlier two: 1.17 in such a wave. */
  private static final double STRAIGHT_RATIO = 1.08;

  /** What doubles four times so soon began with few calls in few seconds, of which less is told. */
  private static final double STEEP_SECONDS = 12;

  private static final double STEEP_RATIO = 1.7;

  /** Functions of one explosion burst about together: the busier one is, the later it shows. */
  private static final int TOGETHER_SECONDS = 60;

  /** What goes on undiminished is looked at in panes of so many. */
  private static final int PANE_SECONDS = 10;

  /** In two minutes chance leaves so many times the regularity one time in a hundred. */
  private static final double WIDE_RATIO = 1.25;

  private static final int NARROW = 2;
  private static final int MIDDLE = 5;

  private final CascadeSettings settings;
  private final long slotSeconds;

  ExplosionRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, Member> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      if (!settings.isMeant(entry.getKey())
          && member.burst.calls > settings.repeatRatio * member.largest
          && (member.burst.calls >= settings.loopCalls && explodes(member, state)
              || member.burst.calls >= settings.fanOutCalls && multiplies(member, state.end))) {
        found.put(entry.getKey(), member);
      }
    }
    if (found.isEmpty()) {
      return null;
    }
    Member known = Collections.min(found.values(), Comparator.comparingLong(m -> m.burst.since));
    long from = known.burst.since;
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      boolean together = Math.abs(entry.getValue().burst.since - from) <= TOGETHER_SECONDS;
      if (together
          && !settings.isMeant(entry.getKey())
          && (isEven(entry.getValue(), state.end) || keepsUp(entry.getValue(), known, state.end))) {
        found.put(entry.getKey(), entry.getValue());
      }
    }
    return Cycle.suspect(Shape.EXPLOSION, found, state, settings, slotSeconds);
  }

  /** Second up to which nearly all of a function's calls are told. */
  private long settled(Member member, long end) {
    return member.lateness.settled(end, slotSeconds);
  }

  /** What came with an explosion and waits for concurrency as it does takes its turns with it. */
  private boolean isEven(Member member, long end) {
    long to = settled(member, end);
    return isEven(member, to - settings.limitedMillis / 1000, to);
  }

  private boolean isEven(Member member, long from, long to) {
    return member.dispersion(from, to, NARROW) <= Evenness.NARROW_RATIO * settings.regularity
        && member.dispersion(from, to, MIDDLE) <= settings.regularity;
  }

  /** Turns of some seconds are even in panes that are longer. */
  private boolean isEvenInWide(Member member, long from, long to) {
    double most = WIDE_RATIO * settings.regularity;
    return member.dispersion(from, to, MIDDLE) <= most
        && member.dispersion(from, to, PANE_SECONDS) <= most;
  }

  private boolean explodes(Member member, AccountState state) {
    long end = state.end;
    Growth growth = Growth.bySecond(member, end);
    long settled = settled(member, end);
    if (Doublings.isEndless(growth, settled)
        || Doublings.areEven(growth, settled)
        || Doublings.isEndless(Growth.byTrail(member, end), settled)
        || FirstDoublings.isEndless(member, end)
        || SlowDoublings.are(member, settled, end)
        || EvenGrowth.is(member, settled, end)) {
      return true;
    }
    boolean full = isFull(member, state);
    if (isMultiplied(member, full, settled) || isDoubled(member, full, end, settled)) {
      return true;
    }
    long latest = settled - settings.limitedMillis / 1000;
    for (long at = latest; at > growth.from(); at--) {
      double[] taken = Doublings.steady(growth, at, settings.doublingRatio);
      if (taken.length > 0) {
        double rate = growth.until(at) / 2 / taken[0];
        double grew = Doublings.sum(taken);
        double lengthening = Forerun.lengthening(growth, at, grew, Doublings.DOUBLINGS);
        boolean bends =
            grew <= STEEP_SECONDS
                ? lengthening > STEEP_RATIO || Forerun.isMany(member)
                : lengthening > WAVE_RATIO && !(full && isStraight(taken, lengthening));
        // Where what it began with is not told, the ratio is not a number.
        double longest = Double.isNaN(lengthening) ? QUICK_SECONDS : LONG_SECONDS;
        if (isUndiminished(member, rate, at, settled)
            && !bends
            && (full && grew <= longest || isEven(member, at, settled))
            && !isStaircase(member, at, grew, taken[0], settled)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean multiplies(Member member, long end) {
    long settled = settled(member, end);
    return Turns.find(member, end, settled) != null
        || SlowDoublings.areOfLongCalls(member, settled, end);
  }

  /** Did its first generations multiply until a limit stopped them, and go on from there? */
  private boolean isMultiplied(Member member, boolean full, long settled) {
    long from = settled - FirstGenerations.LASTING_SECONDS;
    return goesOn(member, FirstGenerations.end(member, settled), from, settled)
        && (full || isEven(member, from, settled));
  }

  /** Did its first calls double in equal times until a limit stopped them, and go on from there? */
  private boolean isDoubled(Member member, boolean full, long end, long settled) {
    long soon = FirstDoublings.soonEnd(member, end, settled);
    if (goesOn(member, soon, settled - FirstDoublings.SOON_SECONDS, settled)) {
      return true;
    }
    long from = settled - FirstDoublings.LASTING_SECONDS;
    return goesOn(member, FirstDoublings.end(member, end, settled), from, settled)
        && (full || isEven(member, from, settled) || isEvenInWide(member, from, settled));
  }

  private static boolean goesOn(Member member, long grown, long from, long settled) {
    if (grown == Member.NONE || from < grown) {
      return false;
    }
    double rate = member.count(from, settled) / (double) (settled - from);
    for (long pane = settled; pane >= grown + PANE_SECONDS; pane -= PANE_SECONDS) {
      double calls = member.count(pane - PANE_SECONDS, pane) / (rate * PANE_SECONDS);
      if (calls > 1 / LEAST_TOP || calls < LEAST_TOP && pane > from) {
        return false;
      }
    }
    return true;
  }

  /** Does a function take as long to double as another does? */
  private boolean keepsUp(Member member, Member known, long end) {
    long settled = Math.min(settled(member, end), settled(known, end));
    return Doublings.keepUp(Growth.bySecond(member, end), Growth.bySecond(known, end), settled)
        || Doublings.keepUp(Growth.byTrail(member, end), Growth.byTrail(known, end), settled)
        || EvenGrowth.doubles(known, settled, end) && EvenGrowth.doubles(member, settled, end);
  }

  /** Are doublings of many calls of one length, though those of few calls were quicker? */
  private static boolean isStraight(double[] taken, double lengthening) {
    return lengthening <= CHANCE_RATIO
        && taken[0] + taken[1] <= STRAIGHT_RATIO * (taken[2] + taken[3]);
  }

  /** Did the growth end in a rate that goes on? */
  private static boolean isUndiminished(Member member, double rate, long from, long to) {
    double top = member.count(from, to) / (double) (to - from);
    return top >= LEAST_TOP * rate && top <= MOST_TOP * rate;
  }

  /** Did somebody raise it from one level to the next? */
  private boolean isStaircase(Member member, long at, double grew, double doubling, long settled) {
    double top = member.count(at, settled) / (double) (settled - at);
    long from = Math.max(at - Math.round(grew), settled - StartRing.SECONDS);
    return Staircase.climbs(member, from, at, doubling, top, settings.regularity);
  }

  /** Do a function and what bursts with it use all of some concurrency between them? */
  private boolean isFull(Member member, AccountState state) {
    List<Member> together =
        state.bursts().entrySet().stream()
            .filter(entry -> !settings.isMeant(entry.getKey()))
            .map(Map.Entry::getValue)
            .filter(other -> Math.abs(other.burst.since - member.burst.since) <= TOGETHER_SECONDS)
            .collect(Collectors.toList());
    int slots = (int) (settings.limitedMillis / 1000 / slotSeconds);
    return FlatTop.level(together, slots, settings.flatTopRange) >= settings.flatTopConcurrency;
  }
}
