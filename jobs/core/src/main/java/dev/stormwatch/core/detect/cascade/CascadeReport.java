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
import dev.stormwatch.core.detect.cascade.CascadeState.Shape;
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

  CascadeReport(Settings settings) {
    this.settings = settings;
    this.advice = new CascadeAdvice(settings.cascade);
    this.bill = new Bill(settings.prices);
  }

  Finding cascade(long end, CascadeState state) {
    String headline =
        text(
            "%s: %s; %s calls since %s UTC, %.0f/s, $%s an hour",
            state.root.equals(last(state)) ? state.root : names(state),
            what(state),
            state.calls,
            CLOCK.format(Instant.ofEpochMilli(state.since * 1000)),
            Bill.perSecond(state),
            Bill.money(bill.perHour(state)));
    return finding(
        end, state, Severity.PAGE, false, headline, evidence(end, state), prediction(end, state));
  }

  private static String what(CascadeState state) {
    switch (state.shape) {
      case FAN_OUT:
        return text(
            "each call of the root becomes %d calls",
            Math.round((double) state.calls / state.roots));
      case EXPLOSION:
        return "calls itself more than once for each call";
      default:
        return "calls itself without end";
    }
  }

  Finding recovery(long end, CascadeState state) {
    return finding(
        end,
        state,
        Severity.INFO,
        true,
        text(
            "%s: the cascade is over after %d calls and $%s; its functions are as usual for %d s",
            state.root,
            state.calls,
            Bill.money(bill.cost((double) state.calls, state.gigabyteSeconds)),
            settings.cascade.recoveryMillis / 1000),
        evidence(end, state),
        null);
  }

  private Finding finding(
      long end,
      CascadeState state,
      Severity severity,
      boolean recovered,
      String headline,
      List<Evidence> evidence,
      @Nullable Prediction prediction) {
    long onset = state.since * 1000;
    boolean full = concurrency(state) >= 0.9 * settings.cascade.accountConcurrency;
    return new Finding(
        Kind.FAN_OUT_CASCADE,
        Subject.cascade(
            state.account,
            state.region,
            state.root,
            state.path.stream().sorted().collect(Collectors.toList())),
        severity,
        recovered,
        onset,
        headline,
        measure(end, state),
        new Impact(
            full,
            full ? end : Long.MIN_VALUE,
            full
                ? text(
                    "the account's concurrency is used up; %s wait or are refused", others(state))
                : text("%s have less of the account's concurrency", others(state))),
        evidence,
        recovered ? List.of() : advice.rows(state),
        prediction);
  }

  private Measure measure(long end, CascadeState state) {
    long seconds = Math.max(1, end / 1000 - state.since);
    if (state.shape == Shape.FAN_OUT) {
      return new Measure(
          "amplification",
          (double) state.calls / state.roots,
          "calls per root call",
          settings.cascade.generationRatio * settings.cascade.generationRatio,
          seconds,
          state.calls,
          1);
    }
    return new Measure(
        "offspring", offspring(state), "calls per call", 0.95, seconds, state.calls, 0);
  }

  /** Of a stationary process that excites itself: 1 − μ / Λ. */
  private static double offspring(CascadeState state) {
    double usual = 0;
    for (String name : state.path) {
      Member member = state.members.get(name);
      usual += member == null ? 0 : member.bursting() ? member.burstUsual : member.usual;
    }
    double rate = Math.max(Bill.perSecond(state), state.peak / 60.0);
    return rate <= 0 ? 0 : Math.max(0, 1 - usual / rate);
  }

  private List<Evidence> evidence(long end, CascadeState state) {
    double hour = bill.perHour(state);
    double hours = (Bill.morning(end) - end) / (double) Bill.HOUR_MILLIS;
    double soFar = bill.cost((double) state.calls, state.gigabyteSeconds);
    List<Evidence> rows = new ArrayList<>();
    rows.add(
        row(
            end,
            text(
                "%d calls and %.1f GB-s so far, $%s; at this rate $%s an hour, $%s by %02d:00 UTC;"
                    + " what the calls read and write comes on top",
                state.calls,
                state.gigabyteSeconds,
                Bill.money(soFar),
                Bill.money(hour),
                Bill.money(soFar + hour * hours),
                Bill.MORNING)));
    rows.add(row(end, "path: " + path(state)));
    rows.add(row(end, protection(state)));
    rows.add(
        row(
            end,
            text(
                "%.0f of %d concurrent executions of the account are in use, %.0f of them by these"
                    + " functions; beside them run %s",
                concurrency(state),
                settings.cascade.accountConcurrency,
                own(state),
                others(state))));
    return rows.stream().limit(Evidence.MAX_ROWS).collect(Collectors.toList());
  }

  private static Evidence row(long at, String text) {
    return new Evidence(at, "", "", "", text);
  }

  private static String protection(CascadeState state) {
    if (state.shape == Shape.FAN_OUT) {
      return "Lambda's loop detection does not act on this: it counts how often one chain comes back"
          + " to a function (16 times), not how wide a tree is";
    }
    return "Lambda's loop detection stops a chain that comes back some 16 times through SQS, SNS, S3"
        + " or a direct call, where the SDK carries the trace header; it has not stopped this one:"
        + " look for DynamoDB, Kinesis, EventBridge, an old SDK, or RecursiveLoop=Allow";
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

  private static String names(CascadeState state) {
    List<String> path = state.path;
    return path.size() <= NAMED
        ? String.join(" → ", path)
        : path.get(0) + " → … → " + path.get(path.size() - 1);
  }

  /** With how often each was called, from the root on. */
  private static String path(CascadeState state) {
    return state.path.stream()
        .map(name -> text("%s (%d)", name, calls(state, name)))
        .collect(Collectors.joining(" → "));
  }

  private static long calls(CascadeState state, String name) {
    Member member = state.members.get(name);
    if (member == null) {
      return 0;
    }
    return member.bursting() ? member.burstCalls : member.count(state.since, state.end);
  }

  private static String last(CascadeState state) {
    return state.path.get(state.path.size() - 1);
  }

  private static double concurrency(CascadeState state) {
    return state.members.values().stream().mapToDouble(Member::concurrency).sum();
  }

  private static double own(CascadeState state) {
    return state.path.stream()
        .map(state.members::get)
        .mapToDouble(member -> member == null ? 0 : member.concurrency())
        .sum();
  }

  /** Who else is called, the busiest first; with concurrency of their own they do not starve. */
  private String others(CascadeState state) {
    String names =
        state.members.entrySet().stream()
            .filter(e -> !state.path.contains(e.getKey()))
            .filter(e -> settings.reservedConcurrency(e.getKey()) == 0)
            .filter(e -> e.getValue().usual > 0)
            .sorted(
                Comparator.comparingDouble((Map.Entry<String, Member> e) -> -e.getValue().usual)
                    .thenComparing(Map.Entry::getKey))
            .limit(STARVED)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "no others" : names;
  }
}
