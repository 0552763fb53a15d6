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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a cascade into words: root, path, how much, what it costs and what it leaves to others. */
final class CascadeReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Functions of a path that a headline has room for. */
  private static final int NAMED = 3;

  private static final int STARVED = 3;

  /** Growth of concurrency is measured over half a minute. */
  private static final double GROWTH_MILLIS = 30_000;

  private final Settings settings;
  private final CascadeAdvice advice;
  private final Bill bill;
  private final TreeReport trees;

  CascadeReport(Settings settings) {
    this.settings = settings;
    this.advice = new CascadeAdvice(settings.cascade);
    this.bill = new Bill(settings.prices);
    this.trees = new TreeReport(settings.cascade);
  }

  Finding cascade(long end, Cascade cascade, CascadeState state) {
    Figures figures = new Figures(cascade, state, bill);
    String headline =
        text(
            "%s: %s; %,d calls since %s UTC, %.0f/s, $%s an hour",
            cascade.root().equals(last(cascade)) ? cascade.root() : names(cascade),
            what(cascade, state, figures),
            figures.calls,
            CLOCK.format(Instant.ofEpochMilli(cascade.since * 1000)),
            figures.perSecond,
            Bill.money(figures.hourly));
    return finding(
        end,
        cascade,
        state,
        figures,
        Severity.PAGE,
        false,
        headline,
        evidence(end, cascade, state, figures),
        prediction(end, state));
  }

  private String what(Cascade cascade, CascadeState state, Figures figures) {
    switch (cascade.shape) {
      case FAN_OUT:
        return text(
            "each call of the root becomes %,d calls",
            Math.round(figures.calls / trees.roots(cascade, state)));
      case EXPLOSION:
        return "calls itself more than once for each call";
      default:
        return "calls itself without end";
    }
  }

  Finding recovery(long end, Cascade cascade, CascadeState state) {
    Figures figures = new Figures(cascade, state, bill);
    return finding(
        end,
        cascade,
        state,
        figures,
        Severity.INFO,
        true,
        text(
            "%s: the cascade is over after %,d calls and $%s; its functions are as usual for %d s",
            cascade.root(),
            figures.calls,
            Bill.money(figures.soFar),
            settings.cascade.recoveryMillis / 1000),
        evidence(end, cascade, state, figures),
        null);
  }

  private Finding finding(
      long end,
      Cascade cascade,
      CascadeState state,
      Figures figures,
      Severity severity,
      boolean recovered,
      String headline,
      List<Evidence> evidence,
      @Nullable Prediction prediction) {
    long onset = cascade.since * 1000;
    boolean full = concurrency(state) >= 0.9 * settings.cascade.accountConcurrency;
    return new Finding(
        Kind.FAN_OUT_CASCADE,
        Subject.cascade(
            state.account,
            state.region,
            cascade.root(),
            cascade.path.stream().sorted().collect(Collectors.toList()),
            cascade.trace.text()),
        severity,
        recovered,
        onset,
        headline,
        measure(end, cascade, state, figures),
        new Impact(full, full ? end : Long.MIN_VALUE, impact(full, others(state))),
        evidence,
        recovered ? List.of() : advice.rows(cascade, state),
        prediction);
  }

  private static String impact(boolean full, String others) {
    if (others.isEmpty()) {
      return "the bill; no other function is called in this account that it could starve";
    }
    return full
        ? text("the account's concurrency is used up; %s wait or are refused", others)
        : text("the bill; %s have less of the account's concurrency", others);
  }

  private Measure measure(long end, Cascade cascade, CascadeState state, Figures figures) {
    long seconds = Math.max(1, end / 1000 - cascade.since);
    if (cascade.shape == Shape.FAN_OUT) {
      return new Measure(
          "amplification",
          figures.calls / trees.roots(cascade, state),
          "calls per root call",
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

  private List<Evidence> evidence(long end, Cascade cascade, CascadeState state, Figures figures) {
    double hours = (Bill.morning(end) - end) / (double) Bill.HOUR_MILLIS;
    List<Evidence> rows = new ArrayList<>();
    rows.add(
        row(
            end,
            text(
                "%,d calls and %,.1f GB-s so far, $%s; at this rate %,.0f calls and $%s an hour, $%s by"
                    + " %02d:00 UTC; what the calls read and write comes on top%s",
                figures.calls,
                figures.gigabyteSeconds,
                Bill.money(figures.soFar),
                3600 * figures.perSecond,
                Bill.money(figures.hourly),
                Bill.money(figures.soFar + figures.hourly * hours),
                Bill.MORNING,
                figures.words())));
    rows.add(row(end, "path: " + path(cascade, state)));
    rows.add(row(end, LoopProtection.words(cascade, state, figures)));
    rows.add(
        row(
            end,
            text(
                "%.0f of the account's %,d concurrent executions are in use, %.0f of them by it;"
                    + " beside it %s",
                concurrency(state),
                settings.cascade.accountConcurrency,
                own(cascade, state),
                others(state).isEmpty() ? "no function is called" : "run " + others(state))));
    Tree tree = state.trees.find(cascade.trace);
    if (tree != null) {
      rows.add(row(end, TreeReport.words(tree, cascade, state)));
    }
    return rows.stream().limit(Evidence.MAX_ROWS).collect(Collectors.toList());
  }

  private static Evidence row(long at, String text) {
    return new Evidence(at, "", "", "", text);
  }

  private @Nullable Prediction prediction(long end, CascadeState state) {
    double now = concurrency(state);
    double before = state.members.values().stream().mapToDouble(Member::concurrencyBefore).sum();
    double free = settings.cascade.accountConcurrency - now;
    double growth = (now - before) / GROWTH_MILLIS;
    if (growth <= 0 || free <= 0) {
      return null;
    }
    long in = (long) (free / growth);
    if (in > 24 * Bill.HOUR_MILLIS) {
      return null;
    }
    return new Prediction(
        text(
            "the account's %d concurrent executions are used up",
            settings.cascade.accountConcurrency),
        end + in,
        end + in / 2,
        end + 2 * in);
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
    return cascade.shape == Shape.FAN_OUT ? there : there + " → " + cascade.root() + " again";
  }

  private static long calls(Cascade cascade, CascadeState state, String name) {
    Member member = state.members.get(name);
    if (member == null) {
      return 0;
    }
    return member.bursting() ? member.burstCalls : member.count(cascade.since, state.end);
  }

  private static String last(Cascade cascade) {
    return cascade.path.get(cascade.path.size() - 1);
  }

  private static double concurrency(CascadeState state) {
    return state.members.values().stream().mapToDouble(Member::concurrency).sum();
  }

  private static double own(Cascade cascade, CascadeState state) {
    return cascade.path.stream()
        .map(state.members::get)
        .mapToDouble(member -> member == null ? 0 : member.concurrency())
        .sum();
  }

  /** Who else is called, the busiest first; with concurrency of their own they do not starve. */
  private String others(CascadeState state) {
    return state.members.entrySet().stream()
        .filter(e -> !state.cascading(e.getKey()))
        .filter(e -> settings.reservedConcurrency(e.getKey()) == 0)
        .filter(e -> e.getValue().usual > 0)
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Member> e) -> -e.getValue().usual)
                .thenComparing(Map.Entry::getKey))
        .limit(STARVED)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
