package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;
import static dev.stormwatch.core.detect.coldstart.Words.plain;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
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
        if (verdict.failing != null) {
          rows.addAll(DeathAdvice.of(view, window, verdict.failing, settings));
          break;
        }
        rows.add(DeathAdvice.of(view, window.ofDeaths(state, settings.coldStart)));
        if (isRelease(view, state.init)) {
          rows.add(rollBack(function, state.init, state.init.previous));
        }
        break;
      case INIT_OF_VERSION:
        rows.add(rollBack(function, state.init, state.init.usualVersion));
        rows.add(ShorterInit.advice(view, verdict));
        break;
      case INIT_OF_DEPENDENCY:
        rows.add(slowDependency(function, state.init, verdict));
        rows.add(ShorterInit.advice(view, verdict));
        break;
      case SPILL_OVER:
        rows.add(spillOver(function));
        rows.add(provisioned(view, state, true));
        break;
      case RESTORE:
        rows.add(restores(function));
        break;
      case CONFIGURATION:
        rows.add(memory(function, state));
        rows.add(provisioned(view, state, false));
        break;
      case UPDATES:
        rows.add(updates(function, window));
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
        rows.add(ShorterInit.advice(view, verdict));
        rows.add(provisioned(view, state, false));
        break;
    }
    return rows;
  }

  private boolean isRelease(FunctionView view, InitState init) {
    return init.deployedAt != InitState.NEVER
        && !init.previous.isEmpty()
        && view.end - init.deployedAt <= 2 * settings.coldStart.deployMillis;
  }

  private static Recommendation rollBack(String function, InitState init, String before) {
    return RollBack.to(before, function, text("it began with version %s", init.version));
  }

  private static Recommendation slowDependency(String function, InitState init, Verdict verdict) {
    return new Recommendation(
        "see what is called while it initialises",
        "",
        text(
            "inits of version %s took %s and take %s now; %s",
            init.version.isEmpty() ? "of now" : init.version,
            duration(InitState.micros(init.usualMean)),
            duration(verdict.waitMicros),
            init.isUnpublished()
                ? "a new package, or what it loads or connects to at init"
                : "what it loads or connects to at init is outside its package"),
        text(
            "aws lambda get-function-configuration --function-name %s"
                + " --query '[LastModified,Runtime,RuntimeVersionConfig,Layers]'",
            function),
        "none, it only reads");
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

  private static Recommendation updates(String function, ColdStartWindow window) {
    return new Recommendation(
        "stop what keeps updating the function, a pipeline or a script",
        "",
        text(
            "%s in %d min at usual traffic, several for each environment there was: Lambda takes"
                + " down what is idle, an update of code or configuration replaces all",
            counted(window.all.cold, "cold call"), window.windowMillis / 60_000),
        text(
            "aws cloudtrail lookup-events --lookup-attributes"
                + " AttributeKey=ResourceName,AttributeValue=%s --max-items 20"
                + " --query 'Events[].[EventTime,EventName,Username]'",
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

  /**
   * @param inForce whether lines tell that some is provisioned: how much they do not tell
   */
  private Recommendation provisioned(FunctionView view, ColdStartState state, boolean inForce) {
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
    long declared = rule == null ? 0 : rule.provisionedConcurrency;
    if (declared >= units) {
      return new Recommendation(
          "leave provisioned concurrency as it is",
          Long.toString(declared),
          arithmetic + text("; the %d that are declared cover that floor", declared),
          "",
          "none; a burst beyond it needs more for as long as it lasts, or environments that start"
              + " sooner");
    }
    if (declared == 0 && inForce) {
      return new Recommendation(
          "provision no less than the floor of the traffic",
          Long.toString(units),
          arithmetic + "; how much is provisioned now no line tells, so compare it first",
          "",
          "to set less than there is makes more calls cold");
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
