package dev.stormwatch.telemetry;

/** What terminals take for colours, and loggers write although nobody reads the log on one. */
final class Colours {

  private static final char ESCAPE = '\u001b';

  private Colours() {}

  /** A text without {@code ESC[…m}. */
  static String without(String text) {
    int escape = text.indexOf(ESCAPE);
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int at = 0;
    while (escape >= 0) {
      plain.append(text, at, escape);
      at = end(text, escape);
      escape = text.indexOf(ESCAPE, at);
    }
    return plain.append(text, at, text.length()).toString();
  }

  /** Where an escape ends; one that selects no colour is its first character alone. */
  private static int end(String text, int escape) {
    int at = escape + 1;
    if (at < text.length() && text.charAt(at) == '[') {
      at++;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == ';')) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == 'm') {
        return at + 1;
      }
    }
    return escape + 1;
  }
}
