package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.notify.Figures;
import dev.stormwatch.replay.run.FunctionTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One incident of the page: its time line, then what was known when, with what was new then. */
final class ReportIncident {

  /** Charts of more functions hide the story. */
  private static final int MOST_CHARTS = 3;

  private static final long AROUND_MILLIS = 10 * 60_000;

  private final Incident incident;
  private final ReplaySpan span;
  private final List<FunctionTotals> functions;
  private final long onset;

  /** Rows that were told already; only what is new stands below a message. */
  private final Set<String> told = new HashSet<>();

  ReportIncident(Incident incident, ReplaySpan span, List<FunctionTotals> functions) {
    this.incident = incident;
    this.span = span;
    this.functions = functions;
    this.onset = millis(incident.opened, "onset");
  }

  Html html(String id) {
    Html html = new Html().open("section", "id", id);
    html.leaf("h2", incident.opened.path("headline").asText());
    html.open("p", "class", "note").text(incident.text("severity") + ", ");
    html.text(incident.text("kind") + " of " + incident.where() + "; began about ");
    html.text(Words.time(onset) + " UTC, known ");
    html.text(Words.duration(millis(incident.opened, "decidedAt") - onset) + " later; ");
    html.text(felt()).close("p");
    charts(html);
    story(html);
    return html.close("section");
  }

  /** What everybody asks first: did it come before somebody noticed? */
  private String felt() {
    JsonNode impact = impact();
    if (impact.isMissingNode()) {
      return "no effect in the logs";
    }
    long lead = millis(impact, "firstAt") - millis(incident.opened, "decidedAt");
    return lead > 0
        ? Words.duration(lead) + " before the first effect in the logs"
        : lead < 0 ? "felt for " + Words.duration(-lead) + " by then" : "as it was first felt";
  }

