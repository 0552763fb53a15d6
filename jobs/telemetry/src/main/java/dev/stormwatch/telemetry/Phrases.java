package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.ConnectionSignal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every text that makes an application's line worth reading, found in one pass.
 *
 * <p>Nearly all lines that an application writes tell Stormwatch nothing, and to know that cheaply
 * is most of the work. Each phrase below contains one of a few pairs of letters that are rare in
 * log lines, such as {@code nn} (connection), {@code oo} (too many, pool), {@code rr} (error) or
 * {@code xc} (exception, exceeded). Eight bytes at a time are tested for all pairs together; only
 * where a pair stands are the phrases that contain it compared, letter by letter, without regard to
 * case. A line without any pair, which is most lines, costs about a third of a nanosecond a byte.
 *
 * <p>No phrase contains a character that JSON escapes except a quote at its beginning, before which
 * an escaped text has one more backslash. So it does not matter whether a text is searched as it
 * was logged or as it stands escaped inside a subscription document: the answer is the same, unless
 * ASCII letters were written as {@code \}{@code u} escapes, for which the caller must look.
 */
final class Phrases {

  /** What a phrase means; an answer is a union of these. */
  static final int EMF = 1;

  static final int ERROR_TYPE = 1 << 1;
  static final int EVENT_SOURCE = 1 << 2;
  static final int BATCH_TEXT = 1 << 3;
  static final int NODE_ERROR = 1 << 4;

  /** An error or an exception is named: a stack trace may follow. */
  static final int TROUBLE = 1 << 5;

  static final int DATABASE_GAUGE = 1 << 6;
  static final int COLD_START = 1 << 7;

  static final int WEAK = 1 << 8;
  static final int RATE_LIMITED = 1 << 9;
  static final int POOL_EXHAUSTED = 1 << 10;
  static final int REFUSED = 1 << 11;

  /** Any that says something of connections. */
  static final int CONNECTION = WEAK | RATE_LIMITED | POOL_EXHAUSTED | REFUSED;

  private static final long ONES = Words.ONES;

  // Pairs that are tested. Those of one letter twice are tested without regard to case.
  private static final long CASE = ONES * 0x20;
  private static final long N_OR_O = ONES * 0x21;
  private static final long O = ONES * 'o';
  private static final long R = ONES * 'r';
  private static final long X = ONES * 'x';
  private static final long C = ONES * 'c';
  private static final long QUOTE = ONES * '"';
  private static final long UNDERSCORE = ONES * '_';
  private static final long E = ONES * 'e';
  private static final long CAPITAL_A = ONES * 'A';
  private static final long CAPITAL_Q = ONES * 'Q';
  private static final long U = ONES * 'u';
  private static final long APOSTROPHE = ONES * '\'';
  private static final long T = ONES * 't';
  private static final long D = ONES * 'd';
  private static final long CAPITAL_S = ONES * 'S';

  private static final long W = ONES * 'w';
  private static final long CAPITAL_F = ONES * 'F';

  /** How far behind a phrase its second half may stand. */
  private static final int THEN_WITHIN = 200;

  private static final class Phrase {
    final String written;
    final byte[] text;
    final byte[] caseBits;
    final byte[] then;
    final int meaning;
    final int pairAt;

    private Phrase(String written, String then, int meaning) {
      this.written = written + then;
      this.text = written.getBytes(StandardCharsets.US_ASCII);
      this.caseBits = new byte[text.length];
      for (int i = 0; i < text.length; i++) {
        caseBits[i] = (byte) (Character.isLetter(written.charAt(i)) ? 0x20 : 0);
        text[i] |= caseBits[i];
      }
      this.then = then.getBytes(StandardCharsets.US_ASCII);
      this.meaning = meaning;
      this.pairAt = firstPair(written);
    }

    private static int firstPair(String written) {
      for (int i = 0; i + 1 < written.length(); i++) {
        for (String pair : PAIRS) {
          boolean sameCase =
              Character.toLowerCase(pair.charAt(0)) != pair.charAt(0)
                  || pair.charAt(1) != Character.toLowerCase(pair.charAt(1))
                  || !Character.isLetter(pair.charAt(0));
          if (written.regionMatches(!sameCase, i, pair, 0, 2)) {
            return i;
          }
        }
      }
      throw new IllegalArgumentException("no rare pair of letters in: " + written);
    }

