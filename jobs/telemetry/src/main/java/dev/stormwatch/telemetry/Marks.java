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

  // Two letters behind one are asked for at once, without the bits in which they differ; that
  // takes in a b and an s behind an x as well.
  private static final int C_OR_R = ~('c' ^ 'r');
  private static final int A_OR_I = ~('A' ^ 'I');

  /** Only JDK 17 was seen to make vectors of the loop; JDK 25 was seen not to. */
  private static final boolean VECTORS = Runtime.version().feature() == 17;

  private static final long CASE = Words.ONES * LOWER_CASE;
  private static final long BACKSLASH = Words.ONES * '\\';
  private static final long QUOTE = Words.ONES * '"';
  private static final long U = Words.ONES * 'u';
  private static final long N = Words.ONES * 'n';
  private static final long R = Words.ONES * 'r';
  private static final long X = Words.ONES * 'x';
  private static final long C = Words.ONES * ('c' & 'r');
  private static final long UNDERSCORE = Words.ONES * '_';
  private static final long CR_BITS = ~(Words.ONES * ('c' ^ 'r'));
  private static final long AI_BITS = ~(Words.ONES * ('A' ^ 'I'));
  private static final long ZERO = Words.ONES * '0';
  private static final long E = Words.ONES * 'e';
  private static final long CAPITAL_A = Words.ONES * ('A' & 'I');

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
    return of(bytes, length, VECTORS);
  }

  /**
   * The same in either of two ways; without vectors a long at a time is what is fastest.
   *
   * @param bytes with eight more readable behind the document
   */
  byte[] of(byte[] bytes, int length, boolean vectors) {
    if (marks.length != bytes.length) {
      before = new byte[bytes.length];
      marks = new byte[bytes.length];
    }
    if (!vectors) {
      for (int at = 1; at < length; at += Long.BYTES) {
        Words.set(marks, at, marked(Words.at(bytes, at - 1), Words.at(bytes, at)));
      }
      return marks;
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

  /**
   * The same of eight pairs of bytes at once. As {@link Words} says of such tests, seldom a byte is
   * marked as well that the other way does not mark; a quote never.
   */
  private static long marked(long first, long second) {
    long backslash = first ^ BACKSLASH;
    long escaped = ~((backslash & ~Words.HIGH) + ~Words.HIGH | backslash);
    long quote = second ^ QUOTE;
    long unicode = backslash | second ^ U;
    long nn = (first | CASE) ^ N | (second | CASE) ^ N;
    long rr = (first | CASE) ^ R | (second | CASE) ^ R;
    long xc = (first | CASE) ^ X | (second | CASE) & CR_BITS ^ C;
    long member = first ^ QUOTE | second ^ UNDERSCORE;
    long zero = first ^ QUOTE | second ^ ZERO;
    long id = first ^ E | second & AI_BITS ^ CAPITAL_A;
    return quote - Words.ONES & ~quote & ~escaped
        | unicode - Words.ONES & ~unicode
        | nn - Words.ONES & ~nn
        | rr - Words.ONES & ~rr
        | xc - Words.ONES & ~xc
        | member - Words.ONES & ~member
        | zero - Words.ONES & ~zero
        | id - Words.ONES & ~id;
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
    int xc = (first | LOWER_CASE) ^ 'x' | (second | LOWER_CASE) & C_OR_R ^ 'c' & 'r';
    int member = first ^ '"' | second ^ '_';
    int zero = first ^ '"' | second ^ '0';
    int id = first ^ 'e' | second & A_OR_I ^ 'A' & 'I';
    return quote - 1 & ~quote & ~(backslash - 1 & ~backslash)
        | unicode - 1 & ~unicode
        | nn - 1 & ~nn
        | rr - 1 & ~rr
        | xc - 1 & ~xc
        | member - 1 & ~member
        | zero - 1 & ~zero
        | id - 1 & ~id;
  }
}
