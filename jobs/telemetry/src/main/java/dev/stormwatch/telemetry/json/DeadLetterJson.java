package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Writes a record that could not be read as a dead letter: why, where, and its first bytes. */
public final class DeadLetterJson {

  private static final int SAMPLE_BYTES = 256;
  private static final JsonFactory JSON = new JsonFactory();

  private DeadLetterJson() {}

  public static String write(KinesisRecord record, DeadRecordException why) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("schema", "stormwatch.dead-letter/1");
      out.writeStringField("at", Times.text(record.arrival));
      out.writeStringField("reason", why.reason().wireName());
      out.writeStringField("shardId", record.shardId);
      out.writeStringField("sequenceNumber", record.sequenceNumber);
      out.writeStringField("detail", String.valueOf(why.getMessage()));
      out.writeNumberField("bytes", record.data.length);
      byte[] sample = Arrays.copyOf(record.data, Math.min(record.data.length, SAMPLE_BYTES));
      out.writeBinaryField("sample", sample);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
