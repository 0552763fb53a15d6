package dev.stormwatch.bench.contender;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sums that both peers make of what they read. They differ in how they read it, so this is the
 * same code for both; its rules are those of the product: a line of failure that names no call
 * belongs to the call that is open around it.
 */
final class PeerFold {

  private static final String LAMBDA_PREFIX = "/aws/lambda/";

  /** In a log group of the user's own choice the stream names the function. */
  private static final Pattern CUSTOM_STREAM =
      Pattern.compile("\\d{4}/\\d\\d/\\d\\d/(?<function>[\\w-]+)\\[[^\\]]+\\][0-9a-f]{32}");

  private final Set<String> failed = new HashSet<>();
  private final Set<String> timedOut = new HashSet<>();
  private Reading reading = new Reading();
  private String logStream = "";
  private String open = "";
  private long time;

  /**
   * Starts a record.
   *
   * @return false when it is not the log of a function
   */
  boolean begin(Reading into, String account, String region, String logGroup, String newLogStream) {
    String function = function(logGroup, newLogStream);
    if (function.isEmpty()) {
      return false;
    }
    reading = into;
    reading.reset(account, region, function);
    logStream = newLogStream;
    open = "";
    failed.clear();
    timedOut.clear();
    return true;
  }

  private static String function(String logGroup, String logStream) {
    if (logGroup.startsWith(LAMBDA_PREFIX)) {
      return logGroup.substring(LAMBDA_PREFIX.length());
    }
    Matcher matcher = CUSTOM_STREAM.matcher(logStream);
    return matcher.matches() ? matcher.group("function") : "";
  }

  void line(long at) {
    reading.events++;
    time = at;
  }

  void start(String requestId) {
    open = requestId;
  }

  /**
   * The end of a call. A number that the line does not carry is 0.
   *
   * @param wait for the init or the restore of a snapshot, microseconds
   */
  void report(String requestId, long micros, long billedMillis, long wait, String status) {
    reading.invocations++;
    reading.durationMicros += micros;
    reading.billedMillis += billedMillis;
    if (wait > 0) {
      reading.coldStarts++;
    }
    boolean billedByTimeout =
        status.isEmpty() && billedMillis > 0 && micros >= (billedMillis + 1) * 1000;
    if (billedByTimeout) {
      timedOut(requestId);
    } else {
      status(requestId, status);
    }
    open = requestId;
  }

  /** What the platform calls the end of a call. */
  void status(String requestId, String status) {
    switch (status) {
      case "timeout" -> timedOut(requestId);
      case "error", "failure" -> failed(requestId);
      default -> {}
    }
  }

  void timedOut(String requestId) {
    timedOut.add(call(requestId));
    failed.add(call(requestId));
  }

  void failed(String requestId) {
    failed.add(call(requestId));
  }

  /** Without any id a line can only stand for itself. */
  private String call(String requestId) {
    String named = requestId.isEmpty() ? open : requestId;
    return named.isEmpty() ? logStream + '@' + time : named;
  }

  void exhaustion() {
    reading.exhaustionLines++;
  }

  void end() {
    reading.failedCalls = failed.size();
    reading.timedOutCalls = timedOut.size();
  }
}
