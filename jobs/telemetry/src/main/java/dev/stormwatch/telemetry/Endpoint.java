package dev.stormwatch.telemetry;

import java.util.Locale;

/**
 * The host of a database that a driver's message names. A name, never an address: addresses come
 * and go. Nothing else of a message is taken.
 */
final class Endpoint {

  /** Raw or decoded, a line that names a host contains one of these. */
  static final Literal[] HINTS = {
    Literal.of(".rds."), Literal.of("server at "), Literal.of(":5432"), Literal.of(":3306")
  };

  private static final String RDS = ".rds.";
  private static final String AMAZON = ".amazonaws.com";

  /** libpq: {@code connection to server at "host" (address), port 5432 failed}. */
  private static final String SERVER_AT = "server at ";

  private static final String[] PORTS = {":5432", ":3306"};

  /** Longest name of a host. */
  private static final int LONGEST = 253;

  private Endpoint() {}

  /** The host, in lower case; empty where none is named. */
  static String in(String message) {
    int rds = message.indexOf(RDS);
    if (rds >= 0) {
      String host = around(message, rds);
      if (host.contains(AMAZON)) {
        return host;
      }
    }
    int server = message.indexOf(SERVER_AT);
    if (server >= 0) {
      int from = server + SERVER_AT.length();
      // The quote may stand escaped, once or more.
      while (from < message.length()
          && (message.charAt(from) == '"' || message.charAt(from) == '\\')) {
        from++;
      }
      return around(message, from);
    }
    for (String port : PORTS) {
      int at = message.indexOf(port);
      int after = at + port.length();
      boolean whole = after >= message.length() || !Character.isDigit(message.charAt(after));
      if (at > 0 && whole) {
        return around(message, at - 1);
      }
    }
    return "";
  }

  private static String around(String message, int at) {
    int from = at;
    while (from > 0 && ofHost(message.charAt(from - 1))) {
      from--;
    }
    int to = at;
    while (to < message.length() && ofHost(message.charAt(to))) {
      to++;
    }
    boolean named = false;
    for (int i = from; i < to; i++) {
      named |= Character.isLetter(message.charAt(i));
    }
    return named && to - from <= LONGEST
        ? message.substring(from, to).toLowerCase(Locale.ROOT)
        : "";
  }

  private static boolean ofHost(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.';
  }
}
