package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.DatabaseRule;

/**
 * Is most of a limit that refuses held by something else than the environments, as the settings
 * count them: a leak, pools larger than declared, or other clients?
 */
final class Unexplained {

  /** Functions that hold less of the limit than this do not fill it. */
  private static final double HALF_OF_LIMIT = 0.5;

  /** Of the environments, those that may begin within half a minute while their number stands. */
  private static final double FEW = 0.1;

  private Unexplained() {}

  /**
   * Not where environments began within half a minute, for more of them are to be heard of, nor
   * where a proxy refuses connections that are opened too fast.
   */
  static boolean isMost(ConnectionView view, ConnectionState state) {
    return state.refused > 2 * state.tooFast
        && view.explained < HALF_OF_LIMIT * view.limit
        && stand(state);
  }

  private static boolean stand(ConnectionState state) {
    int panes = state.panes.size();
    long fresh =
        state.panes.subList(Math.max(0, panes - ConnectionView.SHORT), panes).stream()
            .mapToLong(pane -> pane.fresh)
            .sum();
    return fresh <= FEW * environments(state);
  }

  /** The most since the incident opened, else ever. */
  static long environments(ConnectionState state) {
    return state.members.values().stream().mapToLong(member -> member.peak).sum();
  }

  /** Connections that each must hold for them to fill the limit beside the declared clients. */
  static double each(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    return (view.limit - rule.otherClients) / Math.max(1, environments(state));
  }
}
