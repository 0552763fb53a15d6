package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes records anew with nothing in them but what is read: of the document its head and its
 * events, of each event its id, its time and what {@link LineRedactor} leaves of the line. Names of
 * log groups and streams, account, request ids, ids of traces and names of errors stay.
 *
 * <p>Not safe for threads.
 */
public final class RecordRedactor {

  private static final JsonFactory JSON = new JsonFactory();

  private final RecordDecoder decoder;
  private final LineRedactor lines;
  private final String region;

  /**
   * @param defaultRegion of the stream that was read
   */
  public RecordRedactor(DecodeSettings settings, String defaultRegion) {
    this.decoder = new RecordDecoder(settings, defaultRegion);
    this.lines = new LineRedactor(settings);
    this.region = defaultRegion;
  }

  /**
   * The record without what is not read of it.
   *
   * @throws DeadRecordException when it cannot be read: nobody can say what it holds
   */
  public byte[] redact(byte[] data) throws DeadRecordException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length);
    try (JsonGenerator out = JSON.createGenerator(new GZIPOutputStream(bytes))) {
      Document document = new Document(out);
      boolean control = decoder.decode(data, document) == RecordDecoder.Outcome.CONTROL_MESSAGE;
      document.end(control);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** One document that is written while the other is read. */
  private final class Document implements LineSink {

    private final JsonGenerator out;
    private @Nullable LogDocument head;

    private Document(JsonGenerator out) {
      this.out = out;
    }

    @Override
    public void document(LogDocument document) {
      head = document;
      try {
        begin("DATA_MESSAGE", document.group.account, document.logGroup(), document.logStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** In the order in which CloudWatch Logs writes. */
    private void begin(String type, String owner, String logGroup, String logStream)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("messageType", type);
      out.writeStringField("owner", owner);
      out.writeStringField("logGroup", logGroup);
      out.writeStringField("logStream", logStream);
      out.writeArrayFieldStart("subscriptionFilters");
      out.writeString("redacted");
      out.writeEndArray();
      out.writeArrayFieldStart("logEvents");
    }

    @Override
    public void line(Observation line, LogEvent event) {
      LogDocument of = head;
      if (of == null) {
        throw new IllegalStateException("a line before its document");
      }
      try {
        out.writeStartObject();
        out.writeStringField("id", event.id());
        out.writeNumberField("timestamp", line.eventTime);
        out.writeStringField("message", lines.redact(of, line.eventTime, event.message()));
        if (!of.group.region.equals(region)) {
          out.writeObjectFieldStart("extractedFields");
          out.writeStringField("@aws.region", of.group.region);
          out.writeEndObject();
        }
        out.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void end(boolean control) throws IOException {
      if (head == null) {
        begin(control ? "CONTROL_MESSAGE" : "DATA_MESSAGE", "", "", "");
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }
}
