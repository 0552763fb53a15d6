package dev.stormwatch.telemetry;

/**
 * Lines that a logger wrote at level ERROR, or at what stands above it: FATAL, CRITICAL, SEVERE,
 * .NET's {@code fail} and {@code crit}, 50 and 60 of pino and bunyan.
 *
 * <p>In text the level stands at the beginning, or behind a time, a request id and what stands in
 * square brackets, such as a thread's name. In a document it is the first member whose name ends in
 * {@code level}. Both are asked of a line as it was logged and as it stands escaped inside a
 * subscription document, and only where {@link Phrases#TROUBLE} was found.
 */
final class ErrorLevel {

  /** How far a line's head may reach. */
  private static final int HEAD = 120;

  private static final String[] LEVELS = {"ERROR", "FATAL", "CRITICAL", "SEVERE", "fail", "crit"};

  /** How these begin. */
  private static final String INITIALS = "EFCSfc";

  /** What the name of the level ends with, in whichever case it begins. */
  private static final String MEMBER = "evel\":";

  private static final Literal ESCAPED_MEMBER = Literal.of("evel\\\":");

  /** The bit in which capital and small letters differ. */
  private static final int CASE = 0x20;

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
    if (INITIALS.indexOf(head[at]) < 0 || (at > 0 && isOfWord(head[at - 1]))) {
      return false;
    }
    for (String level : LEVELS) {
      int end = at + level.length();
      if (end <= length && (end == length || !isOfWord(head[end])) && same(head, at, level, 0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param ignored bits in which the letters may differ
   */
  private static boolean same(byte[] bytes, int at, String level, int ignored) {
    for (int i = 0; i < level.length(); i++) {
      if ((bytes[at + i] | ignored) != (level.charAt(i) | ignored)) {
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
    if (!message.startsWith("\"", at)) {
      return at + 2 < message.length()
          && numbered(message.charAt(at), message.charAt(at + 1), message.charAt(at + 2));
    }
    for (String level : LEVELS) {
      if (message.regionMatches(true, at + 1, level, 0, level.length())
          && message.startsWith("\"", at + 1 + level.length())) {
        return true;
      }
    }
    return false;
  }

  /** The same of a document that stands escaped. */
  static boolean inDocument(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !(bytes[at] == 'e' && ESCAPED_MEMBER.standsAt(bytes, at))) {
      at++;
    }
    at += ESCAPED_MEMBER.length;
    at += at < to && bytes[at] == ' ' ? 1 : 0;
    if (at + 2 >= to || !quoteAt(bytes, at)) {
      return at + 2 < to && numbered(bytes[at], bytes[at + 1], bytes[at + 2]);
    }
    for (String level : LEVELS) {
      int end = at + 2 + level.length();
      if (end + 2 <= to && quoteAt(bytes, end) && same(bytes, at + 2, level, CASE)) {
        return true;
      }
    }
    return false;
  }

  /** Is it a level as pino and bunyan count them? */
  private static boolean numbered(int tens, int ones, int behind) {
    return (tens == '5' || tens == '6') && ones == '0' && (behind < '0' || behind > '9');
  }

  private static boolean quoteAt(byte[] bytes, int at) {
    return bytes[at] == '\\' && bytes[at + 1] == '"';
  }
}
