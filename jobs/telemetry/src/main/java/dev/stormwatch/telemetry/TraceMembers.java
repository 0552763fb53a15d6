package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Members of a JSON line by which loggers name the trace that a call belongs to: {@code
 * xray_trace_id} and {@code xrayTraceId}, {@code traceId} and {@code traceparent}, {@code
 * correlation_id}, and {@code depth} beside one of them.
 *
 * <p>.NET's and Rust's runtimes write the whole trace header there, {@code Root=…;Parent=…}, of
 * which the root is the id.
 *
 * <p>A logger writes them into each line, so no line is parsed for them: a member is known by its
 * name in quotes, at whatever depth it stands; of several the first holds. A value that is not
 * written plainly, without any escape, is none. So the answer is the same in a text as it was
 * logged and as it stands escaped inside a subscription document.
 */
final class TraceMembers {

  private static final byte[][] XRAY = {ascii("xray_trace_id"), ascii("xrayTraceId")};
  private static final byte[][] OTHERS = {ascii("traceId"), ascii("traceparent")};
  private static final byte[][] CORRELATION = {ascii("correlation_id")};
  private static final byte[][] DEPTH = {ascii("depth")};

  private static final int XRAY_TOLD = 1;
  private static final int OTHER_TOLD = 2;
  private static final int CORRELATION_TOLD = 4;
  private static final int DEPTH_TOLD = 8;

  private static final int LONGEST_CORRELATION = 128;

  private static final long QUOTE = Words.ONES * '"';

  private TraceMembers() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads a line's members as it was logged. */
  static void read(String message, CallTrace trace) {
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    read(Arrays.copyOf(utf8, utf8.length + Inflate.PADDING), 0, utf8.length, false, trace);
  }

  /**
   * Reads a line's members.
   *
   * @param bytes with {@link Inflate#PADDING} more readable behind the line
   * @param escaped does each quote stand behind a backslash?
   */
  static void read(byte[] bytes, int from, int to, boolean escaped, CallTrace trace) {
    int quote = escaped ? 2 : 1;
    int told = 0;
    for (int at = from; at < to; at += Long.BYTES) {
      long other = Words.at(bytes, at) ^ QUOTE;
      long hits = other - Words.ONES & ~other & Words.HIGH;
      for (; hits != 0; hits &= hits - 1) {
        int name = at + (Long.numberOfTrailingZeros(hits) >>> 3) + 1;
        if (name < to && bytes[name - 1] == '"') {
          told |= member(bytes, name, to, quote, told, trace);
        }
      }
    }
    if (!trace.told()) {
      trace.clear();
    }
  }

  /**
   * Reads a member if it is one of those.
   *
   * @param told those that were read before
   * @return the one that was read now, 0 for none
   */
  private static int member(byte[] bytes, int name, int to, int quote, int told, CallTrace trace) {
    switch (bytes[name]) {
      case 'x':
        return id(bytes, value(bytes, name, to, quote, XRAY), to, quote, told, XRAY_TOLD, trace);
      case 't':
        return id(bytes, value(bytes, name, to, quote, OTHERS), to, quote, told, OTHER_TOLD, trace);
      case 'c':
        int own = value(bytes, name, to, quote, CORRELATION);
        if (own < 0 || (told & CORRELATION_TOLD) != 0) {
          return 0;
        }
        trace.correlation = correlation(bytes, own, to, quote);
        return CORRELATION_TOLD;
      case 'd':
        int depth = value(bytes, name, to, quote, DEPTH);
        if (depth < 0 || (told & DEPTH_TOLD) != 0) {
          return 0;
        }
        trace.depth = depth(bytes, depth, to);
        return DEPTH_TOLD;
      default:
        return 0;
    }
  }

  /** Where the value of a member of one of these names begins, or -1. */
  private static int value(byte[] bytes, int name, int to, int quote, byte[][] names) {
    for (byte[] wanted : names) {
      int end = name + wanted.length;
      int colon = end + quote;
      if (colon < to
          && Arrays.equals(bytes, name, end, wanted, 0, wanted.length)
          && quoteAt(bytes, end, quote)
          && bytes[colon] == ':') {
        return bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
      }
    }
    return -1;
  }

  private static boolean quoteAt(byte[] bytes, int at, int quote) {
    return quote == 1 ? bytes[at] == '"' : bytes[at] == '\\' && bytes[at + 1] == '"';
  }

  /** Where a text ends that begins there with its quote, or -1 where it is not written plainly. */
  private static int end(byte[] bytes, int value, int to, int quote) {
    if (!quoteAt(bytes, value, quote)) {
      return -1;
    }
    int at = value + quote;
    while (at < to && plain(bytes[at])) {
      at++;
    }
    return at + quote <= to && quoteAt(bytes, at, quote) ? at : -1;
  }

  private static boolean plain(byte b) {
    return b > ' ' && b < 127 && b != '"' && b != '\\' && b != '/';
  }

  /** Reads an id, unless its kind was told before; X-Ray's counts more than any other. */
  private static int id(
      byte[] bytes, int value, int to, int quote, int told, int kind, CallTrace trace) {
    if (value < 0 || (told & kind) != 0) {
      return 0;
    }
    int end = end(bytes, value, to, quote);
    if (end >= 0) {
      CallTrace named = new CallTrace();
      int teller = kind == XRAY_TOLD ? CallTrace.LOGGER_OF_XRAY : CallTrace.LOGGER;
      TraceIds.readEither(bytes, value + quote, end, teller, named);
      trace.add(named);
    }
    return kind;
  }

  private static long correlation(byte[] bytes, int value, int to, int quote) {
    int end = end(bytes, value, to, quote);
    int length = end - value - quote;
    if (end < 0 || length < 1 || length > LONGEST_CORRELATION) {
      return 0;
    }
    // Positive, so that the larger of two is never the 0 of none.
    return Math.max(1, Hash64.of(bytes, value + quote, length) >>> 1);
  }

  private static int depth(byte[] bytes, int value, int to) {
    int depth = 0;
    int at = value;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9' && depth <= CallTrace.DEEPEST) {
      depth = 10 * depth + bytes[at] - '0';
      at++;
    }
    boolean ends = at < to && (bytes[at] == ',' || bytes[at] == '}');
    return at > value && ends && depth <= CallTrace.DEEPEST ? depth : CallTrace.NO_DEPTH;
  }
}
