package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.settings.DatabaseRule;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do where environments do not explain the connections. Caps on few environments free
 * nothing: find what holds the connections, and let go of it.
 */
final class LeakAdvice {

  private LeakAdvice() {}

  static List<Recommendation> rows(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    String function = state.loudest.isEmpty() ? UndeclaredDatabase.loudest(state) : state.loudest;
    List<Recommendation> rows = new ArrayList<>(sought(function, view));
    if (Unexplained.isMost(view, state)) {
      rows.add(smallerPool(rule, view, state));
    }
    if (state.refused == 0) {
      rows.add(recycle(function));
    }
    return rows;
  }

  private static List<Recommendation> sought(String function, ConnectionView view) {
    return List.of(
        new Recommendation(
            "look at the database's sessions",
            "",
            text(
                "environments and declared clients explain %.0f of %.0f connections: a leak, a pool"
                    + " larger than connectionsPerEnvironment says, or clients that are not"
                    + " declared hold the others. Group the sessions by user, client address and"
                    + " how long they have been idle (pg_stat_activity, SHOW PROCESSLIST)",
                view.explained, view.gauged ? Math.min(view.used, view.limit) : view.limit),
            "",
            "none, it only reads"),
        new Recommendation(
            "end the sessions that are idle and nobody uses",
            "idle_session_timeout 5 min",
            "it frees connections at once, while what does not close them is sought: PostgreSQL"
                + " from 14 on ends them by idle_session_timeout, one by one pg_terminate_backend"
                + " does; MySQL by wait_timeout, and KILL",
            "psql -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'"
                + " AND state_change < now() - interval '10 minutes' AND usename = 'NAME'\"",
            "an environment that was idle for so long finds its connection closed and must open"
                + " another; a client that does not do so fails once"),
        new Recommendation(
            "roll the latest release back if the sessions are these functions'",
            "",
            "more sessions than environments times the connections of each mean that a call opens"
                + " one and does not close it, which a release brings",
            text("aws lambda list-versions-by-function --function-name %s", function),
            "none, it only reads; a rollback takes back what else the release changed"));
  }

  private static Recommendation smallerPool(
      DatabaseRule rule, ConnectionView view, ConnectionState state) {
    return new Recommendation(
        "make the pool of an environment smaller if the sessions are these functions'",
        Long.toString(rule.connectionsPerEnvironment),
        text(
            "%s hold what %d each cannot: (%.0f − %d of other clients) / %d = %.1f each would fill"
                + " it. An environment handles one call at a time, so its pool needs no more than"
                + " one call takes at once",
            counted(Unexplained.environments(state), "environment"),
            rule.connectionsPerEnvironment,
            view.limit,
            rule.otherClients,
            Unexplained.environments(state),
            Unexplained.each(view, rule, state)),
        "",
        "a release, with which every environment starts anew while old ones keep their"
            + " connections: end idle sessions first");
  }

  /** Not while connections are refused: new environments ask beside old ones that hold theirs. */
  private static Recommendation recycle(String function) {
    return new Recommendation(
        "recycle the environments",
        "",
        "an environment that ends lets go of all that it leaked, until it has leaked again; a"
            + " changed configuration makes Lambda start new ones",
        text(
            "aws lambda update-function-configuration --function-name %s --description recycled",
            function),
        "replaces the description; every environment starts anew, and old ones keep their"
            + " connections for minutes");
  }
}
