package dev.stormwatch.core.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which incident explains another, see {@link Inhibition}; of a chain of causes the first. A
 * lesser one never explains a graver.
 */
final class Causes {

  private final PagerState state;
  private final List<PagedIncident> ordered;

  /**
   * @param ordered those that come into question, the most urgent first
   */
  Causes(PagerState state, List<PagedIncident> ordered) {
    this.state = state;
    this.ordered = ordered;
  }

  /** Mutes an incident by its cause, if there is one. */
  void explain(PagedIncident effect) {
    PagedIncident known = state.incidents.get(effect.mutedBy);
    if (known != null && !graver(effect, known)) {
      return;
    }
    effect.mutedBy = "";
    for (PagedIncident cause : ordered) {
      if (cause != effect
          && (!cause.over() || Inhibition.silences(cause.finding(), effect.finding()))
          && !cause.builds()
          && !graver(effect, cause)
          && Inhibition.explains(cause.finding(), effect.finding())) {
        PagedIncident root = root(cause, effect);
        if (root != null) {
          root.mute(effect);
          return;
        }
      }
    }
  }

  private static boolean graver(PagedIncident effect, PagedIncident cause) {
    return effect.latest.severity.compareTo(cause.latest.severity) > 0;
  }

  /** What explains the cause itself; null when that is the effect. */
  private @Nullable PagedIncident root(PagedIncident cause, PagedIncident effect) {
    PagedIncident root = cause;
    while (true) {
      PagedIncident above = state.incidents.get(root.mutedBy);
      if (root == effect) {
        return null;
      }
      if (above == null || above.over() || graver(effect, above)) {
        return root;
      }
      root = above;
    }
  }
}
