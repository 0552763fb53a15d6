package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the cold-start detector keeps of one function. */
public final class ColdStartState {

  /** Panes of the window; it slides by one of them. */
  static final int PANES = 5;

  static final long NEVER = Long.MIN_VALUE;

  /** One fifth of the window. */
  static final class Pane {
    long calls;
    long cold;
    long firstColdAt = Long.MAX_VALUE;

    /** A spike was suspected while this pane was in the window. */
    boolean suspect;

    LogHistogram waits = new LogHistogram();
    LogHistogram lags = new LogHistogram();
    List<ColdCall> coldest = new ArrayList<>();
  }

  final Pane[] panes = new Pane[PANES];

  /** Number of the newest pane since the epoch; {@link #NEVER} before the first slot. */
  long newestPane = NEVER;

  /** When the function was first heard of, on the arrival clock. */
  long firstHeard = NEVER;

  /** Past calls, and the cold ones among them, each worth less the older it is. */
  double baselineCalls;

  double baselineCold;

  /** Arrival time to which the baseline has been aged. */
  long baselineAt = NEVER;

  /** Since when the condition has held; {@link #NEVER} while it does not. */
  long holdsSince = NEVER;

  boolean active;
  long onset;

  /** The baseline's share when the spike began; the baseline itself goes on learning. */
  double usualShare;

  ColdStartState() {
    for (int i = 0; i < PANES; i++) {
      panes[i] = new Pane();
    }
  }

  public static ColdStartState create() {
    return new ColdStartState();
  }

  Pane pane(long number) {
    return panes[(int) Math.floorMod(number, (long) PANES)];
  }

  /** Empties the place of a pane and gives back what stood there. */
  Pane renew(long number) {
    int place = (int) Math.floorMod(number, (long) PANES);
    Pane old = panes[place];
    panes[place] = new Pane();
    return old;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(newestPane);
    out.writeLong(firstHeard);
    out.writeDouble(baselineCalls);
    out.writeDouble(baselineCold);
    out.writeLong(baselineAt);
    out.writeLong(holdsSince);
    out.writeBoolean(active);
    Wire.writeLong(out, onset);
    out.writeDouble(usualShare);
    for (Pane pane : panes) {
      Wire.writeLong(out, pane.calls);
      Wire.writeLong(out, pane.cold);
      Wire.writeLong(out, pane.firstColdAt);
      out.writeBoolean(pane.suspect);
      pane.waits.write(out);
      pane.lags.write(out);
      ColdCall.writeList(pane.coldest, out);
    }
  }

  public static ColdStartState read(DataInput in) throws IOException {
    ColdStartState state = new ColdStartState();
    state.newestPane = in.readLong();
    state.firstHeard = in.readLong();
    state.baselineCalls = in.readDouble();
    state.baselineCold = in.readDouble();
    state.baselineAt = in.readLong();
    state.holdsSince = in.readLong();
    state.active = in.readBoolean();
    state.onset = Wire.readLong(in);
    state.usualShare = in.readDouble();
    for (Pane pane : state.panes) {
      pane.calls = Wire.readLong(in);
      pane.cold = Wire.readLong(in);
      pane.firstColdAt = Wire.readLong(in);
      pane.suspect = in.readBoolean();
      pane.waits = LogHistogram.read(in);
      pane.lags = LogHistogram.read(in);
      pane.coldest = ColdCall.readList(in);
    }
    return state;
  }
}
