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

  /** Bytes from an event's brace to the first of its message. */
  private static final int EVENT_HEAD = 102;

  /** Bytes from an event's brace to the first of its id. */
  private static final int ID_OFFSET = 7;

  private static final long ID = Words.of("{\"id\":\"\0");
  private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;
  private static final long SIX_BYTES = 0x0000FFFFFFFFFFFFL;
  private static final long FOUR_BYTES = 0x00000000FFFFFFFFL;
  private static final long TIMES = Words.of("\",\"times");
  private static final long TAMP = Words.of("tamp\":\0\0");
  private static final long MESSAG = Words.of(",\"messag");
  private static final long E = Words.of("e\":\"\0\0\0\0");

  private static final long QUOTE = Words.ONES * '"';
  private static final long BACKSLASH = Words.ONES * '\\';
  private static final long U = Words.ONES * 'u';

  int count;
  int[] from = new int[128];
  int[] to = new int[128];
  int[] found = new int[128];
  long[] time = new long[128];
  byte[] shape = new byte[128];

  final DocumentHead head = new DocumentHead();

  private byte[] bytes = new byte[0];
  private int length;

  // What the message that was passed last is written with.
  private int phrases;
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
    int at = head.read(document, documentLength);
    if (at < 0) {
      return false;
    }
    while (true) {
      at = event(at);
      if (at < 0) {
        return false;
      }
      if (bytes[at] == ']') {
        return head.endsAt(at + 1);
      }
      if (bytes[at] != ',') {
        return false;
      }
      at++;
    }
  }

  /** Where the id of an event begins, which has {@link EventId#DIGITS}. */
  int idFrom(int index) {
    return from[index] - EVENT_HEAD + ID_OFFSET;
  }

  /** Where the event ends, behind its brace, or -1. */
  private int event(int at) {
    if (at + EVENT_HEAD >= length || !headOfEvent(at)) {
      return -1;
    }
    int message = at + EVENT_HEAD;
    byte kind = Shapes.at(bytes, message);
    boolean application = kind == Shapes.APPLICATION;
    int end =
        application
            ? endOfApplicationLine(message, Shapes.maybeJson(bytes[message]))
            : endOfPlatformLine(message);
    if (end < 0) {
      return -1;
    }
    if (count == from.length) {
      grow();
    }
    int signs = signs(message, end, application);
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
      behind = head.extractedFields(behind, count == 1);
    }
    return behind < 0 || bytes[behind] != '}' ? -1 : behind + 1;
  }

  private boolean headOfEvent(int at) {
    long wrong = (Words.at(bytes, at) ^ ID) & SEVEN_BYTES;
    for (int id = at + ID_OFFSET; id < at + 63; id += 8) {
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

  private int endOfPlatformLine(int message) {
    byte[] document = bytes;
    int over = length;
    long high = 0;
    long escapes = 0;
    for (int at = message; at < over; at += 8) {
      long x = Words.at(document, at);
      long quote = x ^ QUOTE;
      long escape = Words.at(document, at - 1) ^ BACKSLASH;
      long escaped = (escape - Words.ONES) & ~escape;
      long u = escape | (x ^ U);
      high |= x;
      escapes |= (u - Words.ONES) & ~u;
      long ends = (quote - Words.ONES) & ~quote & ~escaped & Words.HIGH;
      if (ends != 0) {
        int end = firstQuote(at, ends);
        if (end >= 0) {
          phrases = 0;
          highBits = high;
          unicode = escapes;
          return end < over ? end : -1;
        }
      }
    }
    return -1;
  }

  /**
   * Where an application's line ends, or -1; what phrases it holds is told by {@link #phrases}.
   *
   * <p>A phrase that fits to its last letter lies within the line, for none has a quote inside.
   *
   * @param json may it be JSON?
   */
  private int endOfApplicationLine(int message, boolean json) {
    byte[] document = bytes;
    int over = length;
    long high = 0;
    long escapes = 0;
    int seen = 0;
    for (int at = message; at < over; at += 8) {
      long x = Words.at(document, at);
      long y = Words.at(document, at + 1);
      long quote = x ^ QUOTE;
      long escape = Words.at(document, at - 1) ^ BACKSLASH;
      long escaped = (escape - Words.ONES) & ~escape;
      long u = escape | (x ^ U);
      high |= x;
      escapes |= (u - Words.ONES) & ~u;
      long hits = Phrases.textPairs(x, y);
      if (json) {
        hits |= Phrases.jsonPairs(x, y);
      }
      hits &= Words.HIGH;
      long ends = (quote - Words.ONES) & ~quote & ~escaped & Words.HIGH;
      if ((ends | hits) == 0) {
        continue;
      }
      int end = firstQuote(at, ends);
      for (; hits != 0; hits &= hits - 1) {
        int pair = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        if (end < 0 || pair < end) {
          seen |= Phrases.at(bytes, pair, message, length, true);
        }
      }
      if (end >= 0) {
        phrases = seen;
        highBits = high;
        unicode = escapes;
        return end < over ? end : -1;
      }
    }
    return -1;
  }

  /** The first of the bytes marked that is a quote, or -1. */
  private int firstQuote(int at, long marked) {
    for (long ends = marked; ends != 0; ends &= ends - 1) {
      int end = at + (Long.numberOfTrailingZeros(ends) >>> 3);
      if (bytes[end] == '"') {
        return end;
      }
    }
    return -1;
  }

  /** What is found in a message; -1 where it is no proper text. */
  private int signs(int message, int end, boolean application) {
    int signs = application ? Phrases.more(bytes, message, end, phrases, true) : 0;
    if ((highBits & Words.HIGH) != 0 && !Utf8.ascii(bytes, message, end)) {
      if (!Utf8.valid(bytes, message, end)) {
        return -1;
      }
      signs |= Signs.NOT_ASCII;
    }
    if ((unicode & Words.HIGH) != 0) {
      int escapes = Signs.unicodeEscapes(bytes, message, end);
      return escapes < 0 ? -1 : signs | escapes;
    }
    return signs;
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
