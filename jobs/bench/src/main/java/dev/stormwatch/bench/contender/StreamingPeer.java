package dev.stormwatch.bench.contender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What somebody writes who has been told that it is slow: one inflater and one buffer for all
 * records, Jackson's streaming parser over the bytes, no tree, no regular expression for a usual
 * line.
 */
final class StreamingPeer implements Contender {

  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private final JsonFactory json = new JsonFactory();
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final PeerFold fold = new PeerFold();
  private final HandScan messages = new HandScan(fold);
  private final String region;
  private byte[] buffer = new byte[1 << 16];

  StreamingPeer(String region) {
    this.region = region;
  }

  @Override
  public String name() {
    return "jackson streaming";
  }

  @Override
  public boolean read(KinesisRecord record, Reading reading) throws IOException {
    int length = inflate(record.data);
    try (JsonParser parser = json.createParser(buffer, 0, length)) {
      return document(parser, reading);
    }
  }

  private int inflate(byte[] data) throws IOException {
    if (data.length < HEADER + TRAILER || data[0] != 0x1F || data[3] != 0) {
      throw new IOException("not the plain gzip that CloudWatch Logs writes");
    }
    inflater.reset();
    inflater.setInput(data, HEADER, data.length - HEADER);
    int length = 0;
    try {
      while (!inflater.finished()) {
        if (length == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int inflated = inflater.inflate(buffer, length, buffer.length - length);
        if (inflated == 0 && inflater.needsInput()) {
          throw new IOException("the gzip ends too early");
        }
        length += inflated;
      }
    } catch (DataFormatException e) {
      throw new IOException("the gzip is damaged", e);
    }
    checksum.reset();
    checksum.update(buffer, 0, length);
    if ((int) checksum.getValue() != littleEndian(data, data.length - TRAILER)) {
      throw new IOException("the gzip has the wrong checksum");
    }
    return length;
  }

  private static int littleEndian(byte[] data, int at) {
    return data[at] & 0xFF
        | (data[at + 1] & 0xFF) << 8
        | (data[at + 2] & 0xFF) << 16
        | data[at + 3] << 24;
  }

  /** CloudWatch Logs writes the events last, so what they belong to is known by then. */
  private boolean document(JsonParser parser, Reading reading) throws IOException {
    String messageType = "";
    String account = "";
    String logGroup = "";
    String logStream = "";
    parser.nextToken();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "messageType" -> messageType = parser.getText();
        case "owner" -> account = parser.getText();
        case "logGroup" -> logGroup = parser.getText();
        case "logStream" -> logStream = parser.getText();
        case "logEvents" -> {
          if (!messageType.equals("DATA_MESSAGE")
              || !fold.begin(reading, account, region, logGroup, logStream)) {
            return false;
          }
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            event(parser);
          }
          fold.end();
        }
        default -> parser.skipChildren();
      }
    }
    return true;
  }

  private void event(JsonParser parser) throws IOException {
    long timestamp = 0;
    String message = "";
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      switch (name) {
        case "timestamp" -> timestamp = parser.nextLongValue(0);
        case "message" -> {
          parser.nextToken();
          message = parser.getText();
        }
        default -> {
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }
    fold.line(timestamp);
    messages.read(message);
  }
}
