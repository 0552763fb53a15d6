package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;

/**
 * Tells what a message is without unescaping it, for the few shapes that nearly all lines have. For
 * every other line it says no, and {@link LineReader} reads it.
 *
 * <table>
 *   <caption>The shapes, as they are logged</caption>
 *   <tr><td>{@code START RequestId: uuid Version: v}</td><td>START</td></tr>
 *   <tr><td>{@code END RequestId: uuid}</td><td>END</td></tr>
 *   <tr><td>{@code REPORT RequestId: uuid⇥Duration: … ms⇥Billed Duration: … ms⇥Memory Size: …
 *       MB⇥Max Memory Used: … MB⇥}, then any of {@code Init Duration}, {@code Restore Duration},
 *       {@code Billed Restore Duration}, {@code Status: timeout}</td><td>REPORT</td></tr>
 *   <tr><td>{@code INIT_START Runtime Version: …}</td><td>INIT_START</td></tr>
 *   <tr><td>{@code {"time":…,"type":"platform.start|report|runtimeDone","record":{…}}}</td>
 *       <td>see {@link PlatformScanner}</td></tr>
 *   <tr><td>begins with a brace and ends with one, nothing of {@link Phrases} in it</td>
 *       <td>application JSON</td></tr>
 *   <tr><td>the same with {@code "_aws} and nothing else of note in it</td><td>EMF</td></tr>
 *   <tr><td>anything else with nothing of {@link Phrases} in it</td><td>application text</td></tr>
 *   <tr><td>either with words of a database's server in it</td><td>connection trouble</td></tr>
 * </table>
 *
 * <p>What makes this safe is that a shape is compared to its last byte: what fits was written by
 * the same hand. The tests hold every answer against the reader's.
 */
final class LineScanner {

  private static final Literal START = Literal.of("START RequestId: ");
  private static final Literal VERSION = Literal.of(" Version: ");
  private static final Literal END = Literal.of("END RequestId: ");
  private static final Literal REPORT = Literal.of("REPORT RequestId: ");
  private static final Literal DURATION = Literal.of("\\tDuration: ");
  private static final Literal BILLED = Literal.of(" ms\\tBilled Duration: ");
  private static final Literal MEMORY = Literal.of(" ms\\tMemory Size: ");
  private static final Literal USED = Literal.of(" MB\\tMax Memory Used: ");
  private static final Literal MEGABYTES = Literal.of(" MB\\t");
  private static final Literal INIT = Literal.of("Init Duration: ");
  private static final Literal RESTORE = Literal.of("Restore Duration: ");
  private static final Literal BILLED_RESTORE = Literal.of("Billed Restore Duration: ");
  private static final Literal MILLISECONDS = Literal.of(" ms\\t");
  private static final Literal INIT_START = Literal.of("INIT_START");
  private static final Literal DURABLE = Literal.of("DurableFunction");
  private static final Literal TIMEOUT = Literal.of("Status: timeout");

  private static final long SECONDS = Words.of(" seconds");

  /** A line that may be a runtime's error has one of these, see {@link RuntimeErrorText}. */
  private static final Literal[] TRACES =
      Literal.of(
          "\\tat ",
          "\\tfail\\t",
          "   at ",
          "Lambda runtime invo",
          "Critical exception from handler",
          "Error raised from handler method");

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
          | Phrases.POOL_EXHAUSTED
          | EventScanner.HIDDEN_ASCII;

  private final int maxLineBytes;
  private final Cursor cursor = new Cursor();
  private final PlatformScanner platform;

  LineScanner(DecodeSettings settings) {
    this.maxLineBytes = settings.maxLineBytes;
    this.platform = new PlatformScanner(cursor, settings.maxObjectMembers);
  }

  /** To be called when another document begins. */
  void begin() {
    cursor.forgetId();
  }

  /**
   * Reads a message.
   *
   * @param bytes with {@link Inflate#PADDING} readable bytes behind the document
   * @param shape and {@code found} as {@link EventScanner} tells them
   * @return false when it has none of the shapes; the observation is then to be reset
   */
  boolean read(byte[] bytes, int from, int to, byte shape, int found, Observation line) {
    if (to - from > maxLineBytes) {
      return false;
    }
    cursor.set(bytes, from, to);
    switch (shape) {
      case EventScanner.APPLICATION:
        return application(found, line);
      case EventScanner.START:
        return start(line);
      case EventScanner.END:
        line.kind = LineKind.END;
        return cursor.skip(END) && cursor.skipRequestId(line) && cursor.over();
      case EventScanner.REPORT:
        return report(line);
      case EventScanner.INIT_START:
        line.kind = LineKind.INIT_START;
        return found == 0 && cursor.skip(INIT_START) && !contains(DURABLE);
      case EventScanner.JSON_EVENT:
        return found == 0 && platform.read(line);
      default:
        return false;
    }
  }

