package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words and figures of {@link Approach}. */
final class ApproachReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A time further away says nothing where the last of it comes in less than a minute. */
  private static final double FAR_SECONDS = 900;

  private final ConnectionSettings settings;
  private final long slotMillis;

  ApproachReport(Settings all) {
    this.settings = all.connections;
    this.slotMillis = all.clock.slotMillis;
  }

  /** Of what is open. */
  Finding open(
      long end,
      DatabaseRule rule,
      ConnectionView view,
      ConnectionState state,
      List<Recommendation> rows) {
    boolean rising = state.history.ticket == Ticket.RISING;
    return TicketReport.finding(
        rule,
        state,
        Severity.TICKET,
        rising ? rising(end, rule, view) : slowing(rule, view, state),
        rising ? share(view) : slowness(state),
        rows,
        rising ? prediction(end, rule, view) : null);
  }

  private String rising(long end, DatabaseRule rule, ConnectionView view) {
    Ramp ramp = view.ramp;
    String pace = "no more come at the moment";
    if (ramp != null) {
      long left = ramp.forecast(view, settings.delayMillis).millis;
      pace =
          text(
              "+%.0f a minute; full about %s (in %s)",
              60 * ramp.perSecond(view), ConnectionHeadline.hour(end + left), duration(left));
    }
    return text(
        "%s fills up at %.1f× the usual traffic: %.0f of %.0f connections used, %s",
        rule.id, Math.max(1, view.traffic), view.used, view.limit, pace);
  }

  private Measure share(ConnectionView view) {
    return new Measure(
        "connection-share",
        view.share(),
        "ratio",
        Approach.HALF,
        ConnectionState.PANES * slotMillis / 1000,
        Math.round(view.used),
        Math.max(0, view.others) / view.limit);
  }

  private @Nullable Prediction prediction(long end, DatabaseRule rule, ConnectionView view) {
    if (view.ramp == null) {
      return null;
    }
    Forecast forecast = view.ramp.forecast(view, settings.delayMillis);
    return forecast.bounded()
        ? new Prediction(
            text("%s reaches its connection limit", rule.id),
            end + forecast.millis,
            end + forecast.earliest,
            end + forecast.latest)
        : null;
  }

  private static String slowing(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    double held = Math.max(1, view.heldByFunctions());
    double left = Trend.secondsGrowing(held, held + view.free(), held * Pace.growth(state));
    return text(
        "%s: calls %.1f× slower at usual traffic%s, %.0f of %.0f connections used%s",
        rule.id,
        Pace.slowness(state, Pace.SLOTS),
        view.slowing ? " and slowing" : "",
        view.used,
        view.limit,
        left > FAR_SECONDS
            ? "; full within a minute once they pile up"
            : text("; full within %.0f min, sooner if they pile up", Math.ceil(left / 60)));
  }

  private Measure slowness(ConnectionState state) {
    long calls = 0;
    for (Pane pane : Pace.latest(state, Pace.SLOTS)) {
      calls += pane.ended;
    }
    return new Measure(
        "call-duration",
        Pace.slowness(state, Pace.SLOTS),
        "times usual",
        settings.slowRatio,
        Pace.SLOTS * slotMillis / 1000,
        calls,
        1);
  }
}
