package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions that call themselves more than once each: see {@link CascadeDetector}. */
final class ExplosionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Lengths of a generation that are tried, seconds. */
  private static final int[] WIDTHS = {1, 2, 4, 8, 16};

  /** How many generations must double. */
  private static final int GENERATIONS = 5;

  /** The last but one must be so many calls that chance does not double it. */
  private static final long CERTAIN = 16;

  /** Seconds back in which the last generation is looked for. */
  private static final int REACH = 90;

  private final CascadeSettings settings;

  ExplosionRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(CascadeState state) {
    Map<String, Member> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      if (!settings.isMeant(entry.getKey())
          && member.burstCalls >= settings.loopCalls
          && member.burstCalls > settings.repeatRatio * member.largest
          && explodes(member, state.end)) {
        found.put(entry.getKey(), member);
      }
    }
    return found.isEmpty() ? null : Suspect.of(Shape.EXPLOSION, found, state.end);
  }

  /** Were there generations, each at least twice the one before, and as much again since? */
  private boolean explodes(Member member, long end) {
    for (int width : WIDTHS) {
      for (long last = end - width; last > end - REACH; last--) {
        if (last - (GENERATIONS - 2L) * width < member.burstSince) {
          break;
        }
        if (doubles(member, last, width) && goesOn(member, last + width, end)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean doubles(Member member, long last, int width) {
    long later = member.count(last, last + width);
    for (int i = 1; i < GENERATIONS; i++) {
      long from = last - (long) i * width;
      long earlier = member.count(from, from + width);
      if (earlier < (i == 1 ? CERTAIN : 1) || later < 2 * earlier) {
        return false;
      }
      later = earlier;
    }
    return true;
  }

  private boolean goesOn(Member member, long from, long end) {
    long since = member.count(from, end);
    return since >= settings.fanOutCalls && since >= member.count(member.burstSince, from);
  }
}
