package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.ConnectionSignal;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/** What a database's or a proxy's own log tells of connections, and what a pool says of itself. */
final class DatabaseText {

  private static final String PROXIES = "/aws/rds/proxy/";
  private static final String GENERAL_LOG = "/general";

  static final String MARIADB_POOL = "(pool connections: ";

  private static final String POSTGRES_LEVEL = "LOG:";

  /** How far a line's head may reach; what follows a head can hold anything, SQL for one. */
  private static final int HEAD = 300;

  private DatabaseText() {}

  /** Tells what a line of a database's log is, but for the words of trouble. */
  static void read(LogDocument document, String message, Observation line) {
    line.detail();
    line.gauge.database = document.group.database;
    if (document.group.name.startsWith(PROXIES)) {
      line.kind = proxy(message);
    } else if (document.group.name.endsWith(GENERAL_LOG)) {
      line.kind = mysql(message);
    } else {
      line.kind = postgres(message);
    }
  }

  /** Between the proxy and its database; what clients connect to the proxy is another matter. */
  private static LineKind proxy(String message) {
    if (stands("A TCP connection was established from the proxy at ", message)) {
      return LineKind.CONNECTION_OPENED;
    }
    return stands("The database connection closed.", message)
        ? LineKind.CONNECTION_CLOSED
        : LineKind.DATABASE_LOG;
  }

  private static boolean stands(String words, String message) {
    int at = message.indexOf(words);
    return at >= 0 && at < HEAD;
  }

  /**
   * {@code …:LOG: connection authorized: user=…}. That a connection was received is said before,
   * when it may still be refused.
   */
  private static LineKind postgres(String message) {
    int level = message.indexOf(POSTGRES_LEVEL);
    if (level < 0 || level > HEAD) {
      return LineKind.DATABASE_LOG;
    }
    int text = level + POSTGRES_LEVEL.length();
    while (text < message.length() && message.charAt(text) == ' ') {
      text++;
    }
    if (message.startsWith("connection authorized:", text)) {
      return LineKind.CONNECTION_OPENED;
    }
    return message.startsWith("disconnection: session time:", text)
        ? LineKind.CONNECTION_CLOSED
        : LineKind.DATABASE_LOG;
  }

  /** {@code time⇥ 42 Connect⇥user@host on database}; {@code time⇥ 42 Quit}. */
  private static LineKind mysql(String message) {
    int at = message.indexOf('\t');
    if (at < 0 || at > HEAD) {
      return LineKind.DATABASE_LOG;
    }
    at++;
    while (at < message.length() && (message.charAt(at) == ' ' || message.charAt(at) == '\t')) {
      at++;
    }
    int thread = at;
    while (at < message.length() && Character.isDigit(message.charAt(at))) {
      at++;
    }
    if (at == thread) {
      return LineKind.DATABASE_LOG;
    }
    if (message.startsWith(" Connect\t", at)) {
      return message.startsWith("Access denied", at + " Connect\t".length())
          ? LineKind.DATABASE_LOG
          : LineKind.CONNECTION_OPENED;
    }
    return message.startsWith(" Quit", at) ? LineKind.CONNECTION_CLOSED : LineKind.DATABASE_LOG;
  }

  /**
   * How a pool says it stands: HikariCP's {@code (total=10, active=10, idle=0, waiting=37)},
   * MariaDB's {@code (pool connections: active=10 idle=0 limit=10)}. Called for lines that tell of
   * trouble only: a pool at ease prints the same.
   *
   * <p>A pool that holds no connection at all did not run out of them: it could open none. That is
   * a database out of reach, which by itself says nothing of limits.
   */
  static void pool(String message, Observation line) {
    int hikari = message.indexOf("(total=");
    int mariadb = message.indexOf(MARIADB_POOL);
    int from = Math.max(hikari, mariadb);
    if (from < 0) {
      return;
    }
    boolean holdsNone =
        numberAfter("active=", message, from) == 0 && numberAfter("idle=", message, from) == 0;
    if (holdsNone && line.connection == ConnectionSignal.POOL_EXHAUSTED) {
      line.connection = ConnectionSignal.WEAK;
    }
  }

  private static long numberAfter(String name, String message, int from) {
    int close = message.indexOf(')', from);
    int at = message.indexOf(name, from);
    if (at < 0 || close < at) {
      return Observation.NONE;
    }
    return Numbers.whole(message.substring(at + name.length(), close));
  }
}
