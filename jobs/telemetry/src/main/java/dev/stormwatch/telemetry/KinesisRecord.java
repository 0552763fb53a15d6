package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One record as Kinesis hands it out. */
public final class KinesisRecord {

  public final String shardId;
  public final String sequenceNumber;
  public final String partitionKey;

  /** Approximate arrival timestamp, epoch milliseconds: the job's clock. */
  public final long arrival;

  public final byte[] data;

  public KinesisRecord(
      String shardId, String sequenceNumber, String partitionKey, long arrival, byte[] data) {
    this.shardId = shardId;
    this.sequenceNumber = sequenceNumber;
    this.partitionKey = partitionKey;
    this.arrival = arrival;
    this.data = data;
  }

  /**
   * Not a record but the news that a time has come: the end of a recording is known to hold nothing
   * more, so the clock may leave its last slot.
   */
  public static KinesisRecord clockTick(long arrival) {
    return new KinesisRecord("", "", "", arrival, new byte[0]);
  }

  public boolean isClockTick() {
    return shardId.isEmpty();
  }

  /** The byte form of a record, on its way from the reader to a decoder. */
  public static final class ByteCodec implements Codec<KinesisRecord> {

    private static final long serialVersionUID = 1L;

    /** Several times what Kinesis allows, 10 MiB. */
    private static final int MAX_DATA = 1 << 26;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(KinesisRecord record, DataOutput out) throws IOException {
      Wire.writeString(out, record.shardId);
      Wire.writeString(out, record.sequenceNumber);
      Wire.writeString(out, record.partitionKey);
      Wire.writeLong(out, record.arrival);
      Wire.writeInt(out, record.data.length);
      out.write(record.data);
    }

    @Override
    public KinesisRecord read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a Kinesis record");
      String shardId = Wire.readString(in);
      String sequenceNumber = Wire.readString(in);
      String partitionKey = Wire.readString(in);
      long arrival = Wire.readLong(in);
      int length = Wire.readInt(in);
      if (length < 0 || length > MAX_DATA) {
        throw new IOException("a record of " + length + " bytes: the bytes are damaged");
      }
      byte[] data = new byte[length];
      in.readFully(data);
      return new KinesisRecord(shardId, sequenceNumber, partitionKey, arrival, data);
    }
  }
}
