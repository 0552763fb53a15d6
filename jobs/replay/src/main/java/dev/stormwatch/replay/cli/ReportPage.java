package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.run.FunctionTotals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A replay as one page of HTML, for a post-mortem: each incident with its time line and what was
 * known when. It holds all that it shows, loads nothing and runs nothing, so it can be kept, sent
 * and printed. The same recording and settings give the same page.
 */
final class ReportPage {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A page of more is read by nobody; the files hold them all. */
  private static final int MOST_INCIDENTS = 100;

  private static final int MOST_FUNCTIONS = 200;

  /** A document that sets nothing, as it is printed. */
  private static final String NOTHING = "{ }";

  private final String title;
  private final Map<String, String> facts;
  private final ReplaySpan span;
  private final List<Incident> incidents;
  private final List<FunctionTotals> functions;
  private final String settings;

  /**
   * @param facts what was replayed: names and values, in order
   * @param settings what was set otherwise than the defaults, as JSON
   */
  ReportPage(
      String title,
      Map<String, String> facts,
      ReplaySpan span,
      List<Incident> incidents,
      List<FunctionTotals> functions,
      String settings) {
    this.title = title;
    this.facts = facts;
    this.span = span;
    this.incidents = incidents;
    this.functions = functions;
    this.settings = settings;
  }

  /** The whole document. */
  String html() {
    Html body = new Html();
    body.leaf("h1", title);
    overview(body);
    List<Incident> told = incidents.subList(0, Math.min(MOST_INCIDENTS, incidents.size()));
    for (int i = 0; i < told.size(); i++) {
      body.add(new ReportIncident(told.get(i), span, functions).html("incident-" + (i + 1)));
    }
    if (told.size() < incidents.size()) {
      more(body, incidents.size() - told.size(), "incident", "alerts.ndjson");
    }
    activity(body);
    body.leaf("h2", "Settings");
    body.leaf(
        "p",
        plain().equals(NOTHING)
            ? "All had their defaults."
            : "What was set; all else had its default.");
    if (!plain().equals(NOTHING)) {
      body.leaf("pre", plain());
    }
    body.leaf("h2", "What was replayed");
    body.open("table");
    facts.forEach((name, value) -> body.open("tr").leaf("th", name).leaf("td", value).close("tr"));
    body.close("table");
    return template(Html.escaped(title), body.toString());
  }

  private void overview(Html body) {
    if (incidents.isEmpty()) {
      body.leaf("p", ReplaySummary.noIncidents(functions));
      return;
    }
    body.open("div", "class", "wide").open("table", "class", "incidents");
    body.row("th", "opened (UTC)", "ended", "severity", "kind", "where");
    for (int i = 0; i < incidents.size(); i++) {
      Incident incident = incidents.get(i);
      body.open("tr").open("td");
      if (i < MOST_INCIDENTS) {
        body.leaf("a", opened(incident), "href", "#incident-" + (i + 1));
      } else {
        body.text(opened(incident));
      }
      body.close("td");
      body.leaf("td", IncidentReport.ended(incident));
      body.leaf("td", incident.text("severity"), "class", incident.text("severity"));
      body.leaf("td", incident.text("kind")).leaf("td", incident.where()).close("tr");
    }
    body.close("table").close("div");
  }

  private static String opened(Incident incident) {
    return Words.time(incident.opened.path("decidedAt").asText());
  }

  private void activity(Html body) {
    body.leaf("h2", "What functions did").open("div", "class", "wide").open("table", "class", "of");
    body.row("th", "function", "calls", "cold", "failed", "retries", "concurrency", "environments");
    functions.stream()
        .limit(MOST_FUNCTIONS)
        .forEach(
            totals ->
                body.row(
                    "td",
                    totals.function + (totals.blind ? " (logs no calls)" : ""),
                    Words.count(totals.invocations),
                    Words.count(totals.coldStarts),
                    Words.count(totals.failures),
                    Words.count(totals.retries),
                    Words.concurrency(totals.peakConcurrency),
                    Words.count(totals.peakEnvironments)));
    body.close("table").close("div");
    body.leaf("p", ReplaySummary.PEAKS, "class", "note");
    if (functions.size() > MOST_FUNCTIONS) {
      more(body, functions.size() - MOST_FUNCTIONS, "function", "summary.json");
    }
  }

  private static void more(Html body, int count, String thing, String file) {
    body.leaf("p", Words.count(count, "more " + thing) + " in " + file + ".", "class", "note");
  }

  private String plain() {
    try {
      return JSON.readTree(settings).toPrettyString();
    } catch (JsonProcessingException e) {
      return settings;
    }
  }

  private static String template(String title, String body) {
    String name = "report.html";
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      String page =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      List<String> parts = new ArrayList<>(List.of(page.split("\\{\\{(title|body)}}", -1)));
      return parts.get(0) + title + parts.get(1) + body + parts.get(2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
