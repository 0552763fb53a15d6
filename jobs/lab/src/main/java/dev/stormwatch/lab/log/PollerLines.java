package dev.stormwatch.lab.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;

/** What the pollers of a Kafka mapping in provisioned mode log. */
public final class PollerLines {

  private PollerLines() {}

  /**
   * How far a partition is.
   *
   * @param place region and account as in an ARN
   * @param mapping the mapping's UUID
   * @param end offset behind the partition's last record
   * @param processed offset up to which records were processed
   */
  public static String offsets(
      long at,
      String place,
      String mapping,
      String cluster,
      String partition,
      long end,
      long processed) {
    ObjectNode line = Json.object();
    line.put("eventType", "KAFKA_STATUS_EVENT");
    line.put("timestamp", at);
    line.put("resourceArn", "arn:aws:lambda:" + place + ":event-source-mapping:" + mapping);
    line.put("eventSourceArn", cluster);
    line.put("eventProcessorId", mapping + "/0");
    line.put("logLevel", "DEBUG");
    ObjectNode offsets = line.putObject("kafkaPartitionOffsets");
    offsets.put("partition", partition);
    offsets.put("endOffset", end);
    offsets.put("consumedOffset", processed);
    offsets.put("processedOffset", processed);
    offsets.put("committedOffset", processed);
    return Json.line(line) + "\n";
  }
}
