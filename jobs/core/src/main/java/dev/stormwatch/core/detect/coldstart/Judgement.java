package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Traits;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.FunctionRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom it hurts, hence how urgent it is, and why it happens.
 *
 * <p>A page needs people who wait: a synchronous function, and either half of the cold calls or a
 * share of <i>minShare</i> of all calls delayed by <i>pageDelay</i>, or none answered at all, since
 * every init fails. What is explained, by a deploy, a schedule, a pause or by too short a past, is
 * worth no more than a note; so is a burst that was over when it was seen, such as a fan-out of ten
 * calls at once, unless another one delayed as many within <i>repeat</i> before it: waves are as
 * bad as one that stays; and what follows from calls that have become slow, whose cause is told by
 * others. One burst that is over is a ticket where <i>waveColdStarts</i> calls were cold and half
 * of them waited for <i>pageDelay</i>: nobody can act on it any more, but somebody may keep it from
 * coming back. A wait of less than a quarter of what a call usually takes hurts nobody. Of an init
 * that became slower, what it takes longer than it did must be that long.
 */
final class Judgement implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of a quiet function the few calls of half an hour more must be cold as well. */
  private static final long QUIET_PAGE_MILLIS = 1_800_000;

  /** So often all environments are replaced by no release, no restart and no reaping. */
  private static final double REPLACED = 3;

  /** Who waits for a call that usually takes long does not notice a wait of less of that. */
  private static final double NOTICED = 0.25;

  private final ColdStartSettings settings;
  private final Settings estate;
  private final RateRule rate;
  private final YoungPast young;
  private final DeathRule deaths;
  private final QuietRule quiet;

  Judgement(Settings estate, RateRule rate, YoungPast young, DeathRule deaths, QuietRule quiet) {
    this.settings = estate.coldStart;
    this.estate = estate;
    this.rate = rate;
    this.young = young;
    this.deaths = deaths;
    this.quiet = quiet;
  }

  /** The most urgent of what is wrong; null when nothing is. */
  @Nullable Verdict of(FunctionView view, ColdStartState state, ColdStartWindow window) {
    return Stream.of(
            ofDeaths(view, state, window),
            ofInits(view, state, window),
            ofRate(view, state, window),
            ofQuiet(view, state, window))
        .filter(Objects::nonNull)
        .max(Comparator.comparing(verdict -> verdict.severity))
        .orElse(null);
  }

  private @Nullable Verdict ofDeaths(
      FunctionView view, ColdStartState state, ColdStartWindow window) {
    long wait = deaths.waitMicros(state, window);
    FailingInits failing = FailingInits.of(state, settings);
    if (!state.dying
        || !learned(view, state)
        || failing == null && wait < settings.ticketDelayMillis * 1000) {
      return null;
    }
    boolean pages = failing != null || wait >= settings.pageDelayMillis * 1000;
    Severity severity =
        !waits(view, state) ? Severity.INFO : pages ? Severity.PAGE : Severity.TICKET;
    Pane all = window.all;
    boolean restores = failingRestores(all) && 2 * all.initFailures >= all.deaths();
    Verdict verdict =
        new Verdict(severity, restores ? Cause.RESTORE : Cause.DEATHS, state.dyingOnset, wait);
    verdict.failing = restores ? null : failing;
    return verdict;
  }

  private @Nullable Verdict ofInits(
      FunctionView view, ColdStartState state, ColdStartWindow window) {
    boolean released = !state.init.usualVersion.equals(state.init.version);
    // What takes longer then is what follows a restore that failed.
    if (!state.init.slower || !released && failingRestores(window.all)) {
      return null;
    }
    boolean many =
        window.all.cold >= settings.minColdStarts
            && window.all.calls >= settings.minInvocations
            && window.share() >= settings.minShare;
    double added =
        InitState.micros(state.init.recent) - (double) InitState.micros(state.init.usualMean);
    boolean pages =
        many
            && learned(view, state)
            && waits(view, state)
            && delayed(window)
            && added >= settings.pageDelayMillis * 1000;
    // The mean of the latest still holds some from before.
    long half =
        ColdStartWindow.since(state, state.init.slowerSince, settings).all.waits.quantile(0.5);
    return new Verdict(
        pages ? Severity.PAGE : Severity.TICKET,
        released ? Cause.INIT_OF_VERSION : Cause.INIT_OF_DEPENDENCY,
        state.init.slowerSince,
        Math.max(half, InitState.micros(state.init.recent)));
  }

  private @Nullable Verdict ofRate(
      FunctionView view, ColdStartState state, ColdStartWindow window) {
    if (!state.spiking || window.all.calls < settings.minInvocations) {
      return null;
    }
    long wait = window.all.waits.quantile(0.5);
    boolean hurts = hurts(view, state, window, wait);
    boolean again = hurts && delayed(window) && rate.comesAgain(state);
    state.hurts |= hurts && delayed(window);
    if (rate.young(view.end, state) && !again) {
      return null;
    }
    boolean tells = hurts && (rate.goesOn(state) || again);
    boolean large =
        hurts
            && learned(view, state)
            && window.all.cold >= settings.waveColdStarts
            && wait >= settings.pageDelayMillis * 1000;
    Severity ofOver = large ? Severity.TICKET : Severity.INFO;
    Verdict verdict =
        new Verdict(
            !tells ? ofOver : delayed(window) ? Severity.PAGE : Severity.TICKET,
            cause(view, state, window),
            state.spikeOnset,
            wait);
    verdict.since = ColdStartWindow.since(state, state.spikeOnset, settings);
    verdict.over = !tells;
    return verdict;
  }

  private @Nullable Verdict ofQuiet(
      FunctionView view, ColdStartState state, ColdStartWindow window) {
    boolean slow = state.quiet.unusualSince == NEVER && slowed(state, window);
    if (!learned(view, state) || !waits(view, state) || slow) {
      return null;
    }
    ColdStartWindow hour = quiet.judge(view.end, state, window);
    long wait = hour == null ? 0 : hour.all.waits.quantile(0.5);
    if (hour == null || wait < settings.ticketDelayMillis * 1000) {
      return null;
    }
    boolean pages =
        wait >= settings.pageDelayMillis * 1000
            && view.end - state.quiet.unusualSince >= QUIET_PAGE_MILLIS;
    return new Verdict(
        pages ? Severity.PAGE : Severity.TICKET, gone(view, state), state.quiet.onset, wait, hour);
  }

  /** Does somebody wait for what nothing explains? */
  private boolean hurts(
      FunctionView view, ColdStartState state, ColdStartWindow window, long wait) {
    boolean explained =
        !known(view, state)
            || resumed(view, state)
            || state.scheduled
            || slowed(state, window)
            || !rate.unexplained(state, window, declared(view));
    return !explained
        && waits(view, state)
        && wait >= settings.ticketDelayMillis * 1000
        && wait >= NOTICED * window.baseline.warmMicros();
  }

  private boolean delayed(ColdStartWindow window) {
    long delay = settings.pageDelayMillis * 1000;
    return window.all.waits.quantile(0.5) >= delay
        || window.share(window.waitedAtLeast(delay)) >= settings.minShare;
  }

  /** Is enough known of the function's past to hold a spike against it? */
  private boolean known(FunctionView view, ColdStartState state) {
    return learned(view, state) || young.suffices(view.end, state);
  }

  /** Is enough known of it to hold anything against it? */
  boolean learned(FunctionView view, ColdStartState state) {
    return view.end - state.firstHeard >= settings.learningMillis
        && state.baseline.calls >= settings.learningInvocations;
  }

  private boolean slowed(ColdStartState state, ColdStartWindow window) {
    return window.slowed() || ColdStartWindow.newest(state, settings.windowMillis).slowed();
  }

  /** The first window after a pause is cold as a matter of course, and then leaves slowly. */
  boolean resumed(FunctionView view, ColdStartState state) {
    return state.resumedAt != NEVER && view.end - state.resumedAt < 2 * settings.windowMillis;
  }

  /**
   * Does somebody wait for this function's answer? The settings know, or the lines give it away.
   */
  boolean waits(FunctionView view, ColdStartState state) {
    String name = view.slot.function.name();
    return estate.declares(name) ? estate.synchronous(name) : !state.asynchronous;
  }

  /** Are environments kept ready? The settings know, or lines of their inits came. */
  private boolean provisioned(FunctionView view) {
    return view.track.is(Traits.PROVISIONED_CONCURRENCY) || declared(view) > 0;
  }

  /** How many of them, as the settings say; 0 where they say nothing. */
  private long declared(FunctionView view) {
    FunctionRule rule = estate.rule(view.slot.function.name());
    return rule == null ? 0 : rule.provisionedConcurrency;
  }

  /** Do environments of this function begin with a restore, and do such beginnings fail? */
  private static boolean failingRestores(Pane all) {
    return all.initFailures > 0 && all.restores > 0 && 2 * all.restores >= all.cold;
  }

  private Cause cause(FunctionView view, ColdStartState state, ColdStartWindow window) {
    Pane all = window.all;
    if (!known(view, state)) {
      return Cause.LEARNING;
    }
    if (state.scheduled) {
      return Cause.SCHEDULE;
    }
    if (resumed(view, state)) {
      return Cause.IDLE;
    }
    if (all.ofNewVersion > 0 && !rate.spikes(window.coldBeyondDeploy(state.init), state, window)) {
      return Cause.DEPLOY;
    }
    if (slowed(state, window)) {
      return Cause.SLOW_CALLS;
    }
    if (2 * all.deaths() >= all.cold) {
      return Cause.DEATHS;
    }
    if (failingRestores(all)) {
      return Cause.RESTORE;
    }
    if (ColdStartWindow.grown(state) && !provisioned(view)) {
      return Cause.BURST;
    }
    Cause gone = gone(view, state);
    boolean replaced = window.replacements(state) >= REPLACED;
    return replaced && gone == Cause.REAPED ? Cause.UPDATES : gone;
  }

  /** Why environments are missing although traffic is as before. */
  private Cause gone(FunctionView view, ColdStartState state) {
    if (provisioned(view)) {
      return Cause.SPILL_OVER;
    }
    boolean changed =
        state.memoryChangedAt != NEVER
            && view.end - state.memoryChangedAt < 2 * settings.windowMillis;
    return changed ? Cause.CONFIGURATION : Cause.REAPED;
  }
}
