package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.Traits;

/** The platform's events in the JSON format, and as the Telemetry and Logs APIs give them. */
final class PlatformEvent {

  private static final String PREFIX = "platform.";

  private PlatformEvent() {}

  /**
   * Reads a line if it is the platform's.
   *
   * @return false when it is not; nothing is told then
   */
  static boolean read(JsonValue root, Observation line) {
    String type = root.member("type").text();
    JsonValue record = root.member("record");
    boolean told = record.isObject() || !record.text().isEmpty();
    if (!type.startsWith(PREFIX) || !told) {
      return false;
    }
    String event = type.substring(PREFIX.length());
    line.setRequestId(record.member("requestId").text());
    line.status = PlatformText.status(record.member("status").text());
    line.errorType = record.member("errorType").text();
    line.phase = record.member("phase").text();
    line.traits = traits(event, record);
    TraceIds.readHeader(record.member("tracing").member("value").text(), line.trace);
    metrics(event, record.member("metrics"), line);
    if (event.equals("fault")) {
      fault(record.text(), line);
    } else if (event.equals("logsDropped")) {
      line.droppedRecords = Math.max(0, Numbers.whole(record.member("droppedRecords").number()));
    }
    line.kind = kind(event, line);
    return true;
  }

  private static int traits(String event, JsonValue record) {
    int traits = initialization(record.member("initializationType").text());
    traits |= RuntimeFamily.of(record.member("runtimeVersion").text());
    if (PlatformText.durable(record.member("runtimeVersion").text())) {
      traits |= Traits.DURABLE;
    }
    if (!record.member("tenantId").text().isEmpty()) {
      traits |= Traits.TENANTS;
    }
    if (event.startsWith("restore")) {
      traits |= Traits.SNAP_START;
    }
    // What a call of a managed instance cost, and in how much memory, is nobody's but the
    // instance's.
    JsonValue metrics = record.member("metrics");
    if (event.equals("report")
        && metrics.member("billedDurationMs").isAbsent()
        && metrics.member("memorySizeMB").isAbsent()) {
      traits |= Traits.MANAGED_INSTANCES;
    }
    return traits;
  }

  private static int initialization(String type) {
    switch (type) {
      case "snap-start":
        return Traits.SNAP_START;
      case "provisioned-concurrency":
        return Traits.PROVISIONED_CONCURRENCY;
      case "lambda-managed-instances":
        return Traits.MANAGED_INSTANCES;
      default:
        return 0;
    }
  }

  private static void metrics(String event, JsonValue metrics, Observation line) {
    long duration = Numbers.microsOfMillis(metrics.member("durationMs").number());
    switch (event) {
      case "initReport":
        line.initMicros = duration;
        break;
      case "restoreReport":
        line.restoreMicros = duration;
        break;
      default:
        line.durationMicros = duration;
        line.initMicros = Numbers.microsOfMillis(metrics.member("initDurationMs").number());
        line.restoreMicros = Numbers.microsOfMillis(metrics.member("restoreDurationMs").number());
    }
    line.billedMillis = Numbers.whole(metrics.member("billedDurationMs").number());
    line.memoryMegabytes = Numbers.whole(metrics.member("memorySizeMB").number());
    line.usedMegabytes = Numbers.whole(metrics.member("maxMemoryUsedMB").number());
  }

  /** The Logs API gives the text line as it would stand in the log. */
  private static void fault(String text, Observation line) {
    if (text.startsWith(FaultText.REQUEST)) {
      FaultText.read(text, line);
    }
  }

  private static LineKind kind(String event, Observation line) {
    switch (event) {
      case "start":
        return line.requestKey() == 0 ? LineKind.MALFORMED_PLATFORM : LineKind.START;
      case "end":
        return LineKind.END;
      case "report":
        return known(line.durationMicros, LineKind.REPORT);
      case "runtimeDone":
        return LineKind.RUNTIME_DONE;
      case "initStart":
        return LineKind.INIT_START;
      case "initRuntimeDone":
        return LineKind.INIT_RUNTIME_DONE;
      case "initReport":
        return known(line.initMicros, LineKind.INIT_REPORT);
      case "restoreStart":
        return LineKind.RESTORE_START;
      case "restoreRuntimeDone":
        return LineKind.RESTORE_RUNTIME_DONE;
      case "restoreReport":
        return known(line.restoreMicros, LineKind.RESTORE_REPORT);
      case "fault":
        return LineKind.EXIT;
      case "extension":
        return LineKind.EXTENSION;
      case "telemetrySubscription":
      case "logsSubscription":
        return LineKind.SUBSCRIPTION;
      case "logsDropped":
        return LineKind.LOGS_DROPPED;
      default:
        return LineKind.UNKNOWN_PLATFORM;
    }
  }

  /** A report without the number that it reports is of no use. */
  private static LineKind known(long number, LineKind kind) {
    return number == Observation.NONE ? LineKind.MALFORMED_PLATFORM : kind;
  }
}
