package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chains of calls in a function that is busy anyway.
 *
 * <p><b>Mechanism.</b> A loop takes what its turns, its shards or its limit allow. In an idle
 * function that is a burst; in a busy one it is a step to some times what was usual, which a sale
 * may make as well. But customers scatter, and turns that wait for one another do not.
 *
 * <p><b>Formula.</b> With r calls a second before the step and m since, of which those that came
 * before still come as they please,
 *
 * <pre>
 *   m ≥ {@value #RISE} r              and no minute has less than 0.7 of the busiest
 *   D ≤ regularity + r / m   D the dispersion of all; that of the added is (D m − r) / (m − r)
 * </pre>
 *
 * <p>for <i>flatHoldSeconds</i>, and no other function became busier but by calls as even.
 *
 * <p><b>Why it works.</b> Who calls a busy function knows nothing of the others who do. A queue's
 * workers and a stream's consumer that catch up are as even, but mostly done within a quarter of an
 * hour. What is told to be at a limit is left out: there whatever waits is even.
 *
 * <p><b>What it mistakes for it.</b> Longer backfills through a queue or a stream that others use,
 * and load tests. So it is told as chains are that were as many from the beginning: as a ticket,
 * and as a page when they have gone on for <i>lastingSeconds</i>. What it cannot see: loops that
 * grow for longer than some minutes, as one more event after another joins them.
 *
 * <p><b>Source.</b> Fano (1947) on dispersion.
 */
public final class AddedRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The rate over that of before; days have less between their hours. */
  private static final double RISE = 3.5;

  /** A step takes so long, and some more to be looked at. */
  private static final int LOOK_SECONDS = 300;

  /** Who has so many times the calls it had, and so many a minute, became busier. */
  private static final double BUSIER = 1.5;

  private static final long BUSIER_CALLS = 20;

  private static final int PANE = Trail.PANE_SECONDS;

  private final CascadeSettings settings;
  private final long slotSeconds;

  AddedRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      Member member = entry.getValue();
      boolean news = !settings.isMeant(name) && !state.explained(name);
      if (news && !member.bursting() && !isAtLimit(name, member, state)) {
        long now = member.lateness.settled(state.end, slotSeconds);
        Step step = step(member, now, state.end);
        if (step != null && isAdded(member, step, now, state.end) && isAlone(name, step, state)) {
          long roots = Math.round(member.before(step.since, state.end) * (state.end - step.since));
          return new Suspect(Shape.CHAINS, List.of(name), step.since, roots);
        }
      }
    }
    return null;
  }

  private @Nullable Step step(Member member, long now, long end) {
    long minute = member.count(now - 60, now);
    return minute >= 60 * Cascade.SLOWEST && minute >= BUSIER * 60 * member.usual
        ? Step.of(member, now, end, (int) (settings.flatHoldMillis / 1000) + LOOK_SECONDS)
        : null;
  }

  private boolean isAdded(Member member, Step step, long now, long end) {
    long age = now - step.since;
    double before = member.before(step.since, end);
    double rate = member.count(now - 60, now) / 60.0;
    return age * 1000 >= settings.flatHoldMillis
        && rate >= RISE * before
        && (rate - before) * age >= settings.fanOutCalls
        && member.backlogAt < step.since
        && stays(member, step.since, now)
        && isEven(member, now, settings.regularity + before / rate)
        && Clock.isNone(member, now - Member.LAG_SECONDS, now);
  }

  /** Is no minute, but for those of its beginning, far below the busiest one before it? */
  private static boolean stays(Member member, long since, long now) {
    long busiest = 0;
    for (long pane = Trail.ceiling(since) + 2 * PANE; pane + 2 * PANE <= now; pane += PANE) {
      long minute = member.trail.count(pane, pane + 2 * PANE);
      busiest = Math.max(busiest, minute);
      if (minute < Cascade.UNDIMINISHED * busiest) {
        return false;
      }
    }
    return true;
  }

  /** Is it told to be at a limit? There calls wait for places, and are even whoever makes them. */
  private static boolean isAtLimit(String name, Member member, AccountState state) {
    return state.refusing.full() && name.equals(state.largest)
        || member.refusing.open()
        || state.inferred.open(name);
  }

  /** Did no other function become busier, but by calls that are as even? */
  private boolean isAlone(String name, Step step, AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member other = entry.getValue();
      long now = other.lateness.settled(state.end, slotSeconds);
      long minute = other.count(now - 60, now);
      if (!entry.getKey().equals(name)
          && minute >= BUSIER_CALLS
          && minute >= BUSIER * 60 * other.before(step.since, state.end)
          && !isEven(other, now, 2 * settings.regularity)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEven(Member member, long now, double most) {
    return Evenness.inAny(member, now, Member.LAG_SECONDS, most, Evenness.CHANCE);
  }
}
