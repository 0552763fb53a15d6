package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a cascade into words: root, path, how much, what it costs and what it leaves to others. */
final class CascadeReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A range is told where it is wider, relatively. */
  private static final double SMALL = 0.1;

  /** Functions of a path that a headline has room for. */
  private static final int NAMED = 3;

  private final Settings settings;
  private final CascadeAdvice advice;
  private final Bill bill;

  CascadeReport(Settings settings) {
    this.settings = settings;
    this.advice = new CascadeAdvice(settings.cascade);
    this.bill = new Bill(settings.prices);
  }

  Finding cascade(long end, Cascade cascade, CascadeState state) {
    Figures figures = new Figures(cascade, state, bill, settings);
    Room room = new Room(settings, cascade, state, figures);
    String headline =
        text(
            "%s: %s since %s UTC; %.0f/s, $%s an hour",
            cascade.root().equals(last(cascade)) ? cascade.root() : names(cascade),
            what(cascade, state, figures),
            clock(cascade.since),
            figures.perSecond,
            Bill.money(figures.hourly));
    return finding(
        end,
        cascade,
        state,
        figures,
        false,
        headline,
        room.impact(end),
        evidence(price(end, cascade, figures), cascade, state, figures, room),
        room.prediction(end));
  }

  private String what(Cascade cascade, CascadeState state, Figures figures) {
    switch (cascade.shape()) {
      case FAN_OUT:
        Events events = Events.of(cascade, state, figures, settings.cascade);
        long each = Math.round(figures.calls / events.count);
        String word = events.traced ? "event" : "call";
        String least = figures.atLeast() ? "at least " : "";
        return events.count < 1.5
            ? text("one %s became %s%,d", word, least, each)
            : text("each of %,.0f %ss became %s%,d", events.count, word, least, each);
      case EXPLOSION:
        return text("calls itself more than once for each call, %,d calls", figures.calls);
      case CHAINS:
      case LASTING_CHAINS:
        return cascade.isAmbiguous()
            ? text(
                "each call follows another, a loop or clients that call back to back, %,d calls",
                figures.calls)
            : text("calls itself without end, %,d calls", figures.calls);
      default:
        return text("calls itself without end, %,d calls", figures.calls);
    }
  }

  Finding recovery(long end, Cascade cascade, CascadeState state) {
    Figures figures = new Figures(cascade, state, bill, settings);
    Room room = new Room(settings, cascade, state, figures);
    String price =
        text(
            "%,d calls and %,.1f GB-s in all, $%s; what the calls read and wrote comes on top%s",
            figures.calls, figures.gigabyteSeconds, Bill.money(figures.soFar), figures.words());
    return finding(
        end,
        cascade,
        state,
        figures,
        true,
        text(
            "%s: the cascade is over after %,d calls and $%s; its functions are as usual for %d s",
            cascade.root(),
            figures.calls,
            Bill.money(figures.soFar),
            settings.cascade.recoveryMillis / 1000),
        room.impact(end),
        evidence(price, cascade, state, figures, room),
        null);
  }

  private Finding finding(
      long end,
      Cascade cascade,
      CascadeState state,
      Figures figures,
      boolean recovered,
      String headline,
      Impact impact,
      List<Evidence> evidence,
      @Nullable Prediction prediction) {
    return new Finding(
            Kind.FAN_OUT_CASCADE,
            Subject.cascade(
                state.account,
                state.region,
                cascade.root(),
                cascade.path.stream().sorted().collect(Collectors.toList()),
                cascade.trace.text()),
            recovered ? Severity.INFO : severity(cascade),
            recovered,
            cascade.since * 1000,
            headline,
            measure(end, cascade, state, figures),
            impact,
            evidence,
            recovered ? List.of() : advice.rows(cascade, state))
        .predicting(prediction);
  }

  /** What may be clients wakes nobody before it has lasted. */
  private static Severity severity(Cascade cascade) {
    return cascade.shape() == Shape.CHAINS && cascade.isAmbiguous()
        ? Severity.TICKET
        : Severity.PAGE;
  }

  private Measure measure(long end, Cascade cascade, CascadeState state, Figures figures) {
    long seconds = Math.max(1, end / 1000 - cascade.since);
    if (cascade.shape() == Shape.FAN_OUT) {
      Events events = Events.of(cascade, state, figures, settings.cascade);
      return new Measure(
          "amplification",
          figures.calls / events.count,
          events.traced ? "calls per event" : "calls per root call",
          settings.cascade.generationRatio * settings.cascade.generationRatio,
          seconds,
          figures.calls,
          1);
    }
    return new Measure(
        "offspring",
        offspring(cascade, state, figures),
        "calls per call",
        0.95,
        seconds,
        figures.calls,
        0);
  }

  /** Of a stationary process that excites itself: 1 − μ / Λ. */
  private static double offspring(Cascade cascade, CascadeState state, Figures figures) {
    double usual = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      usual += member == null ? 0 : member.bursting() ? member.burstUsual : member.usual;
    }
    double rate = Math.max(figures.perSecond, cascade.peak / 60.0);
    return rate <= 0 ? 0 : Math.max(0, 1 - usual / rate);
  }

  /**
   * What it costs. A loop goes on until somebody comes; a fan-out ends when its events are worked
   * off, and how many of them wait is in no log.
   */
  private static String price(long end, Cascade cascade, Figures figures) {
    double hours = (Bill.morning(end) - end) / (double) Bill.HOUR_MILLIS;
    String most =
        text("at most $%s (all of the account's concurrency)", Bill.money(figures.ceiling));
    String morning =
        text(
            "$%s by %02d:00 UTC", Bill.money(figures.soFar + figures.hourly * hours), Bill.MORNING);
    return text(
        "by %s UTC %,d calls and %,.1f GB-s, $%s; over the %d s before, %,.0f calls/s, $%s an hour"
            + "%s; what the calls read and write comes on top%s",
        clock(figures.asOf),
        figures.calls,
        figures.gigabyteSeconds,
        Bill.money(figures.soFar),
        figures.seconds,
        figures.perSecond,
        Bill.money(figures.hourly),
        cascade.shape() == Shape.FAN_OUT
            ? " while it lasts, " + most
            : cascade.shape() == Shape.EXPLOSION ? ", " + most : ", " + morning,
        figures.words());
  }

  private List<Evidence> evidence(
      String price, Cascade cascade, CascadeState state, Figures figures, Room room) {
    List<String> texts = new ArrayList<>();
    texts.add(price);
    texts.add("path: " + path(cascade, state));
    texts.add(LoopProtection.words(cascade, state, figures));
    texts.add(room.words());
    Tree tree = state.trees.find(cascade.trace);
    if (tree != null) {
      texts.add(TreeReport.words(tree, cascade, state) + scatter(cascade, state, figures));
    }
    return texts.stream()
        .limit(Evidence.MAX_ROWS)
        .map(words -> new Evidence(figures.asOf * 1000, "", "", "", words))
        .collect(Collectors.toList());
  }

  /** How far off an amplification may be that few sampled traces tell. */
  private String scatter(Cascade cascade, CascadeState state, Figures figures) {
    Events events = Events.of(cascade, state, figures, settings.cascade);
    if (cascade.shape() != Shape.FAN_OUT || events.error <= SMALL) {
      return "";
    }
    double each = figures.calls / events.count;
    return text(
        "; so one event became %,.0f to %,.0f calls",
        each / (1 + events.error), each / Math.max(SMALL, 1 - events.error));
  }

  private static String clock(long second) {
    return CLOCK.format(Instant.ofEpochMilli(second * 1000));
  }

  private static String names(Cascade cascade) {
    List<String> path = cascade.path;
    return path.size() <= NAMED
        ? String.join(" → ", path)
        : path.get(0) + " → … → " + path.get(path.size() - 1);
  }

  /** With how often each was called, from the root on. */
  private static String path(Cascade cascade, CascadeState state) {
    String there =
        cascade.path.stream()
            .map(name -> text("%s (%,d)", name, calls(cascade, state, name)))
            .collect(Collectors.joining(" → "));
    return cascade.shape() == Shape.FAN_OUT
        ? there
        : cascade.isAmbiguous()
            ? there + "; a load test or a queue's worker that calls back to back looks the same"
            : there + " → " + cascade.root() + " again";
  }

  private static long calls(Cascade cascade, CascadeState state, String name) {
    Member member = state.members.get(name);
    if (member == null) {
      return 0;
    }
    return member.calls(cascade, state.end);
  }

  private static String last(Cascade cascade) {
    return cascade.path.get(cascade.path.size() - 1);
  }
}