    int slot() {
      return Phrases.slot(text[pairAt], text[pairAt + 1]);
    }

    boolean standsAt(byte[] bytes, int start, int from, int to) {
      if (start < from || start + text.length > to) {
        return false;
      }
      for (int i = 0; i < text.length; i++) {
        if ((byte) (bytes[start + i] | caseBits[i]) != text[i]) {
          return false;
        }
      }
      return then.length == 0 || followed(bytes, start + text.length, to);
    }

    /** Between the halves stand only characters that are the same escaped and not. */
    private boolean followed(byte[] bytes, int from, int to) {
      int last = Math.min(to, from + THEN_WITHIN) - then.length;
      for (int at = from; at <= last; at++) {
        if (Arrays.equals(bytes, at, at + then.length, then, 0, then.length)) {
          return true;
        }
        if (bytes[at] < ' ' || bytes[at] == '"' || bytes[at] == '\\') {
          return false;
        }
      }
      return false;
    }
  }

  private static final String[] PAIRS = {
    "nn", "oo", "rr", "xc", "\"_", "eA", "Qu", "'t", "_w", "FA", "dS"
  };

  private static final Phrase[] TABLE = {
    // What structured lines are known by.
    phrase(EMF, "\"_aws"),
    phrase(ERROR_TYPE, "errorType"),
    phrase(EVENT_SOURCE, "eventSourceARN"),
    phrase(DATABASE_GAUGE, "DatabaseConnections"),
    phrase(DATABASE_GAUGE, "db_pool_"),
    phrase(COLD_START, "ColdStart"),
    // What runtimes and Powertools write about failures.
    phrase(NODE_ERROR, "Invoke Error"),
    phrase(NODE_ERROR, "Uncaught Exception"),
    phrase(TROUBLE, "Exception"),
    phrase(TROUBLE, "Error"),
    phrase(BATCH_TEXT, "Error while processing record with "),
    phrase(BATCH_TEXT, "Error while processing message with messageId"),
    phrase(BATCH_TEXT, "BatchProcessingError"),
    phrase(BATCH_TEXT, "BatchProcessingException"),
    phrase(BATCH_TEXT, "FullBatchFailureError"),
    phrase(BATCH_TEXT, "SqsFifoShortCircuitError"),
    // PostgreSQL, SQLSTATE 53300, and what speaks its protocol.
    phrase(REFUSED, "too many clients"),
    phrase(REFUSED, "connection slots are reserved"),
    phrase(REFUSED, "too many connections"),
    phrase(REFUSED, "TooManyConnections"),
    phrase(REFUSED, "no more connections allowed"),
    phrase(REFUSED, "client connections exceeded"),
    phrase(REFUSED, "Max client connections reached"),
    // RDS Proxy.
    phrase(REFUSED, "client connections to the proxy exceeded"),
    phrase(REFUSED, "waiting to acquire database connection"),
    phrase(REFUSED, "simultaneous connections exceeded"),
    phrase(RATE_LIMITED, "Rate of connection to proxy exceeded"),
    phrase(RATE_LIMITED, "Connections rate limit exceeded"),
    phrase(RATE_LIMITED, "IAM authentication failed because of too many"),
    phrase(RATE_LIMITED, "IAM authentication rate limit exceeded"),
    // MySQL 1040, 1129, 1203, 1226.
    phrase(REFUSED, "ER_CON_COUNT_ERROR"),
    phrase(REFUSED, "ER_TOO_MANY_USER_CONNECTIONS"),
    phrase(REFUSED, "max_user_connections"),
    phrase(REFUSED, "because of many connection errors"),
    phrase(REFUSED, "Too many database connections opened"),
    // Others.
    phrase(REFUSED, "too many open connections"),
    phrase(REFUSED, "ERR max number of clients reached"),
    phrase(REFUSED, "maximum number of sessions exceeded"),
    phrase(REFUSED, "exceeded simultaneous SESSIONS_PER_USER"),
    // Pools of clients.
    phrase(POOL_EXHAUSTED, "connection pool has been exhausted"),
    phrase(POOL_EXHAUSTED, "connection pool exhausted"),
    phrase(POOL_EXHAUSTED, "Queue limit reached"),
    phrase(POOL_EXHAUSTED, "No connections available"),
    phrase(POOL_EXHAUSTED, "Connection is not available, request timed out"),
    phrase(POOL_EXHAUSTED, "timeout exceeded when trying to connect"),
    phrase(POOL_EXHAUSTED, "get a connection after"),
    phrase(POOL_EXHAUSTED, "the pool '", "requests waiting"),
    phrase(POOL_EXHAUSTED, "QueuePool limit of size"),
    phrase(POOL_EXHAUSTED, "Timeout acquiring a connection"),
    phrase(POOL_EXHAUSTED, "fetching a new connection from the connection pool"),
    phrase(POOL_EXHAUSTED, "checking out a connection from connection pool"),
    phrase(POOL_EXHAUSTED, "operations are already waiting for a connection"),
    phrase(POOL_EXHAUSTED, "obtaining a connection from the pool"),
    phrase(POOL_EXHAUSTED, "obtain a connection from the pool"),
    phrase(POOL_EXHAUSTED, "obtain a database connection within"),
    phrase(POOL_EXHAUSTED, "checkout a Connection has timed out"),
    phrase(POOL_EXHAUSTED, "get a connection, pool error"),
    phrase(POOL_EXHAUSTED, "Unable to fetch a connection in"),
    phrase(POOL_EXHAUSTED, "ConnectionAcquireTimeoutError"),
    phrase(POOL_EXHAUSTED, "Connection acquisition timed out"),
    phrase(POOL_EXHAUSTED, "PoolAcquirePendingLimitException"),
    phrase(POOL_EXHAUSTED, "waiting for an open connection"),
    phrase(POOL_EXHAUSTED, "timed out waiting for connection"),
    phrase(POOL_EXHAUSTED, "Error: ResourceRequest timed out"),
    phrase(POOL_EXHAUSTED, "Connect Timeout expired"),
    // Of every kind of outage.
    phrase(WEAK, "connect ETIMEDOUT"),
    phrase(WEAK, "Connection terminated due to connection timeout"),
    phrase(WEAK, "Connection terminated unexpectedly"),
    phrase(WEAK, "PROTOCOL_CONNECTION_LOST"),
    phrase(WEAK, "Connection lost: The server closed the connection"),
    phrase(WEAK, "server closed the connection unexpectedly"),
    phrase(WEAK, "Can't reach database server"),
    phrase(WEAK, "query_wait_timeout"),
    phrase(WEAK, "FATAL: the database system is"),
    phrase(WEAK, "FATAL:  the database system is"),
  };

