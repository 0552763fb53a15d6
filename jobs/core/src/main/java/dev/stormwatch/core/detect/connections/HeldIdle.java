package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.settings.DatabaseRule;
import java.util.List;

/**
 * Is what filled a database over, while it goes on to refuse? The environments of the rush live on
 * as long as a call reaches each of them now and then, and each keeps its connection though few
 * calls run at a time. So who holds none is refused until they end.
 */
final class HeldIdle {

  /** Calls no slower than so many times the usual are quick again. */
  private static final double QUICK = 1.5;

  /** Calls that run at a time and others need no more than so much of the limit. */
  private static final double HALF_OF_LIMIT = 0.5;

  private HeldIdle() {}

  /** Has it been so for two minutes? */
  static boolean allOf(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    List<Pane> panes = Pace.latest(state, Pace.SLOTS);
    return state.refused > 0
        && view.refusedRecently > 0
        && panes.size() == Pace.SLOTS
        && view.used >= view.limit
        && !Unexplained.isMost(view, state)
        && Pace.slowness(state, Pace.SLOTS) <= QUICK
        && running(view, state) * (double) rule.connectionsPerEnvironment + Math.max(0, view.others)
            <= HALF_OF_LIMIT * view.limit;
  }

  /** Calls that ran at a time in the last two minutes. */
  static double running(ConnectionView view, ConnectionState state) {
    List<Pane> panes = Pace.latest(state, Pace.SLOTS);
    double micros = 0;
    for (Pane pane : panes) {
      micros += pane.durationMicros;
    }
    return micros / 1000 / ((double) view.slotMillis * panes.size());
  }

  static Recommendation recycle(ConnectionView view, ConnectionState state) {
    long living = state.members.values().stream().mapToLong(member -> member.living).sum();
    return new Recommendation(
        "recycle the environments of " + state.loudest,
        "",
        text(
            "%s hold a connection each, and %.1f calls run at a time; what filled it is over. Each"
                + " keeps its connection for as long as it lives, and calls keep all of them alive;"
                + " a changed configuration makes Lambda end them",
            counted(living, "environment"), running(view, state)),
        text(
            "aws lambda update-function-configuration --function-name %s --description recycled",
            state.loudest),
        "replaces the description; every environment starts anew, and until the old ones end, some"
            + " minutes, more are refused: end idle sessions at the server first");
  }
}
