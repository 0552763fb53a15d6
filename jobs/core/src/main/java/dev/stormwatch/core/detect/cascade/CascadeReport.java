package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.rule.Chain;
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

  private final Settings settings;
  private final CascadeAdvice advice;
  private final Bill bill;

  CascadeReport(Settings settings) {
    this.settings = settings;
    this.advice = new CascadeAdvice(settings);
    this.bill = new Bill(settings.prices);
  }

  CascadeView view(long end, Cascade cascade, AccountState state) {
    return new CascadeView(end, cascade, state, bill, settings);
  }

  Finding cascade(CascadeView view) {
    long end = view.end;
    List<String> texts = new ArrayList<>();
    texts.add(view.stop == null ? price(view) : view.stop.words(view.figures));
    texts.add(path(view));
    texts.add(LoopProtection.words(view));
    texts.add(view.room.words(end));
    return finding(
        view,
        false,
        CascadeHeadline.of(view),
        view.room.impact(),
        evidence(texts, view),
        view.room.prediction(end));
  }

  Finding recovery(CascadeView view) {
    Cascade cascade = view.cascade;
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
            "%s: the cascade is over after %,d calls since %s UTC and $%s; its functions are as usual",
            cascade.root(), figures.calls, clock(cascade.first()), Bill.money(figures.soFar)),
        view.room.relief(),
        evidence(texts, view),
        null);
  }

  private Finding finding(
      CascadeView view,
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
            recovered ? Severity.INFO : severity(view),
            recovered,
            cascade.since * 1000,
            headline,
            measure(view),
            impact,
            evidence,
            recovered ? List.of() : rows(view))
        .because(view.retries == null ? "" : Mechanism.RETRIES)
        .predicting(prediction);
  }

  private List<Recommendation> rows(CascadeView view) {
    return view.retries == null
        ? advice.rows(view.cascade, view.state, view.quota, view.stop != null)
        : view.retries.rows();
  }

  /**
   * What may be clients, or meant, is bounded or small wakes nobody before it leaves no room; nor
   * do tries of what fails, which is an incident itself. What seems to have stopped does: why it
   * did is in no log, and nobody knows whether it begins anew.
   */
  private static Severity severity(CascadeView view) {
    Cascade cascade = view.cascade;
    boolean clients = cascade.shape() == Shape.CHAINS && cascade.isAmbiguous();
    boolean tries = view.retries != null && !view.room.starves();
    boolean bounded = tries || cascade.yields() && cascade.shape() != Shape.FILLING;
    return clients || bounded || view.isSmall() ? Severity.TICKET : Severity.PAGE;
  }

  private Measure measure(CascadeView view) {
    long seconds = Math.max(1, view.end / 1000 - view.cascade.first());
    if (view.cascade.fansOut()) {
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
          tree == null ? Chain.STOPPED : (double) tree.calls,
          "calls per event",
          settings.cascade.generationRatio,
          seconds,
          view.figures.calls,
          1);
    }
    double each = view.gain == null ? Double.NaN : view.gain.each;
    boolean known = !Double.isNaN(each);
    boolean offspring = known || view.cascade.shape() != Shape.EXPLOSION;
    return new Measure(
        offspring ? "offspring" : "caused",
        known ? each : caused(view),
        offspring ? "calls per call" : "share of calls",
        0.95,
        seconds,
        view.figures.calls,
        0);
  }

  /**
   * The share of calls that calls caused: of a stationary process that excites itself 1 − μ / Λ,
   * which is its offspring mean; of n calls in one trace all but the first were caused.
   */
  private static double caused(CascadeView view) {
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
  private static String price(CascadeView view) {
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
        view.cascade.fansOut() ? " while it lasts, " + most : outlook(view, most),
        figures.words());
  }

  private static String outlook(CascadeView view, String most) {
    Figures figures = view.figures;
    double hours = (Bill.morning(view.end) - view.end) / (double) Bill.HOUR_MILLIS;
    String morning =
        text(
            "$%s by %02d:00 UTC, in %s",
            Bill.money(figures.soFar + figures.hourly * hours),
            Bill.MORNING,
            Wording.duration(Math.round(hours * 3_600_000)));
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

  private static List<Evidence> evidence(List<String> texts, CascadeView view) {
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
  private static String scatter(CascadeView view) {
    Events events = view.events;
    if (!view.cascade.fansOut() || events.error <= SMALL) {
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

  private static String gain(CascadeView view) {
    return view.gain == null ? "" : view.gain.words();
  }

  /** What else its function does, which may be more chains. */
  private static String besides(CascadeView view) {
    Member member = view.state.members.get(view.cascade.root());
    if (view.cascade.shape() != Shape.LONE_CHAIN || member == null) {
      return "";
    }
    long to = view.figures.asOf;
    return text(
        "; in all %s calls/s of %s, usually %s",
        Wording.rate(view.figures.count(member, to - 60, to) / 60),
        view.cascade.root(),
        Wording.rate(member.ordinary()));
  }

  /** With how often each was called for it, from the root on. */
  private static String path(CascadeView view) {
    Cascade cascade = view.cascade;
    String there =
        cascade.path.stream()
            .map(name -> text("%s (%,d)", name, view.figures.calls(name)))
            .collect(Collectors.joining(" → "));
    String end =
        view.cascade.fansOut()
            ? ""
            : cascade.isAmbiguous()
                ? "; a load test or a queue's worker that calls back to back looks the same"
                : " → " + cascade.cycle().get(0) + " again" + gain(view);
    String earlier =
        cascade.earlierCalls() > 0
            ? text("; before it paused, %,d calls", cascade.earlierCalls())
            : "";
    return "path: " + there + end + earlier + besides(view);
  }
}
