package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event that becomes so many calls at once that no other function has any concurrency.
 *
 * <p>A map of one generation is work, whatever its width, while others go on beside it. Where they
 * do not ({@link Displaced}), it matters no more how many generations it took: a call of a function
 * that is called seldom, then {@link Onrush} of what it calls, is a fan-out that needs a bound.
 * Where no such call is seen it is told as saturation, for who was called at once may be a queue's
 * worker or a job's.
 */
final class DisplacingRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What is full takes a moment to fill. */
  private static final int FILLING_SECONDS = 5;

  private final Settings settings;

  DisplacingRule(Settings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(CascadeState state) {
    Displaced displaced = Displaced.find(state, settings);
    if (displaced == null) {
      return null;
    }
    List<Member> burst = new ArrayList<>();
    for (String name : displaced.burst) {
      if (settings.cascade.isMeant(name) || !state.bursts().containsKey(name)) {
        return null;
      }
      burst.add(state.bursts().get(name));
    }
    long calls = burst.stream().mapToLong(member -> member.burstCalls).sum();
    Member most = burst.stream().max(Comparator.comparingLong(one -> one.burstCalls)).orElseThrow();
    String root = RootCall.of(state, displaced.burst, displaced.since, calls, settings.cascade);
    Member cause = state.members.get(root);
    if (cause == null
        || calls < settings.cascade.loopCalls
        || most.burstCalls <= settings.cascade.repeatRatio * most.largest
        || !isAtOnce(most, displaced, state.end)) {
      return null;
    }
    List<String> path = new ArrayList<>(List.of(root));
    path.addAll(displaced.burst);
    long since = RootCall.first(cause, displaced.since);
    return new Suspect(Shape.FAN_OUT, path, since, cause.count(since, state.end));
  }

  private boolean isAtOnce(Member member, Displaced displaced, long end) {
    long full = displaced.since + FILLING_SECONDS;
    long slotMillis = settings.clock.slotMillis;
    return Onrush.fills(member, end * 1000, full * 1000, slotMillis, displaced.quota);
  }
}
