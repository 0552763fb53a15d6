package dev.stormwatch.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a reader and an evaluation should know about a recording. */
record Story(List<Moment> timeline, List<Incident> incidents, List<Quiet> quiet) {

  /** A row of the timeline in the README. */
  record Moment(long at, String what) {}

  /** An incident of one function. */
  record Incident(
      String kind, String function, long onset, long firstImpact, long end, String note) {}

  /** A stretch that looks like trouble and is none. */
  record Quiet(long from, long to, String why) {}

  /** labels.json. */
  ObjectNode labels() {
    ObjectNode labels = Json.object();
    labels.put("schema", "stormwatch.labels/1");
    labels.putArray("incidents");
    labels.putArray("quiet");
    int number = 0;
    for (Incident incident : incidents) {
      ObjectNode row = labels.withArray("incidents").addObject();
      row.put("id", "i" + ++number);
      row.put("kind", incident.kind());
      row.put("severity", "page");
      ObjectNode subject = row.putObject("subject");
      subject.put("type", "function");
      subject.put("account", Scenario.ACCOUNT);
      subject.put("region", Scenario.REGION);
      subject.put("function", incident.function());
      row.put("onset", Json.time(incident.onset()));
      row.put("firstImpact", Json.time(incident.firstImpact()));
      row.put("end", Json.time(incident.end()));
      row.put("note", incident.note());
    }
    for (Quiet stretch : quiet) {
      ObjectNode row = labels.withArray("quiet").addObject();
      row.put("from", Json.time(stretch.from()));
      row.put("to", Json.time(stretch.to()));
      row.put("why", stretch.why());
    }
    return labels;
  }
}
