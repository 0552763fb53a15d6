package dev.stormwatch.telemetry;

/**
 * Marks the few bytes of a document that are worth looking at: a quote that may end a text, the
 * second byte of each pair of letters by which {@link Phrases} are known, the u of an escape. All
 * the rest, which is nearly everything, is passed over eight bytes at a time.
 *
 * <p>What marks a byte depends on it and on the byte before it. Said once for each byte, without a
 * branch, with all arrays read and written at one index, this is a loop that the JIT compiler turns
 * into vector instructions: 32 or 64 bytes a turn, where longs would take eight. So the document is
 * there a second time, moved by one byte, which is cheaper than it sounds. Whoever changes the loop
 * should measure it: with an index of {@code i - 1} it is fifty times slower.
 */
final class Marks {

  /** So many bytes are marked in one go, which then are still near the processor. */
  private static final int STRETCH = 1 << 16;

  private static final int LOWER_CASE = 0x20;

  private byte[] before = new byte[0];
  private byte[] marks = new byte[0];

  /**
   * The marks of a document: {@link Words#HIGH} of each byte's tells; the rest has no meaning, as
   * has what lies behind the document.
   *
   * @param bytes longer than the document
   * @return as long as {@code bytes}; valid until the next document
   */
  byte[] of(byte[] bytes, int length) {
    if (marks.length != bytes.length) {
      before = new byte[bytes.length];
      marks = new byte[bytes.length];
    }
    for (int from = 0; from < length; from += STRETCH) {
      int to = Math.min(length, from + STRETCH);
      System.arraycopy(bytes, from, before, from + 1, to - from);
      mark(before, bytes, marks, from, to);
    }
    return marks;
  }

  private static void mark(byte[] before, byte[] bytes, byte[] marks, int from, int to) {
    for (int i = from; i < to; i++) {
      marks[i] = (byte) mark(before[i], bytes[i]);
    }
  }

  /** Is the second of two bytes marked? */
  static boolean marked(byte first, byte second) {
    return (byte) mark(first, second) < 0;
  }

  /** The highest of the low eight bits tells. Less one, only a byte that was zero gains it. */
  private static int mark(int first, int second) {
    int backslash = first ^ '\\';
    int quote = second ^ '"';
    int unicode = backslash | second ^ 'u';
    int nn = (first | LOWER_CASE) ^ 'n' | (second | LOWER_CASE) ^ 'n';
    int rr = (first | LOWER_CASE) ^ 'r' | (second | LOWER_CASE) ^ 'r';
    int xc = (first | LOWER_CASE) ^ 'x' | (second | LOWER_CASE) ^ 'c';
    int member = first ^ '"' | second ^ '_';
    int arn = first ^ 'e' | second ^ 'A';
    return quote - 1 & ~quote & ~(backslash - 1 & ~backslash)
        | unicode - 1 & ~unicode
        | nn - 1 & ~nn
        | rr - 1 & ~rr
        | xc - 1 & ~xc
        | member - 1 & ~member
        | arn - 1 & ~arn;
  }
}
