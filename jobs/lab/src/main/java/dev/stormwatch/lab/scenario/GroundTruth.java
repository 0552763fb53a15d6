package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Database;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.estate.Troubles;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.scenario.Story.Quiet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Labels from what the model really did. A scenario file says which mechanism is at work and when
 * it begins; whether it came to an incident, whom it hit, when the first caller felt it and when it
 * was over is read off the truth. An entry whose mechanism came to nothing (no connection was
 * refused, no call was throttled) makes no label; a connection that was refused, a record that
 * blocked a shard or a call that was throttled always makes one, whatever the file says.
 */
final class GroundTruth {

  private static final double MILLIS_PER_MINUTE = 60_000;

  /** After the last refusal, throttle or failure it takes so long until callers are all well. */
  private static final long AFTERMATH_MILLIS = 60_000;

  /** An entry of the file's list of incidents. */
  private record Entry(
      String kind,
      String severity,
      String of,
      String shard,
      long onset,
      long end,
      String note,
      String cause) {}

  private final Estate estate;
  private final long start;
  private final long end;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Quiet> quiet = new ArrayList<>();
  private final LabelSheet sheet;

  GroundTruth(Estate estate, long start, long end, Section file) {
    this.estate = estate;
    this.start = start;
    this.end = end;
    this.sheet = new LabelSheet(end);
    for (Section section : file.list("incidents")) {
      entries.add(
          new Entry(
              section.text("kind"),
              section.text("severity", "page"),
              section.text("of"),
              section.text("shard", ""),
              minute(section.number("onset")),
              section.has("end") ? Math.min(end, minute(section.number("end"))) : end,
              section.text("note", ""),
              section.text("cause", "")));
    }
    for (Section section : file.list("quiet")) {
      quiet.add(
          new Quiet(
              minute(section.number("from", 0)),
              section.has("to") ? Math.min(end, minute(section.number("to"))) : end,
              section.text("why")));
    }
  }

