package dev.stormwatch.core.detect.coldstart;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A function's own past, as counts that are worth less the older they are. */
final class Baseline {

  /** A minute counts so much in the usual traffic. */
  private static final double NEW_MINUTE = 0.1;

  /** From so many calls on, calls that are slower are learned as so many times as slow at most. */
  private static final double KNOWN_CALLS = 200;

  private static final double MOST_SURPRISE = 2;

  double calls;
  double cold;
  double deaths;

  /** Duration of all calls, had they been warm, microseconds. */
  double durationMicros;

  /** Calls in a minute, and most calls in a slot of it; 0 when nothing is known. */
  double callsPerPane;

  double peak;

  /** Arrival time to which it has been aged; {@link ColdStartState#NEVER} at first. */
  long at = ColdStartState.NEVER;

  /** Takes in a pane that leaves the window; what was suspect counts for less. */
  void learn(Pane pane, long end, long halfLifeMillis, double suspectWeight) {
    if (pane.calls == 0) {
      return;
    }
    if (at != ColdStartState.NEVER) {
      double kept = StrictMath.pow(0.5, Math.max(0, (double) (end - at) / halfLifeMillis));
      calls *= kept;
      cold *= kept;
      deaths *= kept;
      durationMicros *= kept;
    }
    at = end;
    double weight = pane.suspect ? suspectWeight : 1;
    double believed = believedMicros(pane);
    calls += weight * pane.calls;
    cold += weight * pane.cold;
    deaths += weight * pane.deaths();
    durationMicros += weight * believed * pane.calls;
    double share = callsPerPane == 0 ? 1 : weight * NEW_MINUTE;
    callsPerPane += share * (pane.calls - callsPerPane);
    peak += share * (pane.peak - peak);
  }

  /** Minutes in which everything hangs are not what is usual. */
  private double believedMicros(Pane pane) {
    return calls >= KNOWN_CALLS && warmMicros() > 0
        ? Math.min(pane.warmMicros(), MOST_SURPRISE * warmMicros())
        : pane.warmMicros();
  }

  Baseline copy() {
    Baseline copy = new Baseline();
    copy.calls = calls;
    copy.cold = cold;
    copy.deaths = deaths;
    copy.durationMicros = durationMicros;
    copy.callsPerPane = callsPerPane;
    copy.peak = peak;
    copy.at = at;
    return copy;
  }

  double coldShare() {
    return calls > 0 ? cold / calls : 0;
  }

  double deathShare() {
    return calls > 0 ? deaths / calls : 0;
  }

  /** Mean duration of a warm call, microseconds; 0 when nothing is known. */
  double warmMicros() {
    return calls > 0 ? durationMicros / calls : 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(calls);
    out.writeDouble(cold);
    out.writeDouble(deaths);
    out.writeDouble(durationMicros);
    out.writeDouble(callsPerPane);
    out.writeDouble(peak);
    out.writeLong(at);
  }

  void readInto(DataInput in) throws IOException {
    calls = in.readDouble();
    cold = in.readDouble();
    deaths = in.readDouble();
    durationMicros = in.readDouble();
    callsPerPane = in.readDouble();
    peak = in.readDouble();
    at = in.readLong();
  }
}
