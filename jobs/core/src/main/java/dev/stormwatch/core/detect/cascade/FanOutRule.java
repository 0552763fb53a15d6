package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Generations of different functions, each many times the one before: see {@link CascadeDetector}.
 *
 * <p>Quick functions are through three generations within a second, of which no order is told, and
 * one event that calls both looks the same. So many calls of one event, which never had any like
 * it, are news all the same, but a ticket: by when it is known most of it is over.
 */
final class FanOutRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What a call causes begins within so many seconds of it. */
  private static final long LATEST_CHILD_SECONDS = 60;

  /** A burst older than that is no news. */
  private static final long YOUNG_SECONDS = 300;

  /** Where no root is seen, the second generation must be so many times more than enough. */
  private static final double UNROOTED = 2;

  /** Generations of quick functions may all begin within so many seconds. */
  private static final long QUICK_SECONDS = 1;

  /** Starts beyond what may be usual of the first generation that those of the second follow. */
  private static final double SEVERAL = 3;

  private final CascadeSettings settings;

  FanOutRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(CascadeState state) {
    List<Map.Entry<String, Member>> bursts =
        state.bursts().entrySet().stream()
            .filter(e -> state.end - e.getValue().burstSince <= YOUNG_SECONDS)
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Member> e) -> e.getValue().burstSince)
                    .thenComparingLong(e -> e.getValue().burstCalls)
                    .thenComparing(Map.Entry::getKey))
            .collect(Collectors.toList());
    for (Map.Entry<String, Member> first : bursts) {
      for (Map.Entry<String, Member> second : bursts) {
        Suspect suspect = first == second ? null : judge(state, first, second, bursts);
        if (suspect != null) {
          return suspect;
        }
      }
    }
    return null;
  }

  private @Nullable Suspect judge(
      CascadeState state,
      Map.Entry<String, Member> first,
      Map.Entry<String, Member> second,
      List<Map.Entry<String, Member>> bursts) {
    Member parent = first.getValue();
    Member child = second.getValue();
    long delay = child.burstSince - parent.burstSince;
    if (delay < 0
        || delay > LATEST_CHILD_SECONDS
        || settings.isMeant(second.getKey())
        || child.burstCalls < settings.fanOutCalls
        || child.burstCalls <= settings.repeatRatio * child.largest
        || child.burstCalls < settings.generationRatio * parent.burstCalls) {
      return null;
    }
    boolean later = isLater(child, parent, state.end);
    List<String> names = List.of(first.getKey(), second.getKey());
    String root = RootCall.of(state, names, parent.burstSince, parent.burstCalls, settings);
    boolean told = later || !root.isEmpty() && delay <= QUICK_SECONDS;
    boolean clear = later && !root.isEmpty();
    double enough = (clear ? 1 : UNROOTED) * settings.generationRatio * parent.burstCalls;
    if (!told || child.burstCalls < enough) {
      return null;
    }
    List<String> path = new ArrayList<>();
    long since = parent.burstSince;
    long roots = parent.burstCalls;
    Member cause = state.members.get(root);
    if (cause != null) {
      path.add(root);
      since = RootCall.first(cause, parent.burstSince);
      roots = cause.count(since, state.end);
    }
    for (Map.Entry<String, Member> burst : bursts) {
      if (burst.getValue().burstSince >= parent.burstSince && !path.contains(burst.getKey())) {
        path.add(burst.getKey());
      }
    }
    return new Suspect(later ? Shape.FAN_OUT : Shape.WIDER, path, since, roots);
  }

  /**
   * Do a burst's calls come to more than another's only after several of that have begun? A quick
   * parent's first children are called in the second of its own calls, but of one event that calls
   * both, and of stages whose last is told of first, the wider is ahead at once. Of a single start
   * the order is a matter of chance: the ones before it may be lost, come late, or be few enough to
   * be usual.
   */
  private static boolean isLater(Member child, Member parent, long end) {
    long second = Math.max(parent.burstSince, end - StartRing.SECONDS);
    double several = SEVERAL + parent.quietCalls();
    double before = 0;
    double after = 0;
    while (second < end && before < several) {
      before += parent.at(second) - parent.burstUsual;
      after += child.at(second) - child.burstUsual;
      second++;
    }
    return after < before;
  }
}
