package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.ID;
import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of drivers, pools and servers, as they stand in the lines of real loggers. */
class ConnectionWordsTest {

  private static final String T = "2026-03-02T10:12:15.120Z";

  static Stream<Arguments> words() {
    return Stream.of(
        arguments("FATAL: sorry, too many clients already", "REFUSED_BY_POSTGRESQL"),
        arguments(
            "FATAL: remaining connection slots are reserved for roles with x",
            "REFUSED_BY_POSTGRESQL"),
        arguments("FATAL: too many connections for role 'app'", "REFUSED"),
        arguments("ER_CON_COUNT_ERROR: Too many connections", "REFUSED_BY_MYSQL"),
        arguments("421 4.7.0 Too many connections from your IP address", "WEAK"),
        arguments("error: 421 Too many connections (8) already open", "WEAK"),
        arguments(
            "User app already has more than 'max_user_connections' active", "REFUSED_BY_MYSQL"),
        arguments("The maximum number of client connections to the proxy exceeded 7.", "REFUSED"),
        arguments("Timed-out waiting to acquire database connection.", "REFUSED"),
        arguments("no more connections allowed (max_client_conn)", "REFUSED"),
        arguments("Rate of connection to proxy exceeded 20.", "RATE_LIMITED"),
        arguments("Connections rate limit exceeded (20)", "RATE_LIMITED"),
        arguments("The connection pool has been exhausted, either raise", "POOL_EXHAUSTED"),
        arguments("Queue limit reached.", "POOL_EXHAUSTED"),
        arguments("timeout exceeded when trying to connect", "POOL_EXHAUSTED"),
        arguments("the pool 'pool-3' has already 12 requests waiting", "POOL_EXHAUSTED"),
        arguments("QueuePool limit of size 5 overflow 10 reached", "POOL_EXHAUSTED"),
        arguments("Timeout acquiring a connection. The pool is probably full.", "POOL_EXHAUSTED"),
        arguments("connect ETIMEDOUT 10.0.0.7:5432", "WEAK"),
        arguments("Connection terminated unexpectedly", "WEAK"),
        arguments("FATAL: the database system is starting up", "WEAK"));
  }

  private static final String[] LOGGERS = {
    "%w",
    T + "\t" + ID + "\tERROR\tError: %w\n    at Protocol._enqueue (/var/task/index.js:7:9)\n",
    "[ERROR]\t" + T + "\t" + ID + "\tquery failed\nTraceback (most recent call last):\n  x: %w\n",
    "10:12:15 ERROR Orders - query failed\norg.postgresql.util.PSQLException: %w\n\tat a.B.c(B.java:7)\n",
    "{\"level\":\"ERROR\",\"message\":\"query failed: %w\"}",
    "{\"level\":\"ERROR\",\"location\":\"app:7\",\"message\":\"query\",\"exception\":\"Traceback\\n x: %w\"}",
    "{\"level\":\"ERROR\",\"message\":\"%w\"",
  };

