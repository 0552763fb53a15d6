package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A simulation's records, one at a time through the decoder that the job has. */
final class PlayedRecords {

  final FoldingDecoder decoder;
  private final long slotMillis;

  PlayedRecords(Settings settings) {
    decoder = new FoldingDecoder(settings, "eu-west-1");
    slotMillis = settings.clock.slotMillis;
  }

  static long arrival(ObjectNode record) {
    return Instant.parse(record.get("ApproximateArrivalTimestamp").asText()).toEpochMilli();
  }

  /** The end of the slot that a record arrived in. */
  long slotOf(ObjectNode record) {
    long arrival = arrival(record);
    return arrival - Math.floorMod(arrival, slotMillis) + slotMillis;
  }

  /** What a record tells of its function, if anything; valid until the next one. */
  @Nullable FunctionSlot fold(ObjectNode record) {
    try {
      return decoder.fold(
          new KinesisRecord(
              record.get("ShardId").asText(),
              record.get("SequenceNumber").asText(),
              record.get("PartitionKey").asText(),
              arrival(record),
              Base64.getDecoder().decode(record.get("Data").asText())));
    } catch (DeadRecordException e) {
      throw new IllegalStateException(e);
    }
  }
}
