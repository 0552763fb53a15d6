package dev.stormwatch.core.fold;

/** How far a Kafka partition is, as a line of the mapping's pollers tells it. */
public final class PartitionReport {

  /** Topic and partition, {@code clicks-1}; empty where not told. */
  public final String partition;

  /** Offset behind the partition's last record. */
  public final long endOffset;

  /** Offset up to which records were processed. */
  public final long processedOffset;

  public PartitionReport(String partition, long endOffset, long processedOffset) {
    this.partition = partition;
    this.endOffset = endOffset;
    this.processedOffset = processedOffset;
  }
}
