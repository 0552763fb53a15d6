package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;
import static dev.stormwatch.core.detect.coldstart.ColdStartState.PANES;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Cold-start spikes: do callers wait for environments more than this function's own past says?
 *
 * <p><b>Mechanism.</b> A call that finds no idle environment waits until one is initialised. A few
 * such calls are normal: environments are reaped and replaced, traffic breathes. Three things make
 * it a surprise, and each has a rule of its own:
 *
 * <ul>
 *   <li>more calls are cold, because traffic outran the warm environments or those are gone: {@link
 *       RateRule};
 *   <li>environments die in a loop, and each next call carries an init that no line shows: {@link
 *       DeathRule};
 *   <li>each init takes longer than it did: {@link InitRule}.
 * </ul>
 *
 * <p>All three may hold at once, for one reason; a function has one incident, told by the most
 * urgent. {@link Judgement} says how urgent and why.
 *
 * <p><b>Learning.</b> A function is judged once <i>learning</i> time has passed and
 * <i>learningInvocations</i> calls were seen; until then what looks like a spike is noted and told
 * as such, and pages nobody unless the evidence is strong ({@link YoungPast}). The past is kept as
 * decayed counts; what was suspect counts for less. Bursts that come on schedule are known by the
 * fourth ({@link Rhythm}).
 *
 * <p><b>Waves.</b> What came again within <i>repeat</i> is not told as over before it is as long
 * ago as the wave before it was then: bursts that come and go are one incident.
 *
 * <p><b>Too few calls</b> in a window say nothing of a share: of such a function the last hour is
 * judged ({@link QuietRule}). Its inits are, however few there are, version by version; and where
 * the settings say which application it is part of, {@link ApplicationDetector} judges its small
 * functions together.
 *
 * <p><b>What it mistakes for a spike.</b> At {@code $LATEST} a deploy shows no new version; it
 * replaces each environment once, which rarely makes up 5 % of a window's calls. The first three
 * bursts of a schedule, where callers wait; two unrelated fan-outs within half an hour, each over
 * at once, where they wait long. Telemetry that comes late in a flood is not judged (<i>stale</i>).
 *
 * <p><b>Sources.</b> AWS Lambda Developer Guide, "Lambda execution environment lifecycle"; on
 * over-dispersion of counts: Skellam (1948), "A probability distribution derived from the binomial
 * distribution by regarding the probability of success as variable between the sets of trials".
 */
