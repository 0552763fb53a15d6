package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;
import static dev.stormwatch.core.detect.coldstart.QuietHour.WINDOWS;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.ColdStartSettings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Are more calls of a quiet function cold than its past says? One window holds too few of its calls
 * to say, an hour does not.
 *
 * <p><b>Formula.</b> The newest windows, from four to twelve of them, are summed up, and judged
 * once they hold as many calls as a window must, by the same test as {@link RateRule}'s. Cold calls
 * count beyond the greater of two numbers: the environments that lived before, each of which a
 * deploy replaces once, and those of the window that has most, which may be one burst. They must
 * come in at least four windows, at the usual number of calls in waves of the usual size, and
 * neither the past, less what is summed up, nor a third of them the pauses between calls may
 * explain. It is over when the hour's share falls below <i>recoveryRatio</i> times what was usual
 * or half of <i>minShare</i>.
 *
 * <p><b>Why it works.</b> What happens at once is a deploy or a burst, in however few calls. That
 * environments are missing all the time, since provisioned concurrency was removed or none stays
 * warm any more, shows in each wave of calls anew.
 *
 * <p><b>What it mistakes for it.</b> Several deploys at {@code $LATEST} within an hour.
 */
final class QuietRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int LEAST_WINDOWS = 4;

  /**
   * Traffic that has grown so much, or comes in waves so much larger, finds too few environments as
   * a matter of course; of that which shrank they are reaped.
   */
  private static final double CHANGED = 2;

  private final ColdStartSettings settings;
  private final RateRule rate;

  QuietRule(ColdStartSettings settings, RateRule rate) {
    this.settings = settings;
    this.rate = rate;
  }

  /**
   * @param known whether the slot's telemetry came in time
   */
  void observe(FunctionView view, ColdStartState state, double expected, boolean known) {
    QuietHour hour = state.quiet;
    hour.advance(Math.floorDiv(view.end - 1, settings.windowMillis));
    if (!known) {
      return;
    }
    FunctionSlot slot = view.slot;
    int at = hour.place(hour.newest);
    if (hour.calls[at] == 0) {
      hour.living[at] = view.track.livingEnvironments() - view.track.newEnvironments();
    }
    hour.calls[at] += slot.invocations;
    hour.peak[at] = Math.max(hour.peak[at], slot.invocations);
    hour.cold[at] += slot.coldStarts;
    hour.expected[at] += expected;
    hour.firstColdAt[at] = Math.min(hour.firstColdAt[at], slot.firstColdAt);
    hour.waits[0].addAll(slot.coldWaits);
  }

  /** The hour, or the part of it that shows it; null while nothing is unusual. */
  @Nullable ColdStartWindow judge(long end, ColdStartState state, ColdStartWindow window) {
    QuietHour hour = state.quiet;
    boolean quiet = hour.usualCalls < settings.minInvocations;
    if (hour.unusualSince != NEVER) {
      ColdStartWindow all = sum(WINDOWS, state);
      double usual = settings.goesOnTo(state.usualShare);
      if (quiet && all.share() >= usual && stillCold(hour)) {
        return all;
      }
      hour.unusualSince = NEVER;
      return null;
    }
    boolean may = quiet && stillCold(hour);
    for (int windows = LEAST_WINDOWS; may && windows <= WINDOWS; windows++) {
      ColdStartWindow newest = sum(windows, state);
      if (unusual(windows, newest, state, window)) {
        hour.unusualSince = end;
        hour.onset = newest.all.firstColdAt;
        state.usualShare = past(newest, state, window).coldShare();
        return newest;
      }
    }
    return null;
  }

  /** Did any call of the last windows have to wait? One without calls says nothing. */
  private static boolean stillCold(QuietHour hour) {
    long calls = 0;
    long cold = 0;
    for (int i = 0; i < LEAST_WINDOWS; i++) {
      calls += hour.calls[hour.place(hour.newest - i)];
      cold += hour.cold[hour.place(hour.newest - i)];
    }
    return cold > 0 || calls == 0 && hour.unusualSince != NEVER;
  }

  private boolean unusual(
      int windows, ColdStartWindow newest, ColdStartState state, ColdStartWindow window) {
    Pane all = newest.all;
    QuietHour hour = state.quiet;
    if (all.calls < settings.minInvocations
        || all.calls > CHANGED * hour.usualCalls * windows
        || CHANGED * all.calls < hour.usualCalls * windows
        || all.cold < settings.minColdStarts) {
      return false;
    }
    long most = 0;
    long peaks = 0;
    int with = 0;
    for (int i = 0; i < windows; i++) {
      long cold = hour.cold[hour.place(hour.newest - i)];
      most = Math.max(most, cold);
      peaks += hour.peak[hour.place(hour.newest - i)];
      with += cold > 0 ? 1 : 0;
    }
    long beyond = all.cold - Math.max(most, all.living);
    Baseline past = past(newest, state, window);
    return with >= LEAST_WINDOWS
        && peaks <= CHANGED * hour.usualPeak * windows
        && past.calls >= settings.learningInvocations
        && rate.unusual(beyond, all.calls, past.cold, past.calls)
        && beyond >= settings.minRatio * all.expected;
  }

  /** What was learned, but for what is judged: of that, all that is no longer in the window. */
  private static Baseline past(
      ColdStartWindow newest, ColdStartState state, ColdStartWindow window) {
    Baseline past = state.past.copy();
    past.calls = Math.max(0, past.calls - Math.max(0, newest.all.calls - window.all.calls));
    past.cold = Math.max(0, past.cold - Math.max(0, newest.all.cold - window.all.cold));
    return past;
  }

  private ColdStartWindow sum(int windows, ColdStartState state) {
    QuietHour hour = state.quiet;
    Pane all = new Pane();
    for (int i = 0; i < WINDOWS; i++) {
      int at = hour.place(hour.newest - i);
      if (i < windows) {
        all.calls += hour.calls[at];
        all.cold += hour.cold[at];
        all.expected += hour.expected[at];
        all.firstColdAt = Math.min(all.firstColdAt, hour.firstColdAt[at]);
      }
      if (i >= windows - 1) {
        all.living = Math.max(all.living, hour.living[at]);
      }
    }
    all.waits.addAll(hour.waits[0]);
    all.waits.addAll(hour.waits[1]);
    return new ColdStartWindow(all, state.past, windows * settings.windowMillis);
  }
}
