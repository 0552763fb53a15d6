package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.scenario.Story.Incident;
import dev.stormwatch.lab.scenario.Story.Moment;
import dev.stormwatch.lab.scenario.Story.Quiet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where labels and the rows of the timeline are written down, in whatever order they are found. */
final class LabelSheet {

  private final long end;
  private final List<Incident> incidents = new ArrayList<>();
  private final List<Moment> timeline = new ArrayList<>();

  /**
   * @param end of the recording, which cuts off what outlasts it
   */
  LabelSheet(long end) {
    this.end = end;
  }

  void add(
      String kind,
      String severity,
      ObjectNode subject,
      long onset,
      long firstImpact,
      long until,
      String note,
      String effectOf) {
    add(kind, severity, subject, onset, firstImpact, until, note, effectOf, Json.object());
  }

  void add(
      String kind,
      String severity,
      ObjectNode subject,
      long onset,
      long firstImpact,
      long until,
      String note,
      String effectOf,
      ObjectNode ofKind) {
    String id = "i" + (incidents.size() + 1);
    incidents.add(
        new Incident(
            id,
            kind,
            severity,
            subject,
            onset,
            firstImpact,
            Math.min(until, end),
            note,
            effectOf,
            ofKind));
  }

  int size() {
    return incidents.size();
  }

  /** Notes why those that were written down since came about, where that is known. */
  void because(String cause, int since) {
    if (!cause.isEmpty()) {
      for (Incident incident : incidents.subList(since, incidents.size())) {
        incident.ofKind().put("cause", cause);
      }
    }
  }

  void moment(long at, String what) {
    timeline.add(new Moment(at, what));
  }

  /** The id of the first incident, or empty. */
  String firstId() {
    return incidents.isEmpty() ? "" : incidents.get(0).id();
  }

  Story story(List<Quiet> quiet) {
    timeline.removeIf(moment -> moment.at() > end);
    timeline.sort(Comparator.comparingLong(Moment::at));
    return new Story(timeline, incidents, quiet);
  }

  /** A member that only labels of a kind have; none where there is nothing to say. */
  static ObjectNode member(String name, ObjectNode value) {
    ObjectNode member = Json.object();
    if (!value.isEmpty()) {
      member.set(name, value);
    }
    return member;
  }

  static ObjectNode function(String name) {
    ObjectNode subject = subject("function");
    subject.put("function", name);
    return subject;
  }

  static ObjectNode subject(String type) {
    ObjectNode subject = Json.object();
    subject.put("type", type);
    subject.put("account", Recording.ACCOUNT);
    subject.put("region", Recording.REGION);
    return subject;
  }
}
