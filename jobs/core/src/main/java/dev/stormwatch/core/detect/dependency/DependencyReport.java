package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.BrokenVersion;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.SeenErrors;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.settings.DependencySettings;
import dev.stormwatch.core.track.RecentResults;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is told of a function whose calls fail for a reason outside of it. */
final class DependencyReport {

  /** Room for what the pager puts before a headline. */
  private static final int PREFIX = 22;

  /** So long before its onset a line of it may have been written: deliveries are late. */
  private static final long DELAY_MILLIS = 30_000;

  private DependencyReport() {}

  static Finding outage(
      FunctionView view,
      DependencyWindow window,
      DependencySettings settings,
      DependencyState state,
      Trouble trouble,
      Severity severity) {
    boolean timeouts = window.timesOut();
    boolean multiplied = DependencyDetector.multiplied(window, state);
    boolean released = window.veteransFailing == 0 && !window.veteransGone;
    double share = window.since(state, state.failingSince).share();
    BrokenVersion broken =
        trouble == Trouble.FAILURES
            ? BrokenVersion.of(view.track.results().versions, settings)
            : null;
    String headline =
        trouble == Trouble.FAILURES
            ? named(
                errors(view, trouble).common(),
                error ->
                    text(
                        "%s: %.0f %% of calls %s%s: %s",
                        view.slot.function.name(),
                        100 * share,
                        timeouts ? "time out" : error.isEmpty() ? "fail" : "fail with " + error,
                        released
                            ? ", in environments begun since they do"
                            : error.isEmpty() || timeouts
                                ? (window.veteransGone ? ", first " : ", ")
                                    + "in environments that answered before"
                                : "",
                        multiplied
                            ? text(
                                "%.0f times as many calls as usual, its own perhaps",
                                window.growth(state))
                            : broken != null
                                ? broken.headline()
                                : released
                                    ? "likely a release"
                                    : "what it calls is down"
                                        + (share < settings.minShare ? " in part" : "")))
            : named(
                errors(view, trouble).common(),
                error ->
                    text(
                        "%s: %.0f %% of calls end with an error in the log%s, in environments that"
                            + " did not before",
                        view.slot.function.name(),
                        100 * share,
                        error.isEmpty() ? "" : " (" + error + ")"));
    return finding(
        view,
        window,
        settings,
        state,
        trouble,
        severity,
        false,
        headline,
        multiplied
            ? ofItsOwn(view)
            : released && trouble == Trouble.FAILURES || broken != null
                ? ofRelease(view, broken)
                : advice(view, window, state, timeouts));
  }

  /** What calls failed with of late, or complained of where that is the trouble. */
  static SeenErrors errors(FunctionView view, Trouble trouble) {
    RecentResults results = view.track.results();
    return new SeenErrors(trouble == Trouble.FAILURES ? results.errors : results.complaints);
  }

  /** A headline with the error that most calls have in common, if there is room for it. */
  private static String named(String error, UnaryOperator<String> headline) {
    String named = headline.apply(error);
    return named.length() <= Finding.MAX_HEADLINE - PREFIX ? named : headline.apply("");
  }

  static Finding recovered(
      FunctionView view,
      DependencyWindow window,
      DependencySettings settings,
      DependencyState state,
      Trouble trouble) {
    String headline =
        text(
            trouble == Trouble.FAILURES
                ? "%s: calls succeed again, %d of the last %d failed"
                : "%s: calls succeed again, %d of the last %d ended with an error in the log",
            view.slot.function.name(),
            window.failures,
            window.calls);
    return finding(
        view, window, settings, state, trouble, Severity.TICKET, true, headline, List.of());
  }

