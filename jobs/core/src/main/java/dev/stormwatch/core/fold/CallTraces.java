package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.FunctionSlot;

/**
 * What the application's lines say of the trace of a call whose beginning is in another record:
 * they wait for the REPORT, which says whose they were.
 */
final class CallTraces {

  private final CallTrace waiting = new CallTrace();

  /** A record or a call begins: what waited was of a call whose end was lost. */
  void begin() {
    waiting.clear();
  }

  /** Notes what a line says of a known call's trace, if it says anything. */
  static void tell(long call, long time, CallTrace trace, FunctionSlot slot) {
    if (trace.told()) {
      slot.traces.add(call, time, trace);
      slot.requests.flag(call, FunctionSlot.TRACED);
    }
  }

  void wait(CallTrace trace) {
    waiting.add(trace);
  }

  /** A call's REPORT. */
  void end(CallTrace report) {
    report.add(waiting);
    waiting.clear();
  }
}
