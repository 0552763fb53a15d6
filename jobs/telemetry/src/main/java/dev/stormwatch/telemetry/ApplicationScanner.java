package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/**
 * Passes over what an application logged about its own business, which is most of all lines: known
 * by what it does not contain. What may be a runtime's error, a batch, a metric of use or one of
 * Lambda's documents is left to {@link LineReader}, which asks the same questions of the text.
 */
final class ApplicationScanner {

  private static final Literal TIMED_OUT = Literal.of("Task timed out after ");
  private static final long SECONDS = Words.of(" seconds");

  /** A time with milliseconds and a Z. */
  private static final int USUAL_TIME = 24;

  /** Bytes of the line ends, escaped, behind a timeout; there are two, four bytes. */
  private static final int MOST_LINE_ENDS = 8;

  /** How a pool of connections stands, which the reader reads. */
  private static final Literal[] POOLS = Literal.of("(total=", DatabaseText.MARIADB_POOL);

  /** First members that make a JSON line one for the reader, see {@link JsonLine}. */
  private static final Literal[] TELLING_MEMBERS =
      Literal.of(
          "type\\\"",
          "record\\\"",
          "eventType\\\"",
          "requestContext\\\"",
          "KinesisBatchInfo\\\"",
          "DDBStreamBatchInfo\\\"");

  private static final Literal TIME = Literal.of("time\\\"");
  private static final Literal VERSION_MEMBER = Literal.of("version\\\"");
  private static final Literal TEXT_VALUE = Literal.of(":\\\"");
  private static final Literal FIRST_VERSION = Literal.of("1.0\\\"");
  private static final Literal NEXT_MEMBER = Literal.of("\\\",\\\"");

  /** Longest line, escaped, that can say nothing but that a task timed out. */
  private static final int LONGEST_TIMEOUT = 420;

  /** What makes any line one for the reader. */
  private static final int TELLING =
      Phrases.ERROR_TYPE
          | Phrases.EVENT_SOURCE
          | Phrases.BATCH_TEXT
          | Phrases.THROTTLE
          | Signs.HIDDEN_ASCII;

  private final Cursor cursor;
  private final ErrorLevel errors = new ErrorLevel();

