package dev.stormwatch.telemetry;

import java.util.Arrays;

/**
 * Finds the log events of a document that has exactly the form in which CloudWatch Logs writes it,
 * and says no to every other.
 *
 * <p>That form is always the same: the members in one order, no blanks, event ids of 56 digits,
 * timestamps of 13. So an event's first 102 bytes are not read but compared, a dozen machine words.
 * What remains is to find where the message ends: at the first quote that no backslash precedes,
 * which {@link Marks} knows, as it knows where to look for {@link Phrases}. A message that ends in
 * a backslash fools that rule; then what follows does not fit the form, and the answer is no.
 * Nothing is told to anybody before the whole document was found to fit.
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

  int count;
  int[] from = new int[128];
  int[] to = new int[128];
  int[] found = new int[128];
  long[] time = new long[128];
  byte[] shape = new byte[128];

  final DocumentHead head = new DocumentHead();

  private final Marks marking = new Marks();
  private byte[] bytes = new byte[0];
  private byte[] marks = new byte[0];
  private int length;

  // What the message that was passed last is written with.
  private int phrases;
  private long highBits;
  private boolean unicode;

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
    marks = marking.of(document, documentLength);
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
    int end = endOf(message, application);
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

  /**
   * Where the message ends, or -1. On the way it notes how the message is written and, of an
   * application's, what phrases it holds: one that fits to its last letter lies within the message,
   * for none has a quote inside.
   */
  private int endOf(int message, boolean application) {
    byte[] document = bytes;
    byte[] marked = marks;
    int over = length;
    long high = 0;
    phrases = 0;
    unicode = false;
    for (int at = message; at < over; at += 8) {
      high |= Words.at(document, at);
      for (long here = Words.at(marked, at) & Words.HIGH; here != 0; here &= here - 1) {
        int mark = at + (Long.numberOfTrailingZeros(here) >>> 3);
        if (document[mark] == '"') {
          highBits = high;
          return mark < over ? mark : -1;
        }
        if (document[mark] == 'u' && document[mark - 1] == '\\') {
          unicode = true;
        } else if (application) {
          phrases |= Phrases.at(document, mark - 1, message, over, true);
        }
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
    if (unicode) {
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
