package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.Traits;

/**
 * Reads the platform's events that come with every call, {@code platform.start}, {@code report} and
 * {@code runtimeDone}, as they stand escaped in a subscription document: each quote is a backslash
 * and a quote.
 *
 * <p>A member is known by the first eight bytes of its name and then compared to the end. Members
 * may come in any order. Whatever is not as expected, a blank, an unknown member, an escape within
 * a text, makes it no.
 */
final class PlatformScanner {

  private static final Literal REQUEST_ID = Literal.of("requestId\\\":\\\"");
  private static final Literal STATUS = Literal.of("status\\\":\\\"");
  private static final Literal METRICS = Literal.of("metrics\\\":{");
  private static final Literal TENANT = Literal.of("tenantId\\\":\\\"");
  private static final Literal[] OTHERS = {
    Literal.of("version\\\":"),
    Literal.of("spans\\\":"),
    Literal.of("tracing\\\":"),
    Literal.of("functionArn\\\":")
  };

  private static final Literal DURATION = Literal.of("durationMs\\\":");
  private static final Literal BILLED = Literal.of("billedDurationMs\\\":");
  private static final Literal MEMORY = Literal.of("memorySizeMB\\\":");
  private static final Literal USED = Literal.of("maxMemoryUsedMB\\\":");
  private static final Literal INIT = Literal.of("initDurationMs\\\":");
  private static final Literal RESTORE = Literal.of("restoreDurationMs\\\":");
  private static final Literal BILLED_RESTORE = Literal.of("billedRestoreDurationMs\\\":");
  private static final Literal PRODUCED = Literal.of("producedBytes\\\":");

  private static final Literal QUOTE = Literal.of("\\\"");
  private static final Literal RECORD = Literal.of("\\\",\\\"record\\\":{");
  private static final Literal START = Literal.of("start");
  private static final Literal REPORT = Literal.of("report");
  private static final Literal RUNTIME_DONE = Literal.of("runtimeDone");
  private static final Literal[] STATUSES = {
    Literal.of("success\\\""),
    Literal.of("failure\\\""),
    Literal.of("error\\\""),
    Literal.of("timeout\\\"")
  };
  private static final Status[] STATUS_OF = {
    Status.SUCCESS, Status.FAILURE, Status.ERROR, Status.TIMEOUT
  };
  private static final Literal[] LITERALS = {
    Literal.of("true"), Literal.of("false"), Literal.of("null")
  };

  /** How deep a value may nest that is passed over. */
  private static final int DEEPEST = 4;

  private final Cursor cursor;
  private final int maxMembers;
  private int members;

  PlatformScanner(Cursor cursor, int maxMembers) {
    this.cursor = cursor;
    this.maxMembers = maxMembers;
  }

  /** Reads the event at the cursor; false when it has another shape. */
  boolean read(Observation line) {
    int type = Shapes.behindTime(cursor.bytes, cursor.at);
    if (type < 0) {
      return false;
    }
    cursor.at = type;
    // Time, type and record.
    members = 3;
    if (cursor.skip(REPORT)) {
      line.kind = LineKind.REPORT;
    } else if (cursor.skip(START)) {
      line.kind = LineKind.START;
    } else if (cursor.skip(RUNTIME_DONE)) {
      line.kind = LineKind.RUNTIME_DONE;
    } else {
      return false;
    }
    return cursor.skip(RECORD)
        && record(line)
        && cursor.skip('}')
        && cursor.over()
        && complete(line);
  }

  private static boolean complete(Observation line) {
    if (line.requestKey() == 0) {
      return false;
    }
    if (line.kind != LineKind.REPORT) {
      return true;
    }
    if (line.billedMillis == Observation.NONE && line.memoryMegabytes == Observation.NONE) {
      line.traits |= Traits.MANAGED_INSTANCES;
    }
    return line.durationMicros != Observation.NONE;
  }

  private boolean record(Observation line) {
    do {
      if (!cursor.skip(QUOTE) || ++members > maxMembers || !member(line)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  private boolean member(Observation line) {
    if (cursor.skip(REQUEST_ID)) {
      return cursor.skipRequestId(line) && cursor.skip(QUOTE);
    }
    if (cursor.skip(METRICS)) {
      return metrics(line);
    }
    if (cursor.skip(STATUS)) {
      return status(line);
    }
    if (cursor.skip(TENANT)) {
      // Of two members of one name the last holds.
      line.traits &= ~Traits.TENANTS;
      line.traits |= cursor.peek() == '\\' ? 0 : Traits.TENANTS;
      return text();
    }
    for (Literal other : OTHERS) {
      if (cursor.skip(other)) {
        return value(DEEPEST);
      }
    }
    return false;
  }

  private boolean status(Observation line) {
    for (int i = 0; i < STATUSES.length; i++) {
      if (cursor.skip(STATUSES[i])) {
        line.status = STATUS_OF[i];
        return true;
      }
    }
    return false;
  }

  private boolean metrics(Observation line) {
    do {
      if (!cursor.skip(QUOTE) || ++members > maxMembers || !metric(line)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  private boolean metric(Observation line) {
    if (cursor.skip(DURATION)) {
      line.durationMicros = cursor.thousandths();
      return line.durationMicros >= 0;
    }
    if (cursor.skip(BILLED)) {
      line.billedMillis = cursor.whole();
      return line.billedMillis >= 0;
    }
    if (cursor.skip(MEMORY)) {
      line.memoryMegabytes = cursor.whole();
      return line.memoryMegabytes >= 0;
    }
    if (cursor.skip(USED)) {
      return cursor.thousandths() >= 0;
    }
    if (cursor.skip(INIT)) {
      line.initMicros = cursor.thousandths();
      return line.initMicros >= 0;
    }
    if (cursor.skip(RESTORE)) {
      line.restoreMicros = cursor.thousandths();
      return line.restoreMicros >= 0;
    }
    return (cursor.skip(PRODUCED) || cursor.skip(BILLED_RESTORE)) && cursor.thousandths() >= 0;
  }

  /** Any value, passed over; the quote of a text that it begins with is not passed yet. */
  private boolean value(int depth) {
    if (depth == 0) {
      return false;
    }
    if (cursor.skip(QUOTE)) {
      return text();
    }
    if (cursor.skip('{')) {
      return cursor.skip('}') || object(depth);
    }
    if (cursor.skip('[')) {
      return cursor.skip(']') || array(depth);
    }
    for (Literal literal : LITERALS) {
      if (cursor.skip(literal)) {
        return true;
      }
    }
    return cursor.thousandths() >= 0;
  }

  private boolean object(int depth) {
    do {
      if (!cursor.skip(QUOTE)
          || ++members > maxMembers
          || !text()
          || !cursor.skip(':')
          || !value(depth - 1)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  private boolean array(int depth) {
    do {
      if (!value(depth - 1)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip(']');
  }

  /** The rest of a text without escapes, and its quote. */
  private boolean text() {
    byte[] bytes = cursor.bytes;
    int at = cursor.at;
    while (at < cursor.end && bytes[at] != '\\' && bytes[at] >= ' ') {
      at++;
    }
    cursor.at = at;
    return cursor.skip(QUOTE);
  }
}