  /** The first that was told of. */
  private JsonNode impact() {
    return incident.messages.stream()
        .map(message -> message.path("impact"))
        .filter(impact -> impact.path("seen").asBoolean() && impact.has("firstAt"))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private void charts(Html html) {
    List<FunctionTotals> concerned = concerned();
    if (concerned.isEmpty()) {
      return;
    }
    List<ReportChart.Mark> marks = new ArrayList<>();
    marks.add(new ReportChart.Mark(onset, "began", ""));
    JsonNode impact = impact();
    if (!impact.isMissingNode()) {
      marks.add(new ReportChart.Mark(millis(impact, "firstAt"), "felt", ""));
    }
    for (JsonNode message : incident.messages) {
      marks.add(
          new ReportChart.Mark(
              millis(message, "decidedAt"), "told", message.path("sequence").asText()));
    }
    marks.sort(Comparator.comparingLong(ReportChart.Mark::at));
    long last = millis(incident.messages.get(incident.messages.size() - 1), "decidedAt");
    long around = Math.max(AROUND_MILLIS, (last - onset) / 5);
    long from = Math.max(onset - around, span.from());
    ReportChart chart = new ReportChart(from, Math.min(last + around, span.to()), marks);
    concerned.stream().limit(MOST_CHARTS).forEach(function -> html.add(chart.of(function)));
    String more =
        concerned.size() > MOST_CHARTS
            ? "; " + Words.count(concerned.size() - MOST_CHARTS, "more function") + " not drawn"
            : "";
    html.leaf(
        "p",
        "By arrival of the logs, UTC. Dashed: it began. "
            + (impact.isMissingNode() ? "" : "Red: first felt. ")
            + "Numbers: what was told"
            + more
            + '.',
        "class",
        "note");
  }

  /** Those that the subject names and that were heard of, in its order. */
  private List<FunctionTotals> concerned() {
    JsonNode subject = incident.opened.path("subject");
    Set<String> names = new LinkedHashSet<>();
    names.add(subject.path("function").asText());
    names.add(subject.path("root").asText());
    incident.messages.forEach(
        message -> message.at("/subject/functions").forEach(name -> names.add(name.asText())));
    List<FunctionTotals> concerned = new ArrayList<>();
    for (String name : names) {
      for (FunctionTotals totals : functions) {
        if (totals.function.equals(name)
            && totals.account.equals(subject.path("account").asText(totals.account))
            && totals.region.equals(subject.path("region").asText(totals.region))) {
          concerned.add(totals);
        }
      }
    }
    return concerned;
  }

  private record Step(long at, String style, String number, String what, JsonNode message) {}

  private void story(Html html) {
    List<Step> steps = new ArrayList<>();
    JsonNode nothing = MissingNode.getInstance();
    steps.add(new Step(onset, "began", "", "it began, as estimated afterwards", nothing));
    JsonNode impact = impact();
    if (!impact.isMissingNode()) {
      String what = "first felt: " + impact.path("what").asText();
      steps.add(new Step(millis(impact, "firstAt"), "felt", "", what, nothing));
    }
    for (JsonNode message : incident.messages) {
      String what = action(message) + ": " + message.path("headline").asText();
      String number = message.path("sequence").asText();
      steps.add(new Step(millis(message, "decidedAt"), "told", number, what, message));
    }
    steps.sort(Comparator.comparingLong(Step::at));
    html.open("ol");
    for (Step step : steps) {
      html.open("li").open("p");
      html.leaf("time", Words.time(step.at).substring(11), "class", step.style);
      html.leaf("span", later(step.at), "class", "later");
      if (!step.number.isEmpty()) {
        html.leaf("span", step.number, "class", "badge told");
      }
      html.text(step.what).close("p");
      if (!step.message.isMissingNode()) {
        details(html, step.message);
      }
      html.close("li");
    }
    html.close("ol");
  }

  private String later(long at) {
    return at == onset ? "" : (at < onset ? "−" : "+") + Words.duration(Math.abs(at - onset));
  }

  private static String action(JsonNode message) {
    String action = message.path("action").asText();
    return action.equals("open") || action.equals("escalate")
        ? message.path("severity").asText() + (action.equals("open") ? " opened" : "d")
        : action + (action.endsWith("e") ? "d" : "ed");
  }

  private void details(Html html, JsonNode message) {
    html.leaf("p", Figures.of(measure(message.path("measure"))), "class", "note");
    JsonNode next = message.path("prediction");
    if (!next.isMissingNode()) {
      String at = Words.time(next.path("at").asText());
      html.leaf(
          "p", "foretold: " + next.path("what").asText() + ", at about " + at, "class", "note");
    }
    for (JsonNode row : fresh(message.path("inhibits"), "incidentId")) {
      html.leaf("p", "mutes: " + row.path("headline").asText(), "class", "note");
    }
    List<JsonNode> evidence = fresh(message.path("evidence"), "text", "requestId");
    if (!evidence.isEmpty()) {
      html.open("div", "class", "wide").open("table", "class", "evidence");
      evidence.forEach(row -> evidence(html, row));
      html.close("table").close("div");
    }
    fresh(message.path("recommendations"), "action", "value").forEach(row -> advice(html, row));
  }

  private List<JsonNode> fresh(JsonNode rows, String... members) {
    List<JsonNode> fresh = new ArrayList<>();
    for (JsonNode row : rows) {
      StringBuilder key = new StringBuilder();
      for (String member : members) {
        key.append(member).append('\n').append(row.path(member).asText()).append('\n');
      }
      if (told.add(key.toString())) {
        fresh.add(row);
      }
    }
    return fresh;
  }

  private static void evidence(Html html, JsonNode row) {
    html.open("tr").leaf("td", Words.time(row.path("at").asText()).substring(11));
    html.leaf("td", row.path("text").asText());
    String source =
        Stream.of("logGroup", "logStream", "requestId")
            .map(member -> row.path(member).asText())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(" "));
    // Without any the text has the room.
    if (!source.isEmpty()) {
      html.leaf("td", source);
    }
    html.close("tr");
  }

  private static void advice(Html html, JsonNode row) {
    String value = row.path("value").asText();
    html.open("div", "class", "advice");
    html.leaf("b", row.path("action").asText() + (value.isEmpty() ? "" : ": " + value));
    html.leaf("p", row.path("reason").asText());
    if (row.has("command")) {
      html.leaf("pre", row.path("command").asText());
    }
    String effect = row.path("sideEffect").asText();
    if (!effect.isEmpty() && !effect.startsWith("none")) {
      html.leaf("p", "Side effect: " + effect);
    }
    html.close("div");
  }

  private static Measure measure(JsonNode node) {
    return new Measure(
        node.path("name").asText(),
        node.path("value").asDouble(),
        node.path("unit").asText(),
        node.path("threshold").asDouble(),
        node.path("windowSeconds").asLong(),
        node.path("samples").asLong(),
        node.path("baseline").asDouble());
  }

  private static long millis(JsonNode node, String member) {
    return Instant.parse(node.path(member).asText()).toEpochMilli();
  }
}
