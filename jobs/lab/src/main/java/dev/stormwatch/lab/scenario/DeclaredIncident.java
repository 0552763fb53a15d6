package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.scenario.Schedule.Entry;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** An incident of which the file says when and where it begins, and the truth what came of it. */
final class DeclaredIncident {

  private static final long MINUTE_MILLIS = 60_000;

  private final Estate estate;
  private final long start;
  private final long end;
  private final Entry entry;

  DeclaredIncident(Estate estate, long start, long end, Entry entry) {
    this.estate = estate;
    this.start = start;
    this.end = end;
    this.entry = entry;
  }

  void label(LabelSheet sheet) {
    switch (entry.kind()) {
      case "fan-out-cascade" -> cascade(sheet);
      case "cold-start-spike" -> coldStarts(sheet);
      case "cost-crossover" -> cost(sheet);
      default -> other(sheet);
    }
  }

  /** A page is about money that burns, a ticket about the day from which containers are cheaper. */
  private void cost(LabelSheet sheet) {
    CostTruth truth = new CostTruth(estate, start, end);
    ObjectNode subject = LabelSheet.function(entry.of());
    if (!entry.severity().equals("page")) {
      truth
          .crossing(entry.of())
          .ifPresent(
              at ->
                  sheet.add(entry.kind(), entry.severity(), subject, at, 0, end, entry.note(), ""));
      return;
    }
    double before = truth.usdPerDay(entry.of(), start, entry.onset());
    double burning = truth.usdPerDay(entry.of(), entry.onset(), entry.end());
    if (burning > before) {
      sheet.add(
          entry.kind(), entry.severity(), subject, entry.onset(), 0, entry.end(), entry.note(), "");
      sheet.moment(
          entry.onset(),
          "`%s` has cost %.2f USD a day so far; at the rate until %s it is %,.0f USD a day."
              .formatted(entry.of(), before, Json.clock(entry.end()), burning));
    }
  }

  private void cascade(LabelSheet sheet) {
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
    subject.put("root", entry.of());
    functions.forEach(name -> subject.withArray("functions").add(name));
    long impact =
        estate.truth.throttles().stream()
            .mapToLong(Truth.Moment::at)
            .filter(at -> at >= entry.onset())
            .findFirst()
            .orElse(0);
    sheet.add(
        entry.kind(), entry.severity(), subject, entry.onset(), impact, last, entry.note(), "");
    sheet.moment(
        last,
        "So far the cascade has made %,d calls, the deepest %,d hops from its root."
            .formatted(calls, depth));
  }

  private void coldStarts(LabelSheet sheet) {
    LongStream cold =
        estate.truth.invocations(entry.of()).stream()
            .filter(call -> call.cold() && call.arrival() >= entry.onset())
            .mapToLong(Invocation::arrival)
            .sorted();
    long first = cold.findFirst().orElse(0);
    if (first == 0) {
      return;
    }
    double before = estate.truth.coldShare(entry.of(), start, entry.onset());
    sheet.add(
        entry.kind(),
        entry.severity(),
        LabelSheet.function(entry.of()),
        entry.onset(),
        first,
        recovery(before),
        entry.note(),
        "");
    sheet.moment(
        entry.onset(),
        "%.2f %% of the calls of `%s` were cold so far; %.1f %% are until %s."
            .formatted(
                100 * before,
                entry.of(),
                100 * estate.truth.coldShare(entry.of(), entry.onset(), entry.end()),
                Json.clock(entry.end())));
  }

  /**
   * The first full minute after the mechanism's end from which on five minutes show no more than
   * twice the background, or one cold call in a hundred where that is more: five minutes are too
   * few calls to tell less.
   */
  private long recovery(double before) {
    double bound = Math.max(2 * before, 0.01);
    long minute = entry.end();
    while (minute < end
        && estate.truth.coldShare(entry.of(), minute, minute + 5 * MINUTE_MILLIS) > bound) {
      minute += MINUTE_MILLIS;
    }
    return minute;
  }

  /** Diagnoses that keep the five patterns honest: the file says when, the truth who felt it. */
  private void other(LabelSheet sheet) {
    boolean ofSource = entry.of().startsWith("stream:") || entry.of().startsWith("queue:");
    String name = entry.of().substring(entry.of().indexOf(':') + 1);
    ObjectNode subject;
    String felt = name;
    if (ofSource) {
      felt = estate.consumer(name);
      subject = LabelSheet.subject(entry.shard().isEmpty() ? "queue" : "shard");
      subject.put("eventSource", estate.sourceArn(name));
      if (!entry.shard().isEmpty()) {
        subject.put("shard", entry.shard());
      }
      subject.put("function", felt);
    } else if (name.equals("log-delivery")) {
      subject = LabelSheet.subject("queue");
      subject.put("eventSource", Recording.STREAM_ARN);
    } else {
      subject = LabelSheet.function(name);
    }
    long impact = entry.kind().equals("dependency-outage") ? firstFailure(felt, entry.onset()) : 0;
    sheet.add(
        entry.kind(),
        entry.severity(),
        subject,
        entry.onset(),
        impact,
        entry.end(),
        entry.note(),
        "");
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
}
