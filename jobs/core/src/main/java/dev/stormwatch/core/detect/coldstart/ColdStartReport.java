package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.coldstart.Words.duration;
import static dev.stormwatch.core.detect.coldstart.Words.percent;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.SeenErrors;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Puts what the cold-start detector found into words: what, why, whom it hurts, what to do. */
final class ColdStartReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final Judgement judgement;
  private final ColdStartAdvice advice;

  ColdStartReport(Settings settings, Judgement judgement) {
    this.settings = settings;
    this.judgement = judgement;
    this.advice = new ColdStartAdvice(settings);
  }

  Finding trouble(
      FunctionView view, ColdStartState state, ColdStartWindow window, Verdict verdict) {
    return finding(
            view,
            state,
            window,
            verdict.severity,
            false,
            view.slot.function.name() + ": " + headline(view, state, window, verdict),
            measure(state, window, verdict),
            advice.of(view, state, window, verdict))
        .because(verdict.cause.wireName);
  }

  Finding recovery(FunctionView view, ColdStartState state, ColdStartWindow window) {
    ColdStartWindow newest = ColdStartWindow.newest(state, settings.coldStart.windowMillis);
    ColdStartWindow now = newest.all.calls > 0 ? newest : window;
    boolean ofDeaths = state.toldOnset == state.dyingOnset;
    long count = ofDeaths ? now.all.deaths() : now.all.cold;
    String headline =
        text(
            "%s: %s are down to %s of calls; %,d of %,d in %d min",
            view.slot.function.name(),
            ofDeaths ? "calls that end their environment" : "cold starts",
            percent(now.share(count)),
            count,
            now.all.calls,
            now.windowMillis / 60_000);
    return finding(
        view, state, window, Severity.INFO, true, headline, rate(state, window), List.of());
  }

  private String headline(
      FunctionView view, ColdStartState state, ColdStartWindow window, Verdict verdict) {
    InitState init = state.init;
    switch (verdict.cause) {
      case INIT_OF_VERSION:
        return text(
            "init takes %s since version %s, %.1f times the %s of version %s",
            duration(verdict.waitMicros),
            init.version,
            times(verdict, init),
            duration(InitState.micros(init.usualMean)),
            init.usualVersion);
      case INIT_OF_DEPENDENCY:
        return text(
            "init takes %s, %.1f times the usual %s, %s a dependency at init?",
            duration(verdict.waitMicros),
            times(verdict, init),
            duration(InitState.micros(init.usualMean)),
            init.isUnpublished() ? "of $LATEST: a release, or" : "without a new version:");
      case RESTORE:
        if (state.dying) {
          ColdStartWindow counted = window.ofDeaths(state, settings.coldStart);
          return text(
              "%s of calls meet a snapshot that fails to restore, half of the waits are %s or more",
              percent(counted.share(counted.all.deaths())), duration(verdict.waitMicros));
        }
        break;
      case DEATHS:
        if (verdict.failing != null) {
          return DeathAdvice.headline(view, window, verdict.failing, settings);
        }
        if (state.dying) {
          ColdStartWindow counted = window.ofDeaths(state, settings.coldStart);
          return DeathAdvice.headline(view, counted, verdict)
              + (recent(view, init) ? ", since version " + init.version : "");
        }
        break;
      default:
        break;
    }
    return text(
        "%s of calls are cold (usually %s), half of them wait %s or more: %s",
        percent(window.share()),
        percent(state.usualShare),
        duration(verdict.waitMicros),
        why(view, state, verdict.cause));
  }

  private static double times(Verdict verdict, InitState init) {
    return verdict.waitMicros / 1000.0 / StrictMath.exp(init.usualMean);
  }

  private boolean recent(FunctionView view, InitState init) {
    return init.deployedAt != InitState.NEVER
        && view.end - init.deployedAt <= 2 * settings.coldStart.deployMillis;
  }

  private String why(FunctionView view, ColdStartState state, Cause cause) {
    switch (cause) {
      case BURST:
        return "traffic outran the warm ones";
      case DEPLOY:
        return "version " + state.init.version + " takes over";
      case SLOW_CALLS:
        return "calls take longer and hold them";
      case DEATHS:
        return "calls kill their environments";
      case SPILL_OVER:
        return "beyond provisioned concurrency";
      case RESTORE:
        return "snapshots fail to restore";
      case CONFIGURATION:
        return text("memory was set to %d MB", state.memory);
      case UPDATES:
        return "all are replaced over and over: what updates it?";
      case IDLE:
        return "first traffic after a pause";
      case SCHEDULE:
        return "a burst on schedule";
      case LEARNING:
        return text(
            "learning, %d of %d min and %,d of %,d calls seen",
            Math.min(settings.coldStart.learningMillis, view.end - state.firstHeard) / 60_000,
            settings.coldStart.learningMillis / 60_000,
            Math.min(settings.coldStart.learningInvocations, Math.round(state.past.calls)),
            settings.coldStart.learningInvocations);
      default:
        return recent(view, state.init)
            ? "new since version " + state.init.version
            : "warm ones were reaped";
    }
  }

  private Measure measure(ColdStartState state, ColdStartWindow window, Verdict verdict) {
    switch (verdict.cause) {
      case INIT_OF_VERSION:
      case INIT_OF_DEPENDENCY:
        double usual = StrictMath.exp(state.init.usualMean);
        return new Measure(
            "init-duration",
            verdict.waitMicros / 1000.0,
            "milliseconds",
            usual * settings.coldStart.initRatio,
            window.windowMillis / 1000,
            Math.round(state.init.count),
            usual);
      case RESTORE:
      case DEATHS:
        if (verdict.failing != null) {
          double past = window.baseline.deathShare();
          return new Measure(
              "environment-death-share",
              verdict.failing.share(),
              "ratio",
              settings.coldStart.beginsAt(past),
              window.windowMillis / 1000,
              verdict.failing.calls,
              past);
        }
        if (state.dying) {
          ColdStartWindow counted = window.ofDeaths(state, settings.coldStart);
          double past = window.baseline.deathShare();
          return new Measure(
              "environment-death-share",
              Math.min(1, counted.share(counted.all.deaths())),
              "ratio",
              settings.coldStart.beginsAt(past),
              counted.windowMillis / 1000,
              counted.all.calls,
              past);
        }
        return rate(state, window);
      default:
        return rate(state, window);
    }
  }

  /** What begins above one share goes on above a lower one. */
  private Measure rate(ColdStartState state, ColdStartWindow window) {
    ColdStartSettings limits = settings.coldStart;
    double begins = limits.beginsAt(state.usualShare);
    return new Measure(
        "cold-start-share",
        window.share(),
        "ratio",
        window.share() >= begins ? begins : limits.goesOnTo(state.usualShare),
        window.windowMillis / 1000,
        window.all.calls,
        state.spiking ? state.usualShare : window.baseline.coldShare());
  }

  private Finding finding(
      FunctionView view,
      ColdStartState state,
      ColdStartWindow window,
      Severity severity,
      boolean recovered,
      String headline,
      Measure measure,
      List<Recommendation> recommendations) {
    return new Finding(
        Kind.COLD_START_SPIKE,
        Subject.function(view.slot.function),
        severity,
        recovered,
        state.toldOnset,
        headline,
        measure,
        new Impact(true, state.toldOnset, impact(view, state, window)),
        evidence(view, state),
        recommendations);
  }

  /** Who waited, and for how long. */
  private String impact(FunctionView view, ColdStartState state, ColdStartWindow window) {
    LogHistogram waits = new LogHistogram();
    waits.addAll(window.all.waits);
    waits.addAll(window.hiddenWaits);
    long hidden = window.hiddenWaits.total();
    String name = view.slot.function.name();
    FailingInits failing = state.verdict == null ? null : state.verdict.failing;
    String who =
        judgement.waits(view, state)
            ? settings.declares(name)
                ? "callers wait for the answer"
                : "taken for a function whose callers wait"
            : settings.declares(name)
                ? "nobody waits for the answer"
                : "taken for asynchronous: Lambda retries its calls, or it reports batches";
    if (failing != null) {
      return text(
          "%,d of %,d calls since then ended in an init that failed; %s",
          failing.failed, failing.calls, who);
    }
    if (waits.total() == 0) {
      return text(
          "none of %,d calls in %d min waited for an init; %s",
          window.all.calls, window.windowMillis / 60_000, who);
    }
    return text(
        "%,d of %,d calls in %d min (%s) waited for an init%s, p50 %s, p95 %s, p99 %s; %s",
        waits.total(),
        window.all.calls,
        window.windowMillis / 60_000,
        percent(window.share(waits.total())),
        hidden > 0 ? text(", %,d of them for one that no line shows", hidden) : "",
        duration(waits.quantile(0.5)),
        duration(waits.quantile(0.95)),
        duration(waits.quantile(0.99)),
        who);
  }

  /** What waited before it began shows nothing of it, however long that was. */
  private static List<Evidence> evidence(FunctionView view, ColdStartState state) {
    List<Evidence> rows = new ArrayList<>();
    if (state.dying) {
      SeenErrors errors = new SeenErrors(view.track.results().errors);
      rows.addAll(errors.rows(view, state.toldOnset, "call failed"));
    }
    for (ColdCall call : state.coldest) {
      if (call.at >= state.toldOnset && rows.size() < Evidence.MAX_ROWS) {
        rows.add(
            new Evidence(
                call.at,
                view.logGroup(),
                call.logStream,
                call.requestId,
                text(
                    "REPORT %s: %.2f ms, Duration: %.2f ms",
                    call.restored ? "Restore Duration" : "Init Duration",
                    call.waitMicros / 1000.0,
                    call.durationMicros / 1000.0)));
      }
    }
    return rows;
  }
}
