package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.Traits;
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
 *       {@code Billed Restore Duration}, {@code Status: timeout}, {@code Status: error⇥Error
 *       Type: …⇥}, a line {@code XRAY TraceId: …}</td><td>REPORT</td></tr>
 *   <tr><td>{@code INIT_START Runtime Version: …}, {@code RESTORE_START …}</td>
 *       <td>INIT_START, RESTORE_START</td></tr>
 *   <tr><td>{@code RequestId: uuid Error: Runtime exited…}</td><td>EXIT</td></tr>
 *   <tr><td>{@code time uuid Task timed out after 3.00 seconds}</td><td>TIMEOUT</td></tr>
 *   <tr><td>{@code {"time":…,"type":"platform.start|report|…","record":{…}}}</td>
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
  private static final Literal INIT_RUNTIME = Literal.of(PlatformText.INIT_RUNTIME);
  private static final Literal INIT_START = Literal.of("INIT_START");
  private static final Literal DURABLE = Literal.of("DurableFunction");
  private static final Literal XRAY = Literal.of("\\nXRAY TraceId: ");
  private static final Literal SEGMENT = Literal.of("\\tSegmentId: ");
  private static final Literal SAMPLED = Literal.of("\\tSampled: ");
  private static final Literal TRUE = Literal.of("true\\t");
  private static final Literal FALSE = Literal.of("false\\t");
  private static final Literal TIMEOUT = Literal.of("Status: timeout");
  private static final Literal TAB = Literal.of("\\t");
  private static final Literal ERROR = Literal.of("Status: error\\tError Type: ");
  private static final Literal RESTORE_START = Literal.of("RESTORE_START");
  private static final Literal FAULT = Literal.of("RequestId: ");
  private static final Literal EXITED = Literal.of(" Error: Runtime exited");

  private final int maxLineBytes;
  private final Cursor cursor = new Cursor();
  private final PlatformScanner platform;
  private final ApplicationScanner applications = new ApplicationScanner(cursor);

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
      case Shapes.APPLICATION:
        return applications.read(found, line);
      case Shapes.START:
        return start(line);
      case Shapes.END:
        line.kind = LineKind.END;
        return cursor.skip(END) && cursor.skipRequestId(line) && cursor.over();
      case Shapes.REPORT:
        return report(line);
      case Shapes.INIT_START:
        line.kind = LineKind.INIT_START;
        line.traits =
            cursor.skip(INIT_RUNTIME) ? RuntimeFamily.at(cursor.bytes, cursor.at, cursor.end) : 0;
        cursor.at = from;
        return found == 0 && cursor.skip(INIT_START) && !cursor.contains(DURABLE);
      case Shapes.RESTORE_START:
        line.kind = LineKind.RESTORE_START;
        line.traits = Traits.SNAP_START;
        return found == 0 && cursor.skip(RESTORE_START) && !cursor.contains(DURABLE);
      case Shapes.FAULT:
        line.kind = LineKind.EXIT;
        line.errorType = PlatformText.EXIT_ERROR;
        line.words = CauseText.in(bytes, from, to, true);
        return cursor.skip(FAULT) && cursor.skipRequestId(line) && cursor.skip(EXITED);
      case Shapes.JSON_EVENT:
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
    line.billedMillis = cursor.whole();
    if (line.billedMillis < 0 || !cursor.skip(MEMORY)) {
      return false;
    }
    line.memoryMegabytes = cursor.whole();
    if (line.memoryMegabytes < 0 || !cursor.skip(USED)) {
      return false;
    }
    line.usedMegabytes = cursor.whole();
    if (line.usedMegabytes < 0 || !cursor.skip(MEGABYTES)) {
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
    if (cursor.skip(XRAY)) {
      return trace(line);
    }
    if (cursor.skip(ERROR)) {
      line.status = Observation.Status.ERROR;
      line.errorType = cursor.name();
      return !line.errorType.isEmpty() && cursor.skip(TAB);
    }
    line.status = Observation.Status.TIMEOUT;
    return cursor.skip(TIMEOUT) && (cursor.skip(TAB) || cursor.over());
  }

  /** The line that follows where active tracing sampled the call. */
  private boolean trace(Observation line) {
    int from = cursor.at;
    skipHex();
    TraceIds.read(cursor.bytes, from, cursor.at, CallTrace.PLATFORM, line.trace);
    if (!cursor.skip(SEGMENT)) {
      return false;
    }
    skipHex();
    return cursor.skip(SAMPLED) && (cursor.skip(TRUE) || cursor.skip(FALSE));
  }

  /** Eight digits at a time, where there are eight. */
  private void skipHex() {
    while (cursor.at < cursor.end) {
      if (cursor.at + Long.BYTES <= cursor.end && Words.notHex(cursor.word()) == 0) {
        cursor.at += Long.BYTES;
      } else if (hexOrDash(cursor.peek())) {
        cursor.at++;
      } else {
        return;
      }
    }
  }

  private static boolean hexOrDash(byte b) {
    return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b == '-';
  }
}
