package dev.stormwatch.telemetry;

/**
 * What every trace of a thrown error has, of whatever language, and what only a runtime writes: a
 * line without any of it is no runtime's error, see {@link RuntimeErrorText}.
 */
final class TraceSigns {

  private static final Literal JAVA = Literal.of("\\tat ");
  private static final Literal DOTNET = Literal.of("   at ");
  private static final Literal DOTNET_LEVEL = Literal.of("\\tfail\\t");
  private static final Literal RUST = Literal.of("Lambda runtime invo");
  private static final Literal PYTHON = Literal.of("\\nTraceback (most recent call last):");
  private static final Literal[] BEGINNINGS =
      Literal.of(
          "Critical exception from handler", "Error raised from handler method", FaultText.UNKNOWN);

  // What is looked for: the "at " of a frame, the La of Lambda, the fa of fail and, but for one bit
  // the same, the ba of Traceback.
  private static final long A = Words.ONES * 'a';
  private static final long T = Words.ONES * 't';
  private static final long BLANK = Words.ONES * ' ';
  private static final long CAPITAL_L = Words.ONES * 'L';
  private static final long F_OR_B = ~(Words.ONES * ('f' ^ 'b'));
  private static final long F_AND_B = Words.ONES * ('f' & 'b');

  private TraceSigns() {}

  /** Does the message at the cursor have any of them? */
  static boolean in(Cursor cursor) {
    for (Literal beginning : BEGINNINGS) {
      if (beginning.standsAt(cursor.bytes, cursor.at)) {
        return true;
      }
    }
    byte[] bytes = cursor.bytes;
    for (int at = cursor.at; at < cursor.end; at += 8) {
      long x = Words.at(bytes, at);
      long y = Words.at(bytes, at + 1);
      long a = (x ^ A) | (y ^ T) | (Words.at(bytes, at + 2) ^ BLANK);
      long b = (x ^ CAPITAL_L) | (y ^ A);
      long c = (x & F_OR_B ^ F_AND_B) | (y ^ A);
      long hits = ((a - Words.ONES) & ~a) | ((b - Words.ONES) & ~b) | ((c - Words.ONES) & ~c);
      for (hits &= Words.HIGH; hits != 0; hits &= hits - 1) {
        int hit = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        if (hit < cursor.end && traceAround(bytes, hit)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean traceAround(byte[] bytes, int hit) {
    return JAVA.standsAt(bytes, hit - 2)
        || DOTNET.standsAt(bytes, hit - 3)
        || DOTNET_LEVEL.standsAt(bytes, hit - 2)
        || RUST.standsAt(bytes, hit)
        || PYTHON.standsAt(bytes, hit - 7) && nameEnds(bytes, hit - 7);
  }

  /** {@code : SomeError} before a traceback; what is no ASCII may be of a name. */
  private static boolean nameEnds(byte[] bytes, int end) {
    int name = end;
    while (bytes[name - 1] < 0 || RuntimeErrorText.isOfName((char) bytes[name - 1])) {
      name--;
    }
    return name < end && bytes[name - 1] == ' ' && bytes[name - 2] == ':';
  }
}