  ApplicationScanner(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Reads the message at the cursor; false when it is one for the reader. */
  boolean read(int found, Observation line) {
    if ((found & TELLING) != 0) {
      return false;
    }
    int from = cursor.at;
    skipBlanks();
    boolean brace = cursor.at < cursor.end && cursor.peek() == '{';
    if (!brace) {
      // A mark of a trace may begin with the blanks.
      cursor.at = from;
    }
    boolean ofConnections = (found & Phrases.CONNECTION) != 0;
    if (ofConnections && (containsAny(POOLS) || containsAny(Endpoint.HINTS))) {
      return false;
    }
    boolean fits = brace ? json(found, line) : text(found, line);
    if (line.complains) {
      line.words = CauseText.in(cursor.bytes, from, cursor.end, true);
    }
    if (line.complains && RecordName.mayStandIn(cursor.bytes, from, cursor.end)) {
      return false;
    }
    if (fits && ofConnections && line.kind != LineKind.EMF && line.kind != LineKind.TIMEOUT) {
      line.kind = LineKind.CONNECTION_TROUBLE;
      line.connection = Phrases.signal(found);
    }
    return fits;
  }

  private boolean containsAny(Literal[] words) {
    for (Literal each : words) {
      if (cursor.contains(each)) {
        return true;
      }
    }
    return false;
  }

  /** Blanks as they stand escaped; an escape of another kind is left to the reader. */
  private void skipBlanks() {
    while (cursor.at < cursor.end) {
      byte b = cursor.peek();
      if (b == ' ') {
        cursor.at++;
      } else if (b == '\\' && blankEscape(cursor.bytes[cursor.at + 1])) {
        cursor.at += 2;
      } else {
        return;
      }
    }
  }

  private static boolean blankEscape(byte letter) {
    return letter == 'n' || letter == 't' || letter == 'r' || letter == 'f' || letter == 'b';
  }

  /** Where the message's last visible character ends. */
  private int lastVisible() {
    int last = cursor.end;
    while (last > cursor.at) {
      if (cursor.bytes[last - 1] == ' ') {
        last--;
      } else if (blankEscape(cursor.bytes[last - 1])
          && Phrases.letterOfEscape(cursor.bytes, last - 1, cursor.at)) {
        last -= 2;
      } else {
        return last;
      }
    }
    return last;
  }

  private boolean json(int found, Observation line) {
    if ((found & Signs.UNICODE_ESCAPE) != 0 || toldByFirstMember()) {
      return false;
    }
    boolean closed = cursor.bytes[lastVisible() - 1] == '}';
    if ((found & Phrases.TRACE) != 0) {
      TraceMembers.read(cursor.bytes, cursor.at, cursor.end, true, line.trace);
    }
    if ((found & Phrases.EMF) != 0) {
      line.kind = LineKind.EMF;
      return closed && (found & Phrases.METRICS) == 0;
    }
    line.kind = closed ? LineKind.APPLICATION_JSON : LineKind.MALFORMED_JSON;
    if ((found & Phrases.TROUBLE) == 0) {
      return true;
    }
    line.complains = closed && ErrorLevel.inDocument(cursor.bytes, cursor.at, cursor.end);
    return !TraceSigns.in(cursor);
  }

  private boolean toldByFirstMember() {
    int brace = cursor.at;
    cursor.at++;
    skipBlanks();
    boolean told = cursor.skip('\\') && cursor.skip('"') && tellingMember();
    cursor.at = brace;
    return told;
  }

  private boolean tellingMember() {
    byte first = cursor.peek();
    if (first != 't'
        && first != 'v'
        && first != 'r'
        && first != 'e'
        && first != 'K'
        && first != 'D') {
      return false;
    }
    if (cursor.skip(TIME)) {
      return !cursor.skip(TEXT_VALUE) || !loggerFollows();
    }
    if (cursor.skip(VERSION_MEMBER)) {
      return !cursor.skip(TEXT_VALUE) || cursor.skip(FIRST_VERSION);
    }
    for (Literal member : TELLING_MEMBERS) {
      if (cursor.skip(member)) {
        return true;
      }
    }
    return false;
  }

  /** Some loggers begin with the time as the platform does, but not with the type after it. */
  private boolean loggerFollows() {
    int latest = cursor.at + JsonLine.LONGEST_TIME;
    while (cursor.at < cursor.end && cursor.at < latest && cursor.peek() != '\\') {
      cursor.at++;
    }
    return cursor.skip(NEXT_MEMBER)
        && !cursor.skip(TELLING_MEMBERS[0])
        && !cursor.skip(TELLING_MEMBERS[1]);
  }

  private boolean text(int found, Observation line) {
    boolean error =
        (found & (Phrases.NODE_ERROR | Phrases.EMF)) != 0
            || ((found & Phrases.TROUBLE) != 0 && TraceSigns.in(cursor));
    line.kind = LineKind.APPLICATION_TEXT;
    line.complains =
        (found & Phrases.TROUBLE) != 0 && errors.inText(cursor.bytes, cursor.at, cursor.end);
    return !error && (found & Signs.UNICODE_ESCAPE) == 0 && (!timeout() || timedOut(line));
  }

  /** {@code 2026-03-02T09:00:00.000Z uuid Task timed out after 3.00 seconds} and line ends. */
  private boolean timedOut(Observation line) {
    int from = cursor.at;
    byte[] bytes = cursor.bytes;
    for (int at = from; at < from + USUAL_TIME; at++) {
      if (bytes[at] <= ' ' || bytes[at] == '\\') {
        return false;
      }
    }
    boolean time = bytes[from + 4] == '-' && bytes[from + 10] == 'T' && bytes[from + 23] == 'Z';
    cursor.at += USUAL_TIME;
    line.kind = LineKind.TIMEOUT;
    line.status = Observation.Status.TIMEOUT;
    return time
        && cursor.skip(' ')
        && cursor.skipRequestId(line)
        && cursor.skip(' ')
        && cursor.skip(TIMED_OUT)
        && cursor.thousandths() >= 0
        && cursor.word() == SECONDS
        && cursor.end - cursor.at <= Long.BYTES + MOST_LINE_ENDS
        && lastVisible() == cursor.at + Long.BYTES;
  }

  /** Line ends behind it may be escaped twice: so do some forwarders. */
  private boolean timeout() {
    byte[] bytes = cursor.bytes;
    int last = cursor.end;
    if (last - cursor.at > LONGEST_TIMEOUT) {
      return false;
    }
    while (last - cursor.at > 8
        && (bytes[last - 1] == ' '
            || bytes[last - 1] == '\\'
            || (blankEscape(bytes[last - 1]) && bytes[last - 2] == '\\'))) {
      last--;
    }
    int number = last - 8;
    if (number < cursor.at || Words.at(bytes, number) != SECONDS) {
      return false;
    }
    while (number > cursor.at && "0123456789.".indexOf(bytes[number - 1]) >= 0) {
      number--;
    }
    int words = number - TIMED_OUT.length;
    return words >= cursor.at && TIMED_OUT.standsAt(bytes, words);
  }
}
