package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.Version;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.run.FunctionTotals;
import dev.stormwatch.replay.run.ReplayResult;
import dev.stormwatch.stream.DecodeCounter;
import dev.stormwatch.telemetry.json.Sha256;
import dev.stormwatch.telemetry.json.Times;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a replay found, for people and for machines. */
final class ReplaySummary {

  static final String REPORT = "report.html";

  /** What two columns of the functions' table mean. */
  static final String PEAKS =
      "Concurrency is the highest mean of ten seconds (-: no call's duration is known); environments"
          + " are the most alive at one time.";

  private static final String OUT = "--out";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Input input;
  final Settings settings;
  final ReplayResult result;
  final String inputHash;
  final String alertsHash;
  final List<Incident> incidents;

  ReplaySummary(Input input, Settings settings, ReplayResult result) throws UserException {
    this.input = input;
    this.settings = settings;
    this.result = result;
    this.inputHash = hash(input.files());
    this.alertsHash = Sha256.hex(alertLines());
    List<JsonNode> alerts = new ArrayList<>();
    for (String line : result.alerts) {
      try {
        alerts.add(JSON.readTree(line));
      } catch (IOException e) {
        throw new IllegalStateException("an alert of our own is not JSON: " + line, e);
      }
    }
    this.incidents = Incident.of(alerts);
  }

  /** Was there anything that an incident could have been found in? */
  private static boolean callsFound(List<FunctionTotals> functions) {
    return functions.stream().anyMatch(totals -> totals.invocations > 0);
  }

  /** What it means that there are no incidents. */
  String noIncidents() {
    return noIncidents(result.functions);
  }

  /** The same of what was seen of functions: without a call nothing can be found. */
  static String noIncidents(List<FunctionTotals> functions) {
    return callsFound(functions)
        ? "No incidents: nobody would have been paged."
        : "No incidents, which means nothing: no call was found; stormwatch inspect shows what the"
            + " lines are.";
  }

  /** The content of {@code alerts.ndjson}. */
  String alertLines() {
    StringBuilder lines = new StringBuilder();
    result.alerts.forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  private static String hash(List<Path> files) throws UserException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException e) {
        throw new UserException(file + ": cannot be read: " + e.getMessage());
      }
    }
    return Sha256.hex(digest.digest());
  }

  /** Makes the folder, so that one that cannot be written to is known before all is replayed. */
  static void prepare(Path out) throws UserException {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw UserException.unwritable(out, OUT, e);
    }
    if (!Files.isWritable(out)) {
      throw UserException.unwritable(out, OUT, "you may not write there");
    }
  }

  /**
   * Writes all of it, the page for people included.
   *
   * @param set what was set otherwise than the defaults, as JSON
   */
  void write(Path out, String set) throws UserException {
    try {
      Files.writeString(out.resolve("alerts.ndjson"), alertLines());
      StringBuilder dead = new StringBuilder();
      result.deadLetters.forEach(line -> dead.append(line).append('\n'));
      Files.writeString(out.resolve("dead-letters.ndjson"), dead);
      Files.write(out.resolve("summary.json"), (json() + "\n").getBytes(StandardCharsets.UTF_8));
      Files.writeString(out.resolve(REPORT), page(set));
    } catch (IOException e) {
      throw UserException.unwritable(out, OUT, e);
    }
  }

  private String page(String set) {
    Path name = input.path().toAbsolutePath().normalize().getFileName();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("input", name + ", " + input.format().title());
    if (result.progress.records() > 0) {
      facts.put(
          "arrived",
          Words.time(result.progress.firstArrival())
              + " to "
              + Words.time(result.progress.lastArrival())
              + " UTC");
    }
    facts.put("records", Words.count(result.progress.records()));
    facts.put("log events", Words.count(result.decoded.getOrDefault(DecodeCounter.EVENTS, 0L)));
    if (!callsFound(result.functions)) {
      facts.put("calls", "none was found, so no incident means nothing");
    }
    result.deadByReason.forEach((reason, count) -> facts.put(reason, Words.count(count, "record")));
    facts.put("SHA-256 of input", inputHash);
    facts.put("SHA-256 of settings", settings.hash);
    facts.put("SHA-256 of alerts", alertsHash);
    facts.put("Stormwatch", Version.current());
    ReplaySpan span = new ReplaySpan(result.progress.firstArrival(), result.progress.lastArrival());
    return new ReportPage(String.valueOf(name), facts, span, incidents, result.functions, set)
        .html();
  }

  String json() {
    return tree().toPrettyString();
  }

  ObjectNode tree() {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", "stormwatch.replay-summary/1");
    root.put("version", Version.current());
    ObjectNode in = root.putObject("input");
    in.put("path", input.path().toString());
    in.put("format", input.format().wireName());
    in.put("sha256", inputHash);
    in.put("records", result.progress.records());
    in.put("bytes", result.progress.recordBytes());
    in.put("firstArrival", time(result.progress.firstArrival()));
    in.put("lastArrival", time(result.progress.lastArrival()));
    in.put("badLines", result.progress.badLines().count());
    root.put("settingsSha256", settings.hash);
    root.put("alertsSha256", alertsHash);
    root.put("alerts", result.alerts.size());
    incidents(root.putArray("incidents"));
    functions(root.putArray("functions"));
    ObjectNode decode = root.putObject("decode");
    result.decoded.forEach(
        (counter, count) -> {
          if (counter != DecodeCounter.DEAD) {
            decode.put(counter == DecodeCounter.EVENTS ? "events" : counter.metric(), count);
          }
        });
    ObjectNode dead = decode.putObject("deadLetters");
    result.deadByReason.forEach(dead::put);
    root.put("elapsedSeconds", Math.round(result.elapsedSeconds * 1000) / 1000.0);
    return root;
  }

  private static @Nullable String time(long epochMillis) {
    return epochMillis == Long.MIN_VALUE ? null : Times.text(epochMillis);
  }

  private void incidents(ArrayNode rows) {
    for (Incident incident : incidents) {
      ObjectNode row = rows.addObject();
      row.put("incidentId", incident.text("incidentId"));
      row.put("kind", incident.text("kind"));
      row.put("severity", incident.text("severity"));
      row.set("subject", incident.opened.path("subject"));
      row.put("headline", incident.opened.path("headline").asText());
      row.put("onset", incident.text("onset"));
      row.put("openedAt", incident.opened.path("decidedAt").asText());
      if (!incident.firstImpact().isEmpty()) {
        row.put("firstImpact", incident.firstImpact());
      }
      row.put("resolvedAt", incident.ended() ? incident.text("decidedAt") : null);
      row.put("outcome", incident.outcome());
      row.put("reason", incident.ended() ? incident.text("headline") : "");
    }
  }

  private void functions(ArrayNode rows) {
    for (FunctionTotals totals : result.functions) {
      ObjectNode row = rows.addObject();
      row.put("function", totals.function);
      row.put("account", totals.account);
      row.put("region", totals.region);
      row.put("invocations", totals.invocations);
      row.put("coldStarts", totals.coldStarts);
      row.put("failures", totals.failures);
      row.put("retries", totals.retries);
      row.put("peakConcurrency", Math.round(totals.peakConcurrency * 100) / 100.0);
      row.put("peakEnvironments", totals.peakEnvironments);
      row.put("blind", totals.blind);
    }
  }
}
