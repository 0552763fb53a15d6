package dev.stormwatch.telemetry;

/** Beside the meanings of {@link Phrases}: what a message is written with. */
final class Signs {

  static final int NOT_ASCII = 1 << 30;

  /** A {@code \}{@code u} escape, though of no printable ASCII character. */
  static final int UNICODE_ESCAPE = 1 << 29;

  /** A printable ASCII character stands as a {@code \}{@code u} escape. */
  static final int HIDDEN_ASCII = 1 << 28;

  private Signs() {}

  /**
   * What kinds of unicode escapes a message holds.
   *
   * @return -1 where one is none
   */
  static int unicodeEscapes(byte[] bytes, int message, int end) {
    int signs = 0;
    for (int at = message; at < end; at++) {
      if (bytes[at] == '\\') {
        at++;
        if (bytes[at] == 'u') {
          int code = hex4(bytes, at + 1, end);
          if (code < 0) {
            return -1;
          }
          signs |= code >= ' ' && code < 0x7F ? HIDDEN_ASCII : UNICODE_ESCAPE;
        }
      }
    }
    return signs;
  }

  private static int hex4(byte[] bytes, int at, int end) {
    if (at + 4 > end) {
      return -1;
    }
    int code = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }
}
