package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The byte form of a {@link CostState}. */
public final class CostStateBytes {

  private CostStateBytes() {}

  public static void write(CostState state, DataOutput out) throws IOException {
    out.writeLong(state.since);
    out.writeLong(state.at);
    out.writeLong(state.dayStart);
    out.writeLong(state.hourEnd);
    state.today.write(out);
    DayUsage closing = state.closing;
    out.writeBoolean(closing != null);
    if (closing != null) {
      closing.write(out);
    }
    state.minutes.write(out);
    Wire.writeInt(out, state.days.size());
    for (DayUsage day : state.days) {
      day.writeFinished(out);
    }
    out.writeLong(state.daysEnd);
    out.writeDouble(state.hourUsd);
    state.blocks.write(out);
    out.writeDouble(state.callSeconds);
    Wire.writeInt(out, state.traits);
    out.writeLong(state.runawaySince);
    out.writeDouble(state.usualPerHour);
    out.writeLong(state.crossedSince);
    out.writeBoolean(state.foreseen);
    Wire.writeInt(out, state.told);
    out.writeLong(state.toldAt);
    FunctionId whom = state.function;
    Wire.writeString(out, whom == null ? null : whom.account());
    if (whom != null) {
      Wire.writeString(out, whom.region());
      Wire.writeString(out, whom.name());
    }
    state.bursts.write(out);
    SteadyUse steady = state.steady;
    out.writeBoolean(steady != null);
    if (steady != null) {
      steady.write(out);
    }
  }

  /**
   * @param measured false for what was written before processors were measured and bursts kept
   * @param steady false for what was written before even use was kept
   */
  public static CostState read(DataInput in, boolean measured, boolean steady) throws IOException {
    CostState state = CostState.create();
    state.since = in.readLong();
    state.at = in.readLong();
    state.dayStart = in.readLong();
    state.hourEnd = in.readLong();
    state.today = DayUsage.read(in, measured);
    state.closing = in.readBoolean() ? DayUsage.read(in, measured) : null;
    state.minutes = BusyMinutes.read(in);
    for (int days = Wire.readLength(in); days > 0; days--) {
      state.days.add(DayUsage.readFinished(in, measured));
    }
    state.daysEnd = in.readLong();
    state.hourUsd = in.readDouble();
    state.blocks = SpendBlocks.read(in);
    state.callSeconds = in.readDouble();
    state.traits = Wire.readInt(in);
    state.runawaySince = in.readLong();
    state.usualPerHour = in.readDouble();
    state.crossedSince = in.readLong();
    state.foreseen = in.readBoolean();
    state.told = Wire.readInt(in);
    state.toldAt = in.readLong();
    String account = Wire.readNullableString(in);
    state.function =
        account == null ? null : new FunctionId(account, Wire.readString(in), Wire.readString(in));
    if (measured) {
      state.bursts.readInto(in);
    }
    if (steady && in.readBoolean()) {
      state.steady = SteadyUse.read(in);
    }
    return state;
  }
}
