package dev.stormwatch.telemetry;

import java.util.Arrays;

/**
 * Finds the log events of a document that has exactly the form in which CloudWatch Logs writes it,
 * and says no to every other.
 *
 * <p>That form is always the same: the members in one order, no blanks, event ids of 56 digits,
 * timestamps of 13. So an event's first 102 bytes are not read but compared, a dozen machine words.
 * What remains is to find where the message ends: at the first quote that no backslash precedes.
 * While looking for it the same loop looks for {@link Phrases}, since the bytes are at hand. A
 * message that ends in a backslash fools that rule; then what follows does not fit the form, and
 * the answer is no. Nothing is told to anybody before the whole document was found to fit.
 */
final class EventScanner {

  /** What the first eight characters of a message say it may be. */
  static final byte APPLICATION = 0;

  static final byte START = 1;
  static final byte END = 2;
  static final byte REPORT = 3;
  static final byte JSON_EVENT = 4;
  static final byte INIT_START = 5;
  static final byte OTHER_PLATFORM = 6;

  /** Beside the meanings of {@link Phrases}: what a message is written with. */
  static final int NOT_ASCII = 1 << 30;

  /** A {@code \}{@code u} escape, though of no printable ASCII character. */
  static final int UNICODE_ESCAPE = 1 << 29;

  /** A printable ASCII character stands as a {@code \}{@code u} escape. */
  static final int HIDDEN_ASCII = 1 << 28;

  /** Bytes from an event's brace to the first of its message. */
  static final int EVENT_HEAD = 102;

