package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.Traits;

/**
 * Reads the platform's events that come with every call, {@code platform.start}, {@code report} and
 * {@code runtimeDone}, and those of inits and restores, as they stand escaped in a subscription
 * document: each quote is a backslash and a quote.
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
    Literal.of("functionArn\\\":"),
    Literal.of("runtimeVersionArn\\\":"),
    Literal.of("functionName\\\":"),
    Literal.of("functionVersion\\\":"),
    Literal.of("instanceId\\\":"),
    Literal.of("instanceMaxMemory\\\":")
  };

  private static final Literal TRACING = Literal.of("tracing\\\":{");
  private static final Literal[] TRACING_TEXTS = Literal.of("spanId\\\":\\\"", "type\\\":\\\"");
  private static final Literal HEADER = Literal.of("value\\\":\\\"");

  private static final Literal DURATION = Literal.of("durationMs\\\":");
  private static final Literal BILLED = Literal.of("billedDurationMs\\\":");
  private static final Literal MEMORY = Literal.of("memorySizeMB\\\":");
  private static final Literal USED = Literal.of("maxMemoryUsedMB\\\":");
  private static final Literal INIT = Literal.of("initDurationMs\\\":");
  private static final Literal RESTORE = Literal.of("restoreDurationMs\\\":");
  private static final Literal BILLED_RESTORE = Literal.of("billedRestoreDurationMs\\\":");
  private static final Literal PRODUCED = Literal.of("producedBytes\\\":");

  private static final Literal QUOTE = EscapedJson.QUOTE;
  private static final Literal RECORD = Literal.of(",\\\"record\\\":{");
  private static final Literal[] EVENTS =
      Literal.of(
          "report\\\"",
          "start\\\"",
          "runtimeDone\\\"",
          "initStart\\\"",
          "initRuntimeDone\\\"",
          "initReport\\\"",
          "restoreStart\\\"",
          "restoreRuntimeDone\\\"",
          "restoreReport\\\"");
  private static final LineKind[] KIND_OF = {
    LineKind.REPORT,
    LineKind.START,
    LineKind.RUNTIME_DONE,
    LineKind.INIT_START,
    LineKind.INIT_RUNTIME_DONE,
    LineKind.INIT_REPORT,
    LineKind.RESTORE_START,
    LineKind.RESTORE_RUNTIME_DONE,
    LineKind.RESTORE_REPORT
  };
  private static final Literal[] STATUSES = {
    Literal.of("success\\\""),
    Literal.of("failure\\\""),
    Literal.of("error\\\""),
    Literal.of("timeout\\\"")
  };
  private static final Status[] STATUS_OF = {
    Status.SUCCESS, Status.FAILURE, Status.ERROR, Status.TIMEOUT
  };
  private static final Literal ERROR_TYPE = Literal.of("errorType\\\":\\\"");
  private static final Literal PHASE = Literal.of("phase\\\":\\\"");
  private static final Literal[] PHASES = Literal.of("init\\\"", "invoke\\\"", "snap-start\\\"");
  private static final String[] PHASE_OF = {"init", "invoke", "snap-start"};
  private static final Literal INITIALIZATION = Literal.of("initializationType\\\":\\\"");
  private static final Literal[] INITIALIZATIONS =
      Literal.of(
          "on-demand\\\"",
          "snap-start\\\"",
          "provisioned-concurrency\\\"",
          "lambda-managed-instances\\\"");
  private static final int[] TRAIT_OF = {
    0, Traits.SNAP_START, Traits.PROVISIONED_CONCURRENCY, Traits.MANAGED_INSTANCES
  };
  private static final int ANY_INITIALIZATION =
      Traits.SNAP_START | Traits.PROVISIONED_CONCURRENCY | Traits.MANAGED_INSTANCES;
  private static final Literal RUNTIME = Literal.of("runtimeVersion\\\":\\\"");
  private static final Literal DURABLE = Literal.of("DurableFunction");

  private final Cursor cursor;
  private final EscapedJson json;

  PlatformScanner(Cursor cursor, int maxMembers) {
    this.cursor = cursor;
    this.json = new EscapedJson(cursor, maxMembers);
  }

  /** Reads the event at the cursor; false when it has another shape. */
  boolean read(Observation line) {
    int type = Shapes.behindTime(cursor.bytes, cursor.at);
    if (type < 0) {
      return false;
    }
    cursor.at = type;
    // Time, type and record.
    json.begin(3);
    int event = cursor.skipAny(EVENTS);
    if (event < 0) {
      return false;
    }
    line.kind = KIND_OF[event];
    return cursor.skip(RECORD)
        && record(line)
        && cursor.skip('}')
        && cursor.over()
        && complete(line);
  }

  private static boolean complete(Observation line) {
    switch (line.kind) {
      case REPORT:
        if (line.billedMillis == Observation.NONE && line.memoryMegabytes == Observation.NONE) {
          line.traits |= Traits.MANAGED_INSTANCES;
        }
        return line.requestKey() != 0 && line.durationMicros != Observation.NONE;
      case START:
      case RUNTIME_DONE:
        return line.requestKey() != 0;
      case INIT_REPORT:
        line.initMicros = durationAlone(line);
        return line.initMicros != Observation.NONE;
      case RESTORE_REPORT:
        line.restoreMicros = durationAlone(line);
        line.traits |= Traits.SNAP_START;
        return line.restoreMicros != Observation.NONE;
      case RESTORE_START:
      case RESTORE_RUNTIME_DONE:
        line.traits |= Traits.SNAP_START;
        return true;
      default:
        return true;
    }
  }

  /** Takes the only duration that an init or a restore has; none where there are others. */
  private static long durationAlone(Observation line) {
    long duration = line.durationMicros;
    boolean alone = line.initMicros == Observation.NONE && line.restoreMicros == Observation.NONE;
    line.durationMicros = Observation.NONE;
    return alone ? duration : Observation.NONE;
  }

  private boolean record(Observation line) {
    do {
      if (!json.member() || !member(line)) {
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
      // Of two members of one name the last holds.
      line.resetNumbers();
      return metrics(line);
    }
    if (cursor.skip(STATUS)) {
      return status(line);
    }
    if (cursor.skip(TENANT)) {
      line.traits &= ~Traits.TENANTS;
      line.traits |= cursor.peek() == '\\' ? 0 : Traits.TENANTS;
      return json.text();
    }
    if (cursor.skip(TRACING)) {
      return tracing(line);
    }
    return cursor.skipAny(OTHERS) >= 0 ? json.value() : seldom(line);
  }

  /** The trace that the call is part of, where the platform tells. */
  private boolean tracing(Observation line) {
    line.trace.clear();
    do {
      if (!json.member()) {
        return false;
      }
      if (cursor.skip(HEADER)) {
        int from = cursor.at;
        if (!json.text()) {
          return false;
        }
        TraceIds.readHeader(
            cursor.bytes, from, cursor.at - QUOTE.length, CallTrace.PLATFORM, line.trace);
      } else if (cursor.skipAny(TRACING_TEXTS) < 0 || !json.text()) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  /** What calls that went well do not have. */
  private boolean seldom(Observation line) {
    if (cursor.skip(ERROR_TYPE)) {
      line.errorType = cursor.name();
      return cursor.skip(QUOTE);
    }
    if (cursor.skip(PHASE)) {
      int phase = cursor.skipAny(PHASES);
      line.phase = phase < 0 ? "" : PHASE_OF[phase];
      return phase >= 0;
    }
    if (cursor.skip(INITIALIZATION)) {
      int type = cursor.skipAny(INITIALIZATIONS);
      line.traits &= ~ANY_INITIALIZATION;
      line.traits |= type < 0 ? 0 : TRAIT_OF[type];
      return type >= 0;
    }
    if (cursor.skip(RUNTIME)) {
      int from = cursor.at;
      boolean read = json.text();
      line.traits &= ~(Traits.DURABLE | Traits.RUNTIMES);
      line.traits |= cursor.passed(DURABLE, from) ? Traits.DURABLE : 0;
      line.traits |= RuntimeFamily.at(cursor.bytes, from, cursor.at);
      return read;
    }
    return false;
  }

  private boolean status(Observation line) {
    int status = cursor.skipAny(STATUSES);
    line.status = status < 0 ? line.status : STATUS_OF[status];
    return status >= 0;
  }

  private boolean metrics(Observation line) {
    do {
      if (!json.member() || !metric(line)) {
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
      line.usedMegabytes = cursor.whole();
      return line.usedMegabytes >= 0;
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
}
