package dev.stormwatch.bench.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads a log line by searching it for the few things that count. What is rare, a runtime's error
 * line, is read at leisure.
 */
final class HandScan {

  private static final String START = "START RequestId: ";
  private static final String REPORT = "REPORT RequestId: ";
  private static final String TYPE = "\"type\":\"platform.";
  private static final String TIMED_OUT = " Task timed out after ";
  private static final int REQUEST_ID = 36;

  private final ObjectMapper mapper = new ObjectMapper();
  private final PhraseSearch exhaustion = new PhraseSearch(Phrases.EXHAUSTION);
  private final PeerFold fold;

  HandScan(PeerFold fold) {
    this.fold = fold;
  }

  void read(String message) {
    char first = message.isEmpty() ? ' ' : message.charAt(0);
    if (first == '{') {
      json(message);
    } else if (first == 'S' && message.startsWith(START)) {
      fold.start(word(message, START.length()));
    } else if (first == 'R' && message.startsWith(REPORT)) {
      report(message);
    } else if (first != 'E' || !message.startsWith("END RequestId: ")) {
      failure(first, message);
      phrases(message);
    }
  }

  private void report(String message) {
    String requestId = word(message, REPORT.length());
    int from = REPORT.length() + requestId.length();
    int duration = after(message, "\tDuration: ", from);
    int billed = after(message, "\tBilled Duration: ", duration);
    int wait = after(message, "\tInit Duration: ", billed);
    if (wait < 0) {
      wait = after(message, "\tRestore Duration: ", billed);
    }
    int status = after(message, "\tStatus: ", billed);
    fold.report(
        requestId,
        thousandths(message, duration),
        thousandths(message, billed) / 1000,
        wait < 0 ? 0 : thousandths(message, wait),
        status < 0 ? "" : word(message, status));
  }

  private void failure(char first, String message) {
    int timedOut = message.indexOf(TIMED_OUT);
    if (timedOut >= REQUEST_ID && timedOut < 80 && message.stripTrailing().endsWith(" seconds")) {
      fold.timedOut(message.substring(timedOut - REQUEST_ID, timedOut));
    } else if (first == 'R' && message.startsWith("RequestId: ")) {
      String requestId = word(message, "RequestId: ".length());
      if (message.startsWith(" Error: Runtime exited", 11 + requestId.length())
          || message.startsWith(" Process exited before", 11 + requestId.length())) {
        fold.failed(requestId);
      }
    } else if (first == '[') {
      if (pythonError(message)) {
        fold.failed("");
      }
    } else {
      int error = message.indexOf("\tERROR\t");
      if (error >= 0 && error < 80 && nodeError(message, error + "\tERROR\t".length())) {
        String requestId = message.substring(message.indexOf('\t') + 1, error);
        fold.failed(requestId.length() == REQUEST_ID ? requestId : "");
      } else if (JavaError.matches(message)) {
        fold.failed("");
      }
    }
  }

  /** {@code [ERROR] ValueError: …}; a logger puts a tab and a time after the bracket. */
  private static boolean pythonError(String message) {
    if (!message.startsWith("[ERROR] ")) {
      return false;
    }
    int end = "[ERROR] ".length();
    while (end < message.length()
        && (Character.isLetterOrDigit(message.charAt(end))
            || "_.".indexOf(message.charAt(end)) >= 0)) {
      end++;
    }
    return end > "[ERROR] ".length()
        && (end == message.length() || ":\r\n".indexOf(message.charAt(end)) >= 0);
  }

  private static boolean nodeError(String message, int at) {
    return message.startsWith("Invoke Error \t", at)
        || message.startsWith("Uncaught Exception \t", at)
        || message.startsWith("Unhandled Promise Rejection \t", at);
  }

  private void json(String message) {
    int type = message.indexOf(TYPE);
    if (type >= 0 && message.charAt(type - 1) != '\\') {
      platform(message, type + TYPE.length());
      return;
    }
    if (message.startsWith("{\"_aws\"")) {
      return;
    }
    if (message.contains("\"errorType\"") || message.contains("\\tat ")) {
      error(message);
    }
    phrases(message);
  }

  private void platform(String message, int type) {
    if (message.startsWith("start\"", type)) {
      fold.start(text(message, "\"requestId\":\"", type));
    } else if (message.startsWith("report\"", type)) {
      int metrics = after(message, "\"metrics\":{", type);
      int duration = after(message, "\"durationMs\":", metrics);
      int billed = after(message, "\"billedDurationMs\":", metrics);
      int wait = after(message, "\"initDurationMs\":", metrics);
      if (wait < 0) {
        wait = after(message, "\"restoreDurationMs\":", metrics);
      }
      fold.report(
          text(message, "\"requestId\":\"", type),
          thousandths(message, duration),
          (thousandths(message, billed) + 999) / 1000,
          wait < 0 ? 0 : thousandths(message, wait),
          text(message, "\"status\":\"", type));
    } else if (message.startsWith("runtimeDone\"", type)) {
      fold.status(text(message, "\"requestId\":\"", type), text(message, "\"status\":\"", type));
    }
  }

  private void error(String message) {
    try {
      JsonNode line = mapper.readTree(message);
      if (RuntimeErrorJson.matches(line)) {
        fold.failed(RuntimeErrorJson.requestId(line));
      }
    } catch (JsonProcessingException e) {
      // A line that only looks like JSON tells nothing.
      return;
    }
  }

  private void phrases(String message) {
    if (exhaustion.foundIn(message)) {
      fold.exhaustion();
    }
  }

  /** Where the value of a key begins, or -1. */
  private static int after(String message, String key, int from) {
    int at = message.indexOf(key, Math.max(0, from));
    return at < 0 ? -1 : at + key.length();
  }

  private static String text(String message, String key, int from) {
    int at = after(message, key, from);
    return at < 0 ? "" : message.substring(at, message.indexOf('"', at));
  }

  private static String word(String message, int from) {
    int end = from;
    while (end < message.length() && message.charAt(end) > ' ') {
      end++;
    }
    return message.substring(from, end);
  }

  /** A decimal number times 1000; digits beyond the third are not written by Lambda. */
  private static long thousandths(String message, int from) {
    long value = 0;
    int decimals = -1;
    for (int i = Math.max(0, from); i < message.length() && decimals < 3; i++) {
      char c = message.charAt(i);
      if (c == '.') {
        decimals = 0;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        decimals += decimals < 0 ? 0 : 1;
      } else {
        break;
      }
    }
    for (int i = Math.max(0, decimals); i < 3; i++) {
      value *= 10;
    }
    return value;
  }
}
