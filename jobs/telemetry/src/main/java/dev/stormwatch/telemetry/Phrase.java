package dev.stormwatch.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that is looked for without regard to case, known by a rare pair of letters in it. */
final class Phrase {

  /** How far behind a phrase its second half may stand. */
  private static final int THEN_WITHIN = 200;

  static final String[] PAIRS = {"nn", "rr", "xc", "xr", "\"_", "\"0", "eA", "eI"};

  /** Pairs of phrases that are looked for only where a line gives reason to. */
  private static final String[] LATER_PAIRS = {
    "oo", "Qu", "'t", "_w", "FA", "RA", "dS", "dE", "mb"
  };

  final String written;
  final byte[] text;
  final byte[] caseBits;
  final byte[] then;
  final int meaning;
  final int pairAt;

  // Its first eight letters, or all where it has fewer.
  private final long head;
  private final long headCase;
  private final int headShift;

  /** Is it looked for in every line? */
  final boolean common;

  Phrase(String written, String then, int meaning) {
    this.written = written + then;
    this.text = written.getBytes(StandardCharsets.US_ASCII);
    this.caseBits = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      caseBits[i] = (byte) (Character.isLetter(written.charAt(i)) ? 0x20 : 0);
      text[i] |= caseBits[i];
    }
    this.head = Words.at(Arrays.copyOf(text, Math.max(8, text.length)), 0);
    this.headCase = Words.at(Arrays.copyOf(caseBits, Math.max(8, text.length)), 0);
    this.headShift = 8 * Math.max(0, 8 - text.length);
    this.then = then.getBytes(StandardCharsets.US_ASCII);
    this.meaning = meaning;
    int pair = firstPair(written, PAIRS);
    this.common = pair >= 0;
    this.pairAt = common ? pair : firstPair(written, LATER_PAIRS);
    if (pairAt < 0) {
      throw new IllegalArgumentException("no rare pair of letters in: " + written);
    }
  }

  private static int firstPair(String written, String[] pairs) {
    for (int i = 0; i + 1 < written.length(); i++) {
      for (String pair : pairs) {
        boolean sameCase =
            Character.toLowerCase(pair.charAt(0)) != pair.charAt(0)
                || pair.charAt(1) != Character.toLowerCase(pair.charAt(1))
                || !Character.isLetter(pair.charAt(0));
        if (written.regionMatches(!sameCase, i, pair, 0, 2)) {
          return i;
        }
      }
    }
    return -1;
  }

  boolean standsAt(byte[] bytes, int start, int from, int to) {
    if (start < from
        || start + text.length > to
        || ((Words.at(bytes, start) | headCase) ^ head) << headShift != 0) {
      return false;
    }
    for (int i = 8; i < text.length; i++) {
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
      if (bytes[at] == then[0]
          && Arrays.equals(bytes, at, at + then.length, then, 0, then.length)) {
        return true;
      }
      if (bytes[at] < ' ' || bytes[at] == '"' || bytes[at] == '\\' || bytes[at] == '/') {
        return false;
      }
    }
    return false;
  }
}
