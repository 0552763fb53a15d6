package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the cold-start detector keeps of one function; at most three kilobytes. */
public final class ColdStartState {

  /** Panes of the window; it slides by one of them. */
  static final int PANES = 5;

  static final long NEVER = Long.MIN_VALUE;

  /** Of environments. */
  static final long UNKNOWN = -1;

  /** The longest waits of the window that are shown as evidence. */
  private static final int EVIDENCE = 3;

  final Pane[] panes = new Pane[PANES];
  final ExpectedCold pauses = new ExpectedCold();
  final Rhythm rhythm = new Rhythm();
  final InitState init = new InitState();
  final HourlyFloor floors = new HourlyFloor();
  final Baseline baseline = new Baseline();
  QuietHour quiet = new QuietHour();
  List<ColdCall> coldest = new ArrayList<>();

  /** Number of the newest pane since the epoch; {@link #NEVER} before the first slot. */
  long newestPane = NEVER;

  /** When the function was first heard of, on the arrival clock. */
  long firstHeard = NEVER;

  /** Arrival of the last slot with calls, and of the first after a long pause. */
  long callsAt = NEVER;

  long resumedAt = NEVER;

  /** Memory size, and when it was last seen to change. */
  long memory;

  long memoryChangedAt = NEVER;

  /** Lambda retried its calls, or it reports batches: nobody waits for its answers. */
  boolean asynchronous;

  // The rate of cold calls.

  /** Since when it has been unusual; {@link #NEVER} while it is not. */
  long unusualSince = NEVER;

  boolean spiking;
  long spikeOnset;

  /** Most cold calls that the window has held meanwhile. */
  long spikeSize;

  /** What came after the first moments of it: calls in so long, and cold ones still later. */
  long laterCalls;

  long laterMillis;
  long laterCold;

  /** It came when earlier bursts had foretold it. */
  boolean scheduled;

  /** The share when the spike began; the baseline itself goes on learning. */
  double usualShare;

  /** Did this one hurt? When it began that hurt last and is over; {@link #NEVER} for none. */
  boolean hurts;

  long hurtAt = NEVER;

  /**
   * Environments that lived before a spike that began while the function was being learned; {@link
   * #UNKNOWN} for any other.
   */
  long environmentsBefore = UNKNOWN;

  // What the latest slot showed; not kept between slots.
  Baseline past = baseline;
  long slotCalls;
  long slotCold;
  @Nullable Verdict verdict;

  // Environments that die.

  long dyingSince = NEVER;
  boolean dying;
  long dyingOnset;

  /** Something was said that is not yet taken back. */
  boolean told;

  long toldOnset;

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

  /** Keeps the calls that waited longest since a time. */
  void keepColdest(List<ColdCall> more, long since) {
    List<ColdCall> kept = new ArrayList<>(coldest);
    kept.removeIf(call -> call.at < since);
    List<ColdCall> longest = ColdCall.longest(kept, more);
    coldest = new ArrayList<>(longest.subList(0, Math.min(EVIDENCE, longest.size())));
  }

  public void write(DataOutput out) throws IOException {
    for (Pane pane : panes) {
      pane.write(out);
    }
    pauses.write(out);
    rhythm.write(out);
    init.write(out);
    floors.write(out);
    baseline.write(out);
    ColdCall.writeList(coldest, out);
    out.writeLong(newestPane);
    out.writeLong(firstHeard);
    out.writeLong(callsAt);
    out.writeLong(resumedAt);
    Wire.writeLong(out, memory);
    out.writeLong(memoryChangedAt);
    out.writeBoolean(asynchronous);
    out.writeLong(unusualSince);
    out.writeBoolean(spiking);
    Wire.writeLong(out, spikeOnset);
    Wire.writeLong(out, spikeSize);
    Wire.writeLong(out, laterCalls);
    Wire.writeLong(out, laterMillis);
    Wire.writeLong(out, laterCold);
    out.writeBoolean(scheduled);
    out.writeDouble(usualShare);
    out.writeLong(dyingSince);
    out.writeBoolean(dying);
    Wire.writeLong(out, dyingOnset);
    out.writeBoolean(told);
    Wire.writeLong(out, toldOnset);
    out.writeBoolean(hurts);
    out.writeLong(hurtAt);
    out.writeLong(environmentsBefore);
    quiet.write(out);
  }

  /**
   * @param weekly whether the bytes hold the hours of the week at which bursts came
   * @param repeats whether they hold when one hurt last
   * @param young whether they hold what lived before a spike of a young function
   * @param quiet whether they hold the last hour
   */
  public static ColdStartState read(
      DataInput in, boolean weekly, boolean repeats, boolean young, boolean quiet)
      throws IOException {
    ColdStartState state = new ColdStartState();
    for (int i = 0; i < PANES; i++) {
      state.panes[i] = Pane.read(in);
    }
    state.pauses.readInto(in);
    state.rhythm.readInto(in, weekly);
    state.init.readInto(in);
    state.floors.readInto(in);
    state.baseline.readInto(in);
    state.coldest = ColdCall.readList(in);
    state.newestPane = in.readLong();
    state.firstHeard = in.readLong();
    state.callsAt = in.readLong();
    state.resumedAt = in.readLong();
    state.memory = Wire.readLong(in);
    state.memoryChangedAt = in.readLong();
    state.asynchronous = in.readBoolean();
    state.unusualSince = in.readLong();
    state.spiking = in.readBoolean();
    state.spikeOnset = Wire.readLong(in);
    state.spikeSize = Wire.readLong(in);
    state.laterCalls = Wire.readLong(in);
    state.laterMillis = Wire.readLong(in);
    state.laterCold = Wire.readLong(in);
    state.scheduled = in.readBoolean();
    state.usualShare = in.readDouble();
    state.dyingSince = in.readLong();
    state.dying = in.readBoolean();
    state.dyingOnset = Wire.readLong(in);
    state.told = in.readBoolean();
    state.toldOnset = Wire.readLong(in);
    if (repeats) {
      state.hurts = in.readBoolean();
      state.hurtAt = in.readLong();
    }
    if (young) {
      state.environmentsBefore = in.readLong();
    }
    if (quiet) {
      state.quiet = QuietHour.read(in);
    }
    return state;
  }

  /**
   * Reads what was kept before inits and deaths were looked at. What was learned is kept; an open
   * window is not, and fills again within minutes.
   */
  public static ColdStartState readFirstForm(DataInput in) throws IOException {
    ColdStartState state = new ColdStartState();
    in.readLong(); // newest pane
    state.firstHeard = in.readLong();
    state.baseline.calls = in.readDouble();
    state.baseline.cold = in.readDouble();
    state.baseline.at = in.readLong();
    // How long the pauses before those calls were was not kept; most calls follow at once.
    state.pauses.learn(0, Math.round(state.baseline.calls), Math.round(state.baseline.cold));
    in.readLong(); // since when it was unusual
    in.readBoolean(); // whether that had been told
    Wire.readLong(in); // its onset
    in.readDouble(); // the usual share
    for (int i = 0; i < PANES; i++) {
      Wire.readLong(in); // calls
      Wire.readLong(in); // cold calls
      Wire.readLong(in); // the first of them
      in.readBoolean(); // suspect
      LogHistogram.read(in); // waits
      LogHistogram.read(in); // lags
      ColdCall.readList(in);
    }
    return state;
  }
}
