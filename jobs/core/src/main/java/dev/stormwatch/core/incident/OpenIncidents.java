package dev.stormwatch.core.incident;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What goes on, as far as it matters to an incident beside it. */
final class OpenIncidents {

  private final List<PagedIncident> ordered;

  /**
   * @param ordered those of one account and region, which may be over by now
   */
  OpenIncidents(List<PagedIncident> ordered) {
    this.ordered = ordered;
  }

  private Stream<PagedIncident> open() {
    return ordered.stream().filter(incident -> !incident.over());
  }

  /** Is what it silenced silent still? That is heard of when it ends. */
  boolean silencedBy(PagedIncident cause) {
    return open()
        .filter(effect -> effect.mutedBy.equals(cause.id()))
        .anyMatch(effect -> Inhibition.silences(cause.finding(), effect.finding()));
  }

  /** Causes of it that may be certain soon. */
  Stream<PagedIncident> mayExplain(PagedIncident effect) {
    return open()
        .filter(PagedIncident::builds)
        .filter(cause -> Inhibition.explains(cause.finding(), effect.finding()));
  }

  /** Is what would tell that it is not over missing? */
  boolean blind(PagedIncident past) {
    return open()
        .filter(gap -> !gap.mutedBy.equals(past.id()))
        .anyMatch(gap -> Inhibition.blinds(gap.finding(), past.finding()));
  }

  /** The one of the same kind and subject; null if there is none. */
  @Nullable PagedIncident anew(PagedIncident past) {
    String key = past.finding().incidentKey();
    return open()
        .filter(other -> other.finding().incidentKey().equals(key))
        .findFirst()
        .orElse(null);
  }
}