  static Stream<Arguments> wordsInContext() {
    return words()
        .flatMap(
            row ->
                Stream.of(LOGGERS)
                    .map(
                        logger ->
                            arguments(logger.replace("%w", (String) row.get()[0]), row.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("wordsInContext")
  void knowsTheWordsInAnyLogger(String message, String signal) {
    assertThat(Told.by(message)).isEqualTo("CONNECTION_TROUBLE words=" + signal);
  }

  @ParameterizedTest
  @MethodSource("words")
  void saysTheWordsOfARuntimesError(String words, String signal) {
    assertThat(
            Told.by("[ERROR] OperationalError: " + words + "\nTraceback (most recent call last):"))
        .isEqualTo("RUNTIME_ERROR error=OperationalError words=" + signal);
    assertThat(
            Told.by(
                T
                    + "\t"
                    + ID
                    + "\tERROR\tInvoke Error \t{\"errorType\":\"E\",\"errorMessage\":\""
                    + words
                    + "\"}"))
        .isEqualTo("RUNTIME_ERROR id=ID error=E words=" + signal);
  }

  static Stream<Arguments> hosts() {
    return Stream.of(
        arguments(
            "connection to server at 'Orders-DB.cluster-c9akciq32.eu-west-1.rds.amazonaws.com'"
                + " (10.0.3.17), port 5432 failed: FATAL:  sorry, too many clients already",
            "orders-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com"),
        arguments(
            "connection to server at 'pg.internal' (10.0.3.17), port 5432 failed: FATAL:  sorry,"
                + " too many clients already",
            "pg.internal"),
        arguments("db-7:5432: pq: sorry, too many clients already", "db-7"),
        arguments("dial tcp mysql.shop.local:3306: Too many connections", "mysql.shop.local"),
        arguments(
            "shop.proxy-c9akciq32.eu-west-1.rds.amazonaws.com: Timed-out waiting to acquire database"
                + " connection.",
            "shop.proxy-c9akciq32.eu-west-1.rds.amazonaws.com"));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void namesTheHostInAnyLogger(String words, String host) {
    for (String logger : LOGGERS) {
      String escaped = logger.startsWith("{") ? "\\\\\"" : "\"";
      String message = logger.replace("%w", words.replace("'", escaped));
      assertThat(Told.by(message))
          .startsWith("CONNECTION_TROUBLE words=REFUSED")
          .endsWith(" host=" + host);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7:5432: sorry, too many clients already",
        ":5432 sorry, too many clients already",
        "x:54321 sorry, too many clients already",
        "sorry, too many clients already at .rds. or server at "
      })
  void anAddressIsNoHost(String message) {
    assertThat(Told.by(message)).isEqualTo("CONNECTION_TROUBLE words=REFUSED_BY_POSTGRESQL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HikariPool-1 - Connection is not available, request timed out after 3000ms"
            + " (total=10, active=9, idle=1, waiting=37)",
        "{'level':'ERROR','message':'HikariPool-1 - Connection is not available, request timed out"
            + " after 3000ms (total=10, active=9, idle=1, waiting=37)'}",
        "SqlError: pool timeout: failed to retrieve a connection from pool after 10001ms\n"
            + "    (pool connections: active=10 idle=0 limit=10)"
      })
  void aPoolWhoseConnectionsAreInUseRanOutOfThem(String message) {
    assertThat(Told.by(json(message))).isEqualTo("CONNECTION_TROUBLE words=POOL_EXHAUSTED");
  }

  /** A database out of reach is another incident than one that ran out of connections. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HikariPool-1 - Connection is not available, request timed out after 30000ms"
            + " (total=0, active=0, idle=0, waiting=4)",
        "{'level':'ERROR','message':'pool timeout: failed to retrieve a connection from pool after"
            + " 10001ms (pool connections: active=0 idle=0 limit=10)'}"
      })
  void aPoolThatHoldsNoConnectionDidNotRunOutOfThem(String message) {
    assertThat(Told.by(json(message))).startsWith("CONNECTION_TROUBLE words=WEAK");
  }

  /** Why it holds none is the server's to say. */
  @Test
  void theServersOwnWordsCountMoreThanThePools() {
    assertThat(
            Told.by(
                "HikariPool-1 - Connection is not available, request timed out after 30000ms"
                    + " (total=0, active=0, idle=0, waiting=4)\n"
                    + "Caused by: org.postgresql.util.PSQLException: FATAL: sorry, too many clients"
                    + " already"))
        .startsWith("CONNECTION_TROUBLE words=REFUSED_BY_POSTGRESQL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection is not available, request timed out after 3000ms.",
        "Connection is not available, request timed out after 1ms (total=, active=x, waiting=",
        "Connection is not available, request timed out after 1ms (total=1) active=1, waiting=1)"
      })
  void doesWithoutThePoolsNumbers(String message) {
    assertThat(Told.by(message)).isEqualTo("CONNECTION_TROUBLE words=POOL_EXHAUSTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ThrottlingException: Rate exceeded",
        "429 Too Many Requests",
        "Too many requests, please try again later",
        "API rate limit exceeded for user 7",
        "connected, pool size 10, active 3, waiting 0",
        "HikariPool-1 - Pool stats (total=10, active=3, idle=7, waiting=0)",
        "Retrying: connection to https://api.example.com timed out",
        "the connection was closed by the client",
        "opened a new connection to the database"
      })
  void leavesOtherTroubleAlone(String message) {
    assertThat(Told.by(message)).isEqualTo("APPLICATION_TEXT");
    assertThat(Told.by(json("{'level':'WARN','message':'" + message + "'}")))
        .isEqualTo("APPLICATION_JSON");
  }
}
