package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;
import static dev.stormwatch.core.detect.coldstart.Words.plain;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.model.Traits;
import dev.stormwatch.core.settings.Architecture;
import dev.stormwatch.core.settings.ComputePrices;
import dev.stormwatch.core.settings.FunctionRule;
import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What to do about cold starts, with the arithmetic and what it costs. */
final class ColdStartAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String CAPS_NOT =
      "billed while idle; needs a version or alias; reserved concurrency is another thing: it caps"
          + " and warms nothing";

  /** Log lines are looked for from here on: without a start they come from the oldest on. */
  private static final long LOOK_BACK = 10 * 60_000;

  private static final int MINUTES_PER_DAY = 24 * 60;

  private final Settings settings;

  ColdStartAdvice(Settings settings) {
    this.settings = settings;
  }

  List<Recommendation> of(
      FunctionView view, ColdStartState state, ColdStartWindow window, Verdict verdict) {
    String function = view.slot.function.name();
    List<Recommendation> rows = new ArrayList<>();
    switch (verdict.cause) {
      case DEATHS:
        rows.add(deaths(function, view, window));
        if (isRelease(view, state.init)) {
          rows.add(rollBack(function, state.init, state.init.previous));
        }
        break;
      case INIT_OF_VERSION:
        rows.add(rollBack(function, state.init, state.init.usualVersion));
        rows.add(faster(view, verdict));
        break;
      case INIT_OF_DEPENDENCY:
        rows.add(slowDependency(function, state.init));
        rows.add(faster(view, verdict));
        break;
      case SPILL_OVER:
        rows.add(spillOver(function));
        rows.add(provisioned(view, state));
        break;
      case RESTORE:
        rows.add(restores(function));
        break;
      case CONFIGURATION:
        rows.add(memory(function, state));
        rows.add(provisioned(view, state));
        break;
      case SLOW_CALLS:
        rows.add(slowCalls(window));
        break;
      case DEPLOY:
      case SCHEDULE:
      case IDLE:
      case LEARNING:
        rows.add(wait(function, verdict.cause));
        break;
      default:
        rows.add(faster(view, verdict));
        rows.add(provisioned(view, state));
        break;
    }
    return rows;
  }

  private boolean isRelease(FunctionView view, InitState init) {
    return init.deployedAt != InitState.NEVER
        && !init.previous.isEmpty()
        && view.end - init.deployedAt <= 2 * settings.coldStart.deployMillis;
  }

  private static Recommendation deaths(String function, FunctionView view, ColdStartWindow window) {
    boolean ofTime = window.all.timeouts > window.all.exits;
    return new Recommendation(
        ofTime ? "give the init its time, or shorten it" : "find what ends the process",
        "",
        text(
            "%d exits and %d timeouts in %d calls; Lambda initialises anew inside the next call, which"
                + " no REPORT shows; more environments do not help",
            window.all.exits, window.all.timeouts, window.all.calls),
        text(
            "aws logs filter-log-events --log-group-name %s --start-time %d --filter-pattern '%s'"
                + " --max-items 20",
            view.slot.logGroup.isEmpty() ? "/aws/lambda/" + function : view.slot.logGroup,
            view.end - LOOK_BACK,
            ofTime ? "?\"timed out\" ?\"Status: timeout\"" : "?Runtime ?\"Status: error\""),
        "none, it only reads");
  }

  private static Recommendation rollBack(String function, InitState init, String before) {
    return new Recommendation(
        "send traffic back to the version before",
        before,
        text("it began with version %s", init.version),
        text(
            "aws lambda update-alias --function-name %s --name ALIAS --function-version %s",
            function, before),
        "the release is undone; its first calls are cold again where old environments are gone");
  }

  private static Recommendation slowDependency(String function, InitState init) {
    return new Recommendation(
        "see what is called while it initialises",
        "",
        text(
            "inits of version %s took %s and take %s now; what it loads or connects to at init is"
                + " outside its package",
            init.version.isEmpty() ? "of now" : init.version,
            duration(InitState.micros(init.usualMean)),
            duration(InitState.micros(init.recent))),
        text(
            "aws lambda get-function-configuration --function-name %s"
                + " --query '[LastModified,Runtime,RuntimeVersionConfig,Layers]'",
            function),
        "none, it only reads");
  }

  /** What makes init shorter, by runtime where the lines show one. */
  private static Recommendation faster(FunctionView view, Verdict verdict) {
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
            "half of the waits are %s or more; %s; more memory does not shorten an init, which runs"
                + " boosted at any size",
            duration(verdict.waitMicros), typical),
        command,
        sideEffect);
  }

  private static Recommendation spillOver(String function) {
    return new Recommendation(
        "see whether the provisioned concurrency is still there, and how much of it is in use",
        "",
        "calls beyond it run on environments that start on demand, all of them once it is deleted or"
            + " the alias moved on; provisioned concurrency caps nothing, reserved concurrency does",
        text("aws lambda list-provisioned-concurrency-configs --function-name %s", function),
        "none, it only reads");
  }

  private static Recommendation restores(String function) {
    return new Recommendation(
        "publish a new version, so that a new snapshot is taken",
        "",
        "restores of this one fail, and Lambda tries again while the caller waits",
        text("aws lambda publish-version --function-name %s", function),
        "takes minutes; point the alias at it when its State is Active");
  }

  private static Recommendation memory(String function, ColdStartState state) {
    return new Recommendation(
        "nothing, if the change was meant",
        "",
        text(
            "memory was changed to %d MB, which replaces every environment once; init does not get"
                + " shorter by it",
            state.memory),
        text(
            "aws lambda get-function-configuration --function-name %s"
                + " --query '[LastModified,MemorySize]'",
            function),
        "none, it only reads");
  }

  private static Recommendation slowCalls(ColdStartWindow window) {
    return new Recommendation(
        "find what slows the calls",
        "",
        text(
            "a warm call takes %s, usually %s; so each holds its environment longer and more of them"
                + " are needed; more environments would only wait as well",
            duration(Math.round(window.all.warmMicros())),
            duration(Math.round(window.baseline.warmMicros()))),
        "",
        "none");
  }

  private static Recommendation wait(String function, Cause cause) {
    String reason =
        cause == Cause.DEPLOY
            ? "a deploy replaces every environment once; that passes by itself"
            : cause == Cause.SCHEDULE
                ? "three bursts as large came before, at even distances or at this hour of the day or week"
                : cause == Cause.IDLE
                    ? "Lambda reaps environments that idle"
                    : "its past is too short to hold this against";
    return new Recommendation(
        "nothing",
        "",
        reason,
        text(
            "aws lambda get-function-configuration --function-name %s"
                + " --query '[LastModified,Version,LastUpdateStatus]'",
            function),
        "none, it only reads");
  }

  private Recommendation provisioned(FunctionView view, ColdStartState state) {
    String function = view.slot.function.name();
    double floor = ProvisionedFloor.of(view.track);
    long units = (long) Math.floor(floor);
    long memory = view.track.memoryMegabytes();
    FunctionRule rule = settings.rule(function);
    Architecture architecture = rule == null ? Architecture.X86_64 : rule.architecture;
    ComputePrices compute = settings.prices.of(architecture);
    double unit = compute.provisionedUnitMonth(memory);
    String arithmetic =
        text(
            "in 60 %% of the last hour's minutes concurrency was %.2f or more; one environment of"
                + " %d MB costs %.2f USD a month (%d h × 3600 s × %.3f GB × %s USD, %s, %s)",
            floor,
            memory,
            unit,
            PriceSettings.HOURS_PER_MONTH,
            memory / 1024.0,
            plain(compute.provisionedConcurrencyGbSecond),
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
    Baseline usual = state.baseline;
    double saved = usual.coldShare() * usual.callsPerPane * MINUTES_PER_DAY;
    return new Recommendation(
        "provision concurrency for the floor of the traffic",
        Long.toString(units),
        arithmetic
            + text(
                "; %d in all: %.2f USD; spares up to %.0f cold calls a day (the usual %s), not a"
                    + " burst beyond %d at a time%s",
                units,
                units * unit,
                saved,
                percent(usual.coldShare()),
                units,
                state.floors.schedule()),
        text(
            "aws lambda put-provisioned-concurrency-config --function-name %s --qualifier ALIAS"
                + " --provisioned-concurrent-executions %d",
            function, units),
        CAPS_NOT);
  }
}
