package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.MemoryAdvice;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.SeenErrors;
import dev.stormwatch.core.model.ErrorWords;

/** What is told of calls that end their environment, and what to do about them. */
final class DeathAdvice {

  /** Log lines are looked for from here on: without a start they come from the oldest on. */
  private static final long LOOK_BACK = 10 * 60_000;

  private DeathAdvice() {}

  /**
   * @param counted the window that the headline counts in
   */
  static Recommendation of(FunctionView view, ColdStartWindow counted) {
    boolean ofTime = counted.all.timeouts > counted.all.exits;
    String seen =
        text(
            "%s, %s%s in %s of the last %d min; Lambda initialises anew inside the next call%s",
            counted(counted.all.exits, "exit"),
            counted(counted.all.timeouts, "timeout"),
            counted.all.initFailures == 0
                ? ""
                : " and " + counted(counted.all.initFailures, "failed init"),
            counted(counted.all.calls, "call"),
            counted.windowMillis / 60_000,
            counted.hidden() ? ", which no REPORT shows" : "");
    if (!ofTime && outOfMemory(view)) {
      return MemoryAdvice.of(view, seen);
    }
    return new Recommendation(
        ofTime ? "give the init its time, or shorten it" : "find what ends the process",
        "",
        seen + "; more environments do not help",
        text(
            "aws logs filter-log-events --log-group-name %s --start-time %d --filter-pattern '%s'"
                + " --max-items 20",
            view.logGroup(),
            view.end - LOOK_BACK,
            ofTime ? "?\"timed out\" ?\"Status: timeout\"" : "?Runtime ?\"Status: error\""),
        "none, it only reads");
  }

  /**
   * The headline without the function's name. An init that never succeeds keeps nobody waiting for
   * so long: each call ends in it.
   */
  static String headline(FunctionView view, ColdStartWindow counted, Verdict verdict) {
    boolean ofTime = counted.all.timeouts > counted.all.exits;
    boolean ofInit = 2 * counted.all.initFailures >= counted.all.deaths();
    return text(
        "%s of calls %s%s",
        percent(Math.min(1, counted.share(counted.all.deaths()))),
        ofTime
            ? "time out in a loop"
            : outOfMemory(view) ? "run out of memory" : "kill the process",
        ofInit
            ? ofTime ? ": the init does not end" : ": the init fails"
            : text(
                ", and each next one waits %s for %s init",
                duration(verdict.waitMicros), counted.hidden() ? "a hidden" : "an"));
  }

  /** Are calls killed because they use all of their memory? */
  private static boolean outOfMemory(FunctionView view) {
    return new SeenErrors(view.track.results().errors).mostly(ErrorWords.OUT_OF_MEMORY);
  }
}
