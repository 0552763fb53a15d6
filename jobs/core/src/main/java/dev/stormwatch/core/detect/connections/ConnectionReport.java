package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
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
import dev.stormwatch.core.detect.connections.LearnedForecast.Outlook;
import dev.stormwatch.core.model.DatabaseHost;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what the connection detector says. */
final class ConnectionReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final ConnectionHeadline headlines;
  private final ConnectionMeasure measures;
  private final ConnectionAdvice advice;
  private final UndeclaredAdvice undeclared;

  ConnectionReport(Settings settings) {
    this.settings = settings;
    this.headlines = new ConnectionHeadline(settings.connections);
    this.measures = new ConnectionMeasure(settings.connections);
    this.advice = new ConnectionAdvice(settings.connections, settings.clock.slotMillis);
    this.undeclared = new UndeclaredAdvice(settings.connections, advice);
  }

  Finding exhaustion(
      long end,
      DatabaseSlot slot,
      DatabaseRule rule,
      ConnectionView view,
      @Nullable Forecast forecast,
      ConnectionState state) {
    boolean sustained = sustained(state);
    return finding(
        end,
        Subject.database(slot.account, slot.region, rule.id, state.names()),
        Severity.PAGE,
        false,
        headlines.exhaustion(end, rule, view, forecast, sustained, state),
        measures.exhaustion(rule, view, forecast, sustained, state),
        state,
        state.ofPool
            ? List.of(advice.pool(rule.connectionsPerEnvironment))
            : advice.rows(rule, view, state),
        state.refused == 0 ? prediction(end, rule.id, forecast) : null);
  }

  private static @Nullable Prediction prediction(
      long end, String database, @Nullable Forecast forecast) {
    return forecast == null || !forecast.told()
        ? null
        : new Prediction(
            text("%s reaches its connection limit and refuses calls", database),
            at(end, forecast.millis),
            at(end, forecast.earliest),
            at(end, forecast.latest));
  }

  private static long at(long end, long millis) {
    return end + Math.min(millis, 24L * 3_600_000);
  }

  private boolean sustained(ConnectionState state) {
    return state.loop.sustainedSlots * settings.clock.slotMillis
        >= settings.connections.loopSustainMillis;
  }

  Finding recovery(
      long end, DatabaseSlot slot, DatabaseRule rule, ConnectionView view, ConnectionState state) {
    return finding(
        end,
        Subject.database(slot.account, slot.region, rule.id, state.names()),
        Severity.INFO,
        true,
        headlines.recovered(rule.id, view),
        measures.recovered(view),
        state,
        List.of(),
        null);
  }

  /** Of a database that the settings do not name, and whose limit is known from before. */
  Finding learned(long end, DatabaseSlot slot, Outlook outlook, ConnectionState state) {
    List<String> functions = List.copyOf(outlook.database.functions);
    String database = state.subject.isEmpty() ? "the database of " + state.loudest : state.subject;
    return finding(
        end,
        undeclared(slot, functions, state),
        Severity.PAGE,
        false,
        headlines.learned(end, database, outlook),
        measures.exhaustion(
            outlook.rule, outlook.view, outlook.forecast, false, outlook.database.estate),
        state,
        undeclared.learned(slot.database, functions, outlook, state),
        prediction(end, database, outlook.forecast));
  }

  private static Subject undeclared(
      DatabaseSlot slot, List<String> functions, ConnectionState state) {
    List<String> others = new ArrayList<>(functions);
    others.remove(state.loudest);
    return state.subject.isEmpty()
        ? Subject.function(new FunctionId(slot.account, slot.region, state.loudest), others)
        : Subject.database(slot.account, slot.region, state.subject, functions);
  }

  /** Of a database that the settings do not name. */
  Finding undeclared(
      long end,
      DatabaseSlot slot,
      Loop loop,
      ConnectionState state,
      long recently,
      boolean recovered) {
    List<String> functions = UndeclaredDatabase.refused(state);
    String database = state.subject.isEmpty() ? "a database" : state.subject;
    return finding(
        end,
        undeclared(slot, functions, state),
        recovered ? Severity.INFO : Severity.PAGE,
        recovered,
        recovered
            ? headlines.undeclaredRecovered(database, functions, state)
            : headlines.undeclared(database, loop, functions, state),
        measures.undeclared(loop, recently, sustained(state), state),
        state,
        recovered
            ? List.of()
            : state.ofPool
                ? List.of(advice.pool(0))
                : undeclared.declare(
                    slot.database,
                    settings.database(DatabaseHost.id(slot.database)) != null,
                    functions,
                    state),
        null);
  }

  private static Finding finding(
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
    String what = "no connection was refused so far";
    if (seen) {
      what =
          state.refused == 0
              ? counted(state.poolEmpty, "line") + " of an empty pool so far"
              : counted(state.refused, "connection") + " refused so far";
    }
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
            recommendations)
        .predicting(prediction);
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
}
