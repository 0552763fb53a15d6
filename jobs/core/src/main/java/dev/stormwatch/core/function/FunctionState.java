package dev.stormwatch.core.function;

import dev.stormwatch.core.detect.coldstart.ColdStartState;
import dev.stormwatch.core.detect.cost.CostState;
import dev.stormwatch.core.detect.cost.CostStateBytes;
import dev.stormwatch.core.detect.dependency.DependencyState;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.track.FunctionTrack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** All that is kept of one function: read once and written once a slot. */
public final class FunctionState {

  final FunctionTrack track;
  final ColdStartState coldStart;

  /** When it last logged that connections ran out, on the arrival clock. */
  long exhaustedAt = Long.MIN_VALUE;

  CostState cost = CostState.create();

  DependencyState dependency = DependencyState.create();

  /** Host of the database that its lines named then; empty for none. */
  String endpoint = "";

  /** End of the latest slot in which a call failed, on the arrival clock. */
  long failedAt = Long.MIN_VALUE;

  /** End of its latest slot, on the arrival clock. */
  long heardAt = Long.MIN_VALUE;

  UsualRefusals usualRefusals = new UsualRefusals();

  FunctionState(FunctionTrack track, ColdStartState coldStart) {
    this.track = track;
    this.coldStart = coldStart;
  }

  /**
   * The byte form of a function's state. Version 2 added what kind of function it is; version 3
   * when it last ran out of connections; version 4 what it costs; version 5 how environments begin
   * and die; version 6 how its calls fail; version 7 how much of their processor they use, which
   * database refused it, and when a call failed; version 8 at which hours of the week bursts came;
   * version 9 what it costs before its first whole day; version 10 when a burst hurt last; version
   * 11 how often it usually logs refusals; version 12 how its calls end with complaints, and how
   * many environments lived before a spike that began while it was being learned; version 13 the
   * last hour of a function that is seldom called, and how many calls a slot usually brings;
   * version 14 how long its calls take; version 15 what they fail with, and how those of each
   * version end.
   */
  public static final class ByteCodec implements Codec<FunctionState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 15;
    }

    @Override
    public void write(FunctionState state, DataOutput out) throws IOException {
      state.track.write(out);
      state.coldStart.write(out);
      out.writeLong(state.exhaustedAt);
      CostStateBytes.write(state.cost, out);
      out.writeLong(state.heardAt);
      state.dependency.write(out);
      Wire.writeString(out, state.endpoint);
      out.writeLong(state.failedAt);
      state.usualRefusals.write(out);
    }

    @Override
    public FunctionState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a function's state");
      FunctionTrack track = new FunctionTrack();
      track.readInto(in, version >= 2, version >= 15);
      FunctionState state =
          new FunctionState(
              track,
              version >= 5
                  ? ColdStartState.read(
                      in, version >= 8, version >= 10, version >= 12, version >= 13)
                  : ColdStartState.readFirstForm(in));
      if (version >= 3) {
        state.exhaustedAt = in.readLong();
      }
      if (version >= 4) {
        state.cost = CostStateBytes.read(in, version >= 7, version >= 9);
        state.heardAt = in.readLong();
      }
      if (version >= 6) {
        state.dependency = DependencyState.read(in, version >= 12, version >= 13, version >= 14);
      }
      if (version >= 7) {
        state.endpoint = Wire.readString(in);
        state.failedAt = in.readLong();
      }
      if (version >= 11) {
        state.usualRefusals = UsualRefusals.read(in);
      }
      return state;
    }
  }
}