public final class ColdStartDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColdStartSettings settings;
  private final RateRule rate;
  private final YoungPast young;
  private final DeathRule deaths;
  private final InitRule inits;
  private final QuietRule quiet;
  private final Judgement judgement;
  private final ColdStartReport report;

  public ColdStartDetector(Settings settings) {
    this.settings = settings.coldStart;
    this.young = new YoungPast(this.settings);
    this.rate = new RateRule(this.settings, young);
    this.deaths = new DeathRule(this.settings, rate);
    this.inits = new InitRule(this.settings);
    this.quiet = new QuietRule(this.settings, rate);
    this.judgement = new Judgement(settings, rate, young, deaths, quiet);
    this.report = new ColdStartReport(settings, judgement);
  }

  /** Takes in one slot and says what it thinks, if anything. */
  public void onSlot(FunctionView view, ColdStartState state, Effects<Finding> effects) {
    if (!settings.enabled) {
      return;
    }
    if (state.firstHeard == NEVER) {
      state.firstHeard = view.end;
    }
    moveWindow(view.end, state);
    state.slotCalls = 0;
    state.slotCold = 0;
    state.verdict = null;
    boolean known = view.slot.lags.quantile(0.5) <= settings.staleMillis;
    Pane newest = state.pane(state.newestPane);
    double expected = newest.expected;
    if (known) {
      observe(view, state);
      fill(newest, view, state);
    }
    quiet.observe(view, state, newest.expected - expected, known);
    state.past = young.known(view.end, state);
    state.floors.advance(view.end, view.track);
    judge(view, state, effects);
  }

  /** What the slot that was just judged says to the function's application; null for nothing. */
  public @Nullable ColdShare share(FunctionView view, ColdStartState state) {
    if (!settings.enabled || state.newestPane == NEVER) {
      return null;
    }
    ColdStartWindow window = new ColdStartWindow(state, settings.windowMillis);
    if (window.all.lags.quantile(0.5) > settings.staleMillis) {
      return null;
    }
    ColdShare share = new ColdShare();
    share.end = view.end;
    share.calls = window.all.calls;
    share.cold = window.all.cold;
    share.replaced =
        judgement.resumed(view, state) ? window.all.cold : ColdStartWindow.livingBefore(state);
    share.expected = window.all.expected;
    share.slotCold = state.slotCold;
    share.judged = window.all.calls >= settings.minInvocations && judgement.learned(view, state);
    share.synchronous = judgement.waits(view, state);
    share.unusual = state.unusualSince != NEVER || state.dyingSince != NEVER;
    Verdict verdict = state.verdict;
    share.tickets = verdict != null && !verdict.over && verdict.severity != Severity.INFO;
    share.pages = verdict != null && verdict.severity == Severity.PAGE;
    share.onset = verdict == null ? window.all.firstColdAt : verdict.onset;
    share.waits.addAll(window.all.waits);
    share.waits.addAll(window.hiddenWaits);
    share.coldest = state.coldest.subList(0, Math.min(1, state.coldest.size()));
    share.logGroup = view.slot.logGroup;
    return share;
  }

  /** What others should know. */
  public Starts found(ColdStartState state) {
    Verdict verdict = state.verdict;
    InitState init = state.init;
    boolean released = init.deployedAt != InitState.NEVER && !init.previous.isEmpty();
    return new Starts(
        state.told && state.dying,
        verdict != null && verdict.severity == Severity.PAGE && verdict.failing != null,
        released ? new Release(init.version, init.previous, init.deployedAt) : null);
  }

  private void moveWindow(long end, ColdStartState state) {
    long paneMillis = settings.windowMillis / PANES;
    long pane = Math.floorDiv(end - 1, paneMillis);
    if (state.newestPane == NEVER) {
      state.newestPane = pane;
      return;
    }
    // After a long silence every old pane leaves the window at once.
    long steps = Math.min(pane - state.newestPane, PANES);
    for (long number = pane - steps + 1; number <= pane; number++) {
      Pane left = state.renew(number);
      state.baseline.learn(
          left, end, settings.baselineHalfLifeMillis, young.suspectWeight(end, state));
      if (left.calls > 0 && !left.suspect) {
        state.pauses.learnSpread(left.expected, left.cold);
      }
    }
    state.newestPane = Math.max(state.newestPane, pane);
  }

  /** What the slot tells of the function beyond its counts. */
  private void observe(FunctionView view, ColdStartState state) {
    FunctionSlot slot = view.slot;
    state.asynchronous |= slot.inits.batches > 0 || view.track.retries() > 0;
    if (slot.memoryMegabytes > 0) {
      if (state.memory > 0 && state.memory != slot.memoryMegabytes) {
        state.memoryChangedAt = view.end;
      }
      state.memory = slot.memoryMegabytes;
    }
    long before = view.track.livingEnvironments() - view.track.newEnvironments();
    inits.observe(slot.inits, view.end, slot.firstColdAt, before, state.init);
    state.keepColdest(slot.coldest, view.end - settings.windowMillis - settings.staleMillis);
  }

  private void fill(Pane pane, FunctionView view, ColdStartState state) {
    FunctionSlot slot = view.slot;
    state.slotCalls = slot.invocations;
    state.slotCold = slot.coldStarts;
    if (pane.calls == 0) {
      pane.living = view.track.livingEnvironments() - view.track.newEnvironments();
    }
    pane.calls += slot.invocations;
    pane.durationMicros += slot.durationMicros;
    pane.coldMicros += slot.inits.coldMicros;
    pane.peak = Math.max(pane.peak, slot.invocations);
    pane.cold += slot.coldStarts;
    pane.restores += slot.restores;
    pane.exits += slot.inits.exits;
    pane.timeouts += slot.inits.timeouts;
    pane.initFailures += slot.initFailures;
    if (slot.inits.exits + slot.inits.timeouts + slot.initFailures > 0) {
      pane.besideDeaths += slot.invocations;
    }
    pane.followers += slot.inits.followers;
    pane.followersThatDied += slot.inits.followersThatDied;
    pane.firstColdAt = Math.min(pane.firstColdAt, slot.firstColdAt);
    pane.firstDeathAt = Math.min(pane.firstDeathAt, slot.inits.firstDeathAt);
    pane.waits.addAll(slot.coldWaits);
    pane.followerMicros.addAll(slot.inits.followerMicros);
    pane.lags.addAll(slot.lags);
    LogHistogram ofVersion = slot.inits.byVersion().get(state.init.version);
    if (isNew(state.init, view.end) && ofVersion != null) {
      pane.ofNewVersion += ofVersion.total();
    }
    if (slot.invocations > 0) {
      pauses(pane, view, state);
    }
  }

  private boolean isNew(InitState init, long end) {
    return init.deployedAt != InitState.NEVER && end - init.deployedAt <= settings.deployMillis;
  }

  private void pauses(Pane pane, FunctionView view, ColdStartState state) {
    FunctionSlot slot = view.slot;
    long pause = state.callsAt == NEVER ? 0 : view.end - state.callsAt;
    if (pause >= settings.resumeMillis) {
      state.resumedAt = view.end;
    }
    state.callsAt = view.end;
    pane.expected += state.pauses.expected(pause, slot.invocations);
    boolean usual = state.unusualSince == NEVER && state.quiet.unusualSince == NEVER;
    if (usual && !isNew(state.init, view.end)) {
      state.pauses.learn(pause, slot.invocations, slot.coldStarts);
    }
  }

  private void judge(FunctionView view, ColdStartState state, Effects<Finding> effects) {
    ColdStartWindow window = new ColdStartWindow(state, settings.windowMillis);
    if (window.all.lags.quantile(0.5) > settings.staleMillis) {
      // Too little is known to say anything, recovery included.
      state.unusualSince = state.spiking ? state.unusualSince : NEVER;
      return;
    }
    rate.judge(view.end, state, window);
    deaths.judge(view.end, state, window);
    Verdict verdict = judgement.of(view, state, window);
    state.verdict = verdict;
    if (verdict != null) {
      if (!state.told) {
        state.told = true;
        state.toldOnset = verdict.onset;
      }
      state.quiet.told |= verdict.shownBy != null;
      ColdStartWindow part = verdict.since == null ? window : verdict.since;
      ColdStartWindow shownBy = verdict.shownBy == null ? part : verdict.shownBy;
      effects.emit(report.trouble(view, state, shownBy, verdict));
    } else if (state.told
        && !state.spiking
        && !state.dying
        && !state.rhythm.mayComeAgain(view.end, settings.repeatMillis)
        && (state.quiet.told || window.all.calls >= settings.minInvocations)) {
      state.told = false;
      state.quiet.told = false;
      effects.emit(report.recovery(view, state, window));
    }
  }
}
