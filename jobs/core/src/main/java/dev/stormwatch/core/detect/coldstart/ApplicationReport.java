package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Puts into words what an application's functions went through together. */
final class ApplicationReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Comparator<Map.Entry<String, ColdShare>> COLDEST_FIRST =
      Comparator.comparingLong((Map.Entry<String, ColdShare> e) -> -e.getValue().cold)
          .thenComparing(Map.Entry::getKey);

  private final ColdStartSettings settings;

  ApplicationReport(Settings settings) {
    this.settings = settings.coldStart;
  }

  Finding trouble(ApplicationState state, ApplicationWindow turned, Severity severity) {
    String headline =
        text(
            "%s: %d functions turned cold together, %,d of their %,d calls in %d min, half of those"
                + " wait %s or more",
            state.application,
            turned.functions.size(),
            turned.cold,
            turned.calls,
            settings.windowMillis / 60_000,
            duration(turned.waits.quantile(0.5)));
    return finding(state, turned, severity, false, headline, List.of(shared(turned)));
  }

  Finding recovery(ApplicationState state, ApplicationWindow all) {
    String headline =
        text(
            "%s: cold starts are down to %s of the calls of its functions; %,d of %,d in %d min",
            state.application,
            percent(all.share()),
            all.cold,
            all.calls,
            settings.windowMillis / 60_000);
    return finding(state, all, Severity.INFO, true, headline, List.of());
  }

  private Finding finding(
      ApplicationState state,
      ApplicationWindow window,
      Severity severity,
      boolean recovered,
      String headline,
      List<Recommendation> recommendations) {
    double past = state.baseline.coldShare();
    return new Finding(
        Kind.COLD_START_SPIKE,
        Subject.application(
            state.account,
            state.region,
            state.application,
            new ArrayList<>(window.functions.keySet())),
        severity,
        recovered,
        state.toldOnset,
        headline,
        new Measure(
            "cold-start-share",
            window.share(),
            "ratio",
            settings.beginsAt(past),
            settings.windowMillis / 1000,
            window.calls,
            past),
        new Impact(
            true,
            state.toldOnset,
            text(
                "%,d of %,d calls in %d min waited for an init, those of callers who wait p50 %s,"
                    + " p95 %s, p99 %s",
                window.cold,
                window.calls,
                settings.windowMillis / 60_000,
                duration(window.waits.quantile(0.5)),
                duration(window.waits.quantile(0.95)),
                duration(window.waits.quantile(0.99)))),
        evidence(window),
        recommendations);
  }

  private static Recommendation shared(ApplicationWindow turned) {
    String one = turned.functions.entrySet().stream().min(COLDEST_FIRST).orElseThrow().getKey();
    return new Recommendation(
        "look for what these functions share",
        "",
        "they have no reason to turn cold at one time but a common one: a release, a layer, a"
            + " network, a runtime update, or what they call while they initialise",
        text(
            "aws lambda get-function-configuration --function-name %s"
                + " --query '[LastModified,Version,Layers,VpcConfig,RuntimeVersionConfig]'",
            one),
        "none, it only reads");
  }

  /** The longest wait of each of those that are coldest. */
  private static List<Evidence> evidence(ApplicationWindow window) {
    List<Evidence> rows = new ArrayList<>();
    window.functions.entrySet().stream()
        .sorted(COLDEST_FIRST)
        .filter(entry -> !entry.getValue().coldest.isEmpty())
        .limit(Evidence.MAX_ROWS)
        .forEach(
            entry -> {
              ColdCall call = entry.getValue().coldest.get(0);
              rows.add(
                  new Evidence(
                      call.at,
                      entry.getValue().logGroup,
                      call.logStream,
                      call.requestId,
                      text(
                          "%,d of %,d calls cold; REPORT %s: %.2f ms",
                          entry.getValue().cold,
                          entry.getValue().calls,
                          call.restored ? "Restore Duration" : "Init Duration",
                          call.waitMicros / 1000.0)));
            });
    return rows;
  }
}
