package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** One attempt at a batch that failed, as the function reported it. */
public final class FailedBatch {

  /** The earliest first; what follows makes the order total. */
  public static final Comparator<FailedBatch> EARLIEST_FIRST =
      Comparator.comparingLong((FailedBatch f) -> f.at)
          .thenComparing(f -> f.requestId)
          .thenComparing(f -> f.first)
          .thenComparing(f -> f.last)
          .thenComparing(f -> f.logStream)
          .thenComparing(f -> f.errorType)
          .thenComparingLong(f -> f.ageMillis)
          .thenComparingLong(f -> f.batchSize)
          .thenComparingLong(f -> f.failedItems)
          .thenComparingLong(f -> f.receiveCount)
          .thenComparingLong(f -> f.durationMillis);

  /** Event time, epoch milliseconds. */
  public final long at;

  /** Sequence numbers that the cause lies between; empty where the source has none. */
  public final String first;

  public final String last;

  /** A class name, or empty. */
  public final String errorType;

  /** Age of the batch's last record; negative when not told. */
  public final long ageMillis;

  /** Records in the batch; negative when not told. */
  public final long batchSize;

  /** Records of it that failed; negative when the whole batch did or nobody says. */
  public final long failedItems;

  /** How often a queue handed out the message; negative when not told. */
  public final long receiveCount;

  public final String logStream;
  public final String requestId;

  /** How long the attempt took; negative when not told. */
  public final long durationMillis;

  public FailedBatch(
      long at,
      String first,
      String last,
      String errorType,
      long ageMillis,
      long batchSize,
      long failedItems,
      long receiveCount,
      String logStream,
      String requestId) {
    this(
        at,
        first,
        last,
        errorType,
        ageMillis,
        batchSize,
        failedItems,
        receiveCount,
        logStream,
        requestId,
        -1);
  }

  private FailedBatch(
      long at,
      String first,
      String last,
      String errorType,
      long ageMillis,
      long batchSize,
      long failedItems,
      long receiveCount,
      String logStream,
      String requestId,
      long durationMillis) {
    this.at = at;
    this.first = first;
    this.last = last;
    this.errorType = errorType;
    this.ageMillis = ageMillis;
    this.batchSize = batchSize;
    this.failedItems = failedItems;
    this.receiveCount = receiveCount;
    this.logStream = logStream;
    this.requestId = requestId;
    this.durationMillis = durationMillis;
  }

  /** The same attempt, of which it is known how long it took. */
  public FailedBatch lasting(long millis) {
    return new FailedBatch(
        at,
        first,
        last,
        errorType,
        ageMillis,
        batchSize,
        failedItems,
        receiveCount,
        logStream,
        requestId,
        millis);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, at);
    Wire.writeString(out, first);
    // A batch that is down to one record is the common case.
    Wire.writeString(out, last.equals(first) ? null : last);
    Wire.writeString(out, errorType);
    Wire.writeLong(out, ageMillis + 1);
    Wire.writeLong(out, batchSize + 1);
    Wire.writeLong(out, failedItems + 1);
    Wire.writeLong(out, receiveCount + 1);
    Wire.writeString(out, logStream);
    Wire.writeString(out, requestId);
    Wire.writeLong(out, durationMillis + 1);
  }

  private static FailedBatch read(DataInput in, boolean timed) throws IOException {
    long at = Wire.readLong(in);
    String first = Wire.readString(in);
    String last = Wire.readNullableString(in);
    FailedBatch batch =
        new FailedBatch(
            at,
            first,
            last == null ? first : last,
            Wire.readString(in),
            Wire.readLong(in) - 1,
            Wire.readLong(in) - 1,
            Wire.readLong(in) - 1,
            Wire.readLong(in) - 1,
            Wire.readString(in),
            Wire.readString(in));
    return timed ? batch.lasting(Wire.readLong(in) - 1) : batch;
  }

  public static void writeAll(Collection<FailedBatch> failures, DataOutput out) throws IOException {
    Wire.writeInt(out, failures.size());
    for (FailedBatch failure : failures) {
      failure.write(out);
    }
  }

  /**
   * @param timed whether the bytes tell how long attempts took
   */
  public static List<FailedBatch> readAll(DataInput in, boolean timed) throws IOException {
    int size = Wire.readLength(in);
    List<FailedBatch> failures = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      failures.add(read(in, timed));
    }
    return failures;
  }
}
