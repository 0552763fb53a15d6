package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/**
 * Lambda's answer to a call that finds no concurrency free, as the caller's library prints it.
 *
 * <p>Many services throttle, and most libraries have an exception of one of these names. Lambda is
 * known by the reason that only it gives, or by {@code TooManyRequestsException} beside something
 * of Lambda's: its text with a capital E, the operation, the service's name, the ARN of who was
 * called. Frames of Lambda's runtimes and the ARN that loggers add to every line are of who called.
 */
final class ThrottleText {

  private static final String EXCEPTION = "TooManyRequestsException";

  private static final String ACCOUNT_LIMIT = "ConcurrentInvocationLimitExceeded";

  /** It ends as the account's does, but is the function's own. */
  private static final String FUNCTION_LIMIT = "ReservedFunction" + ACCOUNT_LIMIT;

  private static final String[] REASONS = {ACCOUNT_LIMIT, "InvocationRateLimitExceeded"};

  private static final String[] OF_LAMBDA = {
    "Rate Exceeded",
    "CallerRateLimitExceeded",
    "calling the Invoke operation",
    "Lambda: Invoke",
    "services.lambda.model.",
    "Amazon.Lambda.Model.",
    "Service: AWSLambda",
    "Service: Lambda"
  };

  /** Another operation of Lambda's or of another service. */
  private static final String OPERATION = "calling the ";

  private static final String INVOKE = "Invoke";

  private static final String ARN = ":lambda:";
  private static final String ARN_FUNCTION = ":function:";

  /** What Lambda says to who manages functions, of whom it speaks by their ARNs too. */
  private static final String OF_CONSOLE = "Rate exceeded";

  /** How the member of a logger ends that names the function itself. */
  private static final String[] OWN = {"unction_arn", "unctionArn"};

  /** From such a name to the service in its ARN: quotes, a colon, the partition. */
  private static final int BEHIND_OWN = 24;

  private static final String PATH = "/functions/";
  private static final String PATH_END = "/invocations";

  /** From the service to the function in an ARN stand the Region and the account. */
  private static final int LONGEST_PLACE = 40;

  /** Longest name of a function. */
  private static final int LONGEST_NAME = 64;

  private ThrottleText() {}

  /** Reads a line that holds one of the words; of another service's nothing is told. */
  static void read(String message, Observation line) {
    boolean application =
        line.kind == LineKind.APPLICATION_TEXT
            || line.kind == LineKind.APPLICATION_JSON
            || line.kind == LineKind.MALFORMED_JSON;
    if (!application && line.kind != LineKind.RUNTIME_ERROR || !ofLambda(message)) {
      return;
    }
    if (application) {
      line.kind = LineKind.THROTTLE;
    }
    line.detail();
    line.throttle.told = true;
    line.throttle.ofAccount = message.contains(ACCOUNT_LIMIT) && !message.contains(FUNCTION_LIMIT);
    line.throttle.function = function(message);
  }

  private static boolean ofLambda(String message) {
    if (containsAny(REASONS, message)) {
      return true;
    }
    int operation = message.indexOf(OPERATION);
    boolean another = operation >= 0 && !message.startsWith(INVOKE, operation + OPERATION.length());
    return !another
        && message.contains(EXCEPTION)
        && (containsAny(OF_LAMBDA, message)
            || (arnOfAnother(message) >= 0 && !message.contains(OF_CONSOLE)));
  }

  /** Where the first ARN of Lambda's is that no logger added, or -1. */
  private static int arnOfAnother(String message) {
    int arn = message.indexOf(ARN);
    while (arn >= 0 && containsAny(OWN, message.substring(Math.max(0, arn - BEHIND_OWN), arn))) {
      arn = message.indexOf(ARN, arn + 1);
    }
    return arn;
  }

  private static boolean containsAny(String[] words, String message) {
    for (String word : words) {
      if (message.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** The name of the function that was called, by its ARN or by the path of the call. */
  private static String function(String message) {
    int arn = arnOfAnother(message);
    int name = arn < 0 ? -1 : message.indexOf(ARN_FUNCTION, arn);
    if (name >= 0 && name - arn <= LONGEST_PLACE) {
      return name(message, name + ARN_FUNCTION.length());
    }
    int path = message.indexOf(PATH);
    String called = path < 0 ? "" : name(message, path + PATH.length());
    boolean invoked =
        !called.isEmpty() && message.startsWith(PATH_END, path + PATH.length() + called.length());
    return invoked ? called : "";
  }

  private static String name(String message, int from) {
    int to = from;
    while (to < message.length() && ofName(message.charAt(to))) {
      to++;
    }
    return to - from <= LONGEST_NAME ? message.substring(from, to) : "";
  }

  private static boolean ofName(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }
}
