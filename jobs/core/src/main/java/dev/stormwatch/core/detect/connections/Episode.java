package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import java.util.ArrayList;

/** One exhaustion in a database's state, from where it begins to where it is over. */
final class Episode {

  /** After a page there is no ticket for so long, else the page could not be resolved. */
  static final long REST_MILLIS = PeakHistory.HOUR;

  private Episode() {}

  /** Adds what the newest slot told of refusals. */
  static void count(ConnectionState state) {
    long refused = state.newest().refused;
    if (refused > 0 && state.refused == 0) {
      UndeclaredDatabase.learn(state);
    }
    state.refused += refused;
    state.poolEmpty += state.newest().poolEmpty;
    if (refused > 0 && state.firstRefusedAt == NEVER && !state.lines.isEmpty()) {
      state.firstRefusedAt = state.lines.get(0).at;
    }
  }

  static void open(long end, String subject, ConnectionState state) {
    state.active = true;
    state.history.paged(end + REST_MILLIS);
    state.subject = subject;
    state.loudest = UndeclaredDatabase.loudest(state);
    state.openedAt = end;
    state.onset = onset(state);
    for (Member member : state.members.values()) {
      member.peak = member.living;
    }
  }

  /** The last slot that was still within a tenth of the rise's foot. */
  private static long onset(ConnectionState state) {
    double lowest = Double.MAX_VALUE;
    for (Pane pane : state.panes) {
      lowest = Math.min(lowest, pane.held);
    }
    double foot = lowest + 0.1 * (state.newest().held - lowest);
    long onset = state.newest().end;
    for (Pane pane : state.panes) {
      if (pane.held <= foot) {
        onset = pane.end;
      }
    }
    return state.firstRefusedAt == NEVER ? onset : Math.min(onset, state.firstRefusedAt);
  }

  static void close(ConnectionState state) {
    state.active = false;
    state.refused = 0;
    state.poolEmpty = 0;
    state.ofPool = false;
    state.tooFast = 0;
    state.firstRefusedAt = NEVER;
    state.forecastSlots = 0;
    state.strainSlots = 0;
    state.lines = new ArrayList<>();
    if (state.inferred != null) {
      state.inferred.foretold = false;
      state.inferred.relieved = false;
    }
    for (Member member : state.members.values()) {
      member.refused = 0;
    }
  }
}
