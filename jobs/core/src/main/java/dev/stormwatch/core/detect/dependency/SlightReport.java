package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.DependencySettings;
import java.util.List;

/** What is told of a function of which a few of a hundred calls fail, see {@link SlightRule}. */
final class SlightReport {

  private SlightReport() {}

  static Finding slight(
      FunctionView view,
      DependencyWindow window,
      DependencySettings settings,
      DependencyState state) {
    String name = view.slot.function.name();
    boolean timeouts = window.timesOut();
    String headline =
        text(
            "%s: %.1f %% of calls %s, for %s now, usually %.1f %%: a part of what it calls is %s",
            name,
            100 * window.share(),
            timeouts ? "time out" : "fail",
            duration(view.end - state.outageSince),
            100 * state.usualFailures / Math.max(1, state.usualCalls),
            timeouts ? "slow" : "down");
    return DependencyReport.finding(
        view,
        window,
        settings,
        state,
        Trouble.FAILURES,
        Severity.TICKET,
        false,
        headline,
        List.of(
            new Recommendation(
                "see what the calls that fail have in common",
                "",
                "one host or replica, one kind of request, or one version",
                DependencyReport.searchLogs(view)
                    + " --start-time "
                    + state.outageSince
                    + " --filter-pattern '?ERROR ?Error ?error ?\"timed out\"' --max-items 20",
                ""),
            new Recommendation(
                "if it was released shortly before, take that back",
                "",
                "the share has risen and stayed, as with new code on a path that few calls take",
                "",
                "what else the release brought is taken back too")));
  }
}
