package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The byte form of what is kept of one shard; its version is that of the mapping's state. */
final class ShardStateBytes {

  private ShardStateBytes() {}

  static void write(ShardState state, DataOutput out) throws IOException {
    Wire.writeString(out, state.shard);
    out.writeLong(state.heardAt);
    state.panes.write(out);
    Wire.writeString(out, state.okFirst.equals(state.okLast) ? null : state.okFirst);
    Wire.writeString(out, state.okLast);
    out.writeLong(state.okAt);
    state.rate.write(out);
    Wire.writeLong(out, state.attempts);
    out.writeByte(
        (state.parallel ? 1 : 0)
            | (state.errorsDiffer ? 2 : 0)
            | (state.poison ? 4 : 0)
            | (state.hot ? 8 : 0));
    out.writeLong(state.lagsSince);
    if (state.attempts > 0) {
      Wire.writeString(out, state.low);
      Wire.writeString(out, state.high.equals(state.low) ? null : state.high);
      out.writeLong(state.firstFailedAt);
      out.writeLong(state.lastFailedAt);
      Wire.writeLong(out, state.partials);
      out.writeLong(state.poisonSince);
      FailedBatch.writeAll(state.recent, out);
      Wire.writeLong(out, state.corneredAfter);
      FailedBatch.writeAll(state.corneredBy == null ? List.of() : List.of(state.corneredBy), out);
    }
    state.standstill.write(out);
    state.leftBehind.write(out);
    Wire.writeString(out, state.group);
    Wire.writeInt(out, state.companions);
    state.trail.write(out);
    if (state.error()) {
      state.times.write(out);
      state.suspicion.write(out);
    }
  }

  /**
   * @param version of the mapping's state that it is part of
   */
  static ShardState read(int version, DataInput in) throws IOException {
    ShardState state = new ShardState(Wire.readString(in));
    state.heardAt = in.readLong();
    state.panes = BatchPanes.read(in, version >= 2, version >= 7);
    String first = Wire.readNullableString(in);
    state.okLast = Wire.readString(in);
    state.okFirst = first == null ? state.okLast : first;
    state.okAt = in.readLong();
    state.rate = ProcessingRate.read(in);
    state.attempts = Wire.readLong(in);
    int flags = in.readUnsignedByte();
    state.parallel = (flags & 1) != 0;
    state.errorsDiffer = (flags & 2) != 0;
    state.poison = (flags & 4) != 0;
    state.hot = (flags & 8) != 0;
    state.lagsSince = in.readLong();
    if (state.attempts > 0) {
      state.low = Wire.readString(in);
      String high = Wire.readNullableString(in);
      state.high = high == null ? state.low : high;
      state.firstFailedAt = in.readLong();
      state.lastFailedAt = in.readLong();
      state.partials = Wire.readLong(in);
      state.poisonSince = in.readLong();
      state.recent = FailedBatch.readAll(in, version >= 6);
      if (version >= 2) {
        state.corneredAfter = Wire.readLong(in);
        state.corneredBy = FailedBatch.readAll(in, version >= 6).stream().findFirst().orElse(null);
      }
    }
    if (version >= 2) {
      state.standstill = Standstill.read(in);
    }
    if (version >= 3) {
      state.leftBehind = LeftBehind.read(in, version >= 6);
      state.group = Wire.readString(in);
      state.companions = Wire.readInt(in);
    }
    if (version >= 4) {
      state.trail = OffsetTrail.read(in);
    }
    if (version >= 5 && state.error()) {
      state.times = FailureTimes.read(in, version >= 6);
      state.suspicion = Suspicion.read(in);
    }
    return state;
  }
}
