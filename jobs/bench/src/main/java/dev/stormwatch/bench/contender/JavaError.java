package dev.stormwatch.bench.contender;

import java.util.regex.Pattern;

/**
 * The text that Java's runtime writes when the handler threw; both peers use it, for it is rare.
 */
final class JavaError {

  /** {@code message: some.Exception}, and then the trace, which begins with the same name. */
  private static final Pattern TEXT =
      Pattern.compile("[^\\n]*: (?<type>(?:[a-z_]\\w*\\.)+[A-Z][\\w$]*)\\r?\\n\\k<type>[:\\r\\n]");

  private JavaError() {}

  static boolean matches(String text) {
    return text.contains("\n\tat ") && TEXT.matcher(text).lookingAt();
  }
}