  static Finding finding(
      FunctionView view,
      DependencyWindow window,
      DependencySettings settings,
      DependencyState state,
      Trouble trouble,
      Severity severity,
      boolean recovered,
      String headline,
      List<Recommendation> recommendations) {
    long since = state.slight ? state.outageSince : state.failingSince;
    long onset = since == DependencyState.NEVER ? view.end : Math.min(since, view.end);
    SeenErrors errors = errors(view, trouble);
    String shares = recovered ? "" : errors.shares();
    return new Finding(
        Kind.DEPENDENCY_OUTAGE,
        Subject.function(view.slot.function),
        severity,
        recovered,
        onset,
        headline,
        new Measure(
            trouble == Trouble.FAILURES ? "failure-share" : "complaint-share",
            window.share(),
            "ratio",
            settings.minShare,
            window.millis / 1000,
            window.calls,
            state.usualFailures / Math.max(1, state.usualCalls)),
        new Impact(
            true,
            onset,
            text(
                trouble == Trouble.FAILURES
                    ? "%s failed in the last %s%s"
                    : "%s failed or ended with an error in the log in the last %s%s",
                counted(window.failures, "call"),
                window.millis == DependencyDetector.WINDOW_MILLIS
                    ? "minute"
                    : duration(window.millis),
                shares.isEmpty() ? "" : ": " + shares)),
        recovered
            ? List.of()
            : errors.rows(
                view,
                onset - DELAY_MILLIS,
                trouble == Trouble.FAILURES
                    ? "call failed"
                    : "call ended with an error in the log"),
        recommendations);
  }

  private static List<Recommendation> ofItsOwn(FunctionView view) {
    String name = view.slot.function.name();
    return List.of(
        new Recommendation(
            "look whether the function calls itself, or what calls it, and waits",
            "",
            "then each call waits for the next one until all time out, and each that times out is"
                + " tried again",
            searchLogs(view)
                + " --filter-pattern '?ERROR ?Error ?error ?\"timed out\"' --max-items 20",
            ""),
        new Recommendation(
            "stop it",
            "0",
            "nothing else ends calls that make calls",
            ReservedConcurrency.command(name, 0),
            "every call is refused until it is set back: " + ReservedConcurrency.NONE_DOES),
        new Recommendation(
            "if it does not, look at what it calls, and have callers back off",
            "",
            "retries of clients multiply calls as well",
            "",
            "callers wait longer for an answer"));
  }

  private static List<Recommendation> ofRelease(FunctionView view, @Nullable BrokenVersion broken) {
    String name = view.slot.function.name();
    return List.of(
        broken != null
            ? broken.rollBack(name)
            : RollBack.ofLatest(
                name,
                "environments from before do not fail, and those begun since have not answered once"),
        new Recommendation(
            "read the error",
            "",
            "a module that is missing, a variable that is not set or a permission that was taken"
                + " away fails every call at once",
            searchLogs(view)
                + " --filter-pattern '?ERROR ?Error ?error ?\"timed out\"' --max-items 20",
            ""),
        new Recommendation(
            "if nothing was released, look at what the function calls",
            "",
            "where all environments were replaced for another reason, an outage looks the same",
            "",
            ""));
  }

  private static List<Recommendation> advice(
      FunctionView view, DependencyWindow window, DependencyState state, boolean timeouts) {
    return List.of(
        new Recommendation(
            "look at what the function calls, before its code",
            "",
            window.veteransGone
                ? "environments from before the trouble showed it first; those begun since replace"
                    + " them, and a release would have failed in new ones alone"
                : text(
                    "%d of %d times that an environment from before the trouble was heard of, it"
                        + " failed too; a release would fail in new ones alone",
                    window.veteransFailing, window.veteransFailing + window.veteransAnswering),
            searchLogs(view)
                + " --start-time "
                + Math.min(state.failingSince, view.end)
                + " --filter-pattern '?ERROR ?Error ?error ?\"timed out\"' --max-items 20",
            ""),
        new Recommendation(
            "if nothing it calls is down, look for a secret or certificate that expired, a security"
                + " group, or callers that send something new",
            "",
            "they look the same: all of them change under an environment that lives",
            "",
            ""),
        timeouts
            ? new Recommendation(
                "set the client's timeout well below the function's",
                "",
                "each call waits for as long as the function may run, and is paid for, and holds an"
                    + " environment that others could use",
                "",
                "calls that would have been answered late fail instead")
            : new Recommendation(
                "have callers back off",
                "",
                "what goes wrong at once is tried again at once",
                "",
                "callers wait longer for an answer"));
  }

  /** The beginning of the command that searches the function's log; when and for what follow. */
  static String searchLogs(FunctionView view) {
    return "aws logs filter-log-events --log-group-name " + view.logGroup();
  }
}
