package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.Hash64;
import java.nio.charset.StandardCharsets;

/**
 * A place in a message that is compared, piece by piece, to the shape it should have. Every method
 * that finds what it looks for moves behind it; every other leaves the place as it is.
 */
final class Cursor {

  /** Length of a request id in its usual form. */
  private static final int UUID = 36;

  private static final int[] THOUSANDTHS = {0, 100, 10, 1};

  byte[] bytes = new byte[0];
  int at;
  int end;

  /** Where the latest request id of this document stands, and its key; -1 before the first. */
  private int idAt = -1;

  private long idKey;

  /** To be called when another document begins. */
  void forgetId() {
    idAt = -1;
  }

  /**
   * @param text with {@link Inflate#PADDING} readable bytes behind it
   */
  void set(byte[] text, int from, int to) {
    bytes = text;
    at = from;
    end = to;
  }

  /** The byte at the place; whatever lies behind the message when that is over. */
  byte peek() {
    return bytes[at];
  }

  /** The eight bytes at the place. */
  long word() {
    return Words.at(bytes, at);
  }

  boolean skip(Literal text) {
    int behind = at + text.length;
    if (behind > end || !text.standsAt(bytes, at)) {
      return false;
    }
    at = behind;
    return true;
  }

  /** Which of several texts stands there, or -1. */
  int skipAny(Literal[] texts) {
    for (int i = 0; i < texts.length; i++) {
      if (skip(texts[i])) {
        return i;
      }
    }
    return -1;
  }

  boolean skip(char c) {
    if (at >= end || bytes[at] != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Does the rest of the message contain a text? The place stays. */
  boolean contains(Literal text) {
    return contains(text, at, end);
  }

  /** Does what was passed from there on contain a text? */
  boolean passed(Literal text, int from) {
    return contains(text, from, at);
  }

  private boolean contains(Literal text, int from, int to) {
    for (int i = from; i + text.length <= to; i++) {
      if (text.standsAt(bytes, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A name as that of an error's type, of letters, digits, dots and underscores; empty for none.
   */
  String name() {
    int from = at;
    while (at < end && nameLetter(bytes[at])) {
      at++;
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
  }

  private static boolean nameLetter(byte b) {
    return digit(b) || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '.' || b == '_';
  }

  /** Is the message over, but for a line end? */
  boolean over() {
    return at == end || (at + 2 == end && bytes[at] == '\\' && bytes[at + 1] == 'n');
  }

  /**
   * A request id in its usual form, in lower case, which is then the line's. Most lines tell of the
   * same call as the line before, so its key is seldom computed.
   */
  boolean skipRequestId(Observation line) {
    if (at + UUID > end) {
      return false;
    }
    if (idAt < 0 || !same(idAt)) {
      if (!uuid()) {
        return false;
      }
      idAt = at;
      idKey = Observation.key(Hash64.of(bytes, at, UUID));
    }
    line.setRequestId(bytes, at, UUID, idKey);
    at += UUID;
    return true;
  }

  private boolean same(int other) {
    long different = Words.at(bytes, at) ^ Words.at(bytes, other);
    different |= Words.at(bytes, at + 8) ^ Words.at(bytes, other + 8);
    different |= Words.at(bytes, at + 16) ^ Words.at(bytes, other + 16);
    different |= Words.at(bytes, at + 24) ^ Words.at(bytes, other + 24);
    different |= Words.at(bytes, at + 28) ^ Words.at(bytes, other + 28);
    return different == 0;
  }

  private boolean uuid() {
    // Turns the dashes, and nothing else that may stand there, into zeros.
    long wrong = Words.notHex(Words.at(bytes, at));
    wrong |= Words.notHex(Words.at(bytes, at + 8) ^ 0x00001D000000001DL);
    wrong |= Words.notHex(Words.at(bytes, at + 16) ^ 0x1D000000001D0000L);
    wrong |= Words.notHex(Words.at(bytes, at + 24));
    wrong |= Words.notHex(Words.at(bytes, at + 28));
    boolean dashes =
        bytes[at + 8] == '-'
            && bytes[at + 13] == '-'
            && bytes[at + 18] == '-'
            && bytes[at + 23] == '-';
    return wrong == 0 && dashes;
  }

  /**
   * A number of at most eight digits before the point and three behind it.
   *
   * @return its thousandths, or -1 when there is none or one that nobody would believe
   */
  long thousandths() {
    long word = Words.at(bytes, at);
    int digits = Words.leadingDigits(word);
    int next = at + digits;
    if (digits == 0 || digit(bytes[next]) || (digits > 1 && bytes[at] == '0')) {
      return -1;
    }
    long number = Words.number(Words.lastOf(word, digits)) * 1000;
    if (bytes[next] == '.') {
      long fraction = Words.at(bytes, next + 1);
      int places = Words.leadingDigits(fraction);
      if (places == 0 || places > 3) {
        return -1;
      }
      number += Words.number(Words.lastOf(fraction, places)) * THOUSANDTHS[places];
      next += 1 + places;
    }
    if (next > end) {
      return -1;
    }
    if (number > Numbers.MAX_MILLIS * 1000) {
      return -1;
    }
    at = next;
    return number;
  }

  /** The same, rounded up to a whole number. */
  long whole() {
    long thousandths = thousandths();
    return thousandths < 0 ? -1 : (thousandths + 999) / 1000;
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }
}
