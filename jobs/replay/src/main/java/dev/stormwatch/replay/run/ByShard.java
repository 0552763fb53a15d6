package dev.stormwatch.replay.run;

import org.apache.flink.api.common.functions.Partitioner;

/**
 * Sends all records of a shard to one decoder, as it is when the job reads Kinesis itself: a
 * decoder knows a record that comes twice only among the records of the shard that it reads.
 */
final class ByShard implements Partitioner<String> {

  private static final long serialVersionUID = 1L;

  @Override
  public int partition(String shardId, int decoders) {
    return Math.floorMod(shardId.hashCode(), decoders);
  }
}
