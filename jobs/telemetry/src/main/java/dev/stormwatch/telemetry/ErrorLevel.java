package dev.stormwatch.telemetry;

/**
 * Lines that a logger wrote at level ERROR.
 *
 * <p>In text the level stands at the beginning, or behind a time, a request id and what stands in
 * square brackets, such as a thread's name. In a document it is the first member whose name ends in
 * {@code level}. Both are asked of a line as it was logged and as it stands escaped inside a
 * subscription document, and only where {@link Phrases#TROUBLE} was found.
 */
final class ErrorLevel {

  /** How far a line's head may reach. */
  private static final int HEAD = 120;

  private static final String LEVEL = "ERROR";

  /** What the name of the level ends with, in whichever case it begins. */
  private static final String MEMBER = "evel\":";

  private static final Literal ESCAPED_MEMBER = Literal.of("evel\\\":");

  private final byte[] head = new byte[HEAD];

  boolean inText(String message) {
    int length = 0;
    while (length < HEAD && length < message.length() && ofHead(message.charAt(length))) {
      head[length] = (byte) message.charAt(length);
      length++;
    }
    return levelIn(head, length);
  }

  /** The same of a text that stands escaped. */
  boolean inText(byte[] bytes, int from, int to) {
    int length = 0;
    int at = from;
    while (length < HEAD && at < to) {
      int c = bytes[at++];
      if (c == '\\') {
        byte letter = bytes[at++];
        c = letter == 't' ? '\t' : letter == '/' ? '/' : 0;
      }
      if (!ofHead(c)) {
        break;
      }
      head[length++] = (byte) c;
    }
    return levelIn(head, length);
  }

  private static boolean ofHead(int c) {
    return c == '\t' || (c >= ' ' && c < 0x7F && c != '"' && c != '\\');
  }

  private static boolean levelIn(byte[] head, int length) {
    int at = 0;
    while (at < length) {
      if (levelAt(head, at, length)) {
        return true;
      }
      if (head[at] == '[' && !levelAt(head, at + 1, length)) {
        boolean otherLevel = true;
        for (at++; at < length && head[at] != ']'; at++) {
          otherLevel &= head[at] >= 'A' && head[at] <= 'Z';
        }
        if (otherLevel) {
          return false;
        }
      } else if (!beforeLevel(head[at])) {
        return false;
      }
      at++;
    }
    return false;
  }

  private static boolean levelAt(byte[] head, int at, int length) {
    int end = at + LEVEL.length();
    if (end > length
        || (at > 0 && isOfWord(head[at - 1]))
        || (end < length && isOfWord(head[end]))) {
      return false;
    }
    for (int i = 0; i < LEVEL.length(); i++) {
      if (head[at + i] != LEVEL.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfWord(byte b) {
    return b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
  }

  /** Of times and request ids, and what parts them. */
  private static boolean beforeLevel(byte b) {
    return b >= '0' && b <= '9'
        || b >= 'a' && b <= 'f'
        || b == 'T'
        || b == 'Z'
        || " \t-:.,/+[]()<>|".indexOf(b) >= 0;
  }

  static boolean inDocument(String message) {
    int at = message.indexOf(MEMBER);
    if (at < 0) {
      return false;
    }
    at += MEMBER.length();
    at += message.startsWith(" ", at) ? 1 : 0;
    int end = at + 1 + LEVEL.length();
    return message.startsWith("\"", at)
        && message.regionMatches(true, at + 1, LEVEL, 0, LEVEL.length())
        && message.startsWith("\"", end);
  }

  /** The same of a document that stands escaped. */
  static boolean inDocument(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !(bytes[at] == 'e' && ESCAPED_MEMBER.standsAt(bytes, at))) {
      at++;
    }
    at += ESCAPED_MEMBER.length;
    at += at < to && bytes[at] == ' ' ? 1 : 0;
    int end = at + 2 + LEVEL.length();
    if (end + 2 > to || !quoteAt(bytes, at) || !quoteAt(bytes, end)) {
      return false;
    }
    for (int i = 0; i < LEVEL.length(); i++) {
      if ((bytes[at + 2 + i] & ~0x20) != LEVEL.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean quoteAt(byte[] bytes, int at) {
    return bytes[at] == '\\' && bytes[at + 1] == '"';
  }
}
