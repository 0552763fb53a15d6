package dev.stormwatch.core.function;

import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.model.TracedCalls;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the account how many calls of a function each trace holds.
 *
 * <p>A call that is part of a trace of X-Ray's and has an id of the application's own besides is
 * told of both: a trace ends where a service does not carry it on, as DynamoDB's streams do not,
 * while an application's id goes where the data goes.
 */
final class TraceParts {

  private TraceParts() {}

  /**
   * Adds a slot's calls to a piece; a call whose trace an earlier slot told is not told again.
   *
   * @param track what was known before the slot
   * @return calls told
   */
  static long add(FunctionSlot slot, FunctionTrack track, AccountSlot piece) {
    TracedCalls calls = slot.traces;
    Map<Long, TracePart> byTrace = new TreeMap<>();
    Map<Long, TracePart> byOwn = new TreeMap<>();
    String name = slot.function.name();
    long told = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (track.traced(calls.key(i))) {
        continue;
      }
      CallTrace trace = calls.trace(i);
      if (trace.teller != CallTrace.NOBODY) {
        add(byTrace, new TracePart(trace.high, trace.low, name), trace, calls, i);
      }
      if (trace.correlation != 0) {
        add(byOwn, new TracePart(0, trace.correlation, name), trace, calls, i);
      }
      told += calls.weight();
    }
    byTrace.values().forEach(piece::add);
    byOwn.values().forEach(piece::add);
    return told;
  }

  /** The lower half of an id is random: two traces of one slot never share it. */
  private static void add(
      Map<Long, TracePart> parts, TracePart blank, CallTrace trace, TracedCalls calls, int i) {
    parts.computeIfAbsent(blank.low, low -> blank).add(calls.start(i), trace.depth, calls.weight());
  }
}
