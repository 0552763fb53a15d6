package dev.stormwatch.bench.contender;

import java.util.List;
import java.util.Locale;

/**
 * Looks for any of some phrases. Most lines hold none of the few stems that all phrases are made
 * of, and to search for those is what the JDK does with vector instructions; a walk along the line
 * with a table of first characters took longer.
 */
final class PhraseSearch {

  private static final List<String> STEMS =
      List.of(
          "connect", "client", "iam auth", "er_con", "sessions", "queue", "poolacq", "resourcer");

  private final List<String> phrases;

  /**
   * @param phrases in small letters
   */
  PhraseSearch(List<String> phrases) {
    for (String phrase : phrases) {
      if (!containsAny(phrase, STEMS)) {
        throw new IllegalArgumentException("no stem in: " + phrase);
      }
    }
    this.phrases = phrases;
  }

  boolean foundIn(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return containsAny(small, STEMS) && containsAny(small, phrases);
  }

  private static boolean containsAny(String text, List<String> parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
