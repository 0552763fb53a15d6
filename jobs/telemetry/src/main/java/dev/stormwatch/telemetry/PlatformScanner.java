package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.fold.Traits;

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

  private static final byte[] REQUEST_ID = Cursor.ascii("requestId\\\":\\\"");
  private static final byte[] STATUS = Cursor.ascii("status\\\":\\\"");
  private static final byte[] METRICS = Cursor.ascii("metrics\\\":{");
  private static final byte[] TENANT = Cursor.ascii("tenantId\\\":\\\"");
  private static final byte[][] OTHERS = {
    Cursor.ascii("version\\\":"),
    Cursor.ascii("spans\\\":"),
    Cursor.ascii("tracing\\\":"),
    Cursor.ascii("functionArn\\\":")
  };

  private static final byte[] DURATION = Cursor.ascii("durationMs\\\":");
  private static final byte[] BILLED = Cursor.ascii("billedDurationMs\\\":");
  private static final byte[] MEMORY = Cursor.ascii("memorySizeMB\\\":");
  private static final byte[] USED = Cursor.ascii("maxMemoryUsedMB\\\":");
  private static final byte[] INIT = Cursor.ascii("initDurationMs\\\":");
  private static final byte[] RESTORE = Cursor.ascii("restoreDurationMs\\\":");
  private static final byte[] BILLED_RESTORE = Cursor.ascii("billedRestoreDurationMs\\\":");
  private static final byte[] PRODUCED = Cursor.ascii("producedBytes\\\":");

  private static final byte[] QUOTE = Cursor.ascii("\\\"");
  private static final byte[] RECORD = Cursor.ascii("\\\",\\\"record\\\":{");
  private static final byte[] START = Cursor.ascii("start");
  private static final byte[] REPORT = Cursor.ascii("report");
  private static final byte[] RUNTIME_DONE = Cursor.ascii("runtimeDone");
  private static final byte[][] STATUSES = {
    Cursor.ascii("success\\\""),
    Cursor.ascii("failure\\\""),
    Cursor.ascii("error\\\""),
    Cursor.ascii("timeout\\\"")
  };
  private static final Status[] STATUS_OF = {
    Status.SUCCESS, Status.FAILURE, Status.ERROR, Status.TIMEOUT
  };
  private static final byte[][] LITERALS = {
    Cursor.ascii("true"), Cursor.ascii("false"), Cursor.ascii("null")
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
    int type = EventScanner.behindTime(cursor.bytes, cursor.at);
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
      line.traits |= Traits.TENANTS;
      return text();
    }
    for (byte[] other : OTHERS) {
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
      line.billedMillis = whole();
      return line.billedMillis >= 0;
    }
    if (cursor.skip(MEMORY)) {
      line.memoryMegabytes = whole();
      return line.memoryMegabytes >= 0;
    }
    if (cursor.skip(INIT)) {
      line.initMicros = cursor.thousandths();
      return line.initMicros >= 0;
    }
    if (cursor.skip(RESTORE)) {
      line.restoreMicros = cursor.thousandths();
      return line.restoreMicros >= 0;
    }
    return (cursor.skip(USED) || cursor.skip(PRODUCED) || cursor.skip(BILLED_RESTORE))
        && cursor.thousandths() >= 0;
  }

  private long whole() {
    long thousandths = cursor.thousandths();
    return thousandths < 0 ? -1 : (thousandths + 999) / 1000;
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
    for (byte[] literal : LITERALS) {
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
