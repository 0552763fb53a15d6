package dev.stormwatch.core.notify;

import dev.stormwatch.core.detect.Measure;
import java.util.Locale;

/**
 * Measures as people read them: names in words, shares in percent, and no more digits than tell.
 */
public final class Figures {

  private Figures() {}

  /** What is not known is left out rather than told as zero. */
  public static String of(Measure measure) {
    StringBuilder text = new StringBuilder(of(measure.name, measure.value, measure.unit));
    if (measure.threshold != 0) {
      text.append("; threshold ").append(value(measure.name, measure.threshold));
    }
    if (measure.baseline != 0) {
      text.append(", usual ").append(value(measure.name, measure.baseline));
    }
    if (measure.windowSeconds > 0) {
      text.append("; over ").append(measure.windowSeconds).append(" s");
    }
    if (measure.samples > 1) {
      text.append(", ").append(measure.samples).append(" samples");
    }
    return text.toString();
  }

  static String of(String name, double value, String unit) {
    String text = words(name) + ' ' + value(name, value);
    return isShare(name) || unit.isEmpty() ? text : text + " (" + unit + ')';
  }

  private static String value(String name, double value) {
    return isShare(name) ? round(100 * value) + " %" : round(value);
  }

  private static boolean isShare(String name) {
    return name.endsWith("share");
  }

  /** {@code cold-start-share} is a name for programs. */
  private static String words(String name) {
    return name.replace('-', ' ');
  }

  private static String round(double value) {
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 1 ? 1 : size >= 0.01 ? 3 : 6;
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
