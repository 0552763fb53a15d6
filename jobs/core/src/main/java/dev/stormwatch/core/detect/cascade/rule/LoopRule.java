package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Functions that go on calling themselves: see {@link
 * dev.stormwatch.core.detect.cascade.CascadeDetector}.
 */
public final class LoopRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Fewer are left to whoever looks at bills. */
  private static final double RAREST = 0.4;

  /** What has grown to so many times its first half minute needs no long look at how even it is. */
  private static final double GROWN = 16;

  private static final long GROWN_SECONDS = 180;

  /** More at a time, on average, are not one chain, nor several through one shard. */
  public static final double SERIAL = 1.05;

  /** Each half minute must exceed the one before it by so much to be growth without end. */
  private static final double STEP = 1.12;

  /** The last minute over the one before, of what becomes more for minutes. */
  private static final double RISING = 1.04;

  /** Where deliveries are lost, one may be so much less than the one before. */
  private static final double LOST_STEP = 0.85;

  private static final int STEP_SECONDS = 30;

  /** What a clock started is taken to be started by it for so long: its rate may bend meanwhile. */
  private static final long CLOCKED_SECONDS = 240;

  /** By then it shows whether a clock starts what came to light so late. */
  private static final long SHOWS_SECONDS = 90;

  /** Where what grows tells of a loop as well, one time in a thousand is chance enough. */
  private static final double LIKELY = 3;

  private final Settings estate;
  private final CascadeSettings settings;
  private final Evenness evenness;
  private final long slotSeconds;

  LoopRule(Settings settings) {
    this.estate = settings;
    this.settings = settings.cascade;
    this.evenness = new Evenness(settings.cascade.regularity);
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, Member> found = new TreeMap<>();
    boolean sure = false;
    boolean lone = true;
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      long now = settled(member, state);
      watchClock(member, now);
      if (!settings.isMeant(entry.getKey())
          && !member.catchesUp()
          && member.burst.calls > settings.repeatRatio * member.largest) {
        boolean serial = isSerial(member, now);
        boolean grew =
            member.burst.isGradual(member, now) && lasts(member, now) || rises(member, now);
        boolean isLong = isLong(member, now) && !fillsAccount(entry.getKey(), state);
        if (grew || follows(member, now) || (serial || isLong) && lasts(member, now)) {
          boolean young = serial && member.burst.calls < settings.loopCalls;
          boolean certain = serial || grew && isUnattended(entry.getKey(), member);
          boolean slow = minute(member, now) < Cascade.SLOWEST * 60;
          sure |= certain && !young && !slow;
          lone &= serial && (young || slow);
          found.put(entry.getKey(), member);
        }
      }
    }
    // A reader of some hundred pages is one chain of calls, too, up to its last page.
    Shape shape = sure ? Shape.LOOP : lone ? Shape.LONE_CHAIN : Shape.CHAINS;
    return found.isEmpty() ? null : Cycle.suspect(shape, found, state, settings, slotSeconds);
  }

  /** Does it turn out that a clock starts what was taken for chains? */
  boolean isClocked(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    if (cascade.shape() != Shape.CHAINS || root == null || !root.bursting()) {
      return false;
    }
    long now = settled(root, state);
    watchClock(root, now);
    return wasClocked(root, now);
  }

  /** Do chains become more and more, as those of events do that never end? */
  boolean accumulates(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    if (root == null || !root.bursting()) {
      return false;
    }
    long settled = settled(root, state);
    return Accumulation.keepsWithEvents(root, settled)
        || Accumulation.piles(root, cascade.knownAt, state.end, settled);
  }

  /**
   * Second at which chains that are no fewer than ever are taken for a loop: soon where they become
   * more, unless that is how they came to light, as clients of a load test do in their first
   * minutes. Once those are all there they are as many as they stay.
   */
  long lastsAt(Cascade cascade, AccountState state) {
    long known = cascade.knownAt == 0 ? state.end : cascade.knownAt;
    Member root = state.members.get(cascade.root());
    boolean ramp = known - cascade.since < settings.holdMillis / 1000;
    boolean more = root != null && root.bursting() && becomesMore(root, settled(root, state));
    return more && !ramp
        ? Math.max(cascade.since + settings.gradualHoldMillis / 1000, known + SHOWS_SECONDS)
        : known + settings.lastingMillis / 1000;
  }

  private long settled(Member member, AccountState state) {
    return member.lateness.settled(state.end, slotSeconds);
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
    long age = now - member.burst.since;
    long minute = minute(member, now);
    return age * 1000 >= settings.holdMillis
        && member.burst.calls >= settings.fanOutCalls
        && minute >= RAREST * 60
        && minute >= Cascade.UNDIMINISHED * member.burst.peak
        && (member.burst.growth(member, now) >= GROWN && isRegular(member, now, GROWN_SECONDS)
            || isRegular(member, now, age));
  }

  /**
   * Does it grow as the events do that add to it? Then it need be no evener than turns of any
   * length are in panes of some width.
   */
  private boolean follows(Member member, long now) {
    long span = Math.min(now - member.burst.since, Member.LAG_SECONDS);
    return span * 1000 >= settings.holdMillis
        && member.burst.calls >= settings.fanOutCalls
        && minute(member, now) >= Cascade.SLOWEST * 60
        && Accumulation.keepsPace(member, now)
        && Evenness.inAny(member, now, span, Evenness.NARROW_RATIO * settings.regularity, LIKELY);
  }

  /** Is it one chain? That has its rate from its first moment on. */
  private static boolean isSerial(Member member, long now) {
    return !member.burst.isGradual(member, now)
        && minute(member, now) / 60.0 * member.cost.seconds() <= SERIAL;
  }

  /** Is it known that nobody waits for its answer, so that no client calls back to back? */
  private boolean isUnattended(String name, Member member) {
    return estate.declares(name) && !estate.synchronous(name) && !member.flatTop.polled;
  }

  /** Did it begin with few chains, of which there are more than a minute ago? */
  private static boolean becomesMore(Member member, long now) {
    return member.burst.isGradual(member, now)
        && minute(member, now) >= RISING * minute(member, now - 60);
  }

  /** Are those that empty a queue done by then? */
  private boolean isLong(Member member, long now) {
    return (now - member.burst.since) * 1000 >= settings.flatHoldMillis;
  }

  /** Is it told to use up all there is? Work that waits is as even and as long then. */
  private static boolean fillsAccount(String name, AccountState state) {
    return state.refusing.full() && name.equals(state.largest);
  }

  private static long minute(Member member, long now) {
    return member.count(now - 60, now);
  }

  private boolean isRegular(Member member, long now, long age) {
    return evenness.regular(member, now, age) && unclocked(member, now, age);
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
    if (now - member.burst.since < age) {
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
    return member.burst.calls >= settings.fanOutCalls
        && evenness.certain(member, now, age)
        && unclocked(member, now, age);
  }
}
