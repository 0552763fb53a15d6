package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Do some of a busy function's events come back, so that its calls pile up minute by minute?
 *
 * <p><b>Mechanism.</b> Of λ events a second a share q goes round for ever in turns of T seconds.
 * For minutes that is no burst of a function that is busy anyway.
 *
 * <p><b>Formula.</b>
 *
 * <pre>
 *   Λ(t) = λ + q λ t / T          a line, for as long as nothing stops it
 *   D(t) = D₀ λ / Λ + D₁          scatter of counts in panes: D₀ of the events, 1 and more; D₁ of
 *                                 turns that wait for one another, about 0.1
 * </pre>
 *
 * <p>So where calls are {@value #RISE} times as many as before, have become more in each of {@value
 * #MINUTES} minutes and more, by about as many, and scatter less than chance leaves, by {@value
 * LoopRule#CHANCE} standard deviations in panes of {@value #NARROW} s, they are no people's.
 *
 * <p><b>Why it works.</b> A pipeline that grows with what comes in, a sale or a crowd scatter as
 * much as ever. Clients of a load test are as even, but are all there after three minutes or so;
 * workers of a queue are a fixed number soon.
 *
 * <p><b>What it mistakes for it.</b> A load test that adds clients for longer, of a function that
 * has traffic of its own. What it cannot see: turns that vary as much as they take.
 *
 * <p><b>Sources.</b> Hawkes and Oakes (1974) on clusters; Fano (1947) on dispersion.
 */
public final class PilingRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The rate over that of before. */
  private static final double RISE = 6;

  /** What is less than this much of it has not begun. */
  private static final double BEGUN = 1.5;

  private static final int MINUTES = 6;

  /** Seconds between two calls of a device, and what is left of what repeats itself. */
  private static final int SHORTEST = 5;

  private static final int LONGEST = 60;
  private static final double REPEATED = 0.2;

  private static final int NARROW = 2;
  private static final int MIDDLE = 5;

  /** Turns may vary, and events come beside them. */
  private static final double VARIED_RATIO = 2;

  private static final int MINUTE = 60;

  private final CascadeSettings settings;
  private final long slotSeconds;

  PilingRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      Member member = entry.getValue();
      long now = member.lateness.settled(state.end, slotSeconds);
      if (!settings.isMeant(name) && !state.explained(name) && piles(member, now, state)) {
        long since = since(member, now, state);
        long roots = Math.round(before(member, state) * (now - since));
        return new Suspect(Shape.LASTING_CHAINS, List.of(name), since, roots);
      }
    }
    return null;
  }

  /** Does it show in what may be clients? */
  boolean showsIn(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    return root != null && piles(root, root.lateness.settled(state.end, slotSeconds), state);
  }

  /** First second of the line, by the half minute. */
  private static long since(Member member, long now, AccountState state) {
    double some = BEGUN * before(member, state) * Trail.PANE_SECONDS;
    long since = Trail.floor(now);
    while (since > Trail.from(state.end) && member.trail.at(since - Trail.PANE_SECONDS) > some) {
      since -= Trail.PANE_SECONDS;
    }
    return since;
  }

  private boolean piles(Member member, long now, AccountState state) {
    double before = before(member, state);
    long last = Trail.floor(now);
    long latest = Accumulation.minute(member, last);
    if (before <= 0
        || latest < settings.fanOutCalls
        || latest < RISE * before * MINUTE
        || member.catchesUp()
        || !Accumulation.rises(member, last, MINUTES)) {
      return false;
    }
    return isEven(member, now, state.end)
        && Clock.isNone(member, now - Member.LAG_SECONDS, now)
        && !repeats(member, now, state.end);
  }

  /** Does it call as it did so many seconds before? Devices do, of which ever more come. */
  private static boolean repeats(Member member, long now, long end) {
    for (int lag = SHORTEST; lag <= LONGEST; lag++) {
      long from = end - StartRing.SECONDS + lag;
      double added =
          (member.count(from, now) - member.count(from - lag, now - lag)) / (double) (now - from);
      double squares = 0;
      for (long second = from; second < now; second++) {
        double apart = member.at(second) - member.at(second - lag) - added;
        squares += apart * apart;
      }
      if (squares <= REPEATED * (member.count(from, now) + member.count(from - lag, now - lag))) {
        return true;
      }
    }
    return false;
  }

  /** In wide panes devices are even, too, each of which calls every so many seconds. */
  private boolean isEven(Member member, long now, long end) {
    long from = end - StartRing.SECONDS;
    return member.dispersion(from, now, NARROW)
            <= Evenness.most((now - from) / NARROW, Evenness.CHANCE)
        && member.dispersion(from, now, MIDDLE) <= VARIED_RATIO * settings.regularity;
  }

  /** Calls a second as they were; 0 where that is not known. */
  private static double before(Member member, AccountState state) {
    return Trail.from(state.end) >= state.first ? member.trail.before(state.end) : 0;
  }
}
