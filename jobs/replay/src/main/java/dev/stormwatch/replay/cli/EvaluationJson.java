package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.replay.Version;
import dev.stormwatch.replay.score.Comparison;
import dev.stormwatch.replay.score.Durations;
import dev.stormwatch.replay.score.IncidentScore;
import dev.stormwatch.replay.score.IsolationScore;
import dev.stormwatch.replay.score.Label;
import dev.stormwatch.replay.score.Message;
import dev.stormwatch.replay.score.Rate;
import dev.stormwatch.replay.score.RecordingScore;
import dev.stormwatch.replay.score.Row;
import dev.stormwatch.replay.score.Scoreboard;
import dev.stormwatch.replay.score.Share;
import dev.stormwatch.replay.score.StormScore;
import dev.stormwatch.telemetry.json.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An evaluation in the public format. */
final class EvaluationJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "all";
  private static final double DIGITS = 1e6;

  private EvaluationJson() {}

  static String of(EvaluationResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", "stormwatch.evaluation/1");
    root.put("version", Version.current());
    root.put("recordings", result.recordings().size());
    root.put("incidents", result.ours().incidents().size());
    number(root, "quietFunctionWeeks", result.ours().quietFunctionWeeks());
    ArrayNode systems = root.putArray("systems");
    result.boards().forEach(board -> system(board, systems.addObject()));
    ArrayNode comparisons = root.putArray("comparisons");
    result.comparisons().forEach(comparison -> comparison(comparison, comparisons.addObject()));
    ArrayNode findings = root.putArray("findings");
    for (int i = 0; i < result.recordings().size(); i++) {
      ObjectNode row = findings.addObject();
      row.put("recording", result.recordings().get(i).folder().toString());
      findings(result.ours().recordings().get(i), row);
    }
    number(root, "elapsedSeconds", result.elapsedSeconds());
    ObjectNode isolation = root.putObject("isolation");
    share(isolation, "lossForetoldWithinFivePercent", result.isolation().deadline());
    number(isolation, "largestError", result.isolation().worstError());
    share(isolation, "corneredInFewAttempts", result.isolation().cornered());
    ArrayNode delays = isolation.putArray("delays");
    for (IsolationScore.Delay delay : result.isolation().delays()) {
      ObjectNode row = delays.addObject();
      row.put("source", delay.source());
      share(row, "found", delay.found());
      durations(row, "timeToDetectSeconds", delay.time());
      number(row, "medianAttempts", delay.attempts().median());
      number(row, "p90Attempts", delay.attempts().quantile(0.9));
    }
    storms(result.storms(), root.putObject("storms"));
    return root.toPrettyString();
  }

  private static void storms(StormScore score, ObjectNode node) {
    share(node, "forecastsWithin35Percent", score.forecasts());
    share(node, "gainsWithin20Percent", score.gains());
    share(node, "healsByItselfRight", score.heals());
  }

  private static void system(Scoreboard board, ObjectNode node) {
    node.put("system", board.system());
    node.put("namesKinds", board.namesKinds());
    node.put("pages", board.pages());
    ArrayNode rows = node.putArray("rows");
    board.rows().forEach(row -> row(row, rows.addObject()));
    row(board.total(), rows.addObject());
    ArrayNode confusion = node.putArray("confusion");
    board
        .confusion()
        .forEach(
            (kind, called) ->
                called.forEach(
                    (said, times) ->
                        confusion
                            .addObject()
                            .put("was", kind)
                            .put("said", said)
                            .put("times", times)));
  }

  private static void row(Row row, ObjectNode node) {
    Kind kind = row.kind();
    node.put("kind", kind == null ? ALL : kind.wireName());
    node.put("incidents", row.recall().of());
    share(node, "recall", row.recall());
    share(node, "pagePrecision", row.precision());
    durations(node, "timeToDetectSeconds", row.timeToDetect());
    durations(node, "leadSeconds", row.leadTime());
    share(node, "leadAtLeast30Seconds", row.leadAtLeast(30_000));
    share(node, "leadAtLeast60Seconds", row.leadAtLeast(60_000));
    number(node, "pagesPerIncident", row.pagesPerIncident());
    Rate rate = row.falsePages();
    if (rate == null) {
      node.putNull("falsePages");
      node.putNull("falsePagesPer100FunctionWeeks");
    } else {
      node.put("falsePages", rate.events());
      interval(
          node,
          "falsePagesPer100FunctionWeeks",
          rate.value() * ScoreCells.FUNCTION_WEEKS,
          rate.lower() * ScoreCells.FUNCTION_WEEKS,
          rate.upper() * ScoreCells.FUNCTION_WEEKS);
    }
    node.put("wrongLabels", row.wrongLabels());
    share(node, "subjectsNamedRight", row.namedRight());
    share(node, "causesNamedRight", row.causeNamedRight());
  }

  private static void comparison(Comparison comparison, ObjectNode node) {
    Kind kind = comparison.kind();
    node.put("against", comparison.other());
    node.put("kind", kind == null ? ALL : kind.wireName());
    node.put("both", comparison.both());
    node.put("onlyStormwatch", comparison.onlyOurs());
    node.put("onlyOther", comparison.onlyTheirs());
    node.put("neither", comparison.neither());
    share(node, "stormwatchEarlier", comparison.earlierShare());
    durations(node, "earlierBySeconds", comparison.earlier());
  }

  private static void findings(RecordingScore score, ObjectNode node) {
    ArrayNode incidents = node.putArray("incidents");
    for (IncidentScore incident : score.incidents()) {
      Label label = incident.label();
      Message by = incident.detectedBy();
      ObjectNode row = incidents.addObject();
      row.put("id", label.id());
      row.put("kind", label.kind().wireName());
      row.put("severity", label.severity().wireName());
      row.put("subject", label.entity().inWords());
      row.put("onset", Times.text(label.onset()));
      row.put("detectedAt", by == null ? null : Times.text(by.decidedAt()));
      row.put("pages", incident.pages());
      row.put("namedRight", incident.namedRight());
      if (incident.causeAsked()) {
        row.put("causeNamedRight", incident.causeNamedRight());
      }
    }
    pages(node.putArray("falsePages"), score.falsePages());
    pages(node.putArray("wrongLabels"), score.wrongLabels());
    node.put("falseTickets", score.falseTickets());
  }

  private static void pages(ArrayNode rows, List<Message> pages) {
    for (Message page : pages) {
      Kind kind = page.kind();
      rows.addObject()
          .put("decidedAt", Times.text(page.decidedAt()))
          .put("kind", kind == null ? null : kind.wireName())
          .put("subject", page.entity().inWords())
          .put("incidentId", page.incident());
    }
  }

  private static void share(ObjectNode node, String name, @Nullable Share share) {
    if (share == null || !share.known()) {
      node.putNull(name);
      return;
    }
    interval(node, name, share.value(), share.lower(), share.upper());
  }

  private static void durations(ObjectNode node, String name, Durations durations) {
    if (durations.size() == 0) {
      node.putNull(name);
      return;
    }
    double[] interval = durations.medianInterval();
    ObjectNode object = node.putObject(name);
    object.put("incidents", durations.size());
    number(object, "median", durations.median() / 1000);
    number(object, "lower", interval[0] / 1000);
    number(object, "upper", interval[1] / 1000);
    number(object, "p90", durations.quantile(0.9) / 1000);
  }

  private static void interval(
      ObjectNode node, String name, double value, double lower, double upper) {
    if (Double.isNaN(value)) {
      node.putNull(name);
      return;
    }
    ObjectNode object = node.putObject(name);
    number(object, "value", value);
    number(object, "lower", lower);
    number(object, "upper", upper);
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, Math.round(value * DIGITS) / DIGITS);
    }
  }
}
