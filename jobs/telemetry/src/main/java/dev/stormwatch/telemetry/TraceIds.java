package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.CallTrace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ids of traces as X-Ray and W3C write them. */
final class TraceIds {

  /** {@code 1-}, eight digits, a dash and 24 digits. */
  static final int XRAY_LENGTH = 35;

  static final int W3C_LENGTH = 32;

  private static final Literal ROOT = Literal.of("Root=");

  private static final byte[] PADDING = new byte[Inflate.PADDING];

  private TraceIds() {}

  /** Reads the id that a text consists of; where it is none, nobody has told. */
  static void read(String text, int teller, CallTrace trace) {
    byte[] bytes = padded(text);
    read(bytes, 0, bytes.length - PADDING.length, teller, trace);
  }

  private static byte[] padded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(bytes, bytes.length + PADDING.length);
  }

  /** The same of bytes with {@link Inflate#PADDING} more readable behind them. */
  static void read(byte[] bytes, int from, int to, int teller, CallTrace trace) {
    trace.teller = CallTrace.NOBODY;
    trace.high = 0;
    trace.low = 0;
    int length = to - from;
    if (length == XRAY_LENGTH
        && bytes[from] == '1'
        && bytes[from + 1] == '-'
        && bytes[from + 10] == '-') {
      set(bytes, from + 2, from + 11, from + 19, from + 27, teller, trace);
    } else if (length == W3C_LENGTH) {
      set(bytes, from, from + 8, from + 16, from + 24, teller, trace);
    } else if (length == W3C_LENGTH + 23
        && bytes[from + 2] == '-'
        && bytes[from + 35] == '-'
        && bytes[from + 52] == '-') {
      set(bytes, from + 3, from + 11, from + 19, from + 27, teller, trace);
    }
  }

  /** Reads the root of a trace header, {@code Root=…;Parent=…;Sampled=1} in any order. */
  static void readHeader(String header, CallTrace trace) {
    byte[] bytes = padded(header);
    readHeader(bytes, 0, bytes.length - PADDING.length, CallTrace.PLATFORM, trace);
  }

  /** Reads an id, or a header, whichever a logger took for the id. */
  static void readEither(byte[] bytes, int from, int to, int teller, CallTrace trace) {
    read(bytes, from, to, teller, trace);
    if (trace.teller == CallTrace.NOBODY) {
      readHeader(bytes, from, to, teller, trace);
    }
  }

  /** The same of bytes with {@link Inflate#PADDING} more readable behind them. */
  static void readHeader(byte[] bytes, int from, int to, int teller, CallTrace trace) {
    trace.teller = CallTrace.NOBODY;
    trace.high = 0;
    trace.low = 0;
    for (int at = from; at + ROOT.length + XRAY_LENGTH <= to; at++) {
      if ((at == from || bytes[at - 1] == ';') && ROOT.standsAt(bytes, at)) {
        int id = at + ROOT.length;
        if (id + XRAY_LENGTH == to || bytes[id + XRAY_LENGTH] == ';') {
          read(bytes, id, id + XRAY_LENGTH, teller, trace);
        }
        return;
      }
    }
  }

  private static void set(
      byte[] bytes, int one, int two, int three, int four, int teller, CallTrace trace) {
    long wrong =
        Words.notHex(Words.at(bytes, one))
            | Words.notHex(Words.at(bytes, two))
            | Words.notHex(Words.at(bytes, three))
            | Words.notHex(Words.at(bytes, four));
    if (wrong != 0) {
      return;
    }
    long high = Words.hex(Words.at(bytes, one)) << 32 | Words.hex(Words.at(bytes, two));
    long low = Words.hex(Words.at(bytes, three)) << 32 | Words.hex(Words.at(bytes, four));
    if ((high | low) != 0) {
      trace.teller = teller;
      trace.high = high;
      trace.low = low;
    }
  }
}
