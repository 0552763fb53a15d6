package dev.stormwatch.telemetry;

/**
 * Passes over JSON as it stands escaped in a text: each quote is a backslash and a quote. Blanks
 * and escapes within a text make it no, and so do more members than the settings allow.
 */
final class EscapedJson {

  static final Literal QUOTE = Literal.of("\\\"");

  private static final Literal[] LITERALS = {
    Literal.of("true"), Literal.of("false"), Literal.of("null")
  };

  /** How deep a value may nest. */
  private static final int DEEPEST = 4;

  private final Cursor cursor;
  private final int maxMembers;
  private int members;

  EscapedJson(Cursor cursor, int maxMembers) {
    this.cursor = cursor;
    this.maxMembers = maxMembers;
  }

  /**
   * Begins another value.
   *
   * @param passed its members that the cursor is behind already
   */
  void begin(int passed) {
    members = passed;
  }

  /** The quote before a member's name. */
  boolean member() {
    return cursor.skip(QUOTE) && ++members <= maxMembers;
  }

  boolean value() {
    return value(DEEPEST);
  }

  private boolean value(int depth) {
    if (depth == 0) {
      return false;
    }
    if (cursor.skip(QUOTE)) {
      return text();
    }
    if (cursor.skip('{')) {
      return cursor.skip('}') || object(depth);
    }
    if (cursor.skip('[')) {
      return cursor.skip(']') || array(depth);
    }
    return cursor.skipAny(LITERALS) >= 0 || cursor.thousandths() >= 0;
  }

  private boolean object(int depth) {
    do {
      if (!member() || !text() || !cursor.skip(':') || !value(depth - 1)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  private boolean array(int depth) {
    do {
      if (!value(depth - 1)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip(']');
  }

  /** The rest of a text without escapes, and its quote. */
  boolean text() {
    byte[] bytes = cursor.bytes;
    int at = cursor.at;
    while (at < cursor.end && bytes[at] != '\\' && bytes[at] >= ' ') {
      at++;
    }
    cursor.at = at;
    return cursor.skip(QUOTE);
  }
}
