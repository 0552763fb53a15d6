package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.model.Traits;

/** How an init becomes shorter. */
final class ShorterInit {

  private ShorterInit() {}

  private static String waits(Verdict verdict) {
    boolean ofInits =
        verdict.cause == Cause.INIT_OF_VERSION || verdict.cause == Cause.INIT_OF_DEPENDENCY;
    return text(
        ofInits ? "the latest inits take %s" : "half of the waits are %s or more",
        duration(verdict.waitMicros));
  }

  /** What makes init shorter, by runtime where the lines show one. */
  static Recommendation advice(FunctionView view, Verdict verdict) {
    int runtime = view.track.runtime();
    String action;
    String typical;
    String command = "";
    String sideEffect = "none on other functions";
    if (runtime == Traits.JVM) {
      boolean restored = view.track.is(Traits.SNAP_START);
      action =
          restored
              ? "shorten what runs after the restore"
              : "turn on SnapStart, or build a native image";
      typical = "a JVM with Spring takes 2 to 8 s, a restore 0.2 to 0.5 s";
      command =
          restored
              ? ""
              : text(
                  "aws lambda update-function-configuration --function-name %s"
                      + " --snap-start ApplyOn=PublishedVersions",
                  view.slot.function.name());
      sideEffect =
          "applies to versions published from then on, so callers must name a version or an alias;"
              + " randomness and connections made at init are shared";
    } else if (runtime == Traits.NODE) {
      action = "bundle and tree-shake, load what is rarely needed when it is needed";
      typical = "Node.js takes 150 to 300 ms";
    } else if (runtime == Traits.PYTHON) {
      action = "import heavy libraries inside the functions that need them";
      typical = "Python takes 200 to 400 ms";
    } else if (runtime == Traits.DOTNET) {
      action = "compile ahead of time (Native AOT), or turn on SnapStart";
      typical = ".NET takes 0.5 to 1.5 s";
    } else {
      action = "shorten the init: lazy imports; SnapStart or a native image on a JVM";
      typical =
          "Go and Rust take 50 to 150 ms, Node.js 150 to 300, Python 200 to 400, .NET 500 to 1,500,"
              + " Spring 2 to 8 s";
    }
    return new Recommendation(
        action,
        "",
        text(
            "%s; %s; more memory does not shorten an init, which runs" + " boosted at any size",
            waits(verdict), typical),
        command,
        sideEffect);
  }
}
