package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.CascadeState.Shape;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions that go on calling themselves: see {@link CascadeDetector}. */
final class LoopRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Log lines of the latest seconds have not all arrived. */
  static final int SETTLE_SECONDS = 20;

  /** Counts of so many seconds hold a few turns of a loop, and a few of them show scatter. */
  private static final int PANE_SECONDS = 5;

  /** Chance that makes arrivals even in panes of one width seldom does in panes of both. */
  private static final int WIDE_PANE_SECONDS = 10;

  /** Fewer calls a second are left to whoever looks at bills. */
  private static final double SLOWEST = 1;

  /** The last minute must have at least so much of the busiest one: a loop does not recede. */
  private static final double UNDIMINISHED = 0.7;

  /** A loop begins with one chain: its first half minute has at most so much of its rate. */
  private static final double GRADUAL = 0.5;

  /** Up to so many at a time is one chain, or several through one shard. */
  private static final double SERIAL = 1.5;

  /** Each half minute must exceed the one before it by so much to be growth without end. */
  private static final double STEP = 1.12;

  private static final int STEP_SECONDS = 30;

  private final CascadeSettings settings;

  LoopRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(CascadeState state) {
    long now = state.end - SETTLE_SECONDS;
    Map<String, Member> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      if (member.bursting()
          && !settings.isMeant(entry.getKey())
          && member.burstCalls > settings.repeatRatio * member.largest
          && (lasts(member, now) || rises(member, now))) {
        found.put(entry.getKey(), member);
      }
    }
    return found.isEmpty() ? null : Suspect.of(Shape.LOOP, found, now);
  }

  /** Has it gone on for long, undiminished, each call waiting for another? */
  private boolean lasts(Member member, long now) {
    long age = now - member.burstSince;
    long minute = member.count(now - 60, now);
    if (age * 1000 < settings.holdMillis
        || member.burstCalls < settings.loopCalls
        || minute < SLOWEST * 60
        || minute < UNDIMINISHED * member.burstPeak) {
      return false;
    }
    boolean grew =
        member.burstStart != Member.NONE
            && member.burstStart * 60.0 / Member.START_SECONDS <= GRADUAL * minute;
    boolean serial = minute / 60.0 * member.secondsPerCall() <= SERIAL;
    return (grew || serial || age * 1000 >= settings.flatHoldMillis) && regular(member, now, age);
  }

  /** Do more and more chains run, from next to nothing, each as even as the others? */
  private boolean rises(Member member, long now) {
    int steps = (int) (settings.growthMillis / 1000 / STEP_SECONDS);
    long age = (long) steps * STEP_SECONDS;
    if (now - member.burstSince < age) {
      return false;
    }
    for (int i = 0; i + 1 < steps; i++) {
      long to = now - (long) i * STEP_SECONDS;
      long later = member.count(to - STEP_SECONDS, to);
      if (later < STEP * member.count(to - 2 * STEP_SECONDS, to - STEP_SECONDS)
          || later < SLOWEST * STEP_SECONDS) {
        return false;
      }
    }
    return member.burstCalls >= settings.fanOutCalls && regular(member, now, age);
  }

  private boolean regular(Member member, long now, long age) {
    long span = Math.min(age, Member.LAG_SECONDS);
    return member.dispersion(now - span, now, PANE_SECONDS) <= settings.regularity
        && member.dispersion(now - span, now, WIDE_PANE_SECONDS) <= settings.regularity;
  }
}
