package dev.stormwatch.telemetry;

/** Bits of an input as DEFLATE numbers them: the lowest of the first byte is bit 0. */
final class Bits {

  /** How many bits {@link #from} gives at the least. */
  static final int LEAST = 57;

  private Bits() {}

  /** The bits from {@code at} on, {@link #LEAST} or more; zeros after the last, at a byte's end. */
  static long from(byte[] in, int at, int atEnd) {
    int index = at >>> 3;
    int end = atEnd >>> 3;
    if (index <= end - 8) {
      return Words.at(in, index) >>> (at & 7);
    }
    long bits = 0;
    for (int i = end - 1; i >= index; i--) {
      bits = bits << 8 | in[i] & 0xFF;
    }
    return bits >>> (at & 7);
  }
}
