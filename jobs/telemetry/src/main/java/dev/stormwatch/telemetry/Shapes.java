package dev.stormwatch.telemetry;

/** Tells by its first eight characters what a message may be. */
final class Shapes {

  static final byte APPLICATION = 0;
  static final byte START = 1;
  static final byte END = 2;
  static final byte REPORT = 3;
  static final byte JSON_EVENT = 4;
  static final byte INIT_START = 5;
  static final byte RESTORE_START = 6;
  static final byte FAULT = 7;
  static final byte OTHER_PLATFORM = 8;

  private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;
  private static final long FIVE_BYTES = 0x000000FFFFFFFFFFL;

  private static final long START_RE = Words.of("START Re");
  private static final long END_REQU = Words.of("END Requ");
  private static final long REPORT_R = Words.of("REPORT R");
  private static final long INIT_STA = Words.of("INIT_STA");
  private static final long JSON_TIME = Words.of("{\\\"time\\");
  private static final long RESTORE = Words.of("RESTORE_");
  private static final long REQUEST_I = Words.of("RequestI");
  private static final long[] OTHERS = {
    Words.of("INIT_REP"), Words.of("EXTENSIO"), Words.of("TELEMETR"), Words.of("XRAY Tra")
  };
  private static final long PYTHON_ERROR = Words.of("[ERROR]\0");
  private static final long LOGS_BLANK = Words.of("LOGS \0\0\0");
  private static final long LOGS_ESCAPE = Words.of("LOGS\\\0\0\0");
  private static final Literal PLATFORM = Literal.of("\\\",\\\"type\\\":\\\"platform.");
  private static final int JSON_TIME_VALUE = 12;
  private static final int LONGEST_TIME = 40;

  /** Length of a time with milliseconds and a Z. */
  private static final int USUAL_TIME = 24;

  private static final long QUOTE = Words.ONES * '"';
  private static final long BACKSLASH = Words.ONES * '\\';

  private Shapes() {}

  /** What the message that begins there may be. */
  static byte at(byte[] bytes, int message) {
    long first = Words.at(bytes, message);
    if (first == START_RE) {
      return START;
    }
    if (first == END_REQU) {
      return END;
    }
    if (first == REPORT_R) {
      return REPORT;
    }
    if (first == INIT_STA) {
      return INIT_START;
    }
    if (first == JSON_TIME) {
      return behindTime(bytes, message) >= 0 ? JSON_EVENT : APPLICATION;
    }
    if (first == RESTORE) {
      return RESTORE_START;
    }
    if (first == REQUEST_I) {
      return FAULT;
    }
    for (long other : OTHERS) {
      if (first == other) {
        return OTHER_PLATFORM;
      }
    }
    // Any number of tabs and blanks may follow.
    long five = first & FIVE_BYTES;
    boolean logs = five == LOGS_BLANK || five == LOGS_ESCAPE;
    boolean python = (first & SEVEN_BYTES) == PYTHON_ERROR && !pythonLogger(bytes, message + 7);
    return logs || python ? OTHER_PLATFORM : APPLICATION;
  }

  /** Where the runtime writes a blank behind the level, its logger writes a tab. */
  private static boolean pythonLogger(byte[] bytes, int at) {
    return bytes[at] == '\\' && bytes[at + 1] == 't';
  }

  /**
   * Where the type's name begins, behind {@code platform.}, or -1 where the line is no platform
   * event in the usual form.
   */
  static int behindTime(byte[] bytes, int message) {
    int at = message + JSON_TIME_VALUE;
    int limit = Math.min(at + LONGEST_TIME, bytes.length - PLATFORM.length);
    if (at > limit
        || bytes[at - 4] != '"'
        || bytes[at - 3] != ':'
        || bytes[at - 2] != '\\'
        || bytes[at - 1] != '"') {
      return -1;
    }
    if (plain(bytes, at) && PLATFORM.standsAt(bytes, at + USUAL_TIME)) {
      return at + USUAL_TIME + PLATFORM.length;
    }
    while (at < limit && bytes[at] != '\\' && bytes[at] != '"') {
      at++;
    }
    return PLATFORM.standsAt(bytes, at) ? at + PLATFORM.length : -1;
  }

  /** Is there no quote and no backslash in the bytes of a time? */
  private static boolean plain(byte[] bytes, int from) {
    long found = 0;
    for (int at = from; at < from + USUAL_TIME; at += 8) {
      long quote = Words.at(bytes, at) ^ QUOTE;
      long backslash = Words.at(bytes, at) ^ BACKSLASH;
      found |= (quote - Words.ONES) & ~quote | (backslash - Words.ONES) & ~backslash;
    }
    return (found & Words.HIGH) == 0;
  }
}
