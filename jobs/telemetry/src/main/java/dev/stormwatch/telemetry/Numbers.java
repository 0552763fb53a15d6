package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;

/** Numbers as log lines carry them. What is not a number, or absurd, counts as not given. */
final class Numbers {

  /** Ten days: no duration of Lambda's comes near. */
  static final double MAX_MILLIS = 10 * 86_400_000.0;

  private Numbers() {}

  /** The number in front of {@code ms}, in microseconds. */
  static long microsOfMillis(String text) {
    return microsOfMillis(leading(text));
  }

  static long microsOfMillis(double millis) {
    return millis >= 0 && millis <= MAX_MILLIS ? Math.round(millis * 1000) : Observation.NONE;
  }

  /** The number in front of a unit, rounded up. */
  static long whole(String text) {
    return whole(leading(text));
  }

  static long whole(double number) {
    return number >= 0 && number <= MAX_MILLIS ? (long) Math.ceil(number) : Observation.NONE;
  }

  private static double leading(String text) {
    int end = 0;
    while (end < text.length()
        && end < 20
        && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    try {
      return end == 0 ? Double.NaN : Double.parseDouble(text.substring(0, end));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
