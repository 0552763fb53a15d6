package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.replay.score.IncidentScore;
import dev.stormwatch.replay.score.RecordingScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same telemetry replayed with one value of a key after another: a row for each. */
final class SettingsSweep {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A replay with one value.
   *
   * @param score against the recording's labels; empty where it has none
   */
  record Run(JsonNode value, ReplaySummary summary, Optional<RecordingScore> score) {}

  private final String key;
  private final List<Run> runs;

  /**
   * @param runs the first with the settings as they are
   */
  SettingsSweep(String key, List<Run> runs) {
    this.key = key;
    this.runs = runs;
  }

  void print(PrintWriter writer) {
    boolean labelled = runs.get(0).score.isPresent();
    List<String> titles =
        new ArrayList<>(List.of(key, ">INCIDENTS", ">PAGES", "FIRST PAGE (UTC)", ">LEAD"));
    if (labelled) {
      titles.addAll(List.of(">FOUND", ">FALSE PAGES"));
    }
    Table table = new Table(titles.toArray(String[]::new));
    String asItIs = " (as it is)";
    for (Run run : runs) {
      List<String> cells = new ArrayList<>();
      cells.add((run.value.isMissingNode() ? "not set" : run.value.toString()) + asItIs);
      asItIs = "";
      cells.add(Words.count(run.summary.incidents.size()));
      cells.addAll(pages(run.summary.incidents));
      run.score.ifPresent(
          score -> {
            cells.add(found(score) + " of " + score.incidents().size());
            cells.add(Words.count(score.falsePages().size()));
          });
      table.row(cells.toArray(String[]::new));
    }
    table.print(writer);
    writer.println(Words.wrap("  ", IncidentPair.LEAD));
    if (labelled) {
      writer.println(Words.wrap("  ", "Found and false: by the recording's labels."));
    }
  }

  private static List<String> pages(List<Incident> incidents) {
    List<Incident> paged =
        incidents.stream().filter(incident -> !incident.pagedAt().isEmpty()).toList();
    Optional<Incident> first =
        paged.stream().min((one, other) -> one.pagedAt().compareTo(other.pagedAt()));
    return List.of(
        Words.count(paged.size()),
        first.map(incident -> Words.time(incident.pagedAt())).orElse("-"),
        first
            .map(incident -> IncidentPair.lead(incident.pagedAt(), incident.firstImpact()))
            .orElse("-"));
  }

  private static long found(RecordingScore score) {
    return score.incidents().stream().filter(IncidentScore::detected).count();
  }

  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("key", key);
    ArrayNode rows = root.putArray("runs");
    for (Run run : runs) {
      ObjectNode row = rows.addObject();
      if (!run.value.isMissingNode()) {
        row.set("value", run.value);
      }
      row.set("summary", run.summary.tree());
      run.score.ifPresent(
          score ->
              row.putObject("score")
                  .put("labels", score.incidents().size())
                  .put("found", found(score))
                  .put("falsePages", score.falsePages().size())
                  .put("falseTickets", score.falseTickets()));
    }
    return root;
  }
}
