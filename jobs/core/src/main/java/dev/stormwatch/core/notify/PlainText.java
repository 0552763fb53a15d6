package dev.stormwatch.core.notify;

/** Text for receivers that take little of it. */
final class PlainText {

  private PlainText() {}

  /** Shortens a text to a length, with dots where something is missing. */
  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }

  /** The signs that headlines use have plain forms; whatever else there is becomes a blank. */
  static String ascii(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '×':
          plain.append('x');
          break;
        case '→':
          plain.append("->");
          break;
        case '…':
          plain.append("...");
          break;
        case '–':
        case '−':
          plain.append('-');
          break;
        default:
          plain.append(c >= ' ' && c < 127 ? c : ' ');
      }
    }
    return plain.toString();
  }
}
