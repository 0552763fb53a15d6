package dev.stormwatch.bench.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** The document that CloudWatch Logs puts into Kinesis. */
final class Subscription {

  /** The level that gzip uses unless told otherwise. */
  private static final int LEVEL = 6;

  private static final JsonFactory JSON = new JsonFactory();

  private Subscription() {}

  static byte[] document(
      Member function, String logStream, List<Line> lines, long ingested, long batchHash)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("messageType", "DATA_MESSAGE");
      json.writeStringField("owner", function.account());
      json.writeStringField("logGroup", function.logGroup());
      json.writeStringField("logStream", logStream);
      json.writeArrayFieldStart("subscriptionFilters");
      json.writeString("stormwatch");
      json.writeEndArray();
      json.writeArrayFieldStart("logEvents");
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        json.writeStartObject();
        json.writeStringField("id", eventId(line.at(), ingested, batchHash, i));
        json.writeNumberField("timestamp", line.at());
        json.writeStringField("message", line.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /**
   * 56 digits: the line's time, the ingestion time, a hash of the batch and the place in it. AWS
   * does not say so; the real ids that could be checked are built like this.
   */
  static String eventId(long at, long ingested, long batchHash, int index) {
    BigInteger id =
        BigInteger.valueOf(at)
            .shiftLeft(64)
            .or(BigInteger.valueOf(ingested))
            .shiftLeft(64)
            .or(new BigInteger(Long.toUnsignedString(batchHash)))
            .shiftLeft(16)
            .or(BigInteger.valueOf(index));
    return String.format(Locale.ROOT, "%056d", id);
  }

  static byte[] gzip(byte[] document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new Gzip(bytes)) {
      gzip.write(document);
    }
    return bytes.toByteArray();
  }

  private static final class Gzip extends GZIPOutputStream {

    private Gzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
    }
  }
}
