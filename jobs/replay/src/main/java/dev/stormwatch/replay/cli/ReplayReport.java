package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.replay.run.FunctionTotals;
import dev.stormwatch.stream.DecodeCounter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** The end of a replay, as a person reads it. */
final class ReplayReport {

  private final ReplaySummary summary;
  private final Path out;

  ReplayReport(ReplaySummary summary, Path out) {
    this.summary = summary;
    this.out = out;
  }

  void print(PrintWriter writer) {
    seen(writer);
    functions(writer);
    incidents(writer);
    hashes(writer);
    writer.flush();
  }

  private void seen(PrintWriter writer) {
    var progress = summary.result.progress;
    writer.printf(
        Locale.ROOT,
        "%s, %s, %s of arrival, replayed in %.1f s%n",
        Words.count(progress.records(), "record"),
        Words.count(summary.result.decoded.getOrDefault(DecodeCounter.EVENTS, 0L), "log event"),
        progress.records() == 0
            ? "nothing"
            : Words.duration(progress.lastArrival() - progress.firstArrival()),
        summary.result.elapsedSeconds);
    if (progress.badLines().count() > 0) {
      writer.printf(
          "passed over %s that are no record; the first: %s%n",
          Words.count(progress.badLines().count(), "line"), progress.badLines().first());
    }
    summary.result.deadByReason.forEach(
        (reason, count) ->
            writer.printf(
                "passed over %s records: %s (see %s)%n",
                Words.count(count), reason, out.resolve("dead-letters.ndjson")));
    note(DecodeCounter.OTHER, "records are of log groups that are no Lambda function's", writer);
    note(DecodeCounter.DUPLICATES, "records came twice and were counted once", writer);
    note(
        DecodeCounter.TOO_MANY_FUNCTIONS,
        "records are of functions beyond decode.maxFunctions and were dropped",
        writer);
    note(
        DecodeCounter.TOO_LARGE_LINES,
        "log events are beyond decode.maxLineBytes or decode.maxObjectMembers and were not read",
        writer);
    note(
        DecodeCounter.FORGED_LINES,
        "log events look like the platform's, but a function printed them; they were not counted",
        writer);
    note(DecodeCounter.DROPPED_EVENTS, "log events were lost before they were logged", writer);
    writer.println();
  }

  private void note(DecodeCounter counter, String what, PrintWriter writer) {
    long count = summary.result.decoded.getOrDefault(counter, 0L);
    if (count > 0) {
      writer.println(Words.count(count) + ' ' + what);
    }
  }

  private void functions(PrintWriter writer) {
    if (summary.result.functions.isEmpty()) {
      writer.println("No Lambda function was heard of.");
      return;
    }
    Table table =
        new Table(
            "FUNCTION",
            ">CALLS",
            ">COLD",
            ">FAILED",
            ">RETRIES",
            ">PEAK CONCURRENCY",
            ">PEAK ENVIRONMENTS");
    for (FunctionTotals totals : summary.result.functions) {
      table.row(
          totals.function,
          Words.count(totals.invocations),
          Words.count(totals.coldStarts),
          Words.count(totals.failures),
          Words.count(totals.retries),
          String.format(Locale.ROOT, "%.2f", totals.peakConcurrency),
          Words.count(totals.peakEnvironments));
    }
    table.print(writer);
    for (FunctionTotals totals : summary.result.functions) {
      if (totals.blind) {
        writer.println(
            totals.function
                + " is blind: it logs without START and REPORT (system log level WARN, or a"
                + " filter), so its calls are unknown, not zero");
      }
    }
    writer.println();
  }

  private void incidents(PrintWriter writer) {
    if (summary.incidents.isEmpty()) {
      writer.println("No incidents: nobody would have been paged.");
      writer.println();
      return;
    }
    Table table = new Table("OPENED (UTC)", "ENDED (UTC)", "SEVERITY", "KIND", "WHERE", "OUTCOME");
    for (Incident incident : summary.incidents) {
      table.row(
          Words.time(incident.opened.path("decidedAt").asText()),
          incident.ended() ? Words.time(incident.text("decidedAt")) : "-",
          incident.text("severity"),
          incident.text("kind"),
          incident.where(),
          incident.ended() ? incident.outcome() : "open at the end of the input");
    }
    table.print(writer);
    writer.println();
    for (Incident incident : summary.incidents) {
      writer.println("  " + incident.opened.path("headline").asText());
      incident
          .opened
          .path("recommendations")
          .forEach(
              row -> {
                writer.println("    - " + row.path("action").asText() + value(row.path("value")));
                writer.println("      why: " + row.path("reason").asText());
                if (row.has("command")) {
                  writer.println("      run: " + row.path("command").asText());
                }
              });
      if (incident.ended()) {
        writer.println("    " + incident.outcome() + ": " + incident.text("headline"));
      }
      writer.println();
    }
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() ? "" : ": " + value.asText();
  }

  private void hashes(PrintWriter writer) {
    Table table = new Table("SHA-256 OF", "");
    table.row("input", summary.inputHash);
    table.row("settings", summary.settings.hash);
    table.row("alerts", summary.alertsHash);
    table.print(writer);
    writer.println();
    writer.println("written: " + out.resolve("alerts.ndjson") + " and summary.json beside it");
  }
}
