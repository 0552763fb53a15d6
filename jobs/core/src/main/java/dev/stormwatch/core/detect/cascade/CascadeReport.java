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
import dev.stormwatch.core.detect.Wording;
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

  /** US dollars an hour. */
  private static final double DEAR = 10;

  private final Settings settings;
  private final CascadeAdvice advice;
  private final Bill bill;

  CascadeReport(Settings settings) {
    this.settings = settings;
    this.advice = new CascadeAdvice(settings);
    this.bill = new Bill(settings.prices);
  }

  /** One cascade as of one slot: what all of an alert's parts rest on. */
  private final class View {
    private final long end;
    private final Cascade cascade;
    private final CascadeState state;

    /** Concurrent executions of the account, as declared or as others' missing calls tell. */
    private final long quota;

    private final Figures figures;
    private final Events events;
    private final Room room;

    /** Null of what gains nothing, and where it is not known. */
    private final @Nullable Gain gain;

    View(long end, Cascade cascade, CascadeState state) {
      this.end = end;
      this.cascade = cascade;
      this.state = state;
      Displaced displaced = Displaced.find(state, settings);
      boolean displaces =
          displaced != null && displaced.burst.names.stream().anyMatch(cascade.path::contains);
      this.quota =
          displaced != null && displaces ? displaced.quota : settings.cascade.accountConcurrency;
      this.figures = new Figures(cascade, state, bill, settings, quota);
      this.events = Events.of(cascade, state, figures, settings.cascade);
      this.room = new Room(settings, cascade, state, figures, quota, displaces);
      this.gain = Gain.of(cascade, state);
    }

    boolean fansOut() {
      return cascade.fansOut();
    }
  }

  Finding cascade(long end, Cascade cascade, CascadeState state) {
    View view = new View(end, cascade, state);
    List<String> texts = new ArrayList<>();
    texts.add(price(view));
    texts.add(path(view));
    texts.add(LoopProtection.words(cascade, state, view.figures));
    texts.add(view.room.words(end));
    return finding(
        view,
        false,
        CascadeHeadline.of(cascade, state, view.figures, view.events),
        view.room.impact(end),
        evidence(texts, view),
        view.room.prediction(end));
  }

  Finding recovery(long end, Cascade cascade, CascadeState state) {
    View view = new View(end, cascade, state);
    Figures figures = view.figures;
    List<String> texts = new ArrayList<>();
    texts.add(
        text(
            "%,d calls and %,.1f GB-s in all, $%s; what the calls read and wrote comes on top%s",
            figures.calls, figures.gigabyteSeconds, Bill.money(figures.soFar), figures.words()));
    texts.add(path(view));
    return finding(
        view,
        true,
        text(
            "%s: the cascade is over after %,d calls since %s UTC and $%s; its functions have been as"
                + " usual for %d s",
            cascade.root(),
            figures.calls,
            clock(cascade.first()),
            Bill.money(figures.soFar),
            settings.cascade.recoveryMillis / 1000),
        view.room.relief(),
        evidence(texts, view),
        null);
  }

  private Finding finding(
      View view,
      boolean recovered,
      String headline,
      Impact impact,
      List<Evidence> evidence,
      @Nullable Prediction prediction) {
    Cascade cascade = view.cascade;
    return new Finding(
            Kind.FAN_OUT_CASCADE,
            Subject.cascade(
                view.state.account,
                view.state.region,
                cascade.root(),
                cascade.path.stream().sorted().collect(Collectors.toList()),
                cascade.trace.text()),
            recovered ? Severity.INFO : severity(cascade),
            recovered,
            cascade.since * 1000,
            headline,
            measure(view),
            impact,
            evidence,
            recovered ? List.of() : advice.rows(cascade, view.state, view.quota))
        .predicting(prediction);
  }

  /** What it leaves of the account's concurrency. */
  Room room(long end, Cascade cascade, CascadeState state) {
    return new View(end, cascade, state).room;
  }

  /**
   * May nobody find it in the morning, whatever it is: is it dear, or are others refused for it?
   */
  boolean isDear(long end, Cascade cascade, CascadeState state) {
    View view = new View(end, cascade, state);
    return view.figures.hourly >= DEAR || view.room.starves();
  }

  /** What may be clients, or meant, or is bounded, wakes nobody before it leaves no room. */
  private static Severity severity(Cascade cascade) {
    boolean clients = cascade.shape() == Shape.CHAINS && cascade.isAmbiguous();
    boolean lasting = cascade.yields() && cascade.shape() != Shape.FILLING;
    return clients || lasting ? Severity.TICKET : Severity.PAGE;
  }

  private Measure measure(View view) {
    long seconds = Math.max(1, view.end / 1000 - view.cascade.first());
    if (view.fansOut()) {
      return new Measure(
          "amplification",
          view.figures.calls / view.events.count,
          view.events.traced ? "calls per event" : "calls per root call",
          settings.cascade.generationRatio * settings.cascade.generationRatio,
          seconds,
          view.figures.calls,
          1);
    }
    if (view.cascade.shape() == Shape.CUT_CHAINS) {
      Tree tree = view.state.trees.find(view.cascade.trace);
      return new Measure(
          "amplification",
          tree == null ? LoopProtection.TURNS : (double) tree.calls,
          "calls per event",
          settings.cascade.generationRatio,
          seconds,
          view.figures.calls,
          1);
    }
    return new Measure(
        "offspring", offspring(view), "calls per call", 0.95, seconds, view.figures.calls, 0);
  }

  /**
   * Of what gains its {@link Gain}. Of a stationary process that excites itself 1 − μ / Λ; of n
   * calls in one trace all but the first were caused.
   */
  private static double offspring(View view) {
    if (view.gain != null) {
      return view.gain.each;
    }
    Tree tree = view.state.trees.find(view.cascade.trace);
    double traced = tree == null ? 0 : 1 - 1.0 / Math.max(1, tree.calls);
    double usual = 0;
    for (String name : view.cascade.path) {
      Member member = view.state.members.get(name);
      usual += member == null ? 0 : member.ordinary();
    }
    double rate = Math.max(view.figures.perSecond, view.cascade.peak / 60.0);
    return Math.max(traced, rate <= 0 ? 0 : 1 - usual / rate);
  }

  /**
   * What it costs. A loop goes on until somebody comes; a fan-out ends when its events are worked
   * off, and how many of them wait is in no log.
   */
  private static String price(View view) {
    Figures figures = view.figures;
    String most = text("at most $%s an hour (all concurrency)", Bill.money(figures.ceiling));
    return text(
        "by %s UTC %,d calls and %,.1f GB-s, $%s; over the %d s before, %s calls/s, $%s an hour"
            + "%s; what the calls read and write comes on top%s",
        clock(figures.asOf),
        figures.calls,
        figures.gigabyteSeconds,
        Bill.money(figures.soFar),
        figures.seconds,
        Wording.rate(figures.perSecond),
        Bill.money(figures.hourly),
        view.fansOut() ? " while it lasts, " + most : outlook(view, most),
        figures.words());
  }

  private static String outlook(View view, String most) {
    Figures figures = view.figures;
    double hours = (Bill.morning(view.end) - view.end) / (double) Bill.HOUR_MILLIS;
    String morning =
        text(
            "$%s by %02d:00 UTC", Bill.money(figures.soFar + figures.hourly * hours), Bill.MORNING);
    switch (view.cascade.shape()) {
      case EXPLOSION:
        return ", " + morning + " if it grows no more, " + most;
      case CUT_CHAINS:
        return text(
            " if it goes on so, $%s a month", Bill.money(figures.hourly * Bill.HOURS_A_MONTH));
      default:
        return " if it goes on so, " + morning;
    }
  }

  private static List<Evidence> evidence(List<String> texts, View view) {
    Tree tree = view.state.trees.find(view.cascade.trace);
    if (tree != null) {
      texts.add(TreeReport.words(tree, view.events, view.state, view.figures.asOf) + scatter(view));
    }
    return texts.stream()
        .limit(Evidence.MAX_ROWS)
        .map(words -> new Evidence(view.figures.asOf * 1000, "", "", "", words))
        .collect(Collectors.toList());
  }

  /** How far off an amplification may be that few sampled traces tell. */
  private static String scatter(View view) {
    Events events = view.events;
    if (!view.fansOut() || events.error <= SMALL) {
      return "";
    }
    double each = view.figures.calls / events.count;
    return text(
        "; so one event became %,.0f to %,.0f calls",
        each / (1 + events.error), each / Math.max(SMALL, 1 - events.error));
  }

  static String clock(long second) {
    return CLOCK.format(Instant.ofEpochMilli(second * 1000));
  }

  private static String gain(View view) {
    return view.gain == null ? "" : view.gain.words();
  }

  /** With how often each was called for it, from the root on. */
  private static String path(View view) {
    Cascade cascade = view.cascade;
    String there =
        cascade.path.stream()
            .map(name -> text("%s (%,d)", name, view.figures.calls(name)))
            .collect(Collectors.joining(" → "));
    String end =
        view.fansOut()
            ? ""
            : cascade.isAmbiguous()
                ? "; a load test or a queue's worker that calls back to back looks the same"
                : " → " + cascade.cycle().get(0) + " again" + gain(view);
    String earlier =
        cascade.earlierCalls() > 0
            ? text("; before it paused, %,d calls", cascade.earlierCalls())
            : "";
    return "path: " + there + end + earlier;
  }
}
