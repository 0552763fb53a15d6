package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.DependencySettings;
import java.util.List;
import java.util.Optional;

/** What is told of a function whose calls take many times as long, see {@link SlowRule}. */
final class SlowReport {

  /** A number of calls that differs by no more from the usual is that. */
  private static final double AS_MANY = 0.15;

  private SlowReport() {}

  static Finding slow(
      FunctionView view, DependencySettings settings, Slowness state, Severity severity) {
    String headline =
        text(
            "%s: %s take %s instead of %s, for %s now: %s",
            view.slot.function.name(),
            asMany(state)
                ? "as many calls as ever"
                : text(
                    "%,.0f calls a minute, usually %,.0f,", state.perMinute(), state.usualCalls()),
            millis(state.mean()),
            millis(state.usualMillis()),
            duration(view.end - state.slowSince()),
            release(view, state)
                .map(it -> "since version " + it.version)
                .orElse("what it calls is slow, or a release is"));
    String impact =
        text(
            "who waits for it waits %.0f times as long; %,.0f calls a minute, usually %,.0f%s",
            times(state.mean(), state),
            state.perMinute(),
            state.usualCalls(),
            asMany(state) ? ", so it is not more work" : "");
    return finding(view, settings, state, severity, false, headline, impact, advice(view, state))
        .because(release(view, state).isPresent() ? Mechanism.RELEASE : "");
  }

  private static boolean asMany(Slowness state) {
    return Math.abs(state.perMinute() - state.usualCalls()) <= AS_MANY * state.usualCalls();
  }

  private static double times(float millis, Slowness state) {
    return millis / Math.max(1, state.usualMillis());
  }

  /** The newest minute's calls are not slow; those before it are still known. */
  static Finding over(FunctionView view, DependencySettings settings, Slowness state) {
    return over(
        view,
        settings,
        state,
        text(
            "%s: calls take %s again, usually %s",
            view.slot.function.name(), millis(state.mean()), millis(state.usualMillis())));
  }

  /** It has lasted for so long that it is what is usual from now on. */
  static Finding accepted(FunctionView view, DependencySettings settings, Slowness state) {
    return over(
        view,
        settings,
        state,
        text(
            "%s: calls still take %s instead of %s, which counts as usual from now on",
            view.slot.function.name(), millis(state.mean()), millis(state.usualMillis())));
  }

  private static Finding over(
      FunctionView view, DependencySettings settings, Slowness state, String headline) {
    String impact =
        text(
            "calls took up to %.0f times as long, for %s",
            times(state.spell(), state), duration(view.end - state.slowSince()));
    return finding(view, settings, state, Severity.TICKET, true, headline, impact, List.of());
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
      String headline,
      String impact,
      List<Recommendation> recommendations) {
    return new Finding(
        Kind.DEPENDENCY_OUTAGE,
        Subject.function(view.slot.function),
        severity,
        recovered,
        state.slowSince(),
        headline,
        new Measure(
            "mean-duration",
            state.mean(),
            "milliseconds",
            settings.slowRatio * state.usualMillis(),
            60,
            state.counted(),
            state.usualMillis()),
        new Impact(true, state.slowSince(), impact),
        List.of(),
        recommendations);
  }

  private static List<Recommendation> advice(FunctionView view, Slowness state) {
    String name = view.slot.function.name();
    Recommendation calls =
        new Recommendation(
            "look at what the function calls",
            "",
            "next to none fails and each takes longer, so they wait for something",
            DependencyReport.searchLogs(view)
                + " --start-time "
                + state.slowSince()
                + " --max-items 50",
            "none, it only reads");
    Recommendation timeout =
        new Recommendation(
            "give its clients a timeout of a few times what is usual",
            Long.toString(Math.max(100, Math.round(4.0 * state.usualMillis()))),
            text(
                "milliseconds, four times the usual %s: it fails soon and frees the environment,"
                    + " before callers and concurrency run out",
                millis(state.usualMillis())),
            "",
            "calls that would have been answered late fail instead");
    return release(view, state)
        .map(it -> List.of(RollBack.of(it, name, "calls began to take longer"), calls, timeout))
        .orElseGet(() -> List.of(calls, ifReleased(name), timeout));
  }

  private static Recommendation ifReleased(String function) {
    return RollBack.ifReleased(function, "new code that is slow looks the same, and less memory");
  }

  private static Optional<Release> release(FunctionView view, Slowness state) {
    return view.starts.releaseOf(state.slowSince());
  }
}
