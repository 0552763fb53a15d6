package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.CommonBurst;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.RootCall;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.saturation.AccountSaturation;
import dev.stormwatch.core.detect.cascade.saturation.Displaced;
import dev.stormwatch.core.detect.cascade.saturation.Onrush;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One event that becomes so many calls at once that no other function has any concurrency.
 *
 * <p>A map of one generation is work, whatever its width, while others go on beside it. Where they
 * do not, since all that is declared has been in use for <i>saturationSeconds</i> or the others'
 * calls are missing ({@link Displaced}), it matters no more how many generations it took: a call of
 * a function that is called seldom, then {@link Onrush} of what it calls, is a fan-out that needs a
 * bound. Where no such call is seen it is told as saturation, for who was called at once may be a
 * queue's worker or a job's.
 */
final class DisplacingRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What is full takes a moment to fill. */
  private static final int FILLING_SECONDS = 10;

  /** What a burst takes of what is used up, and tells of its calls, at least. */
  private static final double MOST = 0.5;

  private final Settings settings;

  DisplacingRule(Settings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    CommonBurst burst = CommonBurst.find(state, settings);
    if (burst == null || burst.calls() < settings.cascade.loopCalls) {
      return null;
    }
    for (String name : burst.names) {
      if (settings.cascade.isMeant(name) || !state.bursts().containsKey(name)) {
        return null;
      }
    }
    String root = burst.root(state, settings.cascade);
    Member most =
        burst.members.stream().max(Comparator.comparingLong(one -> one.burst.calls)).orElseThrow();
    double largest = state.largest(burst.names.get(burst.members.indexOf(most)), most);
    if (root.isEmpty() && !isFirst(burst)
        || most.burst.calls <= settings.cascade.repeatRatio * largest) {
      return null;
    }
    long quota = used(burst, state);
    if (quota == 0 || !isAtOnce(most, burst, state.end, quota)) {
      return null;
    }
    Member cause = state.members.get(root);
    long since = burst.began(root, state);
    long roots = cause == null ? burst.members.get(0).burst.calls : cause.count(since, state.end);
    return new Suspect(Shape.FAN_OUT, burst.path(root), since, roots);
  }

  /**
   * Did a burst begin with a function that is called seldom otherwise, and few times beside the
   * others? What the events become may come back to it.
   */
  private boolean isFirst(CommonBurst burst) {
    Member first = burst.members.get(0);
    long calls = first.burst.calls;
    return RootCall.isSeldom(first.burst.usual)
        && calls * settings.cascade.generationRatio <= burst.calls() - calls;
  }

  /**
   * The quota of which all is used, most of it by a burst; 0 where some is left. Where lines tell
   * traces they say whether it is one event ({@link TreeRule}), unless others say that it takes
   * their places.
   */
  private long used(CommonBurst burst, AccountState state) {
    long places = Sharers.places(state, settings);
    long millis = settings.cascade.saturationMillis;
    boolean told = burst.members.stream().allMatch(one -> one.tracedShare() >= MOST);
    if (!told
        && burst.taken() >= MOST * places
        && (Sharers.refused(state, settings, millis) >= AccountSaturation.SOME
            || Sharers.isFlat(state, settings, millis))) {
      return places;
    }
    Displaced displaced = Displaced.find(state, settings);
    return displaced == null ? 0 : displaced.quota;
  }

  private boolean isAtOnce(Member member, CommonBurst burst, long end, long quota) {
    long full = burst.since + FILLING_SECONDS;
    return Onrush.fills(member, end * 1000, full * 1000, settings.clock.slotMillis, quota);
  }
}
