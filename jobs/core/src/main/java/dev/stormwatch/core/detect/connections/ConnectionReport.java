package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts what the connection detector found into words: how much, how fast, until when. */
final class ConnectionReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final long TREND_SECONDS = 30;

  private final Settings settings;
  private final ConnectionAdvice advice;

  ConnectionReport(Settings settings) {
    this.settings = settings;
    this.advice = new ConnectionAdvice(settings.connections, settings.clock.slotMillis);
  }

  Finding exhaustion(
      long end,
      DatabaseSlot slot,
      DatabaseRule rule,
      ConnectionView view,
      @Nullable Forecast forecast,
      ConnectionState state) {
    String headline;
    Prediction prediction = null;
    if (state.firstRefusedAt != NEVER) {
      headline = refusing(rule.id, view, state);
    } else if (forecast != null) {
      prediction =
          new Prediction(
              text("%s reaches its connection limit and refuses calls", rule.id),
              at(end, forecast.millis),
              at(end, Math.min(forecast.earliest, forecast.millis)),
              at(end, Math.max(forecast.latest, forecast.millis)));
      headline =
          text(
              "%s runs out of connections at %s UTC (in %d s): %.0f of %.0f used, +%.0f a minute%s",
              rule.id,
              CLOCK.format(Instant.ofEpochMilli(prediction.at)),
              (prediction.at - end) / 1000,
              view.used,
              view.limit,
              60 * Math.max(view.shortTrend.slope, view.gaugeTrend.slope),
              slow(view));
    } else {
      headline =
          view.share() < settings.connections.nearShare
              ? strained(rule.id, view)
              : text(
                  "%s is close to its connection limit: %.0f of %.0f used%s",
                  rule.id, view.used, view.limit, slow(view));
    }
    return finding(
        end,
        Subject.database(slot.account, slot.region, rule.id, state.names()),
        Severity.PAGE,
        false,
        headline,
        tipped(view, forecast, state),
        state,
        advice.rows(rule, view, state),
        prediction);
  }

  private static String strained(String database, ConnectionView view) {
    return text(
        "%s saturates: calls %.1f× slower at %.1f× the usual traffic, %.0f of %.0f connections used;"
            + " it may run out within a minute or two",
        database, view.strain, Math.max(1, view.traffic), view.used, view.limit);
  }

  private String refusing(String database, ConnectionView view, ConnectionState state) {
    if (sustained(state)) {
      return text(
          "%s: retries alone keep it full, it will not heal, shed load; %d refusals since %s UTC",
          database, state.refused, CLOCK.format(Instant.ofEpochMilli(state.firstRefusedAt)));
    }
    return text(
        "%s refuses connections: %d refusals since %s UTC, %.0f of %.0f used%s%s",
        database,
        state.refused,
        CLOCK.format(Instant.ofEpochMilli(state.firstRefusedAt)),
        Math.min(view.used, view.limit),
        view.limit,
        slow(view),
        fed(view.loop));
  }

  /** Do retries feed themselves? In a few words. */
  private String fed(Loop loop) {
    if (!loop.measured()) {
      return "";
    }
    if (loop.gain >= settings.connections.loopGain) {
      return text("; retries double in %.0f s", loop.doublingSeconds());
    }
    return loop.damps()
        ? "; retries recede"
        : text("; %.0f %% of calls are retries", 100 * loop.share());
  }

  private Measure gain(Loop loop, ConnectionState state) {
    return new Measure(
        sustained(state) ? Measure.SUSTAINED_LOOP_GAIN : "loop-gain",
        loop.gain,
        "times in 30 s",
        settings.connections.loopGain,
        Loop.windowSeconds(),
        loop.samples,
        1);
  }

  private boolean sustained(ConnectionState state) {
    return state.loop.sustainedSlots * settings.clock.slotMillis
        >= settings.connections.loopSustainMillis;
  }

  private static String slow(ConnectionView view) {
    return view.slowness >= 1.5 ? text(", calls %.1f× slower", view.slowness) : "";
  }

  Finding recovery(
      long end, DatabaseSlot slot, DatabaseRule rule, ConnectionView view, ConnectionState state) {
    return finding(
        end,
        Subject.database(slot.account, slot.region, rule.id, state.names()),
        Severity.INFO,
        true,
        text(
            "%s: no connection refused for %d s and growth has stopped; %.0f of %.0f used",
            rule.id,
            settings.connections.recoveryMillis / 1000,
            Math.min(view.used, view.limit),
            view.limit),
        share(view, settings.connections.recoveryShare),
        state,
        List.of(),
        null);
  }

  /** Of a database that the settings do not name. */
  Finding undeclared(
      long end,
      DatabaseSlot slot,
      Loop loop,
      ConnectionState state,
      long refused,
      boolean recovered) {
    List<String> functions = UndeclaredDatabase.refused(state);
    Subject subject =
        state.subject.isEmpty()
            ? Subject.function(new FunctionId(slot.account, slot.region, state.loudest))
            : Subject.database(slot.account, slot.region, state.subject, functions);
    String database = state.subject.isEmpty() ? "a database" : state.subject;
    String headline =
        recovered
            ? text(
                "%s, not in the settings: no connection refused for %d s",
                database, settings.connections.recoveryMillis / 1000)
            : state.firstRefusedAt == NEVER
                ? text(
                    "%s, not in the settings, is filling up ever faster: %d of %d connections",
                    database,
                    state.newestReading().connections,
                    state.newestReading().maxConnections)
                : text(
                    "%s, not in the settings, refuses connections of %s: %d refusals since %s UTC%s",
                    database,
                    functions.size() == 1 ? functions.get(0) : functions.size() + " functions",
                    state.refused,
                    CLOCK.format(Instant.ofEpochMilli(state.firstRefusedAt)),
                    fed(loop));
    return finding(
        end,
        subject,
        recovered ? Severity.INFO : Severity.PAGE,
        recovered,
        headline,
        loop.measured()
            ? gain(loop, state)
            : new Measure(
                "connection-refusals",
                refused,
                "refusals",
                settings.connections.undeclaredRefusals,
                settings.connections.refusalWindowMillis / 1000,
                refused,
                0),
        state,
        recovered
            ? List.of()
            : advice.declare(
                slot.database,
                settings.database(UndeclaredDatabase.ofHost(slot.database)) != null,
                functions,
                state),
        null);
  }

  private Finding finding(
      long end,
      Subject subject,
      Severity severity,
      boolean recovered,
      String headline,
      Measure measure,
      ConnectionState state,
      List<Recommendation> recommendations,
      @Nullable Prediction prediction) {
    boolean seen = state.firstRefusedAt != NEVER;
    String what =
        seen
            ? text("%d connections refused so far", state.refused)
            : "no connection was refused so far";
    return new Finding(
        Kind.CONNECTION_EXHAUSTION,
        subject,
        severity,
        recovered,
        Math.min(state.onset, end),
        headline,
        measure,
        new Impact(seen, seen ? state.firstRefusedAt : NEVER, what),
        evidence(state),
        recommendations,
        prediction);
  }

  /** The number that tipped it: refusals, else the share of the limit, else the strain. */
  private Measure tipped(ConnectionView view, @Nullable Forecast forecast, ConnectionState state) {
    if (view.loop.measured()) {
      return gain(view.loop, state);
    }
    if (state.firstRefusedAt != NEVER) {
      return new Measure(
          "connection-refusals",
          view.refusedRecently,
          "refusals",
          settings.connections.refusals,
          settings.connections.refusalWindowMillis / 1000,
          state.refused,
          0);
    }
    if (forecast != null) {
      boolean near = view.share() >= settings.connections.nearShare;
      return share(view, near ? settings.connections.nearShare : settings.connections.slowShare);
    }
    return new Measure(
        "call-duration",
        view.strain,
        "times usual",
        settings.connections.strainRatio,
        TREND_SECONDS,
        Math.round(view.attemptsPerSecond * TREND_SECONDS),
        1);
  }

  private static Measure share(ConnectionView view, double threshold) {
    return new Measure(
        "connection-share",
        view.share(),
        "ratio",
        threshold,
        TREND_SECONDS,
        Math.round(view.used),
        Math.max(0, view.others) / view.limit);
  }

  private static List<Evidence> evidence(ConnectionState state) {
    List<Evidence> rows = new ArrayList<>();
    for (ExhaustionLine line : state.lines) {
      rows.add(
          new Evidence(
              line.at,
              line.logGroup.isEmpty() ? "/aws/lambda/" + line.function : line.logGroup,
              line.logStream,
              line.requestId,
              text("%s: %s", line.function, line.words)));
    }
    return rows;
  }

  private static long at(long end, long millis) {
    return end + Math.min(millis, 24L * 3_600_000);
  }
}
