package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that begin to fail at once, which is one outage and one page.
 *
 * <p>What several functions call goes down for all of them in the same second, and each shows it in
 * the first call that ends after that: its pause between calls and its timeout later, which are
 * seconds. Two things that go down within half a minute of one another by chance are rare, and then
 * both are named. A function that begins to fail later has a reason of its own.
 */
final class AtOnce {

  /** API Gateway waits for no answer longer than this. */
  private static final long APART_MILLIS = 30_000;

  /** By failed calls in the window of its measure: whose page it is, if none was told before. */
  static final Comparator<PagedIncident> WORST_FIRST =
      Comparator.comparingDouble(incident -> outage(incident) ? -failed(incident.finding()) : 0);

  private final List<PagedIncident> ordered;

  /**
   * @param ordered those of one account and region
   */
  AtOnce(List<PagedIncident> ordered) {
    this.ordered = ordered;
  }

  /** One by which somebody knows of it already, as urgently; null if there is none. */
  @Nullable PagedIncident told(PagedIncident incident) {
    return with(incident)
        .filter(other -> other.told && other.mutedBy.isEmpty())
        .filter(other -> other.severity.compareTo(incident.latest.severity) >= 0)
        .findFirst()
        .orElse(null);
  }

  /** What began with it is told with it, but for what is graver or has another cause. */
  void gather(PagedIncident incident) {
    List<PagedIncident> others = with(incident).collect(Collectors.toList());
    for (PagedIncident other : others) {
      boolean ofOutage =
          other.mutedBy.isEmpty()
              || others.stream().anyMatch(muter -> muter.id().equals(other.mutedBy));
      if (ofOutage && other.latest.severity.compareTo(incident.latest.severity) <= 0) {
        incident.mute(other);
      }
    }
  }

  /**
   * The functions that fail with it, to stand before its headline: their names where there is room,
   * else how many there are; empty if none does.
   */
  String named(PagedIncident incident) {
    List<String> others =
        with(incident)
            .filter(other -> other.mutedBy.equals(incident.id()))
            .flatMap(other -> other.finding().subject.allFunctions().stream())
            .sorted()
            .distinct()
            .collect(Collectors.toList());
    if (others.isEmpty()) {
      return "";
    }
    int last = others.size() - 1;
    String before = String.join(", ", others.subList(0, last));
    String names = "with " + before + (last == 0 ? "" : " and ") + others.get(last) + ": ";
    boolean room = names.length() + incident.latest.headline.length() <= Finding.MAX_HEADLINE;
    return room ? names : 1 + others.size() + " functions at once: ";
  }

  /** Are two of one outage, neither of which is the other's cause? */
  boolean isOneOutage(PagedIncident one, PagedIncident other) {
    return outage(one) && outage(other);
  }

  private Stream<PagedIncident> with(PagedIncident incident) {
    return ordered.stream()
        .filter(other -> outage(incident) && outage(other))
        .filter(other -> other != incident && !other.over())
        .filter(other -> Math.abs(other.latest.onset - incident.latest.onset) <= APART_MILLIS);
  }

  private static double failed(Finding outage) {
    return outage.measure.value * outage.measure.samples;
  }

  private static boolean outage(PagedIncident incident) {
    return incident.finding().kind == Kind.DEPENDENCY_OUTAGE;
  }
}
