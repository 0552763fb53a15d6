package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeSet;

/**
 * Whose records of one account and region arrived in one short interval, and how late they were.
 */
public final class DeliverySlot implements Mergeable<DeliverySlot> {

  /** Functions kept of a slot; of more, those whose names come first. */
  public static final int FUNCTIONS = 64;

  public final String account;
  public final String region;

  /** Names of the functions that were heard. */
  public final TreeSet<String> functions = new TreeSet<>();

  /** From a record's newest event to its arrival in Kinesis, milliseconds, one for each record. */
  public LogHistogram lags = new LogHistogram();

  public DeliverySlot(String account, String region) {
    this.account = account;
    this.region = region;
  }

  /** What one function's slot says about delivery. */
  public static DeliverySlot of(FunctionSlot slot) {
    DeliverySlot piece = new DeliverySlot(slot.function.account(), slot.function.region());
    piece.functions.add(slot.function.name());
    piece.lags.addAll(slot.lags);
    return piece;
  }

  /** The key that state is kept under. */
  public String key() {
    return account + '/' + region;
  }

  @Override
  public DeliverySlot merge(DeliverySlot other) {
    functions.addAll(other.functions);
    while (functions.size() > FUNCTIONS) {
      functions.pollLast();
    }
    lags.addAll(other.lags);
    return this;
  }

  /** The byte form of a slot. */
  public static final class ByteCodec implements Codec<DeliverySlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(DeliverySlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.account);
      Wire.writeString(out, slot.region);
      Wire.writeInt(out, slot.functions.size());
      for (String function : slot.functions) {
        Wire.writeString(out, function);
      }
      slot.lags.write(out);
    }

    @Override
    public DeliverySlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a delivery slot");
      DeliverySlot slot = new DeliverySlot(Wire.readString(in), Wire.readString(in));
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.functions.add(Wire.readString(in));
      }
      slot.lags = LogHistogram.read(in);
      return slot;
    }
  }
}
