package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.Release;
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
    List<Recommendation> rows = new ArrayList<>(sought(function, view, state));
    if (Unexplained.isMost(view, state)) {
      rows.add(smallerPool(rule, view, state));
    }
    if (state.refused == 0) {
      rows.add(recycle(function));
    }
    return rows;
  }

  private static List<Recommendation> sought(
      String function, ConnectionView view, ConnectionState state) {
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
        endIdle(state),
        rollBack(function, state));
  }

  /** By the server's own means, where its words gave it away. */
  private static Recommendation endIdle(ConnectionState state) {
    String action = "end the sessions that are idle and nobody uses";
    String reason = "it frees connections at once, while what does not close them is sought";
    String sideEffect =
        "an environment that was idle for so long finds its connection closed and must open"
            + " another; a client that does not do so fails once";
    switch (server(state)) {
      case ExhaustionLine.POSTGRESQL:
        return new Recommendation(
            action,
            "idle_session_timeout 5 min",
            reason
                + ": PostgreSQL from 14 on ends them by idle_session_timeout, one by one"
                + " pg_terminate_backend does",
            "psql -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'"
                + " AND state_change < now() - interval '10 minutes' AND usename = 'NAME'\"",
            sideEffect);
      case ExhaustionLine.MYSQL:
        return new Recommendation(
            action,
            "wait_timeout 300",
            reason
                + ": MySQL ends them by wait_timeout, in seconds, which new sessions take; those"
                + " that are there one by one by KILL, on RDS by mysql.rds_kill. The command lists"
                + " the calls to make",
            "mysql -N -e \"SELECT CONCAT('CALL mysql.rds_kill(', id, ');') FROM"
                + " information_schema.processlist WHERE command = 'Sleep' AND time > 600 AND user"
                + " = 'NAME'\"",
            sideEffect);
      default:
        return new Recommendation(
            action,
            "",
            reason
                + ": PostgreSQL from 14 on ends them by idle_session_timeout, one by one"
                + " pg_terminate_backend does; MySQL by wait_timeout, and KILL. The words of the"
                + " refusals do not tell which server it is",
            "",
            sideEffect);
    }
  }

  /** By the words of the function that was refused most; those of any server where none tells. */
  private static String server(ConnectionState state) {
    return state.lines.stream()
        .map(line -> line.words)
        .filter(ExhaustionLine.SERVERS::contains)
        .findFirst()
        .orElse(ExhaustionLine.ANY_SERVER);
  }

  private static Recommendation rollBack(String function, ConnectionState state) {
    Member member = state.members.get(function);
    Release release = member == null ? null : member.release;
    if (release != null && release.at <= state.onset) {
      return RollBack.to(
          release.before,
          function,
          text(
              "version %s took over %s before: if each of its calls opens a session and does not"
                  + " close it, that is how long it takes to fill the limit",
              release.version, duration(state.onset - release.at)));
    }
    return RollBack.ifReleased(
        function,
        "more sessions than environments times the connections of each mean that a call opens"
            + " one and does not close it, which a release brings; it helps where the sessions are"
            + " these functions'");
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
