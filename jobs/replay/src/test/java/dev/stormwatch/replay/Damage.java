package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What happens to logs on their way: some are lost, and of few traces anything is told. */
enum Damage {
  NONE(0, 0, 1),
  /** Every tenth Kinesis record, with all its lines. */
  RECORDS_LOST(0.1, 0, 1),
  /** Every tenth line by itself. */
  LINES_LOST(0, 0.1, 1),
  /** X-Ray keeps a twentieth of the traces, each whole. */
  SAMPLED(0, 0, 0.05),
  RECORDS_LOST_AND_SAMPLED(0.1, 0, 0.05);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Pattern ROOT = Pattern.compile("1-[0-9a-f]{8}-[0-9a-f]{24}");
  private static final Pattern OF_REPORT =
      Pattern.compile("\\nXRAY TraceId:[^\\n]*|XRAY TraceId:[^\\n]*");
  private static final Pattern OF_JSON = Pattern.compile(",\"tracing\":\\{[^}]*}");

  private final double records;
  private final double lines;
  private final double traces;

  Damage(double records, double lines, double traces) {
    this.records = records;
    this.lines = lines;
    this.traces = traces;
  }

  List<ObjectNode> to(List<ObjectNode> whole, long seed) {
    Random random = new Random(seed);
    List<ObjectNode> left = new ArrayList<>();
    for (ObjectNode record : whole) {
      if (random.nextDouble() >= records) {
        left.add(lines == 0 && traces == 1 ? record : without(record, random, seed));
      }
    }
    return left;
  }

  private ObjectNode without(ObjectNode record, Random random, long seed) {
    try {
      byte[] data = Base64.getDecoder().decode(record.get("Data").asText());
      ObjectNode document =
          (ObjectNode) MAPPER.readTree(new GZIPInputStream(new ByteArrayInputStream(data)));
      ArrayNode events = (ArrayNode) document.get("logEvents");
      for (int i = events.size() - 1; i >= 0; i--) {
        if (random.nextDouble() < lines) {
          events.remove(i);
        } else {
          ObjectNode event = (ObjectNode) events.get(i);
          event.put("message", sampled(event.get("message").asText(), seed));
        }
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(MAPPER.writeValueAsBytes(document));
      }
      ObjectNode damaged = record.deepCopy();
      damaged.put("Data", Base64.getEncoder().encodeToString(packed.toByteArray()));
      return damaged;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An application's own lines tell the id of every trace; only X-Ray's words are sampled. */
  private String sampled(String message, long seed) {
    Matcher root = ROOT.matcher(message);
    boolean platform = message.contains("XRAY TraceId") || message.contains("\"tracing\":");
    if (traces == 1 || !platform || !root.find()) {
      return message;
    }
    boolean kept = new Random(root.group().hashCode() * 31L + seed).nextDouble() < traces;
    return kept
        ? message
        : OF_JSON.matcher(OF_REPORT.matcher(message).replaceAll("")).replaceAll("");
  }
}
