package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts what the cold-start detector found into words: what, whom it hurts, what to do. */
final class ColdStartReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A provisioned environment pays for itself when it is busy at least 60 % of the time: the idle
   * price over what the lower duration price saves. So the number that costs nothing is the one
   * that concurrency exceeds in 60 % of the minutes, the 40 % quantile.
   */
  private static final double FLOOR_QUANTILE = 0.4;

  /** Minutes whose reports may still be on their way say too little. */
  private static final long SETTLE_MILLIS = 120_000;

  private final Settings settings;

  ColdStartReport(Settings settings) {
    this.settings = settings;
  }

  Finding spike(FunctionView view, ColdStartState state, ColdStartWindow window) {
    FunctionId function = view.slot.function;
    String median = duration(window.waits.quantile(0.5));
    String headline =
        text(
            "%s: %s of calls are cold (usually %s), half of them wait %s or more; %d of %d in %d min",
            function.name(),
            percent(window.share()),
            percent(state.usualShare),
            median,
            window.cold,
            window.calls,
            window.windowMillis / 60_000);
    return finding(view, state, window, severity(function, window), false, headline);
  }

  Finding recovery(FunctionView view, ColdStartState state, ColdStartWindow window) {
    String headline =
        text(
            "%s: cold starts are back to %s of calls (usually %s); %d of %d in %d min",
            view.slot.function.name(),
            percent(window.share()),
            percent(state.usualShare),
            window.cold,
            window.calls,
            window.windowMillis / 60_000);
    return finding(view, state, window, Severity.INFO, true, headline);
  }

  private Severity severity(FunctionId function, ColdStartWindow window) {
    boolean longEnough = window.waits.quantile(0.5) >= settings.coldStart.pageDelayMillis * 1000;
    return longEnough && settings.synchronous(function.name()) ? Severity.PAGE : Severity.TICKET;
  }

  private Finding finding(
      FunctionView view,
      ColdStartState state,
      ColdStartWindow window,
      Severity severity,
      boolean recovered,
      String headline) {
    Measure measure =
        new Measure(
            "cold-start-share",
            window.share(),
            "ratio",
            Math.max(settings.coldStart.minShare, settings.coldStart.minRatio * state.usualShare),
            window.windowMillis / 1000,
            window.calls,
            state.usualShare);
    String what =
        text(
            "%d of %d calls waited for a new environment: half of them %s or more, one in 20 %s or more",
            window.cold,
            window.calls,
            duration(window.waits.quantile(0.5)),
            duration(window.waits.quantile(0.95)));
    return new Finding(
        Kind.COLD_START_SPIKE,
        Subject.function(view.slot.function),
        severity,
        recovered,
        state.onset,
        headline,
        measure,
        new Impact(true, state.onset, what),
        evidence(view, window),
        recovered ? List.of() : recommendations(view));
  }

  private static List<Evidence> evidence(FunctionView view, ColdStartWindow window) {
    String logGroup =
        view.slot.logGroup.isEmpty()
            ? "/aws/lambda/" + view.slot.function.name()
            : view.slot.logGroup;
    List<Evidence> rows = new ArrayList<>();
    for (ColdCall call : window.coldest) {
      rows.add(
          new Evidence(
              call.at,
              logGroup,
              call.logStream,
              call.requestId,
              text(
                  "REPORT %s: %.2f ms, Duration: %.2f ms",
                  call.restored ? "Restore Duration" : "Init Duration",
                  call.waitMicros / 1000.0,
                  call.durationMicros / 1000.0)));
    }
    return rows;
  }

  private List<Recommendation> recommendations(FunctionView view) {
    String function = view.slot.function.name();
    return List.of(
        new Recommendation(
            "see whether it was deployed just now",
            "",
            "a deploy replaces every environment once; that passes by itself",
            text(
                "aws lambda get-function-configuration --function-name %s"
                    + " --query '[LastModified,Version,LastUpdateStatus]'",
                function),
            "none, it only reads"),
        provisioned(view, function));
  }

  private Recommendation provisioned(FunctionView view, String function) {
    double floor = view.track.concurrencyQuantile(FLOOR_QUANTILE, SETTLE_MILLIS);
    long units = (long) Math.floor(floor);
    long memory = view.track.memoryMegabytes();
    double unit = settings.prices.provisionedUnitMonth(memory);
    String arithmetic =
        text(
            "in 60 %% of the last hour's minutes concurrency was %.2f or more; one environment of"
                + " %d MB costs %.2f USD a month (%d h × 3600 s × %.3f GB × %s USD, %s, %s)",
            floor,
            memory,
            unit,
            PriceSettings.HOURS_PER_MONTH,
            memory / 1024.0,
            plain(settings.prices.provisionedConcurrencyGbSecond),
            settings.prices.region,
            settings.prices.asOf);
    if (units == 0) {
      return new Recommendation(
          "provision no concurrency for cost's sake",
          "0",
          arithmetic + "; below 1, so even one would stand idle most of the time",
          "",
          "none");
    }
    return new Recommendation(
        "provision concurrency for the floor of the traffic",
        Long.toString(units),
        arithmetic + text("; %d in all: %.2f USD", units, units * unit),
        text(
            "aws lambda put-provisioned-concurrency-config --function-name %s --qualifier ALIAS"
                + " --provisioned-concurrent-executions %d",
            function, units),
        "billed while idle; needs a version or alias; it is not reserved concurrency, which caps");
  }

  /** Without the exponent that prices this small would get. */
  private static String plain(double price) {
    return BigDecimal.valueOf(price).toPlainString();
  }

  private static String duration(long micros) {
    return micros >= 1_000_000
        ? text("%.1f s", micros / 1e6)
        : text("%d ms", Math.round(micros / 1000.0));
  }

  private static String percent(double share) {
    return share < 0.1 ? text("%.1f %%", share * 100) : text("%.0f %%", share * 100);
  }

  private static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
