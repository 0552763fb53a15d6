package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one application. Times are of the arrival clock unless they say otherwise. */
public final class ApplicationState {

  static final long NEVER = Long.MIN_VALUE;

  String account = "";
  String region = "";
  String application = "";

  /** What each function said last, by name, while its window reaches to now. */
  final TreeMap<String, ColdShare> functions = new TreeMap<>();

  /** The past of those that cannot be judged alone; cold ones are beyond replacement. */
  final Baseline baseline = new Baseline();

  /** How far their counts stray from what the pauses let expect. */
  final ExpectedCold pauses = new ExpectedCold();

  final Rhythm rhythm = new Rhythm();

  long firstHeard = NEVER;
  long heardAt = NEVER;

  /** Number of the window since the epoch that was learned last. */
  long learned = NEVER;

  /** Since when those together have been unusual, and the first cold call of it by event time. */
  long unusualSince = NEVER;

  long unusualOnset;

  /** Most cold calls that their windows have held meanwhile, and those after its first moments. */
  long size;

  long laterCold;

  /** It came when earlier ones had foretold it. */
  boolean scheduled;

  /** Something was said that is not yet taken back; since when, event time. */
  boolean told;

  long toldOnset;

  /** The byte form of an application's state. */
  public static final class ByteCodec implements Codec<ApplicationState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ApplicationState state, DataOutput out) throws IOException {
      Wire.writeString(out, state.account);
      Wire.writeString(out, state.region);
      Wire.writeString(out, state.application);
      Wire.writeInt(out, state.functions.size());
      for (Map.Entry<String, ColdShare> entry : state.functions.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
      state.baseline.write(out);
      state.pauses.write(out);
      state.rhythm.write(out);
      out.writeLong(state.firstHeard);
      out.writeLong(state.heardAt);
      out.writeLong(state.learned);
      out.writeLong(state.unusualSince);
      out.writeLong(state.unusualOnset);
      Wire.writeLong(out, state.size);
      Wire.writeLong(out, state.laterCold);
      out.writeBoolean(state.scheduled);
      out.writeBoolean(state.told);
      out.writeLong(state.toldOnset);
    }

    @Override
    public ApplicationState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an application's state");
      ApplicationState state = new ApplicationState();
      state.account = Wire.readString(in);
      state.region = Wire.readString(in);
      state.application = Wire.readString(in);
      for (int left = Wire.readLength(in); left > 0; left--) {
        state.functions.put(Wire.readString(in), ColdShare.read(in));
      }
      state.baseline.readInto(in);
      state.pauses.readInto(in);
      state.rhythm.readInto(in, true);
      state.firstHeard = in.readLong();
      state.heardAt = in.readLong();
      state.learned = in.readLong();
      state.unusualSince = in.readLong();
      state.unusualOnset = in.readLong();
      state.size = Wire.readLong(in);
      state.laterCold = Wire.readLong(in);
      state.scheduled = in.readBoolean();
      state.told = in.readBoolean();
      state.toldOnset = in.readLong();
      return state;
    }
  }
}
