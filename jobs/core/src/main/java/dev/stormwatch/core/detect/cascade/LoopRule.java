package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions that go on calling themselves: see {@link CascadeDetector}. */
final class LoopRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Widths of panes, seconds. In narrow ones there are more counts, so chance makes them even less
   * often; in wide ones there are more turns, so even slow loops are even.
   */
  private static final int NARROW = 2;

  private static final int MIDDLE = 5;
  private static final int WIDE = 10;

  /** In many narrow panes so many times the regularity is as certain as it is in fewer. */
  static final double NARROW_RATIO = 1.5;

  /** Loops whose turns vary: the wider panes must then not speak against it. */
  private static final double VARIED_RATIO = 2;

  /** Turns of many seconds are even only in panes of half a minute, of which so many are kept. */
  private static final long MOST_SLOW_SECONDS = 1_680;

  /** Standard deviations that chance exceeds three times in a hundred thousand. */
  static final double CHANCE = 4;

  /** The same where what grows tells of a loop as well: one time in a thousand. */
  private static final double LIKELY = 3;

  /** Fewer calls a second cost cents an hour, and are a ticket. */
  static final double SLOWEST = 1;

  /** Fewer are left to whoever looks at bills. */
  private static final double RAREST = 0.4;

  /** The last minute must have at least so much of the busiest one: a loop does not recede. */
  static final double UNDIMINISHED = 0.7;

  /** What begins with few chains has at most so much of its rate in its first half minute. */
  private static final double GRADUAL = 0.5;

  /** What has grown to so many times its first half minute needs no long look at how even it is. */
  private static final double GROWN = 16;

  private static final long GROWN_SECONDS = 180;

  /** More at a time, on average, are not one chain, nor several through one shard. */
  static final double SERIAL = 1.05;

  /** Each half minute must exceed the one before it by so much to be growth without end. */
  private static final double STEP = 1.12;

  /** Where deliveries are lost, one may be so much less than the one before. */
  private static final double LOST_STEP = 0.85;

  private static final int STEP_SECONDS = 30;

  /** What a clock started is taken to be started by it for so long: its rate may bend meanwhile. */
  private static final long CLOCKED_SECONDS = 240;

  /** By then it shows whether a clock starts what came to light so late. */
  private static final long SHOWS_SECONDS = 60;

  private final Settings estate;
  private final CascadeSettings settings;
  private final long slotSeconds;

  LoopRule(Settings settings) {
    this.estate = settings;
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(CascadeState state) {
    Map<String, Member> found = new TreeMap<>();
    boolean sure = false;
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      long now = settled(member, state);
      watchClock(member, now);
      if (!settings.isMeant(entry.getKey())
          && !member.catchesUp()
          && member.burstCalls > settings.repeatRatio * member.largest) {
        boolean serial = isSerial(member, now);
        boolean grew = isGradual(member, now) && lasts(member, now) || rises(member, now);
        if (grew || follows(member, now) || (serial || isLong(member, now)) && lasts(member, now)) {
          boolean certain = serial || grew && isUnattended(entry.getKey(), member);
          sure |= certain && minute(member, now) >= SLOWEST * 60;
          found.put(entry.getKey(), member);
        }
      }
    }
    Shape shape = sure ? Shape.LOOP : Shape.CHAINS;
    return found.isEmpty() ? null : Cycle.suspect(shape, found, state, settings, slotSeconds);
  }

  /** Does it turn out that a clock starts what was taken for chains? */
  boolean isClocked(Cascade cascade, CascadeState state) {
    Member root = state.members.get(cascade.root());
    if (cascade.shape() != Shape.CHAINS || root == null || !root.bursting()) {
      return false;
    }
    long now = settled(root, state);
    watchClock(root, now);
    return wasClocked(root, now);
  }

  /** Do chains become more and more, as those of events do that never end? */
  boolean accumulates(Cascade cascade, CascadeState state) {
    Member root = state.members.get(cascade.root());
    if (root == null || !root.bursting()) {
      return false;
    }
    long settled = settled(root, state);
    return Accumulation.keepsWithEvents(root, settled)
        || Accumulation.piles(root, cascade.knownAt, state.end, settled);
  }

  /**
   * Second at which chains that are no fewer than ever are taken for a loop: soon where they became
   * more, unless that is how they came to light, as clients of a load test do in their first
   * minutes.
   */
  long lastsAt(Cascade cascade, CascadeState state) {
    long known = cascade.knownAt == 0 ? state.end : cascade.knownAt;
    Member root = state.members.get(cascade.root());
    boolean ramp = known - cascade.since < settings.holdMillis / 1000;
    boolean more = root != null && root.bursting() && isGradual(root, settled(root, state));
    return more && !ramp
        ? Math.max(cascade.since + settings.gradualHoldMillis / 1000, known + SHOWS_SECONDS)
        : known + settings.lastingMillis / 1000;
  }

  private long settled(Member member, CascadeState state) {
    return state.end - member.lateness.settles(slotSeconds);
  }

  private static void watchClock(Member member, long now) {
    if (Clock.starts(member, now)) {
      member.clockAt = now;
    }
  }

  private static boolean wasClocked(Member member, long now) {
    return member.clockAt != Member.NONE && now - member.clockAt <= CLOCKED_SECONDS;
  }

  /** Has it gone on undiminished, each call waiting for another? */
  private boolean lasts(Member member, long now) {
    long age = now - member.burstSince;
    long minute = minute(member, now);
    return age * 1000 >= settings.holdMillis
        && member.burstCalls >= settings.loopCalls
        && minute >= RAREST * 60
        && minute >= UNDIMINISHED * member.burstPeak
        && (growth(member, now) >= GROWN && regular(member, now, GROWN_SECONDS)
            || regular(member, now, age));
  }

  /**
   * Does it grow as the events do that add to it? Then it need be no evener than turns of any
   * length are in panes of some width.
   */
  private boolean follows(Member member, long now) {
    long span = Math.min(now - member.burstSince, Member.LAG_SECONDS);
    return span * 1000 >= settings.holdMillis
        && member.burstCalls >= settings.loopCalls
        && minute(member, now) >= SLOWEST * 60
        && Accumulation.keepsPace(member, now)
        && isEvenInAny(member, now, span, NARROW_RATIO * settings.regularity, LIKELY);
  }

  /** Is it, in panes of some width, evener than chance makes so many counts? */
  static boolean isEvenInAny(Member member, long now, long span, double most, double chance) {
    for (int width : new int[] {NARROW, MIDDLE, WIDE}) {
      double dispersion = member.dispersion(now - span, now, width);
      if (dispersion <= Math.min(most, most(span / width, chance))) {
        return true;
      }
    }
    return false;
  }

  /** Is it one chain? That has its rate from its first moment on. */
  private static boolean isSerial(Member member, long now) {
    return !isGradual(member, now) && minute(member, now) / 60.0 * member.cost.seconds() <= SERIAL;
  }

  /** Is it known that nobody waits for its answer, so that no client calls back to back? */
  private boolean isUnattended(String name, Member member) {
    return estate.declares(name) && !estate.synchronous(name) && !member.flatTop.polled;
  }

  /** Did it begin with few chains? */
  static boolean isGradual(Member member, long now) {
    return growth(member, now) >= 1 / GRADUAL;
  }

  /** Are those that empty a queue done by then? */
  private boolean isLong(Member member, long now) {
    return (now - member.burstSince) * 1000 >= settings.flatHoldMillis;
  }

  private static long minute(Member member, long now) {
    return member.count(now - 60, now);
  }

  /** The rate of the last minute over that of the first half minute; 0 while that is not known. */
  private static double growth(Member member, long now) {
    return member.burstStart == Member.NONE
        ? 0
        : minute(member, now) / Math.max(1, member.burstStart * 60.0 / Member.START_SECONDS);
  }

  /** A clock that stops or bends, or somebody's calls beside it, make none of its calls a loop. */
  private static boolean unclocked(Member member, long now, long age) {
    return !wasClocked(member, now)
        && Clock.isNone(member, now - Math.min(age, Member.LAG_SECONDS), now);
  }

  /** Do more and more chains run, from next to nothing, each as even as the others? */
  private boolean rises(Member member, long now) {
    int steps = (int) (settings.growthMillis / 1000 / STEP_SECONDS);
    long age = (long) steps * STEP_SECONDS;
    if (now - member.burstSince < age) {
      return false;
    }
    double least = member.loss().share > 0 ? LOST_STEP : STEP;
    long latest = member.count(now - STEP_SECONDS, now);
    for (int i = 0; i + 1 < steps; i++) {
      long to = now - (long) i * STEP_SECONDS;
      long later = member.count(to - STEP_SECONDS, to);
      long before = member.count(to - 2 * STEP_SECONDS, to - STEP_SECONDS);
      if (later < least * before
          || latest < StrictMath.pow(STEP, i + 1) * before
          || later * 60 < Clock.MINUTE_ENOUGH * STEP_SECONDS) {
        return false;
      }
    }
    return member.burstCalls >= settings.fanOutCalls && certain(member, now, age);
  }

  /**
   * Even in wide panes, or in so many narrow ones that turns may vary by half their length.
   *
   * <p>A delivery that is lost takes a run of calls of one environment, which scatters counts of
   * wide panes by the length of the run times the share that is lost. Of narrow panes it takes a
   * call or none: where wide ones are even only for what a loss may scatter, those must say it.
   */
  private boolean regular(Member member, long now, long age) {
    return (even(member, now, age, settings.regularity)
            || slow(member, now, age)
            || narrow(member, now, age)
                && even(
                    member, now, age, VARIED_RATIO * settings.regularity + member.loss().scatter()))
        && unclocked(member, now, age);
  }

  /**
   * Even in the widest panes there are enough counts for. Of chains with turns of T seconds that
   * know nothing of one another, a pane of w has a dispersion of f (1 − f) T / w, f the fraction of
   * w / T: narrower panes than the longest turns say nothing against a loop. Chance leaves 1 at any
   * width, but scatters about it: the fewer the counts, the evener they must be.
   */
  private boolean slow(Member member, long now, long age) {
    long span = Math.min(age, Member.LAG_SECONDS);
    long half = Math.min(now - member.burstSince, MOST_SLOW_SECONDS);
    return member.dispersion(now - span, now, WIDE) <= most(span / WIDE)
        || member.trail.dispersion(now - half, now, 1) <= most(half / Trail.PANE_SECONDS - 1);
  }

  /**
   * The dispersion below which chance takes so many independent counts {@value #CHANCE} standard
   * deviations seldom, by Wilson and Hilferty's approximation: of n differences of neighbours two
   * thirds are degrees of freedom.
   */
  private double most(long panes) {
    return Math.min(settings.regularity, most(panes, CHANCE));
  }

  static double most(long panes, double chance) {
    double part = 2 / 9.0 / (2 / 3.0 * (panes - 1));
    double root = 1 - part - chance * Math.sqrt(part);
    return Math.max(0, root * root * root);
  }

  /** Two minutes are few counts: they must be even in panes of every width. */
  private boolean certain(Member member, long now, long age) {
    double most = settings.regularity + member.loss().scatter();
    return narrow(member, now, age) && even(member, now, age, most) && unclocked(member, now, age);
  }

  private static boolean even(Member member, long now, long age, double most) {
    long span = Math.min(age, Member.LAG_SECONDS);
    return member.dispersion(now - span, now, MIDDLE) <= most
        && member.dispersion(now - span, now, WIDE) <= most;
  }

  private boolean narrow(Member member, long now, long age) {
    long span = Math.min(age, Member.LAG_SECONDS);
    double lost = member.loss().share;
    double most = lost > 0 ? settings.regularity + lost : NARROW_RATIO * settings.regularity;
    return member.dispersion(now - span, now, NARROW) <= most;
  }
}
