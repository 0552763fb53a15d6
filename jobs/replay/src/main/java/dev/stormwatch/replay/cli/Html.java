package dev.stormwatch.replay.cli;

import java.util.Locale;

/**
 * HTML with no way to write a text that is not escaped. What a log line says is whatever its
 * function printed: it must never become markup. Characters that are not seen, or that turn the
 * order of those around them, are replaced.
 */
final class Html {

  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder out = new StringBuilder();

  /**
   * Opens an element.
   *
   * @param attributes names, each with its value behind it
   */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** An element that holds a text alone. */
  Html leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  Html add(Html inner) {
    out.append(inner.out);
    return this;
  }

  /** A row of a table. */
  Html row(String cell, String... texts) {
    open("tr");
    for (String text : texts) {
      leaf(cell, text);
    }
    return close("tr");
  }

  /** A number for an attribute, to a thousandth. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(harmless(c) ? c : REPLACEMENT);
      }
    }
    return safe.toString();
  }

  private static boolean harmless(char c) {
    boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
    boolean turns = c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    return !control && !turns;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