  /** Bytes that must be readable behind a text that is searched. */
  static final int PADDING = 16;

  /** The phrases that are looked for where a pair stands, by the pair's two letters. */
  private static final Phrase[][] BY_PAIR = byPair();

  private Phrases() {}

  private static Phrase phrase(int meaning, String text) {
    return new Phrase(text, "", meaning);
  }

  private static Phrase phrase(int meaning, String text, String then) {
    return new Phrase(text, then, meaning);
  }

  private static Phrase[][] byPair() {
    Phrase[][] found = new Phrase[1 << 10][];
    for (Phrase phrase : TABLE) {
      int slot = phrase.slot();
      Phrase[] sofar = found[slot] == null ? new Phrase[0] : found[slot];
      found[slot] = Arrays.copyOf(sofar, sofar.length + 1);
      found[slot][sofar.length] = phrase;
    }
    return found;
  }

  /** Pairs differ in the low five bits of their letters, which are the same in either case. */
  private static int slot(int first, int second) {
    return (first & 31) << 5 | second & 31;
  }

  /**
   * Do any of the pairs begin in these eight bytes?
   *
   * @param x eight bytes of the text
   * @param y the eight bytes that begin one later
   * @return not zero under {@link Words#HIGH} where one does; seldom also where none does
   */
  static long pairs(long x, long y) {
    long twice = x ^ y;
    long folded = x | CASE;
    long next = y | CASE;
    long a = twice | ((x | N_OR_O) ^ O);
    long b = twice | (folded ^ R);
    long c = (folded ^ X) | (next ^ C);
    long d = (x ^ QUOTE) | (y ^ UNDERSCORE);
    long e = (x ^ E) | (y ^ CAPITAL_A);
    long f = (x ^ CAPITAL_Q) | (y ^ U);
    long g = (x ^ APOSTROPHE) | (y ^ T);
    long h = (x ^ UNDERSCORE) | (y ^ W);
    long i = (x ^ CAPITAL_F) | (y ^ CAPITAL_A);
    return ((a - ONES) & ~a)
        | ((b - ONES) & ~b)
        | ((c - ONES) & ~c)
        | ((d - ONES) & ~d)
        | ((e - ONES) & ~e)
        | ((f - ONES) & ~f)
        | ((g - ONES) & ~g)
        | ((h - ONES) & ~h)
        | ((i - ONES) & ~i);
  }

