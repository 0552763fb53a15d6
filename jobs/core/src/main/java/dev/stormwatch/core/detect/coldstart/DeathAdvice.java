package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;

import dev.stormwatch.core.detect.BrokenVersion;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.MemoryAdvice;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.SeenErrors;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of calls that end their environment, and what to do about them. */
final class DeathAdvice {

  /** Log lines are looked for from here on: without a start they come from the oldest on. */
  private static final long LOOK_BACK = 10 * 60_000;

  private static final String NONE_ANSWERED =
      "inits worked before, and next to no call was answered since they do not";

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
    return find(view, ofTime, seen);
  }

  /** Every init fails, since a release most likely. */
  static List<Recommendation> of(
      FunctionView view, ColdStartWindow window, FailingInits failing, Settings settings) {
    BrokenVersion broken = broken(view, settings);
    String function = view.slot.function.name();
    return List.of(
        broken != null ? broken.rollBack(function) : RollBack.ofLatest(function, NONE_ANSWERED),
        find(
            view,
            window.all.timeouts > window.all.exits,
            text("%,d of %,d calls ended in an init that failed", failing.failed, failing.calls)));
  }

  private static @Nullable BrokenVersion broken(FunctionView view, Settings settings) {
    return BrokenVersion.of(view.track.results().versions, settings.dependency);
  }

  private static Recommendation find(FunctionView view, boolean ofTime, String seen) {
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

  /** The headline without the function's name, where no call gets beyond its init. */
  static String headline(
      FunctionView view, ColdStartWindow window, FailingInits failing, Settings settings) {
    BrokenVersion broken = broken(view, settings);
    return text(
        "%s of calls fail: the init %s%s",
        percent(failing.share()),
        window.all.timeouts > window.all.exits ? "does not end" : "fails",
        broken == null ? "" : ", of " + broken.headline());
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
