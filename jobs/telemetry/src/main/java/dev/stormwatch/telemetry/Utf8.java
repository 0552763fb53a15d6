package dev.stormwatch.telemetry;

/** Is it UTF-8, as RFC 3629 has it? */
final class Utf8 {

  private Utf8() {}

  static boolean ascii(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      if ((Words.at(bytes, at) & Words.HIGH) != 0) {
        return false;
      }
    }
    while (at < to) {
      if (bytes[at++] < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean valid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at + 8 <= to && (Words.at(bytes, at) & Words.HIGH) == 0) {
        at += 8;
        continue;
      }
      int lead = bytes[at++];
      if (lead >= 0) {
        continue;
      }
      int more = lead >= (byte) 0xF0 ? 3 : lead >= (byte) 0xE0 ? 2 : 1;
      if (lead < (byte) 0xC2 || lead > (byte) 0xF4 || at + more > to) {
        return false;
      }
      int second = bytes[at] & 0xFF;
      boolean tooLong =
          lead == (byte) 0xE0 && second < 0xA0 || lead == (byte) 0xF0 && second < 0x90;
      boolean surrogate = lead == (byte) 0xED && second > 0x9F;
      boolean beyond = lead == (byte) 0xF4 && second > 0x8F;
      if (tooLong || surrogate || beyond) {
        return false;
      }
      for (int i = 0; i < more; i++) {
        if ((bytes[at++] & 0xC0) != 0x80) {
          return false;
        }
      }
    }
    return true;
  }
}
