package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.DependencyState.NEVER;
import static dev.stormwatch.core.detect.dependency.DependencyState.SLOTS;

import dev.stormwatch.core.detect.BrokenVersion;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.DependencySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Outages of what a function calls: a third party, a database that restarts, a name that no longer
 * resolves.
 *
 * <p><b>Mechanism.</b> An execution environment runs the same code with the same configuration for
 * all of its life. When one that answered a minute ago fails now, and so do most of its age, then
 * not the function has changed but something that it calls or is given. A release that throws fails
 * in environments that were never well: a deploy replaces them all.
 *
 * <p><b>Formula.</b> Over the last minute F of C calls failed. They fail when F reaches
 * <i>minFailures</i>, F/C reaches <i>minShare</i>, and <i>usualRatio</i> times the share that is
 * usual for the function. Veterans are environments that were heard of half a minute before the
 * failures began and had answered. It is an outage when so many of the veterans that show a result
 * fail as <i>minVeteranShare</i> says, at least <i>minVeterans</i>, for <i>sustain</i>. Where part
 * of what is called is down, or answers some, the same holds with <i>partialShare</i> for both
 * shares and <i>partialSustain</i>, and between the two the sooner the more fail. It is over when
 * F/C falls below <i>recoveryShare</i> and what is usual; where it is between them, it is neither
 * confirmed nor over, and becomes usual. It is a ticket, and a page where somebody waits for the
 * answer, see {@link PageRule}.
 *
 * <p><b>Few calls.</b> Where a minute has few calls, those before it count too, as far back as
 * <i>few</i>. Half of <i>minFailures</i> are enough for <i>partialSustain</i>, where so many would
 * fail by chance, at the share that is usual, less often than <i>fewChance</i>: five of five after
 * a hundred that succeeded. Attempts at a request that is known to fail say nothing new.
 *
 * <p><b>Releases.</b> Where at least <i>pageShare</i> of the calls fail for <i>pageSustain</i> and
 * no veteran shows it, there are next to none left: new code or a new configuration throws, or
 * cannot start. It is told as what it most likely is, of a function that used to succeed alone, and
 * is a ticket: who releases sees it, and it is taken back. A page only where no call succeeds.
 *
 * <p><b>Versions.</b> Where names of log streams show versions, and nearly all calls of one fail
 * while those of an older one succeed beside it, the headline names both, and the advice takes the
 * newer one back: see {@link BrokenVersion}.
 *
 * <p><b>Why it works.</b> No word of an error decides anything, so no list of libraries and their
 * phrases has to be complete, and a function cannot be made to look broken by what it is given to
 * print. What most calls failed with is named, and lines are shown, for whoever looks for the
 * cause.
 *
 * <p><b>What it mistakes for it.</b> Callers that suddenly send what the function refuses with an
 * error, which is a ticket as long as half of the usual calls succeed beside them; a configuration
 * changed without a release, a secret that expired. The advice names them. What is left to others:
 * words of exhausted connections belong to the database's incident, and calls of which a line tells
 * that their batch failed to their event source's. Who tells of a batch at its end tells of none
 * that runs into the timeout: such calls are judged like any others.
 *
 * <p><b>Calls that multiply.</b> A function that calls itself and waits times out since its own
 * calls do. Its environments answered before, too, but its calls are ten times as many as usual and
 * more: then nobody is woken for what it calls, and the headline says so.
 *
 * <p><b>Learning.</b> What is usual is learned for <i>learning</i> before anything is said. An
 * outage that begins meanwhile must not teach itself: once enough calls were answered for what
 * follows to be an outage, it is not learned, and told when the time has passed if it goes on.
 *
 * <p><b>Complaints.</b> Who catches every error and answers something fails in no call. Its last
 * words before the end are then a line at level ERROR, so the same is asked once more of calls that
 * failed or ended so. What is usual is learned here too: a function that always logs errors says
 * nothing by it. Callers that suddenly send what is refused look the same, and an error may have
 * been made good by something else, hence a ticket; only where it lasts for
 * <i>complaintPageSustain</i> somebody is woken.
 *
 * <p>Sources: AWS Lambda Developer Guide, "Understanding the Lambda execution environment
 * lifecycle", on reuse. W. Hoeffding, "Probability inequalities for sums of bounded random
 * variables", JASA 1963, on the chance of few.
 */
