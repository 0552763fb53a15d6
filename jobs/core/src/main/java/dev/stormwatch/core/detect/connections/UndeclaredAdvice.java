package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.connections.LearnedForecast.Outlook;
import dev.stormwatch.core.model.DatabaseHost;
import dev.stormwatch.core.settings.ConnectionSettings;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What to do about a database that the settings do not name. */
final class UndeclaredAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ConnectionSettings settings;
  private final ConnectionAdvice ofDeclared;

  UndeclaredAdvice(ConnectionSettings settings, ConnectionAdvice ofDeclared) {
    this.settings = settings;
    this.ofDeclared = ofDeclared;
  }

  /**
   * What lets fewer in, and the entry that the settings lack.
   *
   * @param host that the functions named; empty for none
   * @param known do the settings name that database, and not these functions?
   */
  List<Recommendation> declare(
      String host, boolean known, List<String> functions, ConnectionState state) {
    String names = quoted(functions);
    String id = host.isEmpty() ? state.subject : DatabaseHost.id(host);
    return List.of(
        fewer(UndeclaredDatabase.loudest(state), state),
        known ? extend(id, names) : entry(id, host, names, state));
  }

  /** Of who was refused most as many as were let in before the first was refused, and some less. */
  private Recommendation fewer(String loudest, ConnectionState state) {
    Member member = state.members.getOrDefault(loudest, new Member());
    String refused = text("%s was refused most, %s", loudest, counted(member.refused, "time"));
    if (member.living == 0) {
      return new Recommendation(
          "find who floods",
          loudest,
          refused,
          text("aws lambda get-function-concurrency --function-name %s", loudest),
          "none, it only reads");
    }
    boolean unsure = UndeclaredDatabase.unsure(state) || member.atRefusal == 0;
    long cap =
        (long) Math.max(1, unsure ? member.living / 2.0 : settings.safetyShare * member.atRefusal);
    return ConnectionAdvice.cap(
        loudest,
        cap,
        refused
            + (unsure
                ? text(
                    "; how many fit is not known, and half of the %s that it has are a beginning",
                    counted(member.living, "environment"))
                : text(
                    "; it had %s when the first was refused, floor(%d × %.2f) = %d",
                    counted(member.atRefusal, "environment"),
                    member.atRefusal,
                    settings.safetyShare,
                    cap)));
  }

  /** The same before it refuses again, with what keeps it from that. */
  List<Recommendation> learned(
      String host, List<String> functions, Outlook outlook, ConnectionState state) {
    List<Recommendation> rows =
        new ArrayList<>(ofDeclared.rows(outlook.rule, outlook.view, outlook.database.estate));
    String id = host.isEmpty() ? state.subject : DatabaseHost.id(host);
    rows.add(entry(id, host, quoted(functions), state));
    return rows;
  }

  private static String quoted(List<String> functions) {
    return functions.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
  }

  private static Recommendation extend(String id, String names) {
    return new Recommendation(
        text("add them to the functions of %s in the settings", id),
        names,
        text("they name its host when they are refused, and the settings do not count them"),
        "",
        "none; their environments are counted from then on");
  }

  /** Refusals show a lower bound of the limit alone: nobody is to be woken by it as if it were. */
  private static Recommendation entry(String id, String host, String names, ConnectionState state) {
    long limit = UndeclaredDatabase.limit(state);
    boolean gauged = limit != state.learnedLimit;
    String who =
        host.isEmpty() ? "these functions were refused" : "these functions were refused by " + host;
    return new Recommendation(
        "declare the database, to be warned before it refuses",
        text(
            "{\"id\":\"%s\",\"maxConnections\":%s,\"functions\":[%s]}",
            id.isEmpty() ? "NAME" : id, gauged ? limit : "NUMBER", names),
        who
            + "; "
            + (gauged ? text("its gauge shows a limit of %d", limit) : atLeast(limit, state)),
        "",
        "none; put it under databases in the settings");
  }

  private static String atLeast(long limit, ConnectionState state) {
    String learned =
        state.refused > 0 || state.inferred == null
            ? ""
            : " at " + Instant.ofEpochMilli(state.inferred.learnedAt);
    String more =
        UndeclaredDatabase.unsure(state)
            ? text(", and have %d now", UndeclaredDatabase.most(state))
            : "";
    return text(
        "they had %s when the first was refused%s%s: its limit is at least that, and more by what"
            + " others hold, so ask who refuses (SHOW max_connections; SHOW VARIABLES LIKE"
            + " 'max_connections'; of Redis CONFIG GET maxclients; of an RDS Proxy"
            + " MaxConnectionsPercent, and what holds its connections so long that others wait: a"
            + " transaction or a lock)",
        counted(limit, "environment"), learned, more);
  }
}
