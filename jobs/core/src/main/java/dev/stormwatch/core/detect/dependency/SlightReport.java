package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.BrokenVersion;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.MemoryAdvice;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.SeenErrors;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.settings.DependencySettings;
import java.util.ArrayList;
import java.util.List;

/** What is told of a function of which a few of a hundred calls fail, see {@link SlightRule}. */
final class SlightReport {

  /** How the platform calls the end of a process. */
  private static final String EXIT = "ExitError";

  private SlightReport() {}

  static Finding slight(
      FunctionView view,
      DependencyWindow window,
      DependencySettings settings,
      DependencyState state) {
    String name = view.slot.function.name();
    boolean timeouts = window.timesOut();
    SeenErrors errors = DependencyReport.errors(view, Trouble.FAILURES);
    String error = errors.common();
    boolean outOfMemory = errors.mostly(ErrorWords.OUT_OF_MEMORY);
    BrokenVersion broken = BrokenVersion.of(view.track.results().versions, settings);
    String headline =
        text(
            "%s: %.1f %% of calls %s, for %s now, usually %.1f %%: %s",
            name,
            100 * window.share(),
            timeouts
                ? "time out"
                : outOfMemory
                    ? "run out of memory"
                    : error.isEmpty() ? "fail" : "fail with " + error,
            duration(view.end - state.outageSince),
            100 * state.usualFailures / Math.max(1, state.usualCalls),
            broken != null
                ? broken.headline()
                : outOfMemory
                    ? "the process is killed"
                    : error.startsWith(EXIT)
                        ? "the process exits"
                        : "a part of what it calls is " + (timeouts ? "slow" : "down"));
    List<Recommendation> advice = new ArrayList<>();
    if (broken != null) {
      advice.add(broken.rollBack(name));
    }
    if (outOfMemory) {
      advice.add(
          MemoryAdvice.of(
              view,
              counted(window.failures, "call") + " of the last minute were killed or failed"));
    }
    advice.add(
        new Recommendation(
            "see what the calls that fail have in common",
            "",
            "one host or replica, one kind of request, or one version",
            DependencyReport.searchLogs(view)
                + " --start-time "
                + state.outageSince
                + " --filter-pattern '?ERROR ?Error ?error ?\"timed out\"' --max-items 20",
            ""));
    if (broken == null) {
      advice.add(
          RollBack.ifReleased(
              name,
              "the share has risen and stayed, as with new code on a path that few calls take"));
    }
    return DependencyReport.finding(
        view, window, settings, state, Trouble.FAILURES, Severity.TICKET, false, headline, advice);
  }
}
