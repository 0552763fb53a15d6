package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.settings.DependencySettings;
import java.util.List;

/** What is told of a function whose calls take many times as long, see {@link SlowRule}. */
final class SlowReport {

  private SlowReport() {}

  static Finding slow(
      FunctionView view, DependencySettings settings, Slowness state, Severity severity) {
    String headline =
        text(
            "%s: as many calls as ever take %s instead of %s, for %s now: what it calls is slow, or"
                + " a release is",
            view.slot.function.name(),
            millis(state.mean()),
            millis(state.usualMillis()),
            duration(view.end - state.slowSince()));
    return finding(
        view, settings, state, severity, false, state.slowSince(), headline, advice(view, state));
  }

  static Finding over(FunctionView view, DependencySettings settings, Slowness state) {
    String headline =
        text(
            "%s: calls take %s, usually %s",
            view.slot.function.name(), millis(state.mean()), millis(state.usualMillis()));
    return finding(view, settings, state, Severity.TICKET, true, view.end, headline, List.of());
  }

  private static String millis(float millis) {
    return millis < 1000 ? text("%.0f ms", millis) : text("%.1f s", millis / 1000);
  }

  private static Finding finding(
      FunctionView view,
      DependencySettings settings,
      Slowness state,
      Severity severity,
      boolean recovered,
      long onset,
      String headline,
      List<Recommendation> recommendations) {
    return new Finding(
        Kind.DEPENDENCY_OUTAGE,
        Subject.function(view.slot.function),
        severity,
        recovered,
        onset,
        headline,
        new Measure(
            "mean-duration",
            state.mean(),
            "milliseconds",
            settings.slowRatio * state.usualMillis(),
            60,
            state.counted(),
            state.usualMillis()),
        new Impact(
            true,
            onset,
            text(
                "who calls it waits %.0f times as long; %.0f calls a minute, usually %.0f, so it is"
                    + " not more work",
                state.mean() / Math.max(1, state.usualMillis()),
                state.perMinute(),
                state.usualCalls())),
        List.of(),
        recommendations);
  }

  private static List<Recommendation> advice(FunctionView view, Slowness state) {
    String name = view.slot.function.name();
    return List.of(
        new Recommendation(
            "look at what the function calls",
            "",
            "as many calls come as ever and each takes longer, so they wait for something",
            DependencyReport.searchLogs(view)
                + " --start-time "
                + state.slowSince()
                + " --max-items 50",
            "none, it only reads"),
        new Recommendation(
            "see whether it was released shortly before, or given less memory",
            "",
            "new code that is slow looks the same",
            "aws lambda get-function-configuration --function-name "
                + name
                + " --query '[LastModified,Version,MemorySize]'",
            "none, it only reads"),
        new Recommendation(
            "give its clients a timeout of a few times what is usual",
            Long.toString(Math.max(100, Math.round(4.0 * state.usualMillis()))),
            text(
                "milliseconds, four times the usual %s: it fails soon and frees the environment,"
                    + " before callers and concurrency run out",
                millis(state.usualMillis())),
            "",
            "calls that would have been answered late fail instead"));
  }
}
