package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.fold.RequestIds;
import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.Traits;
import java.util.Locale;

/**
 * The platform's lines in the text format: {@code START}, {@code END}, {@code REPORT} and their
 * kin.
 *
 * <p>Fields are {@code Key: value}, mostly parted by tabs, but by single spaces in lines that went
 * through a console, and by a literal {@code \t} in lines that a forwarder escaped twice. So
 * nothing is split at white space: each known key is looked for, and its value runs to the next
 * key.
 */
final class PlatformText {

  /** How an INIT_START begins that names its runtime. */
  static final String INIT_RUNTIME = "INIT_START Runtime Version: ";

  /** The type of the error that a call ends with whose runtime exited. */
  static final String EXIT_ERROR = "Runtime.ExitError";

  /** Longest first where one begins like another. */
  private static final String[] KEYS = {
    "Billed Restore Duration",
    "Runtime Version ARN",
    "Restore Duration",
    "Billed Duration",
    "Max Memory Used",
    "Runtime Version",
    "XRAY TraceId",
    "Init Duration",
    "Memory Size",
    "Error Type",
    "SegmentId",
    "ErrorType",
    "RequestId",
    "Duration",
    "Sampled",
    "Version",
    "Status",
    "Phase",
  };

  /**
   * Reads a line if it is the platform's.
   *
   * @return false when it is not
   */
  boolean read(String message, Observation line) {
    if (message.startsWith("START RequestId:")) {
      return withRequest(LineKind.START, message, line);
    }
    if (message.startsWith("END RequestId:")) {
      return withRequest(LineKind.END, message, line);
    }
    if (message.startsWith("REPORT RequestId:")) {
      fields(message, line);
      line.kind = known(line.durationMicros, message, LineKind.REPORT);
      return true;
    }
    if (message.startsWith(FaultText.REQUEST)) {
      return FaultText.read(message, line);
    }
    return environmentLine(message, line)
        || FaultText.unknown(message, line)
        || TimeoutText.read(message, line);
  }

  private static boolean withRequest(LineKind kind, String message, Observation line) {
    fields(message, line);
    line.kind = line.requestKey() == 0 ? LineKind.MALFORMED_PLATFORM : kind;
    return true;
  }

  private static boolean environmentLine(String message, Observation line) {
    if (message.startsWith("INIT_START")) {
      line.kind = LineKind.INIT_START;
      line.traits = durable(message) ? Traits.DURABLE : 0;
      if (message.startsWith(INIT_RUNTIME)) {
        line.traits |= RuntimeFamily.of(message.substring(INIT_RUNTIME.length()));
      }
    } else if (message.startsWith("INIT_REPORT")) {
      fields(message, line);
      line.kind = known(line.initMicros, message, LineKind.INIT_REPORT);
    } else if (message.startsWith("RESTORE_START")) {
      line.kind = LineKind.RESTORE_START;
      line.traits = Traits.SNAP_START | (durable(message) ? Traits.DURABLE : 0);
    } else if (message.startsWith("RESTORE_REPORT")) {
      fields(message, line);
      line.traits = Traits.SNAP_START;
      line.kind = known(line.restoreMicros, message, LineKind.RESTORE_REPORT);
    } else if (named(message, "EXTENSION")) {
      line.kind = LineKind.EXTENSION;
    } else if (named(message, "TELEMETRY") || named(message, "LOGS")) {
      line.kind = LineKind.SUBSCRIPTION;
    } else if (message.startsWith("XRAY TraceId:")) {
      fields(message, line);
      line.kind = LineKind.XRAY;
    } else {
      return false;
    }
    return true;
  }

  /**
   * A report without the number that it reports is malformed, but not where a recording's numbers
   * were replaced by {@code <duration>}: that there was a call is still told.
   */
  private static LineKind known(long number, String message, LineKind kind) {
    return number == Observation.NONE && !message.contains("Duration: <")
        ? LineKind.MALFORMED_PLATFORM
        : kind;
  }

