package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what is worth a ticket into words. */
final class TicketReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final TicketRule tickets;
  private final ConnectionAdvice advice;
  private final ApproachReport approach;

  TicketReport(Settings settings, TicketRule tickets) {
    this.settings = settings;
    this.tickets = tickets;
    this.advice = new ConnectionAdvice(settings.connections, settings.clock.slotMillis);
    this.approach = new ApproachReport(settings);
  }

  Finding open(long end, DatabaseRule rule, ConnectionView view, ConnectionState state) {
    if (state.history.ticket == Ticket.VULNERABLE) {
      return vulnerable(rule, view, state);
    }
    if (state.history.ticket == Ticket.DECLARED_TOO_MANY) {
      return declaredTooMany(rule, view, state);
    }
    if (state.history.ticket == Ticket.FULL) {
      return full(rule, view, state);
    }
    if (state.history.ticket == Ticket.RISING || state.history.ticket == Ticket.SLOWING) {
      return approach.open(end, rule, view, state, advice.rows(rule, view, state));
    }
    long left = Math.max(0, tickets.millisLeft(view, state));
    boolean known = left <= settings.connections.ticketHorizonMillis;
    boolean leak = state.history.ticket == Ticket.LEAK;
    double share =
        leak ? view.share() : (state.history.dayPeaks[0] + Math.max(0, view.others)) / view.limit;
    String headline =
        leak
            ? text(
                "%s loses connections: %.0f that no environment explains, %.0f of %.0f used; %s",
                rule.id,
                view.others,
                view.used,
                view.limit,
                known
                    ? text("full about %s (in %s)", ConnectionHeadline.hour(end + left), in(left))
                    : "no more come at the moment")
            : text(
                "%s fills up day by day: peaks of %.0f, then %.0f, then %.0f connections; the limit"
                    + " of %.0f is about %s away",
                rule.id,
                state.history.dayPeaks[2],
                state.history.dayPeaks[1],
                state.history.dayPeaks[0],
                view.limit,
                in(left));
    long unit = leak ? PeakHistory.HOUR : PeakHistory.DAY;
    return finding(
        rule,
        state,
        Severity.TICKET,
        headline,
        new Measure(
            "connection-share",
            share,
            "ratio",
            1,
            settings.connections.ticketSteps * unit / 1000,
            settings.connections.ticketSteps + 1,
            Math.max(0, view.others) / view.limit),
        advice.rows(rule, view, state),
        known
            ? new Prediction(
                text("%s reaches its connection limit", rule.id),
                end + left,
                end + left / 2,
                end + left + left / 2)
            : null);
  }

  private static String in(long left) {
    if (left < 2 * PeakHistory.HOUR) {
      return text("%d min", left / 60_000);
    }
    return left < 2 * PeakHistory.DAY
        ? text("%d hours", left / PeakHistory.HOUR)
        : text("%d days", left / PeakHistory.DAY);
  }

  private Finding vulnerable(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    double others = TicketRule.others(rule, view);
    double reserved = tickets.reserved(rule, state) + others;
    double worst = tickets.worst(rule, view, state);
    boolean byReserve = reserved > view.limit;
    String headline =
        byReserve
            ? text(
                "%s can be filled: reserved concurrency lets functions hold %.0f connections,"
                    + " others %.0f, of %.0f",
                rule.id, reserved - others, others, view.limit)
            : text(
                "%s would not survive a retry storm: a day's peak of %.0f × %d tries + %.0f others"
                    + " = %.0f of %.0f connections",
                rule.id,
                state.history.dayPeaks[0],
                1 + settings.connections.callerRetries,
                others,
                worst,
                view.limit);
    return finding(
        rule,
        state,
        Severity.TICKET,
        headline,
        new Measure(
            byReserve ? "reserved-connection-share" : "retried-connection-share",
            (byReserve ? reserved : worst) / view.limit,
            "ratio",
            byReserve ? 1 : settings.connections.vulnerableShare,
            PeakHistory.DAY / 1000,
            Math.max(1, state.history.days),
            (state.history.dayPeaks[0] + others) / view.limit),
        advice.rows(rule, view, state),
        null);
  }

  private Finding full(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    double share = TicketRule.least(view, state);
    long millis = ConnectionState.PANES * settings.clock.slotMillis;
    return finding(
        rule,
        state,
        Severity.TICKET,
        text(
            "%s has been nearly full for %d min: at least %.0f of %.0f connections used, none"
                + " refused",
            rule.id, millis / 60_000, share * view.limit, view.limit),
        new Measure(
            "connection-share",
            share,
            "ratio",
            settings.connections.fullShare,
            millis / 1000,
            ConnectionState.PANES,
            Math.max(0, view.others) / view.limit),
        advice.rows(rule, view, state),
        null);
  }

  private static Finding declaredTooMany(
      DatabaseRule rule, ConnectionView view, ConnectionState state) {
    long living = state.declaration.environments();
    double sum = (double) (living * rule.connectionsPerEnvironment) + view.others;
    double room = Declaration.fits(view, rule);
    double each =
        Math.max(1, Math.floor((view.limit - view.others) / (double) Math.max(1, living)));
    return finding(
        rule,
        state,
        Severity.TICKET,
        text(
            "%s: %d connections an environment, as declared, cannot all be open: %.0f of %d"
                + " environments would fit; no forecasts",
            rule.id, rule.connectionsPerEnvironment, room, living),
        new Measure(
            "declared-connection-share",
            sum / view.limit,
            "ratio",
            1,
            PeakHistory.DAY / 1000,
            living,
            view.others / view.limit),
        List.of(
            new Recommendation(
                "declare what an environment holds, or log a gauge",
                text("connectionsPerEnvironment %.0f or less", each),
                text(
                    "%d environments × %d + %.0f others = %.0f of %.0f connections, and none is"
                        + " refused: an environment handles one call at a time and opens as many"
                        + " connections as one call needs, which is mostly 1, whatever its pool"
                        + " may hold. Until then a page comes with the first refusal only",
                    living, rule.connectionsPerEnvironment, view.others, sum, view.limit),
                "",
                "none")),
        null);
  }

  /** It fits again. */
  Finding over(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    return finding(
        rule,
        state,
        Severity.INFO,
        text("%s: its connections fit again, %.0f of %.0f used", rule.id, view.used, view.limit),
        new Measure("connection-share", view.share(), "ratio", 1, PeakHistory.HOUR / 1000, 1, 0),
        List.of(),
        null);
  }

  /** Of functions whose lines say that a server refuses, while their calls go well. */
  List<Finding> unbelieved(long end, DatabaseSlot slot, ConnectionState state) {
    List<Finding> findings = new ArrayList<>();
    for (String name : slot.functions.keySet()) {
      Member member = state.members.getOrDefault(name, new Member());
      UnbelievedLines lines = member.unbelieved;
      if (lines.open() || lines.over()) {
        findings.add(
            unbelieved(new FunctionId(slot.account, slot.region, name), end, lines, member.words));
      }
    }
    return findings;
  }

  private static Finding unbelieved(
      FunctionId function, long end, UnbelievedLines lines, String words) {
    boolean over = lines.over();
    String headline =
        over
            ? text("%s has not said for 5 min that a server refuses it", function.name())
            : text(
                "%s says that a server refuses it, %d times in %d min, which is new; its calls do"
                    + " not fail",
                function.name(), lines.lines(), (end - lines.since()) / 60_000);
    return new Finding(
        Kind.CONNECTION_EXHAUSTION,
        Subject.function(function),
        over ? Severity.INFO : Severity.TICKET,
        over,
        over ? end : lines.since(),
        headline,
        new Measure(
            "refusal-lines-per-call",
            lines.share(),
            "lines",
            0,
            over ? 0 : (end - lines.since()) / 1000,
            lines.lines(),
            Math.max(0, lines.usual())),
        new Impact(false, PeakHistory.NEVER, "no call failed because of it"),
        List.of(),
        over
            ? List.of()
            : List.of(
                new Recommendation(
                    "look at what the calls do instead",
                    "",
                    text(
                        "%s, by its lines; a call that answers well all the same took it from a"
                            + " cache, tried again or left something out. If it is no database that"
                            + " they tell of, log it in other words",
                        words.isEmpty() ? "a server refuses a connection" : words),
                    "",
                    "none")));
  }

  static Finding finding(
      DatabaseRule rule,
      ConnectionState state,
      Severity severity,
      String headline,
      Measure measure,
      List<Recommendation> recommendations,
      @Nullable Prediction prediction) {
    PeakHistory history = state.history;
    return new Finding(
            Kind.CONNECTION_EXHAUSTION,
            Subject.database(history.account, history.region, rule.id, state.names()),
            severity,
            severity == Severity.INFO,
            history.ticketSince,
            headline,
            measure,
            new Impact(false, PeakHistory.NEVER, "no connection was refused"),
            List.of(),
            recommendations)
        .predicting(prediction);
  }
}