  private boolean start(Observation line) {
    line.kind = LineKind.START;
    if (!cursor.skip(START) || !cursor.skipRequestId(line) || !cursor.skip(VERSION)) {
      return false;
    }
    while (cursor.at < cursor.end && versionLetter(cursor.peek())) {
      cursor.at++;
    }
    return cursor.over();
  }

  private static boolean versionLetter(byte b) {
    return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b == '$';
  }

  private boolean report(Observation line) {
    line.kind = LineKind.REPORT;
    if (!cursor.skip(REPORT) || !cursor.skipRequestId(line) || !cursor.skip(DURATION)) {
      return false;
    }
    line.durationMicros = cursor.thousandths();
    if (line.durationMicros < 0 || !cursor.skip(BILLED)) {
      return false;
    }
    line.billedMillis = whole();
    if (line.billedMillis < 0 || !cursor.skip(MEMORY)) {
      return false;
    }
    line.memoryMegabytes = whole();
    if (line.memoryMegabytes < 0 || !cursor.skip(USED) || whole() < 0) {
      return false;
    }
    if (!cursor.skip(MEGABYTES)) {
      return false;
    }
    while (!cursor.over()) {
      if (!furtherField(line)) {
        return false;
      }
    }
    return true;
  }

  private boolean furtherField(Observation line) {
    if (cursor.skip(INIT)) {
      line.initMicros = cursor.thousandths();
      return line.initMicros >= 0 && cursor.skip(MILLISECONDS);
    }
    if (cursor.skip(RESTORE)) {
      line.restoreMicros = cursor.thousandths();
      return line.restoreMicros >= 0 && cursor.skip(MILLISECONDS);
    }
    if (cursor.skip(BILLED_RESTORE)) {
      return cursor.thousandths() >= 0 && cursor.skip(MILLISECONDS);
    }
    line.status = Observation.Status.TIMEOUT;
    return cursor.skip(TIMEOUT) && cursor.over();
  }

  private long whole() {
    long thousandths = cursor.thousandths();
    return thousandths < 0 ? -1 : (thousandths + 999) / 1000;
  }

  private boolean application(int found, Observation line) {
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
    boolean fits = brace ? json(found, line) : text(found, line);
    if (fits && (found & Phrases.CONNECTION) != 0 && line.kind != LineKind.EMF) {
      line.kind = LineKind.CONNECTION_TROUBLE;
      line.connection = Phrases.signal(found);
    }
    return fits;
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
    if ((found & EventScanner.UNICODE_ESCAPE) != 0 || toldByFirstMember()) {
      return false;
    }
    boolean closed = cursor.bytes[lastVisible() - 1] == '}';
    if ((found & Phrases.EMF) != 0) {
      line.kind = LineKind.EMF;
      return closed && (found & (Phrases.DATABASE_GAUGE | Phrases.COLD_START)) == 0;
    }
    line.kind = closed ? LineKind.APPLICATION_JSON : LineKind.MALFORMED_JSON;
    return (found & Phrases.TROUBLE) == 0 || !traced();
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
        (found & Phrases.NODE_ERROR) != 0 || ((found & Phrases.TROUBLE) != 0 && traced());
    line.kind = LineKind.APPLICATION_TEXT;
    return !error && !endsInSeconds() && (found & EventScanner.UNICODE_ESCAPE) == 0;
  }

  private boolean traced() {
    for (Literal trace : TRACES) {
      if (contains(trace)) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(Literal text) {
    for (int at = cursor.at; at + text.length <= cursor.end; at++) {
      if (text.standsAt(cursor.bytes, at)) {
        return true;
      }
    }
    return false;
  }

  /** Line ends behind it may be escaped twice: so do some forwarders. */
  private boolean endsInSeconds() {
    byte[] bytes = cursor.bytes;
    int last = cursor.end;
    while (last - cursor.at > 8
        && (bytes[last - 1] == ' '
            || bytes[last - 1] == '\\'
            || (blankEscape(bytes[last - 1]) && bytes[last - 2] == '\\'))) {
      last--;
    }
    return cursor.end - cursor.at <= LONGEST_TIMEOUT
        && last - cursor.at >= 8
        && Words.at(cursor.bytes, last - 8) == SECONDS;
  }
}
