package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;

/**
 * The line by which Lambda says that a call did not come to its end, where a REPORT does not:
 *
 * <ul>
 *   <li>{@code RequestId: … Error: Runtime exited with error: signal: killed}, and on a line of its
 *       own the error's type; the words before the type are as many as there are causes, such as
 *       {@code fork/exec /var/task/bootstrap: permission denied}
 *   <li>{@code RequestId: … Process exited before completing request}, until 2020
 *   <li>{@code RequestId: …⇥Status: error⇥ErrorType: …}, of Managed Instances
 *   <li>{@code Unknown application error occurred}, and mostly the type on a line of its own: the
 *       init inside a call failed
 * </ul>
 */
final class FaultText {

  static final String REQUEST = "RequestId:";

  /** What it says where it has no better words; the fast path knows it by these. */
  static final String UNKNOWN = "Unknown application error occurred";

  private static final String EXITED = "Error: Runtime exited";
  private static final String EXITED_OF_OLD = "Process exited before completing request";
  private static final String ERROR = " Error: ";

  /** Who can be to blame, as an error's type begins. */
  private static final String[] BLAMED = {"Runtime.", "Function.", "Extension.", "Sandbox."};

  /** Types without such a beginning. */
  private static final String[] OTHERS = {"PermissionDenied", "TooManyExtensions"};

  /** The handler answered, and its environment lives on. */
  private static final String BY_FUNCTION = "Function.";

  private static final String TIMED_OUT = "Sandbox.Timed";

  private FaultText() {}

  /**
   * Reads a line that begins with {@link #REQUEST}.
   *
   * @return false when the platform did not write it; nothing is told then
   */
  static boolean read(String message, Observation line) {
    int exited = message.indexOf(EXITED);
    if (exited < 0) {
      exited = message.indexOf(EXITED_OF_OLD);
    }
    if (exited >= 0) {
      line.setRequestId(message.substring(REQUEST.length(), exited).trim());
      line.kind = LineKind.EXIT;
      line.errorType = PlatformText.EXIT_ERROR;
      return true;
    }
    return typed(message, line) || PlatformText.failedStatus(message, line);
  }

  /** {@code RequestId: … Error: what went wrong}, and the type as the last line. */
  private static boolean typed(String message, Observation line) {
    int error = message.indexOf(ERROR);
    String id = error < 0 ? "" : message.substring(REQUEST.length(), error).trim();
    String type = error < 0 ? "" : lastLine(message);
    if (!PlatformText.looksLikeRequestId(id) || !isType(type)) {
      return false;
    }
    line.setRequestId(id);
    line.errorType = type;
    line.kind = LineKind.EXIT;
    if (type.startsWith(BY_FUNCTION)) {
      line.kind = LineKind.RUNTIME_ERROR;
    } else if (type.startsWith(TIMED_OUT)) {
      line.kind = LineKind.TIMEOUT;
      line.status = Status.TIMEOUT;
    }
    return true;
  }

  /** {@link #UNKNOWN}, and nothing else but a type. */
  static boolean unknown(String message, Observation line) {
    if (!message.startsWith(UNKNOWN)) {
      return false;
    }
    String type = message.substring(UNKNOWN.length()).strip();
    boolean alone = type.isEmpty();
    if (!alone && (message.charAt(UNKNOWN.length()) != '\n' || !isName(type))) {
      return false;
    }
    line.kind = LineKind.EXIT;
    line.errorType = type;
    return true;
  }

  private static String lastLine(String message) {
    String visible = message.stripTrailing();
    return visible.substring(visible.lastIndexOf('\n') + 1);
  }

  private static boolean isType(String type) {
    for (String blamed : BLAMED) {
      if (type.startsWith(blamed)) {
        return isName(type);
      }
    }
    for (String other : OTHERS) {
      if (type.equals(other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isName(String type) {
    return type.length() <= RuntimeErrorText.LONGEST_TYPE
        && type.chars().allMatch(c -> c == '.' || Character.isLetterOrDigit(c) || c == '_');
  }
}
