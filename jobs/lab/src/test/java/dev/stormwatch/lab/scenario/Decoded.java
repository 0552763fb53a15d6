package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.lab.format.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A recording read back from its bytes, by other means than those that wrote it. */
record Decoded(List<JsonNode> records, List<JsonNode> documents) {

  /** What a REPORT line of either format says; a restore counts as an init. */
  record Report(String requestId, double duration, double init, long billed) {}

  private static final Pattern TEXT =
      Pattern.compile(
          "REPORT RequestId: (\\S+)\tDuration: (\\d+\\.\\d\\d) ms\tBilled Duration: (\\d+) ms"
              + "\tMemory Size: \\d+ MB\tMax Memory Used: \\d+ MB"
              + "(?:\tInit Duration: (\\d+\\.\\d\\d) ms)?"
              + "(?:\tRestore Duration: (\\d+\\.\\d\\d) ms\tBilled Restore Duration: \\d+ ms)?\t\n");

  static Decoded of(byte[] recordsFile) {
    List<JsonNode> records = new ArrayList<>();
    List<JsonNode> documents = new ArrayList<>();
    new String(inflate(recordsFile), StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              JsonNode record = read(line.getBytes(StandardCharsets.UTF_8));
              records.add(record);
              documents.add(read(inflate(binary(record))));
            });
    return new Decoded(records, documents);
  }

  /** Documents with log lines, in order of arrival, without second deliveries. */
  List<JsonNode> dataOnce() {
    List<JsonNode> data = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode document : documents) {
      if (document.get("messageType").asText().equals("DATA_MESSAGE")
          && seen.add(document.at("/logEvents/0/id").asText())) {
        data.add(document);
      }
    }
    return data;
  }

  List<Report> reports(String function) {
    List<Report> reports = new ArrayList<>();
    for (JsonNode document : dataOnce()) {
      if (document.get("logGroup").asText().equals("/aws/lambda/" + function)) {
        document.get("logEvents").forEach(event -> report(event, reports));
      }
    }
    return reports;
  }

  private static void report(JsonNode event, List<Report> reports) {
    String message = event.get("message").asText();
    Matcher text = TEXT.matcher(message);
    if (text.matches()) {
      String init = text.group(4) == null ? text.group(5) : text.group(4);
      reports.add(
          new Report(
              text.group(1),
              Double.parseDouble(text.group(2)),
              init == null ? 0 : Double.parseDouble(init),
              Long.parseLong(text.group(3))));
    } else if (message.startsWith("{")) {
      JsonNode line = read(message.getBytes(StandardCharsets.UTF_8));
      if (line.path("type").asText().equals("platform.report")) {
        JsonNode metrics = line.at("/record/metrics");
        reports.add(
            new Report(
                line.at("/record/requestId").asText(),
                metrics.get("durationMs").asDouble(),
                metrics.path("initDurationMs").asDouble(0),
                metrics.get("billedDurationMs").asLong()));
      }
    }
  }

  private static byte[] binary(JsonNode record) {
    try {
      return record.get("Data").binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] inflate(byte[] bytes) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
