package dev.stormwatch.replay.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One incident under two settings. Ids hold the onset, which may be estimated otherwise, so the
 * first of a kind and a place under one is taken for the first of it under the other, and so on.
 */
record IncidentPair(@Nullable Incident a, @Nullable Incident b) {

  /** What a column of lead times means. */
  static final String LEAD =
      "Lead: from the message to the first effect that the logs show; negative: it was felt first.";

  private static final int DAY = 10;

  /** In order of opening, by whichever told first. */
  static List<IncidentPair> of(List<Incident> a, List<Incident> b) {
    List<Incident> left = new ArrayList<>(b);
    List<IncidentPair> pairs = new ArrayList<>();
    for (Incident one : a) {
      Incident same =
          left.stream().filter(other -> key(other).equals(key(one))).findFirst().orElse(null);
      left.remove(same);
      pairs.add(new IncidentPair(one, same));
    }
    left.forEach(other -> pairs.add(new IncidentPair(null, other)));
    pairs.sort(Comparator.comparing(IncidentPair::opened));
    return pairs;
  }

  private static String key(Incident incident) {
    return incident.text("kind") + ' ' + incident.where();
  }

  private Incident any() {
    return Objects.requireNonNull(a == null ? b : a, "a pair of nothing");
  }

  private Instant opened() {
    return a == null || b == null ? at(any()) : at(a).isBefore(at(b)) ? at(a) : at(b);
  }

  private static Instant at(Incident incident) {
    return Instant.parse(incident.opened.path("decidedAt").asText());
  }

  /** What the second settings make different. */
  String difference() {
    if (a == null) {
      return "only with B";
    }
    if (b == null) {
      return "only with A";
    }
    Duration later = Duration.between(at(a), at(b));
    String when =
        later.isZero()
            ? ""
            : Words.duration(later.abs().toMillis()) + (later.isNegative() ? " sooner" : " later");
    String severity =
        a.text("severity").equals(b.text("severity")) ? "" : "a " + b.text("severity");
    String both = when.isEmpty() || severity.isEmpty() ? "" : ", ";
    return when.isEmpty() && severity.isEmpty() ? "the same" : severity + both + when;
  }

  static void print(List<IncidentPair> pairs, PrintWriter writer) {
    Table table =
        new Table("DAY", "KIND", "WHERE", "FELT SINCE", "A", ">LEAD", "B", ">LEAD", "B IS");
    for (IncidentPair pair : pairs) {
      table.row(
          pair.opened().toString().substring(0, DAY),
          pair.any().text("kind"),
          pair.any().where(),
          pair.felt().isEmpty() ? "-" : clock(pair.felt()),
          told(pair.a),
          pair.lead(pair.a),
          told(pair.b),
          pair.lead(pair.b),
          pair.difference());
    }
    table.print(writer);
    writer.println(Words.wrap("  ", LEAD));
  }

  private String lead(@Nullable Incident incident) {
    return incident == null ? "-" : lead(incident.opened.path("decidedAt").asText(), felt());
  }

  /**
   * How long before it was felt a message came.
   *
   * @param felt empty where it never was
   */
  static String lead(String decidedAt, String felt) {
    if (felt.isEmpty()) {
      return "-";
    }
    Duration lead = Duration.between(Instant.parse(decidedAt), Instant.parse(felt));
    return (lead.isNegative() ? "-" : "") + Words.duration(lead.abs().toMillis());
  }

  /** By whichever knew it; empty where neither did. */
  private String felt() {
    return Stream.of(a, b)
        .flatMap(Stream::ofNullable)
        .map(Incident::firstImpact)
        .filter(time -> !time.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String clock(String time) {
    return Words.time(time).substring(DAY + 1);
  }

  private static String told(@Nullable Incident incident) {
    return incident == null
        ? "-"
        : incident.text("severity") + ' ' + clock(incident.opened.path("decidedAt").asText());
  }
}
