package dev.stormwatch.replay.cli;

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
    if (summary.incidents.isEmpty()) {
      writer.println(summary.noIncidents());
      writer.println();
    } else {
      IncidentReport.print(summary.incidents, writer);
    }
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
                "passed over %s: %s (see %s)%n",
                Words.count(count, "record"), reason, out.resolve("dead-letters.ndjson")));
    note(DecodeCounter.OTHER, "record", "of log groups of no Lambda function", writer);
    note(DecodeCounter.DUPLICATES, "record", "that came twice, counted once", writer);
    note(
        DecodeCounter.TOO_MANY_FUNCTIONS,
        "record",
        "of functions beyond decode.maxFunctions, dropped",
        writer);
    note(
        DecodeCounter.TOO_LARGE_LINES,
        "log event",
        "beyond decode.maxLineBytes or decode.maxObjectMembers, not read",
        writer);
    note(
        DecodeCounter.FORGED_LINES,
        "log event",
        "printed by a function in the platform's form, not counted",
        writer);
    note(DecodeCounter.DROPPED_EVENTS, "log event", "lost before they were logged", writer);
    writer.println();
  }

  private void note(DecodeCounter counter, String thing, String what, PrintWriter writer) {
    long count = summary.result.decoded.getOrDefault(counter, 0L);
    if (count > 0) {
      writer.println(Words.count(count, thing) + ' ' + what);
    }
  }

  private void functions(PrintWriter writer) {
    if (summary.result.functions.isEmpty()) {
      writer.println("No Lambda function was heard of.");
      writer.println();
      return;
    }
    Table table =
        new Table(
            "FUNCTION", ">CALLS", ">COLD", ">FAILED", ">RETRIES", ">CONCURRENCY", ">ENVIRONMENTS");
    for (FunctionTotals totals : summary.result.functions) {
      table.row(
          totals.function,
          Words.count(totals.invocations),
          Words.count(totals.coldStarts),
          Words.count(totals.failures),
          Words.count(totals.retries),
          Words.concurrency(totals.peakConcurrency),
          Words.count(totals.peakEnvironments));
    }
    table.print(writer);
    writer.println(Words.wrap("  ", ReplaySummary.PEAKS));
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

  private void hashes(PrintWriter writer) {
    Table table = new Table("SHA-256 OF", "");
    table.row("input", summary.inputHash);
    table.row("settings", summary.settings.hash);
    table.row("alerts", summary.alertsHash);
    table.print(writer);
    writer.println();
    writer.println("written: " + out.resolve("alerts.ndjson") + " and summary.json beside it");
    writer.println("to read: " + out.resolve(ReplaySummary.REPORT));
  }
}