  private long minute(double minute) {
    return start + (long) (minute * MILLIS_PER_MINUTE);
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
      sheet.because(entry.cause, before);
    }
    saturation();
    quiet.sort(Comparator.comparingLong(Quiet::from));
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
    long onset = entry == null ? first : Math.min(entry.onset, first);
    sheet.add(
        "connection-exhaustion",
        "page",
        subject,
        onset,
        first,
        last + AFTERMATH_MILLIS,
        entry == null ? "connections ran out" : entry.note,
        "",
        new LoopTruth(estate, database, start, end)
            .label(onset, Math.min(end, last + AFTERMATH_MILLIS)),
        Json.object());
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
          entry == null ? "page" : entry.severity,
          subject,
          poison.firstFailure,
          poison.firstFailure,
          poison.goneAt == 0 ? end : poison.goneAt,
          entry == null ? "" : entry.note,
          "",
          Json.object(),
          IsolationTruth.of(estate, poison));
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
    switch (entry.kind) {
      case "connection-exhaustion", "poison-record":
        break; // read off the truth
      case "fan-out-cascade":
        cascade(entry);
        break;
      case "cold-start-spike":
        coldStarts(entry);
        break;
      case "concurrency-saturation":
        throttled(entry.of, entry, "");
        break;
      case "cost-crossover":
        cost(entry);
        break;
      default:
        other(entry);
    }
  }

  /** A page is about money that burns, a ticket about the day from which containers are cheaper. */
  private void cost(Entry entry) {
    CostTruth truth = new CostTruth(estate, start, end);
    ObjectNode subject = LabelSheet.function(entry.of);
    if (!entry.severity.equals("page")) {
      truth
          .crossing(entry.of)
          .ifPresent(
              at -> sheet.add(entry.kind, entry.severity, subject, at, 0, end, entry.note, ""));
      return;
    }
    double before = truth.usdPerDay(entry.of, start, entry.onset);
    double burning = truth.usdPerDay(entry.of, entry.onset, entry.end);
    if (burning > before) {
      sheet.add(entry.kind, entry.severity, subject, entry.onset, 0, entry.end, entry.note, "");
      sheet.moment(
          entry.onset,
          "`%s` has cost %.2f USD a day so far; at the rate until %s it is %,.0f USD a day."
              .formatted(entry.of, before, Json.clock(entry.end), burning));
    }
  }

  private void cascade(Entry entry) {
    TreeSet<String> functions = new TreeSet<>();
    long last = 0;
    long calls = 0;
    int depth = 0;
    for (FunctionSpec spec : estate.specs()) {
      for (Invocation invocation : estate.truth.invocations(spec.name)) {
        if (invocation.hop().runaway()) {
          functions.add(spec.name);
          last = Math.max(last, invocation.end());
          depth = Math.max(depth, invocation.hop().depth());
          calls++;
        }
      }
    }
    if (functions.isEmpty()) {
      return;
    }
    ObjectNode subject = LabelSheet.subject("cascade");
    subject.put("root", entry.of);
    functions.forEach(name -> subject.withArray("functions").add(name));
    long impact =
        estate.truth.throttles().stream()
            .mapToLong(Truth.Moment::at)
            .filter(at -> at >= entry.onset)
            .findFirst()
            .orElse(0);
    sheet.add(entry.kind, entry.severity, subject, entry.onset, impact, last, entry.note, "");
    sheet.moment(
        last,
        "So far the cascade has made %,d calls, the deepest %,d hops from its root."
            .formatted(calls, depth));
  }

  private void coldStarts(Entry entry) {
    LongStream cold =
        estate.truth.invocations(entry.of).stream()
            .filter(call -> call.cold() && call.arrival() >= entry.onset)
            .mapToLong(Invocation::arrival)
            .sorted();
    long first = cold.findFirst().orElse(0);
    if (first == 0) {
      return;
    }
    double before = estate.truth.coldShare(entry.of, start, entry.onset);
    sheet.add(
        entry.kind,
        entry.severity,
        LabelSheet.function(entry.of),
        entry.onset,
        first,
        recovery(entry, before),
        entry.note,
        "");
    sheet.moment(
        entry.onset,
        "%.2f %% of the calls of `%s` were cold so far; %.1f %% are until %s."
            .formatted(
                100 * before,
                entry.of,
                100 * estate.truth.coldShare(entry.of, entry.onset, entry.end),
                Json.clock(entry.end)));
  }

  /**
   * The first full minute after the mechanism's end from which on five minutes show no more than
   * twice the background, or one cold call in a hundred where that is more: five minutes are too
   * few calls to tell less.
   */
  private long recovery(Entry entry, double before) {
    double bound = Math.max(2 * before, 0.01);
    long minute = entry.end;
    while (minute < end
        && estate.truth.coldShare(entry.of, minute, minute + 5 * AFTERMATH_MILLIS) > bound) {
      minute += AFTERMATH_MILLIS;
    }
    return minute;
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
    long from = entry == null ? start : entry.onset;
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
        entry == null ? "page" : entry.severity,
        LabelSheet.function(name),
        entry == null ? times[0] : entry.onset,
        times[0],
        times[times.length - 1] + AFTERMATH_MILLIS,
        entry == null ? "" : entry.note,
        effectOf);
    sheet.moment(
        times[0], "The first of %,d calls of `%s` is throttled.".formatted(times.length, name));
  }

  /** Diagnoses that keep the five patterns honest: the file says when, the truth who felt it. */
  private void other(Entry entry) {
    boolean ofSource = entry.of.startsWith("stream:") || entry.of.startsWith("queue:");
    String name = entry.of.substring(entry.of.indexOf(':') + 1);
    ObjectNode subject;
    String felt = name;
    if (ofSource) {
      felt = estate.consumer(name);
      subject = LabelSheet.subject(entry.shard.isEmpty() ? "queue" : "shard");
      subject.put("eventSource", estate.sourceArn(name));
      if (!entry.shard.isEmpty()) {
        subject.put("shard", entry.shard);
      }
      subject.put("function", felt);
    } else if (name.equals("log-delivery")) {
      subject = LabelSheet.subject("queue");
      subject.put("eventSource", Recording.STREAM_ARN);
    } else {
      subject = LabelSheet.function(name);
    }
    long impact = entry.kind.equals("dependency-outage") ? firstFailure(felt, entry.onset) : 0;
    sheet.add(entry.kind, entry.severity, subject, entry.onset, impact, entry.end, entry.note, "");
  }

  private long firstFailure(String function, long from) {
    LongPredicate after = at -> at >= from;
    return estate.truth.invocations(function).stream()
        .filter(call -> call.ending().failed())
        .mapToLong(Invocation::end)
        .filter(after)
        .min()
        .orElse(0);
  }

  private @Nullable Entry entry(String kind, String of) {
    for (Entry entry : entries) {
      if (entry.kind.equals(kind) && Objects.equals(entry.of, of)) {
        return entry;
      }
    }
    return null;
  }
}