public final class DependencyDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A slot fails from this share on. It dates the onset and decides nothing: in half of the least
   * share that makes an outage, the trouble has begun.
   */
  private static final double FAILING = 0.2;

  /** Telemetry takes up to so long, so an environment's age is only known to that. */
  private static final long DELAY_MILLIS = 30_000;

  /** Failures are told by the minute, as alarms of others are; and so many slots are kept. */
  static final long WINDOW_MILLIS = 60_000;

  /** Calls of about so long count as usual: many minutes, and yet no other time of the day. */
  private static final double USUAL_MILLIS = 1_800_000;

  /** Share of the veterans over that of all calls; an environment is asked for any failure. */
  private static final double ALIKE = 0.75;

  /** Clients that try again make three times as many calls, two layers of them nine. */
  static final double MULTIPLIED = 10;

  /**
   * Of few calls none may fail although many do: one time in 150 where five were to be expected.
   */
  private static final double YOUNG_DOUBT = 5;

  private final DependencySettings settings;
  private final FailureRule rule;
  private final PageRule page;
  private final SlightRule slight;
  private final SlowRule slow;
  private final long slotMillis;

  public DependencyDetector(Settings settings) {
    this.settings = settings.dependency;
    this.rule = new FailureRule(settings.dependency);
    this.page = new PageRule(settings, rule);
    this.slight = new SlightRule(settings, rule);
    this.slow = new SlowRule(settings);
    this.slotMillis = settings.clock.slotMillis;
  }

  /** Takes in one slot and says what it thinks, if anything. */
  public void onSlot(FunctionView view, DependencyState state, Effects<Finding> effects) {
    state.consumesBatches |= view.slot.inits.batches > 0;
    if (!settings.enabled) {
      return;
    }
    if (state.consumesBatches) {
      // Whoever names the items that failed complains of them, and its event source is told of it.
      state.complaining = null;
    } else if (state.complaining == null && view.track.complaints() > 0) {
      state.complaining = state.copy();
    }
    DependencyState complaining = state.complaining;
    boolean waited = slow.hurts(state.slowness);
    Finding failing = judge(view, state, Trouble.FAILURES, waited);
    Finding complained =
        complaining == null ? null : judge(view, complaining, Trouble.COMPLAINTS_TOO, waited);
    // Failures say more; that they are over means little while the calls go on complaining.
    boolean fails = failing != null && (!failing.recovered || complained == null);
    Finding said = fails ? failing : complained;
    boolean told = said != null || state.outage() || state.told || state.consumesBatches;
    Finding slowly = slow.judge(view, state.slowness, told);
    if (said != null) {
      effects.emit(said);
    } else if (slowly != null) {
      effects.emit(slowly);
    }
  }

  private @Nullable Finding judge(
      FunctionView view, DependencyState state, Trouble trouble, boolean waited) {
    long end = view.end;
    if (state.since == NEVER) {
      state.since = end;
    }
    add(view, state, trouble);
    DependencyWindow window = latest(state, end);
    // What began to be one goes on being one until it would be over: shares go up and down.
    double least = !state.outage() ? settings.partialShare : settings.recoveryShare;
    boolean learning = end - state.since < settings.learningMillis;
    boolean fails = !learning && rule.fails(window, state, least);
    boolean mostly =
        window.share() >= settings.minShare && window.veteranShare() >= settings.minVeteranShare;
    // What is down in part shows in old environments as much as in new ones.
    boolean alike = mostly || window.veteranShare() >= ALIKE * window.share();
    boolean partly =
        fails
            && alike
            && window.exhaustion == 0
            && (window.veteransGone || window.veteransFailing >= settings.minVeterans)
            && window.veteranShare() >= least;
    boolean released =
        fails
            && !partly
            && !view.starts.initsTold
            && trouble == Trouble.FAILURES
            && rule.released(window, state);
    boolean slightly =
        !learning
            && !partly
            && !released
            && trouble == Trouble.FAILURES
            && !view.starts.deathsTold
            && slight.holds(view, window, state);
    if ((partly || released) && state.slight) {
      state.outageSince = NEVER;
      state.slight = false;
    }
    if (slightly && state.outageSince == NEVER && !state.told) {
      state.outageSince = end - slotMillis;
      state.slight = true;
    } else if (!partly && !released && !goesOn(window, state) && !(slightly && state.slight)) {
      state.outageSince = NEVER;
      state.slight = false;
      state.veteransFailed = false;
    } else if ((partly || released) && state.outageSince == NEVER) {
      // What a longer window shows has held for as long.
      boolean longer = window.millis > WINDOW_MILLIS;
      state.outageSince = (longer ? window.firstFailedAt : end) - slotMillis;
    }
    state.veteransFailed |= partly && window.veteransFailing >= settings.minVeterans;
    if (slightly && state.slight) {
      state.told |= end - state.outageSince >= slight.sustain(view);
      return state.told ? SlightReport.slight(view, window, settings, state) : null;
    }
    boolean outage = (partly || released) && end - state.outageSince >= sustain(window, released);
    if (state.told && window.calls > 0 && window.share() < settings.recoveryShare) {
      if (rule.isUsual(window, state)) {
        state.told = false;
        return DependencyReport.recovered(view, window, settings, state, trouble);
      }
      learn(view, state, trouble);
    } else if (state.told || outage) {
      state.told = true;
      Severity severity =
          page.wakes(view, window, state, trouble, waited) ? Severity.PAGE : Severity.TICKET;
      return DependencyReport.outage(view, window, settings, state, trouble, severity);
    } else if (learning ? !mayBeOutage(end, state) : !fails) {
      learn(view, state, trouble);
    }
    return null;
  }

  private DependencyWindow latest(DependencyState state, long end) {
    return DependencyWindow.latest(state, end, settings.minFailures, settings.fewMillis);
  }

  /** The less of the calls fail, the longer they must. */
  private long sustain(DependencyWindow window, boolean released) {
    if (released) {
      return settings.pageSustainMillis;
    }
    if (window.failures < settings.minFailures || settings.minShare <= settings.partialShare) {
      return settings.partialSustainMillis;
    }
    double share = Math.min(window.share(), window.veteranShare());
    double way = (share - settings.partialShare) / (settings.minShare - settings.partialShare);
    double sooner = Math.max(0, Math.min(1, way));
    return settings.partialSustainMillis
        - (long) (sooner * (settings.partialSustainMillis - settings.sustainMillis));
  }

  /** Has what was told not ended, though too few are called to tell it anew? */
  private boolean goesOn(DependencyWindow window, DependencyState state) {
    return state.told
        && window.exhaustion == 0
        && (window.calls == 0 || window.share() >= settings.recoveryShare);
  }

  /** Do calls time out that are many times as many as usual? */
  static boolean multiplied(DependencyWindow window, DependencyState state) {
    return window.timesOut() && window.growth(state) >= MULTIPLIED;
  }

  private void add(FunctionView view, DependencyState state, Trouble trouble) {
    FunctionSlot slot = view.slot;
    long failures = trouble.count(view.track);
    long calls = Math.max(slot.invocations, failures);
    if (calls + slot.exhaustionLines == 0 || (failures == calls && calls <= view.track.retries())) {
      return;
    }
    boolean failing = failures >= FAILING * calls && failures > 0;
    DependencyWindow before = latest(state, view.end);
    if (!state.told && before.failures == 0) {
      state.failingSince = failing ? view.end : NEVER;
    } else if (state.failingSince == NEVER && failing) {
      state.failingSince = view.end;
    }
    int at = (state.newest + 1) % SLOTS;
    state.newest = at;
    state.ends[at] = view.end;
    state.calls[at] = calls;
    state.failures[at] = failures;
    state.timeouts[at] = slot.inits.timeouts;
    state.exhaustion[at] = slot.exhaustionLines;
    state.veteransFailing[at] = 0;
    state.veteransAnswering[at] = 0;
    if (state.failingSince != NEVER) {
      long bornBefore = state.failingSince - slotMillis - DELAY_MILLIS;
      state.veteransFailing[at] = view.track.veterans(slot, bornBefore, trouble.flags, true);
      state.veteransAnswering[at] = view.track.veterans(slot, bornBefore, trouble.flags, false);
    }
  }

  /** Would it be an outage by what is known so far, were that enough? */
  private boolean mayBeOutage(long end, DependencyState state) {
    // From its beginning on: the minute before it hides it until it has taught itself.
    long from = state.failingSince == NEVER ? end : state.failingSince - slotMillis;
    DependencyWindow window =
        DependencyWindow.since(state, Math.max(from, end - WINDOW_MILLIS), end);
    return rule.fails(window, state, settings.minShare, YOUNG_DOUBT)
        && window.veteransFailing >= settings.minVeterans
        && window.veteranShare() >= settings.minVeteranShare;
  }

  private void learn(FunctionView view, DependencyState state, Trouble trouble) {
    double kept = StrictMath.exp(-slotMillis / USUAL_MILLIS);
    long failures = trouble.count(view.track);
    state.usualFailures = kept * state.usualFailures + failures;
    state.usualSlots = kept * state.usualSlots + (view.slot.invocations + failures > 0 ? 1 : 0);
    state.usualCalls = kept * state.usualCalls + Math.max(view.slot.invocations, failures);
  }
}
