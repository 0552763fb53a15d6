package dev.stormwatch.lab.log;

import java.util.List;

/**
 * How a database that takes no more connections says so, by server and driver, and what the same
 * driver says while the server restarts. From PostgreSQL's and MySQL's own messages and the
 * drivers' sources.
 */
public enum DatabaseWords {
  POSTGRES("the database system is starting up"),
  POSTGRES_RESERVED("the database system is in recovery mode"),
  MYSQL("Lost connection to MySQL server during query");

  /** How one language's driver puts it; {@code %s} stands for the host. */
  private record Words(String language, String type, String message, String code) {}

  private final String restarting;

  DatabaseWords(String restarting) {
    this.restarting = restarting;
  }

  private List<Words> refusals() {
    return switch (this) {
      case POSTGRES ->
          List.of(
              new Words(
                  "python",
                  "OperationalError",
                  "connection to server at \"%s\" (10.0.3.17), port 5432 failed: FATAL:  sorry, too many clients already",
                  ""),
              new Words("node", "error", "sorry, too many clients already", "53300"),
              new Words(
                  "java",
                  "org.postgresql.util.PSQLException",
                  "FATAL: sorry, too many clients already",
                  ""),
              new Words(
                  "dotnet",
                  "Npgsql.PostgresException",
                  "53300: sorry, too many clients already",
                  ""),
              new Words("go", "errorString", "pq: sorry, too many clients already", ""));
      case POSTGRES_RESERVED ->
          List.of(
              new Words(
                  "python",
                  "OperationalError",
                  "FATAL:  remaining connection slots are reserved for roles with privileges of the \"rds_reserved\" role",
                  ""),
              new Words(
                  "node",
                  "error",
                  "remaining connection slots are reserved for non-replication superuser and rds_superuser connections",
                  "53300"),
              new Words(
                  "java",
                  "org.postgresql.util.PSQLException",
                  "FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute",
                  ""),
              new Words(
                  "dotnet",
                  "Npgsql.PostgresException",
                  "53300: remaining connection slots are reserved for roles with the SUPERUSER attribute",
                  ""),
              new Words(
                  "go",
                  "errorString",
                  "pq: remaining connection slots are reserved for non-replication superuser connections",
                  ""));
      case MYSQL ->
          List.of(
              new Words("python", "OperationalError", "(1040, 'Too many connections')", ""),
              new Words(
                  "node",
                  "Error",
                  "ER_CON_COUNT_ERROR: Too many connections",
                  "ER_CON_COUNT_ERROR"),
              new Words(
                  "java",
                  "java.sql.SQLNonTransientConnectionException",
                  "Data source rejected establishment of connection,  message from server: \"Too many connections\"",
                  ""),
              new Words("dotnet", "MySqlConnector.MySqlException", "Too many connections", ""),
              new Words("go", "MySQLError", "Error 1040 (08004): Too many connections", ""));
    };
  }

  private Words words(ManagedRuntime runtime) {
    List<Words> all = refusals();
    return all.stream()
        .filter(words -> words.language.equals(runtime.language))
        .findFirst()
        .orElse(all.get(all.size() - 1));
  }

  /** A connection was refused because there are too many. */
  public Failure refusal(ManagedRuntime runtime, String host) {
    Words words = words(runtime);
    return Failure.of(words.type, words.message.replace("%s", host)).withCode(words.code);
  }

  /** A connection was refused because the server is just coming up. */
  public Failure restarting(ManagedRuntime runtime) {
    return Failure.of(words(runtime).type, restarting);
  }
}
