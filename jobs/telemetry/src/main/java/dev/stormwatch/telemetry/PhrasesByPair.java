package dev.stormwatch.telemetry;

import java.util.Arrays;

/**
 * Phrases by the pair of letters that each is known by. Where a pair stands there is mostly none of
 * them: a line tells of a connection, but not that there are too many. So four letters around the
 * pair are asked first which of its phrases they allow; the answers are sets of bits.
 */
final class PhrasesByPair {

  /** Where those letters stand, seen from the pair. */
  private static final int BEFORE = -4;

  private static final int NEXT = 2;
  private static final int BEHIND = 8;
  private static final int LAST = 9;
  private static final int[] PLACES = {BEFORE, NEXT, BEHIND, LAST};

  /** Letters are told apart by their low five bits, which are the same in either case. */
  private static final int LETTERS = 32;

  /** By the letters of a pair; a null where none is known by it. */
  private final Phrase[][] phrases = new Phrase[LETTERS * LETTERS][];

  /** The same: for each place and letter there which of the phrases can be meant. */
  private final long[][] allowed = new long[LETTERS * LETTERS][];

  PhrasesByPair(Phrase[] all) {
    for (Phrase phrase : all) {
      int slot = slot(phrase.text[phrase.pairAt], phrase.text[phrase.pairAt + 1]);
      Phrase[] sofar = phrases[slot] == null ? new Phrase[0] : phrases[slot];
      phrases[slot] = Arrays.copyOf(sofar, sofar.length + 1);
      phrases[slot][sofar.length] = phrase;
    }
    for (int slot = 0; slot < phrases.length; slot++) {
      if (phrases[slot] != null) {
        allowed[slot] = allowed(phrases[slot]);
      }
    }
  }

  private static long[] allowed(Phrase[] phrases) {
    if (phrases.length > Long.SIZE) {
      throw new IllegalArgumentException("too many phrases of one pair for one set of bits");
    }
    long[] sets = new long[PLACES.length * LETTERS];
    for (int i = 0; i < phrases.length; i++) {
      for (int place = 0; place < PLACES.length; place++) {
        int at = phrases[i].pairAt + PLACES[place];
        boolean inside = at >= 0 && at < phrases[i].text.length;
        for (int letter = 0; letter < LETTERS; letter++) {
          boolean fits = !inside || (phrases[i].text[at] & LETTERS - 1) == letter;
          sets[place * LETTERS + letter] |= fits ? 1L << i : 0;
        }
      }
    }
    return sets;
  }

  private static int slot(int first, int second) {
    return (first & LETTERS - 1) * LETTERS + (second & LETTERS - 1);
  }

  /**
   * The phrases around the pair that stands there.
   *
   * @param bytes with at least {@link Phrases#PADDING} readable bytes behind the text
   * @param to no phrase may end behind it
   * @param escaped as {@link Phrases#find} has it
   * @return the union of their meanings
   */
  int around(byte[] bytes, int pair, int from, int to, boolean escaped) {
    int slot = slot(bytes[pair], bytes[pair + 1]);
    long[] sets = allowed[slot];
    if (sets == null) {
      return 0;
    }
    long left =
        sets[LETTERS + (bytes[pair + NEXT] & LETTERS - 1)]
            & sets[2 * LETTERS + (bytes[pair + BEHIND] & LETTERS - 1)]
            & sets[3 * LETTERS + (bytes[pair + LAST] & LETTERS - 1)];
    if (pair + BEFORE >= 0) {
      left &= sets[bytes[pair + BEFORE] & LETTERS - 1];
    }
    int found = 0;
    for (; left != 0; left &= left - 1) {
      Phrase phrase = phrases[slot][Long.numberOfTrailingZeros(left)];
      int start = pair - phrase.pairAt;
      boolean stands = phrase.standsAt(bytes, start, from, to);
      if (stands
          && !(escaped && phrase.text[0] != '"' && Phrases.letterOfEscape(bytes, start, from))) {
        found |= phrase.meaning;
      }
    }
    return found;
  }
}
