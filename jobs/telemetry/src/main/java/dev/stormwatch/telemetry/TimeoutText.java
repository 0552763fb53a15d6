package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;

/** The line by which Lambda said, and in places still says, that a call ran out of time. */
final class TimeoutText {

  private static final String TIMED_OUT = "Task timed out after ";

  /** A time, a request id and the words: what is longer says something else besides. */
  private static final int LONGEST_TIMEOUT = 200;

  private TimeoutText() {}

  /** {@code [time] [request id] Task timed out after 3.00 seconds} and nothing else. */
  static boolean read(String message, Observation line) {
    if (message.length() > LONGEST_TIMEOUT) {
      return false;
    }
    int at = message.indexOf(TIMED_OUT);
    if (at < 0 || !onlySeconds(message, at + TIMED_OUT.length())) {
      return false;
    }
    String requestId = "";
    for (String token : message.substring(0, at).trim().split("\\s+", -1)) {
      if (PlatformText.looksLikeRequestId(token)) {
        requestId = token;
      } else if (!token.isEmpty() && !looksLikeTime(token)) {
        return false;
      }
    }
    line.kind = LineKind.TIMEOUT;
    line.setRequestId(requestId);
    line.status = Status.TIMEOUT;
    return true;
  }

  /** Nothing but {@code 3.00 seconds} and line ends, which a forwarder may have escaped. */
  private static boolean onlySeconds(String message, int from) {
    int end = from;
    while (end < message.length() && "0123456789.".indexOf(message.charAt(end)) >= 0) {
      end++;
    }
    return end > from
        && message.startsWith(" seconds", end)
        && PlatformText.value(message, end + " seconds".length(), message.length()).isEmpty();
  }

  private static boolean looksLikeTime(String token) {
    return token.length() >= 20
        && token.charAt(4) == '-'
        && token.charAt(10) == 'T'
        && token.endsWith("Z");
  }
}
