package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;
import java.util.List;

/** What a reader and an evaluation should know about a recording. */
public record Story(List<Moment> timeline, List<Incident> incidents, List<Quiet> quiet) {

  /** A row of the timeline in the README. */
  public record Moment(long at, String what) {}

  /** A stretch that looks like trouble and is none. */
  public record Quiet(long from, long to, String why) {}

  /**
   * One thing that went wrong.
   *
   * @param firstImpact 0 if nobody felt anything
   * @param effectOf the id of the incident that caused this one, or empty
   * @param loop what retries did, see {@link LoopTruth}; empty where there is nothing to say
   * @param isolation of a record that blocks a shard, what is true of it besides; else empty
   * @param cause the mechanism that was at work, or empty
   */
  public record Incident(
      String id,
      String kind,
      String severity,
      ObjectNode subject,
      long onset,
      long firstImpact,
      long end,
      String note,
      String effectOf,
      ObjectNode loop,
      ObjectNode isolation,
      String cause) {

    /** The same, by a mechanism. */
    Incident because(String mechanism) {
      return new Incident(
          id,
          kind,
          severity,
          subject,
          onset,
          firstImpact,
          end,
          note,
          effectOf,
          loop,
          isolation,
          mechanism);
    }
  }

  /** labels.json. */
  public ObjectNode labels() {
    ObjectNode labels = Json.object();
    labels.put("schema", "stormwatch.labels/1");
    labels.putArray("incidents");
    labels.putArray("quiet");
    for (Incident incident : incidents) {
      ObjectNode row = labels.withArray("incidents").addObject();
      row.put("id", incident.id());
      row.put("kind", incident.kind());
      row.put("severity", incident.severity());
      row.set("subject", incident.subject());
      row.put("onset", Json.time(incident.onset()));
      if (incident.firstImpact() == 0) {
        row.putNull("firstImpact");
      } else {
        row.put("firstImpact", Json.time(incident.firstImpact()));
      }
      row.put("end", Json.time(incident.end()));
      if (!incident.note().isEmpty()) {
        row.put("note", incident.note());
      }
      if (!incident.cause().isEmpty()) {
        row.put("cause", incident.cause());
      }
      if (!incident.effectOf().isEmpty()) {
        row.put("effectOf", incident.effectOf());
      }
      if (!incident.loop().isEmpty()) {
        row.set("loop", incident.loop());
      }
      if (!incident.isolation().isEmpty()) {
        row.set("isolation", incident.isolation());
      }
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