  private static final Literal HEAD = Literal.of("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"");
  private static final Literal GROUP = Literal.of("\",\"logGroup\":\"");
  private static final Literal STREAM = Literal.of("\",\"logStream\":\"");
  private static final Literal FILTERS = Literal.of("\",\"subscriptionFilters\":[");
  private static final Literal EVENTS = Literal.of("],\"logEvents\":[");
  private static final Literal POLICY = Literal.of(",\"policyLevel\":\"");
  private static final Literal FIELDS = Literal.of(",\"extractedFields\":{");
  private static final Literal REGION = Literal.of("@aws.region");

  private static final long ID = Words.of("{\"id\":\"\0");
  private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;
  private static final long SIX_BYTES = 0x0000FFFFFFFFFFFFL;
  private static final long FIVE_BYTES = 0x000000FFFFFFFFFFL;
  private static final long FOUR_BYTES = 0x00000000FFFFFFFFL;
  private static final long TIMES = Words.of("\",\"times");
  private static final long TAMP = Words.of("tamp\":\0\0");
  private static final long MESSAG = Words.of(",\"messag");
  private static final long E = Words.of("e\":\"\0\0\0\0");

  private static final long START_RE = Words.of("START Re");
  private static final long END_REQU = Words.of("END Requ");
  private static final long REPORT_R = Words.of("REPORT R");
  private static final long INIT_STA = Words.of("INIT_STA");
  private static final long JSON_TIME = Words.of("{\\\"time\\");
  private static final long[] OTHERS = {
    Words.of("RequestI"),
    Words.of("INIT_REP"),
    Words.of("RESTORE_"),
    Words.of("EXTENSIO"),
    Words.of("TELEMETR"),
    Words.of("XRAY Tra")
  };
  private static final long PYTHON_ERROR = Words.of("[ERROR]\0");
  private static final long LOGS_BLANK = Words.of("LOGS \0\0\0");
  private static final long LOGS_ESCAPE = Words.of("LOGS\\\0\0\0");
  private static final Literal PLATFORM = Literal.of("\\\",\\\"type\\\":\\\"platform.");
  private static final int JSON_TIME_VALUE = 12;
  private static final int LONGEST_TIME = 40;

  private static final long QUOTE = Words.ONES * '"';
  private static final long BACKSLASH = Words.ONES * '\\';
  private static final long U = Words.ONES * 'u';

  int count;
  int[] from = new int[128];
  int[] to = new int[128];
  int[] found = new int[128];
  long[] time = new long[128];
  byte[] shape = new byte[128];

  int ownerFrom;
  int ownerTo;
  int groupFrom;
  int groupTo;
  int streamFrom;
  int streamTo;

  /** The region that the first event names, perhaps an empty one; 0 where it names none. */
  int regionFrom;

  int regionTo;

  private byte[] bytes = new byte[0];
  private int length;

  // What the message that was passed last is written with.
  private long pairs;
  private long highBits;
  private long unicode;

  /**
   * Scans a document.
   *
   * @param document with {@link Inflate#PADDING} readable bytes behind it
   * @return false when it has another form
   */
  boolean scan(byte[] document, int documentLength) {
    bytes = document;
    length = documentLength;
    count = 0;
    regionFrom = 0;
    regionTo = 0;
    int at = head();
    if (at < 0) {
      return false;
    }
    while (true) {
      at = event(at);
      if (at < 0) {
        return false;
      }
      if (bytes[at] == ']') {
        return tail(at + 1);
      }
      if (bytes[at] != ',') {
        return false;
      }
      at++;
    }
  }

  /** Where the first event begins, or -1. */
  private int head() {
    if (!stands(HEAD, 0)) {
      return -1;
    }
    ownerFrom = HEAD.length;
    ownerTo = plain(ownerFrom);
    groupFrom = ownerTo + GROUP.length;
    if (ownerTo == ownerFrom || !stands(GROUP, ownerTo)) {
      return -1;
    }
    groupTo = plain(groupFrom);
    streamFrom = groupTo + STREAM.length;
    if (!stands(STREAM, groupTo)) {
      return -1;
    }
    streamTo = plain(streamFrom);
    if (!stands(FILTERS, streamTo)) {
      return -1;
    }
    int at = streamTo + FILTERS.length;
    while (bytes[at] == '"') {
      at = plain(at + 1) + 1;
      if (bytes[at] != ',') {
        break;
      }
      at++;
    }
    return bytes[at - 1] != ',' && stands(EVENTS, at) ? at + EVENTS.length : -1;
  }

  private boolean tail(int from) {
    int at = from;
    if (stands(POLICY, at)) {
      at = plain(at + POLICY.length) + 1;
    }
    return at == length - 1 && bytes[at] == '}';
  }

  private boolean stands(Literal text, int at) {
    return at + text.length <= length && text.standsAt(bytes, at);
  }

  /** Where a text of printable ASCII without escapes ends: at whatever is none of it. */
  private int plain(int from) {
    int at = from;
    while (at < length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** Where the event ends, behind its brace, or -1. */
  private int event(int at) {
    if (at + EVENT_HEAD >= length || !headOfEvent(at)) {
      return -1;
    }
    int message = at + EVENT_HEAD;
    byte kind = shapeAt(message);
    int end = kind == APPLICATION ? endOfApplicationLine(message) : endOfPlatformLine(message);
    if (end < 0) {
      return -1;
    }
    if (count == from.length) {
      grow();
    }
    int signs = signs(message, end);
    if (signs < 0) {
      return -1;
    }
    from[count] = message;
    to[count] = end;
    shape[count] = kind;
    found[count] = signs;
    time[count] = timestamp(at);
    count++;
    int behind = end + 1;
    if (bytes[behind] == ',') {
      behind = extractedFields(behind);
    }
    return behind < 0 || bytes[behind] != '}' ? -1 : behind + 1;
  }

  private boolean headOfEvent(int at) {
    long wrong = (Words.at(bytes, at) ^ ID) & SEVEN_BYTES;
    for (int id = at + 7; id < at + 63; id += 8) {
      wrong |= Words.notDigits(Words.at(bytes, id));
    }
    wrong |= Words.at(bytes, at + 63) ^ TIMES;
    wrong |= (Words.at(bytes, at + 71) ^ TAMP) & SIX_BYTES;
    wrong |= Words.notDigits(Words.at(bytes, at + 77));
    wrong |= Words.notDigits(Words.at(bytes, at + 82));
    wrong |= Words.at(bytes, at + 90) ^ MESSAG;
    wrong |= (Words.at(bytes, at + 98) ^ E) & FOUR_BYTES;
    return wrong == 0 && bytes[at + 77] != '0';
  }

  private long timestamp(int event) {
    return Words.number(Words.at(bytes, event + 77)) * 100_000
        + Words.number(Words.at(bytes, event + 82)) % 100_000;
  }

  private byte shapeAt(int message) {
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
      return platformEvent(message) ? JSON_EVENT : APPLICATION;
    }
    for (long other : OTHERS) {
      if (first == other) {
        return OTHER_PLATFORM;
      }
    }
    // Any number of tabs and blanks may follow.
    long five = first & FIVE_BYTES;
    boolean other =
        five == LOGS_BLANK || five == LOGS_ESCAPE || (first & SEVEN_BYTES) == PYTHON_ERROR;
    return other ? OTHER_PLATFORM : APPLICATION;
  }

  private boolean platformEvent(int message) {
    return behindTime(bytes, message) >= 0;
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
    while (at < limit && bytes[at] != '\\' && bytes[at] != '"') {
      at++;
    }
    return PLATFORM.standsAt(bytes, at) ? at + PLATFORM.length : -1;
  }

  private int endOfPlatformLine(int message) {
    long high = 0;
    long escapes = 0;
    for (int at = message; at < length; at += 8) {
      long x = Words.at(bytes, at);
      long quote = x ^ QUOTE;
      long escape = Words.at(bytes, at - 1) ^ BACKSLASH;
      long escaped = (escape - Words.ONES) & ~escape;
      long u = escape | (x ^ U);
      high |= x;
      escapes |= (u - Words.ONES) & ~u;
      long ends = (quote - Words.ONES) & ~quote & ~escaped & Words.HIGH;
      for (; ends != 0; ends &= ends - 1) {
        int end = at + (Long.numberOfTrailingZeros(ends) >>> 3);
        if (bytes[end] == '"') {
          pairs = 0;
          highBits = high;
          unicode = escapes;
          return end < length ? end : -1;
        }
      }
    }
    return -1;
  }

  private int endOfApplicationLine(int message) {
    long high = 0;
    long escapes = 0;
    long seen = 0;
    for (int at = message; at < length; at += 8) {
      long x = Words.at(bytes, at);
      long quote = x ^ QUOTE;
      long escape = Words.at(bytes, at - 1) ^ BACKSLASH;
      long escaped = (escape - Words.ONES) & ~escape;
      long u = escape | (x ^ U);
      high |= x;
      escapes |= (u - Words.ONES) & ~u;
      seen |= Phrases.pairs(x, Words.at(bytes, at + 1));
      long ends = (quote - Words.ONES) & ~quote & ~escaped & Words.HIGH;
      for (; ends != 0; ends &= ends - 1) {
        int end = at + (Long.numberOfTrailingZeros(ends) >>> 3);
        if (bytes[end] == '"') {
          pairs = seen;
          highBits = high;
          unicode = escapes;
          return end < length ? end : -1;
        }
      }
    }
    return -1;
  }

  /** What is found in a message; -1 where it is no proper text. */
  private int signs(int message, int end) {
    int signs = 0;
    if ((pairs & Words.HIGH) != 0) {
      signs = Phrases.find(bytes, message, end, true);
    }
    if ((highBits & Words.HIGH) != 0 && !Utf8.ascii(bytes, message, end)) {
      if (!Utf8.valid(bytes, message, end)) {
        return -1;
      }
      signs |= NOT_ASCII;
    }
    if ((unicode & Words.HIGH) != 0) {
      int escapes = unicodeEscapes(message, end);
      return escapes < 0 ? -1 : signs | escapes;
    }
    return signs;
  }

  private int unicodeEscapes(int message, int end) {
    int signs = 0;
    for (int at = message; at < end; at++) {
      if (bytes[at] == '\\') {
        at++;
        if (bytes[at] == 'u') {
          int code = hex4(at + 1, end);
          if (code < 0) {
            return -1;
          }
          signs |= code >= ' ' && code < 0x7F ? HIDDEN_ASCII : UNICODE_ESCAPE;
        }
      }
    }
    return signs;
  }

  private int hex4(int at, int end) {
    if (at + 4 > end) {
      return -1;
    }
    int code = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  /** The fields that a filter extracted: passed over but for the region. Where they end, or -1. */
  private int extractedFields(int at) {
    if (!stands(FIELDS, at)) {
      return -1;
    }
    int next = at + FIELDS.length;
    while (bytes[next] == '"') {
      int key = next + 1;
      int keyEnd = plain(key);
      if (bytes[keyEnd] != '"' || bytes[keyEnd + 1] != ':' || bytes[keyEnd + 2] != '"') {
        return -1;
      }
      int value = keyEnd + 3;
      int valueEnd = plain(value);
      if (bytes[valueEnd] != '"') {
        return -1;
      }
      if (count == 1 && REGION.length == keyEnd - key && REGION.standsAt(bytes, key)) {
        regionFrom = value;
        regionTo = valueEnd;
      }
      next = valueEnd + 1;
      if (bytes[next] != ',') {
        break;
      }
      next++;
    }
    return bytes[next] == '}' && bytes[next - 1] != ',' ? next + 1 : -1;
  }

  private void grow() {
    int size = count * 2;
    from = Arrays.copyOf(from, size);
    to = Arrays.copyOf(to, size);
    found = Arrays.copyOf(found, size);
    time = Arrays.copyOf(time, size);
    shape = Arrays.copyOf(shape, size);
  }
}
