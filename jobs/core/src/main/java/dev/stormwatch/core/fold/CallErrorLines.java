package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.FunctionSlot;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the calls of one record failed with, or complained of at their end: of each call the first
 * line that tells. Names of errors are kept if they are ones; of their text nothing but what it is
 * known for.
 */
final class CallErrorLines {

  /** Calls of a record that are looked at; one environment seldom makes as many in a delivery. */
  private static final int MOST = 64;

  /** What Lambda writes for it. */
  private static final String TIMED_OUT = "Task timed out";

  private static final String EXITED = "Runtime.ExitError";

  private static final class Told {
    boolean failed;
    boolean exited;
    String name = "";
    ErrorWords words = ErrorWords.NONE;
    long at;
    String requestId = "";
  }

  private final Map<Long, Told> calls = new LinkedHashMap<>();

  void begin() {
    if (!calls.isEmpty()) {
      calls.clear();
    }
  }

  /**
   * Takes in a line that tells that a call failed, or that it complained at its end.
   *
   * @param call by which its lines are known
   */
  void add(long call, Observation line, boolean failed) {
    Told told = calls.get(call);
    boolean first = told == null;
    if (told == null) {
      if (calls.size() >= MOST) {
        return;
      }
      told = new Told();
      calls.put(call, told);
    }
    String name = name(line);
    // A line behind the first one is worth more where that has no name, or only complained.
    if (first || (failed && !told.failed) || (told.name.isEmpty() && !name.isEmpty())) {
      told.name = name;
      told.at = line.eventTime;
      told.requestId = RequestIds.orEmpty(line.requestId());
    }
    told.words = told.words == ErrorWords.NONE ? line.words : told.words;
    told.failed |= failed;
    told.exited |= line.kind == LineKind.EXIT || line.errorType.equals(EXITED);
  }

  /** A call's REPORT, which tells whether an exit came for want of memory. */
  void reported(long call, Observation report) {
    Told told = calls.get(call);
    if (told != null
        && told.exited
        && report.memoryMegabytes > 0
        && report.usedMegabytes >= report.memoryMegabytes) {
      told.words = ErrorWords.OUT_OF_MEMORY;
    }
  }

  private static String name(Observation line) {
    boolean ofTime = line.kind == LineKind.TIMEOUT || line.timedOut();
    return ofTime ? TIMED_OUT : BatchClaims.errorType(line.errorType);
  }

  /** How many failed. */
  long failures() {
    return calls.values().stream().filter(told -> told.failed).count();
  }

  void finish(LogSource source, FunctionSlot slot) {
    for (Told told : calls.values()) {
      (told.failed ? slot.errors : slot.complaints)
          .add(
              told.name,
              told.words,
              new CallError.Line(told.at, source.logStream(), told.requestId));
    }
  }
}
