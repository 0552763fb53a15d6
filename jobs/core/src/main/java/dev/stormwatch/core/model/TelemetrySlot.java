package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose records of one account and region arrived in one short interval, and how late they were.
 */
public final class TelemetrySlot implements Mergeable<TelemetrySlot> {

  /** Functions kept of a slot; of more, those whose names come first. */
  public static final int FUNCTIONS = 64;

  public final String account;
  public final String region;

  /**
   * By name of the functions that were heard: from a record's newest event to its arrival in
   * Kinesis, milliseconds, the shortest.
   */
  public final TreeMap<String, Long> lags = new TreeMap<>();

  public TelemetrySlot(String account, String region) {
    this.account = account;
    this.region = region;
  }

  /** What one function's slot says about delivery. */
  public static TelemetrySlot of(FunctionSlot slot) {
    TelemetrySlot piece = new TelemetrySlot(slot.function.account(), slot.function.region());
    piece.lags.put(slot.function.name(), slot.lags.quantile(0));
    return piece;
  }

  /** The key that state is kept under. */
  public String key() {
    return account + '/' + region;
  }

  @Override
  public TelemetrySlot merge(TelemetrySlot other) {
    other.lags.forEach((name, lag) -> lags.merge(name, lag, Math::min));
    while (lags.size() > FUNCTIONS) {
      lags.pollLastEntry();
    }
    return this;
  }

  /** The byte form of a slot. */
  public static final class ByteCodec implements Codec<TelemetrySlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TelemetrySlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.account);
      Wire.writeString(out, slot.region);
      Wire.writeInt(out, slot.lags.size());
      for (Map.Entry<String, Long> entry : slot.lags.entrySet()) {
        Wire.writeString(out, entry.getKey());
        Wire.writeLong(out, entry.getValue());
      }
    }

    @Override
    public TelemetrySlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a delivery slot");
      TelemetrySlot slot = new TelemetrySlot(Wire.readString(in), Wire.readString(in));
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.lags.put(Wire.readString(in), Wire.readLong(in));
      }
      return slot;
    }
  }
}
