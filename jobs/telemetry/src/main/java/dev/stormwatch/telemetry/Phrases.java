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
 * log lines, such as {@code nn} (connection), {@code rr} (error, sorry) or {@code xc} (exception,
 * exceeded). {@link Marks} tells where one of them stands; only there are the phrases that contain
 * it compared, letter by letter, without regard to case.
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

  /** The trace is named that a call is part of, see {@link TraceMembers}. */
  static final int TRACE = 1 << 12;

  static final int WEAK = 1 << 8;
  static final int RATE_LIMITED = 1 << 9;
  static final int POOL_EXHAUSTED = 1 << 10;
  static final int REFUSED = 1 << 11;

  /** A metric of an event source mapping. */
  static final int MAPPING_COUNTS = 1 << 13;

  /** A server of mail or files counts connections by address: the same words, and no database. */
  static final int OTHER_SERVER = 1 << 14;

  /** Which server refuses, where the words are its own. */
  static final int OF_POSTGRESQL = 1 << 15;

  static final int OF_MYSQL = 1 << 16;

  /** Lambda's words for a call that found no concurrency free, see {@link ThrottleText}. */
  static final int THROTTLE = 1 << 17;

  /** Any that says something of connections. */
  static final int CONNECTION =
      WEAK | RATE_LIMITED | POOL_EXHAUSTED | REFUSED | OTHER_SERVER | OF_POSTGRESQL | OF_MYSQL;

  /** Any that is worth reading a metric document for. */
  static final int METRICS = DATABASE_GAUGE | COLD_START | MAPPING_COUNTS;

  private static final long ONES = Words.ONES;

  // Pairs of the phrases that are looked for later.
  private static final long CASE = ONES * 0x20;
  private static final long O = ONES * 'o';
  private static final long UNDERSCORE = ONES * '_';
  private static final long CAPITAL_A = ONES * 'A';
  private static final long CAPITAL_Q = ONES * 'Q';
  private static final long U = ONES * 'u';
  private static final long APOSTROPHE = ONES * '\'';
  private static final long T = ONES * 't';
  private static final long D = ONES * 'd';
  private static final long CAPITAL_S = ONES * 'S';
  private static final long CAPITAL_E = ONES * 'E';

  private static final long W = ONES * 'w';
  private static final long M = ONES * 'm';
  private static final long B = ONES * 'b';

  // FA and RA are asked for at once, without the bits in which F and R differ; that takes in BA,
  // VA.
  private static final long F_OR_R = ~(ONES * ('F' ^ 'R'));
  private static final long CAPITAL_F_AND_R = ONES * ('F' & 'R');

  /** Bytes that must be readable behind a text that is searched. */
  static final int PADDING = 16;

  private static final PhrasesByPair COMMON =
      new PhrasesByPair(
          Arrays.stream(PhraseTable.PHRASES)
              .filter(phrase -> phrase.common)
              .toArray(Phrase[]::new));

  private static final PhrasesByPair RARE =
      new PhrasesByPair(
          Arrays.stream(PhraseTable.PHRASES)
              .filter(phrase -> !phrase.common)
              .toArray(Phrase[]::new));

  private static final Phrase[] LATER =
      Arrays.stream(PhraseTable.PHRASES)
          .filter(phrase -> !phrase.common && (phrase.meaning & CONNECTION) != 0)
          .toArray(Phrase[]::new);

  private Phrases() {}

  /**
   * Do any of the pairs of phrases that are looked for later begin in these eight bytes?
   *
   * @param x eight bytes of the text
   * @param y the eight bytes that begin one later
   * @return not zero under {@link Words#HIGH} where one does; seldom also where none does
   */
  private static long laterPairs(long x, long y) {
    long a = (x ^ CAPITAL_Q) | (y ^ U);
    long b = (x ^ APOSTROPHE) | (y ^ T);
    long c = (x ^ UNDERSCORE) | (y ^ W);
    long d = (x & F_OR_R ^ CAPITAL_F_AND_R) | (y ^ CAPITAL_A);
    long e = ((x | CASE) ^ M) | ((y | CASE) ^ B);
    return ((a - ONES) & ~a)
        | ((b - ONES) & ~b)
        | ((c - ONES) & ~c)
        | ((d - ONES) & ~d)
        | ((e - ONES) & ~e);
  }

  /** The same of the pairs of metrics' names. */
  private static long metricPairs(long x, long y) {
    long a = (x ^ D) | (y ^ CAPITAL_S);
    long b = (x ^ y) | ((x | CASE) ^ O);
    long c = (x ^ D) | (y ^ CAPITAL_E);
    return ((a - ONES) & ~a) | ((b - ONES) & ~b) | ((c - ONES) & ~c);
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
    for (int at = from; at < to; at++) {
      if (Marks.marked(bytes[at], bytes[at + 1])) {
        found |= at(bytes, at, from, to, escaped);
      }
    }
    return more(bytes, from, to, found, escaped);
  }

  /**
   * The phrases around the pair that stands there.
   *
   * @param to no phrase may end behind it
   */
  static int at(byte[] bytes, int pair, int from, int to, boolean escaped) {
    return COMMON.around(bytes, pair, from, to, escaped);
  }

  /**
   * A few phrases have no pair that is worth looking for in every line. They are looked for where a
   * line names an error or an exception, or begins with them; a metric, in metric documents.
   *
   * @param found what was found so far
   */
  static int more(byte[] bytes, int from, int to, int found, boolean escaped) {
    boolean trouble = (found & TROUBLE) != 0;
    int all = trouble ? found : found | begins(bytes, from, to);
    if ((found & (TROUBLE | EMF)) == 0) {
      return all;
    }
    int wanted = trouble ? CONNECTION | METRICS : METRICS;
    for (int at = from; at < to; at += 8) {
      long x = Words.at(bytes, at);
      long y = Words.at(bytes, at + 1);
      long hits = metricPairs(x, y);
      if (trouble) {
        hits |= laterPairs(x, y);
      }
      for (hits &= Words.HIGH; hits != 0; hits &= hits - 1) {
        int pair = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        all |= wanted & RARE.around(bytes, pair, from, to, escaped);
      }
    }
    return all;
  }

  private static int begins(byte[] bytes, int from, int to) {
    int first = from < to ? bytes[from] | 0x20 : 0;
    int found = 0;
    if (first == 'q'
        || first == 'c'
        || first == 'f'
        || first == 't'
        || first == 'o'
        || first == 'm') {
      for (Phrase phrase : LATER) {
        if (phrase.standsAt(bytes, from, from, to)) {
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
    if ((found & REFUSED) != 0 && (found & OTHER_SERVER) == 0) {
      return refused(found);
    }
    if ((found & POOL_EXHAUSTED) != 0) {
      return ConnectionSignal.POOL_EXHAUSTED;
    }
    if ((found & RATE_LIMITED) != 0) {
      return ConnectionSignal.RATE_LIMITED;
    }
    return (found & (WEAK | OTHER_SERVER)) != 0 ? ConnectionSignal.WEAK : ConnectionSignal.NONE;
  }

  private static ConnectionSignal refused(int found) {
    if ((found & OF_POSTGRESQL) != 0) {
      return ConnectionSignal.REFUSED_BY_POSTGRESQL;
    }
    return (found & OF_MYSQL) != 0 ? ConnectionSignal.REFUSED_BY_MYSQL : ConnectionSignal.REFUSED;
  }

  /** Every phrase, for tests: each must be found in itself. */
  static List<String> texts() {
    return Arrays.stream(PhraseTable.PHRASES)
        .map(phrase -> phrase.written)
        .collect(Collectors.toList());
  }

  /** Those of them that are looked for only where a line gives reason to, see {@link #more}. */
  static List<String> laterTexts() {
    return Arrays.stream(PhraseTable.PHRASES)
        .filter(phrase -> !phrase.common)
        .map(phrase -> phrase.written)
        .collect(Collectors.toList());
  }
}