  /** A durable function is known by its runtime, {@code python:3.14.DurableFunction.v6}. */
  static boolean durable(String runtimeVersion) {
    return runtimeVersion.contains("DurableFunction");
  }

  /** {@code EXTENSION⇥Name: x⇥State: …}; the bare word is the application's. */
  private static boolean named(String message, String word) {
    return message.startsWith(word)
        && message.regionMatches(skipBlank(message, word.length()), "Name:", 0, 5)
        && skipBlank(message, word.length()) > word.length();
  }

  /** {@code RequestId: …⇥Status: error}; nothing is told of any other line. */
  static boolean failedStatus(String message, Observation line) {
    fields(message, line);
    if (line.status.failed()) {
      line.kind = LineKind.EXIT;
      return true;
    }
    line.reset(line.eventTime);
    return false;
  }

  static boolean looksLikeRequestId(String token) {
    return RequestIds.isUuid(token)
        || (token.length() > 2 && token.charAt(0) == '<' && token.endsWith(">"));
  }

  /** Reads every field of a line. What follows the last known key belongs to it. */
  private static void fields(String message, Observation line) {
    String key = "";
    int valueFrom = 0;
    int i = 0;
    while (i < message.length()) {
      String next = keyAt(message, i);
      if (next.isEmpty()) {
        i++;
        continue;
      }
      set(key, value(message, valueFrom, i), line);
      key = next;
      i += next.length() + 1;
      valueFrom = i;
    }
    set(key, value(message, valueFrom, message.length()), line);
  }

  private static String keyAt(String message, int at) {
    char c = message.charAt(at);
    if (c < 'A' || c > 'Z' || (at > 0 && insideWord(message, at))) {
      return "";
    }
    for (String key : KEYS) {
      if (message.startsWith(key, at)
          && at + key.length() < message.length()
          && message.charAt(at + key.length()) == ':') {
        return key;
      }
    }
    return "";
  }

  private static boolean insideWord(String message, int at) {
    boolean escapedTab = at > 1 && message.charAt(at - 2) == '\\';
    return Character.isLetterOrDigit(message.charAt(at - 1)) && !escapedTab;
  }

  static String value(String message, int from, int to) {
    return message.substring(from, to).replace("\\t", " ").replace("\\n", " ").trim();
  }

  private static void set(String key, String value, Observation line) {
    switch (key) {
      case "RequestId":
        line.setRequestId(firstWord(value));
        break;
      case "Duration":
        line.durationMicros = Numbers.microsOfMillis(value);
        break;
      case "Billed Duration":
        line.billedMillis = Numbers.whole(value);
        break;
      case "Memory Size":
        line.memoryMegabytes = Numbers.whole(value);
        break;
      case "Max Memory Used":
        line.usedMegabytes = Numbers.whole(value);
        break;
      case "Init Duration":
        line.initMicros = Numbers.microsOfMillis(value);
        break;
      case "Restore Duration":
        line.restoreMicros = Numbers.microsOfMillis(value);
        break;
      case "Status":
        line.status = status(value);
        break;
      case "Error Type":
      case "ErrorType":
        line.errorType = firstWord(value);
        break;
      case "XRAY TraceId":
        TraceIds.read(value, CallTrace.PLATFORM, line.trace);
        break;
      case "Phase":
        line.phase = firstWord(value);
        break;
      default:
        break;
    }
  }

  static Status status(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "success":
        return Status.SUCCESS;
      case "failure":
        return Status.FAILURE;
      case "error":
        return Status.ERROR;
      case "timeout":
        return Status.TIMEOUT;
      default:
        return Status.NOT_SAID;
    }
  }

  private static String firstWord(String value) {
    int end = 0;
    while (end < value.length() && !Character.isWhitespace(value.charAt(end))) {
      end++;
    }
    return value.substring(0, end);
  }

  private static int skipBlank(String message, int from) {
    int i = from;
    while (i < message.length() && (message.charAt(i) == '\t' || message.charAt(i) == ' ')) {
      i++;
    }
    return i;
  }
}
