package dev.stormwatch.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Subscription documents and their bytes. */
final class Documents {

  static final long T = 1_772_446_335_120L;
  static final String GROUP = "/aws/lambda/checkout";
  static final String STREAM = "2026/03/02/[$LATEST]0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  static ObjectNode in(String logGroup, String logStream, String... messages) {
    ObjectNode document =
        JSON.createObjectNode()
            .put("messageType", "DATA_MESSAGE")
            .put("owner", "111122223333")
            .put("logGroup", logGroup)
            .put("logStream", logStream);
    document.putArray("subscriptionFilters").add("all");
    ArrayNode events = document.putArray("logEvents");
    for (int i = 0; i < messages.length; i++) {
      events.addObject().put("id", "id-" + i).put("timestamp", T + i).put("message", messages[i]);
    }
    return document;
  }

  static ObjectNode of(String... messages) {
    return in(GROUP, STREAM, messages);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] plain(ObjectNode document) {
    return utf8(document.toString());
  }

  static byte[] gzip(byte[] bytes) {
    return through(bytes, true);
  }

  static byte[] zlib(byte[] bytes) {
    return through(bytes, false);
  }

  private static byte[] through(byte[] bytes, boolean gzip) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        gzip ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
