package dev.stormwatch.bench.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What people write: the document as a tree, each JSON line as another, and regular expressions for
 * text. The expressions are compiled once, and a plain search guards each one that only a rare line
 * can match. Phrases are searched for one by one: all of them in one expression, read without
 * regard to case, took ten times as long.
 */
final class TreePeer implements Contender {

  private static final int REQUEST_ID = 36;

  private static final Pattern START = Pattern.compile("START RequestId: (?<id>\\S+)");

  private static final Pattern REPORT =
      Pattern.compile(
          "REPORT RequestId: (?<id>\\S+)"
              + "\\s+Duration: (?<duration>[\\d.]+) ms"
              + "\\s+Billed Duration: (?<billed>\\d+) ms"
              + "\\s+Memory Size: (?<memory>\\d+) MB"
              + "\\s+Max Memory Used: (?<used>\\d+) MB"
              + "(?:\\s+Init Duration: (?<init>[\\d.]+) ms)?"
              + "(?:\\s+Restore Duration: (?<restore>[\\d.]+) ms)?"
              + "(?:\\s+Billed Restore Duration: (?<billedRestore>[\\d.]+) ms)?"
              + "(?:\\s+Status: (?<status>\\w+))?"
              + "(?:\\s+Error Type: (?<error>\\S+))?");

  private static final Pattern TIMED_OUT =
      Pattern.compile("\\S+Z (?<id>[0-9a-f-]{36}) Task timed out after [\\d.]+ seconds\\s*");

  private static final Pattern EXITED =
      Pattern.compile(
          "RequestId: (?<id>\\S+) "
              + "(?:Error: Runtime exited|Process exited before completing request)");

  private static final Pattern NODE_ERROR =
      Pattern.compile(
          "\\S+\\t(?<id>\\S+)\\tERROR\\t"
              + "(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection) \\t");

  private static final Pattern PYTHON_ERROR =
      Pattern.compile("\\[ERROR\\] [A-Za-z_][\\w.]*(?::[ \\S].*|:)?(?s:[\\r\\n].*)?");

  private final ObjectMapper mapper = new ObjectMapper();
  private final PeerFold fold = new PeerFold();
  private final String region;

  TreePeer(String region) {
    this.region = region;
  }

  @Override
  public String name() {
    return "tree + regex";
  }

  @Override
  public boolean read(KinesisRecord record, Reading reading) throws IOException {
    JsonNode document;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record.data))) {
      document = mapper.readTree(in.readAllBytes());
    }
    String account = document.path("owner").asText();
    String logGroup = document.path("logGroup").asText();
    String logStream = document.path("logStream").asText();
    if (!document.path("messageType").asText().equals("DATA_MESSAGE")
        || !fold.begin(reading, account, region, logGroup, logStream)) {
      return false;
    }
    for (JsonNode event : document.path("logEvents")) {
      fold.line(event.path("timestamp").asLong());
      message(event.path("message").asText());
    }
    fold.end();
    return true;
  }

  private void message(String message) {
    if (message.startsWith("START ")) {
      Matcher start = START.matcher(message);
      if (start.lookingAt()) {
        fold.start(start.group("id"));
      }
    } else if (message.startsWith("REPORT ")) {
      report(message);
    } else if (message.startsWith("{")) {
      json(message);
    } else if (!message.startsWith("END ") && !message.startsWith("INIT_START ")) {
      failure(message);
      phrases(message);
    }
  }

  private void report(String message) {
    Matcher report = REPORT.matcher(message);
    if (report.lookingAt()) {
      String init = report.group("init");
      String wait = init == null ? report.group("restore") : init;
      String status = report.group("status");
      fold.report(
          report.group("id"),
          micros(Double.parseDouble(report.group("duration"))),
          Long.parseLong(report.group("billed")),
          wait == null ? 0 : micros(Double.parseDouble(wait)),
          status == null ? "" : status);
    }
  }

  private static long micros(double millis) {
    return Math.round(millis * 1000);
  }

  private void failure(String message) {
    if (message.contains("Task timed out")) {
      Matcher timedOut = TIMED_OUT.matcher(message);
      if (timedOut.matches()) {
        fold.timedOut(timedOut.group("id"));
      }
    } else if (message.startsWith("RequestId: ")) {
      Matcher exited = EXITED.matcher(message);
      if (exited.lookingAt()) {
        fold.failed(exited.group("id"));
      }
    } else if (message.contains("\tERROR\t")) {
      Matcher node = NODE_ERROR.matcher(message);
      if (node.lookingAt()) {
        String id = node.group("id");
        fold.failed(id.length() == REQUEST_ID ? id : "");
      }
    } else if (message.startsWith("[ERROR] ")
        ? PYTHON_ERROR.matcher(message).matches()
        : JavaError.matches(message)) {
      fold.failed("");
    }
  }

  private void json(String message) {
    JsonNode line;
    try {
      line = mapper.readTree(message);
    } catch (JsonProcessingException e) {
      return;
    }
    String type = line.path("type").asText();
    if (type.startsWith("platform.")) {
      platform(type, line.path("record"));
      return;
    }
    if (RuntimeErrorJson.matches(line)) {
      fold.failed(RuntimeErrorJson.requestId(line));
    }
    if (!line.has("_aws")) {
      phrases(message);
    }
  }

  private void platform(String type, JsonNode record) {
    String requestId = record.path("requestId").asText();
    switch (type) {
      case "platform.start" -> fold.start(requestId);
      case "platform.runtimeDone" -> fold.status(requestId, record.path("status").asText());
      case "platform.report" -> {
        JsonNode metrics = record.path("metrics");
        double init = metrics.path("initDurationMs").asDouble();
        fold.report(
            requestId,
            micros(metrics.path("durationMs").asDouble()),
            (long) Math.ceil(metrics.path("billedDurationMs").asDouble()),
            micros(init > 0 ? init : metrics.path("restoreDurationMs").asDouble()),
            record.path("status").asText());
      }
      default -> {}
    }
  }

  private void phrases(String message) {
    String small = message.toLowerCase(Locale.ROOT);
    for (String phrase : Phrases.EXHAUSTION) {
      if (small.contains(phrase)) {
        fold.exhaustion();
        return;
      }
    }
  }
}