  /** The pair that is looked for only in lines that are known to be metrics. */
  private static long metricPairs(long x, long y) {
    long a = (x ^ D) | (y ^ CAPITAL_S);
    return (a - ONES) & ~a;
  }

  /**
   * Finds all phrases in a text.
   *
   * @param bytes with at least {@link #PADDING} readable bytes behind the text
   * @param escaped true where the text stands as in a JSON document: the letter behind a backslash
   *     is then no letter of the text
   * @return the union of their meanings
   */
  static int find(byte[] bytes, int from, int to, boolean escaped) {
    int found = 0;
    for (int at = from; at < to; at += 8) {
      long x = Words.at(bytes, at);
      long y = Words.at(bytes, at + 1);
      long hits = (pairs(x, y) | metricPairs(x, y)) & Words.HIGH;
      while (hits != 0) {
        int pair = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        found |= at(bytes, pair, from, to, escaped);
        hits &= hits - 1;
      }
    }
    return found;
  }

  private static int at(byte[] bytes, int pair, int from, int to, boolean escaped) {
    Phrase[] candidates = BY_PAIR[slot(bytes[pair], bytes[pair + 1])];
    int found = 0;
    if (candidates != null) {
      for (Phrase phrase : candidates) {
        int start = pair - phrase.pairAt;
        boolean stands = phrase.standsAt(bytes, start, from, to);
        if (stands && !(escaped && phrase.text[0] != '"' && letterOfEscape(bytes, start, from))) {
          found |= phrase.meaning;
        }
      }
    }
    return found;
  }

  /** Is the byte the second one of an escape, such as the {@code n} of a line end? */
  static boolean letterOfEscape(byte[] bytes, int at, int from) {
    int backslashes = 0;
    while (at - 1 - backslashes >= from && bytes[at - 1 - backslashes] == '\\') {
      backslashes++;
    }
    return (backslashes & 1) != 0;
  }

  /** Finds all phrases in a text. */
  static int find(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return find(Arrays.copyOf(utf8, utf8.length + PADDING), 0, utf8.length, false);
  }

  /** What an answer says of connections. */
  static ConnectionSignal signal(int found) {
    if ((found & REFUSED) != 0) {
      return ConnectionSignal.REFUSED;
    }
    if ((found & POOL_EXHAUSTED) != 0) {
      return ConnectionSignal.POOL_EXHAUSTED;
    }
    if ((found & RATE_LIMITED) != 0) {
      return ConnectionSignal.RATE_LIMITED;
    }
    return (found & WEAK) != 0 ? ConnectionSignal.WEAK : ConnectionSignal.NONE;
  }

  /** Every phrase, for tests: each must be found in itself. */
  static List<String> texts() {
    return Arrays.stream(TABLE).map(phrase -> phrase.written).collect(Collectors.toList());
  }
}
