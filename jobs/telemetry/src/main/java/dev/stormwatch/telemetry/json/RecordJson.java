package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a record as a line of a recording, with the names that GetRecords uses. */
public final class RecordJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RecordJson() {}

  /**
   * The line, without its end.
   *
   * @param streamArn of the stream, for a file that nothing else tells it of; empty to leave it out
   */
  public static String write(KinesisRecord record, String streamArn) {
    StringWriter text = new StringWriter(256 + record.data.length * 4 / 3);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      if (!streamArn.isEmpty()) {
        out.writeStringField("StreamARN", streamArn);
      }
      out.writeStringField("ShardId", record.shardId);
      out.writeStringField("SequenceNumber", record.sequenceNumber);
      out.writeStringField("PartitionKey", record.partitionKey);
      out.writeStringField("ApproximateArrivalTimestamp", Times.text(record.arrival));
      out.writeBinaryField("Data", record.data);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
