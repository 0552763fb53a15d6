package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Database;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.Troubles;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.scenario.Schedule.Entry;
import dev.stormwatch.lab.scenario.Story.Quiet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Labels from what the model really did. A scenario file says which mechanism is at work and when
 * it begins; whether it came to an incident, whom it hit, when the first caller felt it and when it
 * was over is read off the truth. An entry whose mechanism came to nothing (no connection was
 * refused, no call was throttled) makes no label; a connection that was refused, a record that
 * blocked a shard or a call that was throttled always makes one, whatever the file says.
 */
final class GroundTruth {

  /** After the last refusal, throttle or failure it takes so long until callers are all well. */
  private static final long AFTERMATH_MILLIS = 60_000;

  private final Estate estate;
  private final long start;
  private final long end;
  private final List<Entry> entries;
  private final List<Quiet> quiet;
  private final LabelSheet sheet;

  GroundTruth(Estate estate, long start, long end, Section file) {
    this.estate = estate;
    this.start = start;
    this.end = end;
    this.sheet = new LabelSheet(end);
    Schedule schedule = new Schedule(start, end);
    this.entries = schedule.entries(file);
    this.quiet = schedule.quiet(file);
  }

  Story story(List<Troubles.Event> events) {
    sheet.moment(start, "The recording begins.");
    events.forEach(event -> sheet.moment(event.at(), event.what()));
    for (Database database : estate.databases()) {
      exhaustion(database);
    }
    poison();
    for (Entry entry : entries) {
      int before = sheet.size();
      declared(entry);
      sheet.because(entry.cause(), before);
    }
    saturation();
    return sheet.story(quiet);
  }

  private void exhaustion(Database database) {
    List<Database.Refusal> refusals =
        database.refusals().stream().filter(refusal -> refusal.at() >= start).toList();
    if (refusals.isEmpty()) {
      return;
    }
    long first = refusals.get(0).at();
    long last = refusals.get(refusals.size() - 1).at();
    Entry entry = entry("connection-exhaustion", database.id);
    ObjectNode subject = LabelSheet.subject("database");
    subject.put("database", database.id);
    estate.specs().stream()
        .filter(spec -> spec.database().equals(database.id))
        .forEach(spec -> subject.withArray("functions").add(spec.name));
    long onset = entry == null ? first : Math.min(entry.onset(), first);
    sheet.add(
        "connection-exhaustion",
        "page",
        subject,
        onset,
        first,
        last + AFTERMATH_MILLIS,
        entry == null ? "connections ran out" : entry.note(),
        "",
        LabelSheet.member(
            "loop",
            new LoopTruth(estate, database, start, end)
                .label(onset, Math.min(end, last + AFTERMATH_MILLIS))));
    sheet.moment(
        first,
        "`%s` refuses its first connection; %,d refusals follow until %s."
            .formatted(database.id, refusals.size() - 1, Json.clock(last)));
  }

  private void poison() {
    for (Truth.Poison poison : estate.truth.poison()) {
      if (poison.lastFailure < start) {
        continue;
      }
      Entry entry = entry("poison-record", poison.function);
      ObjectNode subject = LabelSheet.subject(poison.queue ? "queue" : "shard");
      subject.put("eventSource", poison.eventSource);
      if (!poison.queue) {
        subject.put("shard", poison.shard);
      }
      subject.put("function", poison.function);
      subject.put(poison.queue ? "messageId" : "sequenceNumber", poison.id);
      sheet.add(
          "poison-record",
          entry == null ? "page" : entry.severity(),
          subject,
          poison.firstFailure,
          poison.firstFailure,
          poison.goneAt == 0 ? end : poison.goneAt,
          entry == null ? "" : entry.note(),
          "",
          LabelSheet.member("isolation", IsolationTruth.of(estate, poison)));
      sheet.moment(
          poison.firstFailure,
          "`%s` fails on one record for the first of %,d times."
              .formatted(poison.function, poison.failures));
      if (poison.goneAt > 0) {
        sheet.moment(poison.goneAt, "The record is done with.");
      }
    }
  }

  private void declared(Entry entry) {
    switch (entry.kind()) {
      case "connection-exhaustion", "poison-record":
        break; // read off the truth
      case "concurrency-saturation":
        throttled(entry.of(), entry, "");
        break;
      default:
        new DeclaredIncident(estate, start, end, entry).label(sheet);
    }
  }

  /** Throttles that no entry names are the effect of the incident during which they came. */
  private void saturation() {
    TreeSet<String> functions = new TreeSet<>();
    estate.truth.throttles().stream()
        .filter(moment -> moment.at() >= start)
        .forEach(moment -> functions.add(moment.function()));
    for (String name : functions) {
      if (entry("concurrency-saturation", name) == null) {
        throttled(name, null, sheet.firstId());
      }
    }
  }

  private void throttled(String name, @Nullable Entry entry, String effectOf) {
    long from = entry == null ? start : entry.onset();
    long[] times =
        estate.truth.throttles().stream()
            .filter(moment -> moment.function().equals(name) && moment.at() >= from)
            .mapToLong(Truth.Moment::at)
            .toArray();
    if (times.length == 0) {
      return;
    }
    sheet.add(
        "concurrency-saturation",
        entry == null ? "page" : entry.severity(),
        LabelSheet.function(name),
        entry == null ? times[0] : entry.onset(),
        times[0],
        times[times.length - 1] + AFTERMATH_MILLIS,
        entry == null ? "" : entry.note(),
        effectOf);
    sheet.moment(
        times[0], "The first of %,d calls of `%s` is throttled.".formatted(times.length, name));
  }

  private @Nullable Entry entry(String kind, String of) {
    for (Entry entry : entries) {
      if (entry.kind().equals(kind) && Objects.equals(entry.of(), of)) {
        return entry;
      }
    }
    return null;
  }
}
