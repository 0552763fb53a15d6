package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does each run of a schedule cause more calls than the run before, again and again?
 *
 * <p><b>Mechanism.</b> A sweep dispatches all that is pending. Where its workers take longer than
 * it is to the next sweep, that dispatches what they still work on again, and with each run there
 * is more of it. No run is much larger than the last one.
 *
 * <p><b>Formula.</b> With g(i) the calls of the worker from one run of the sweep until the next,
 *
 * <pre>
 *   g(i) = a + b i                          for {@value #RUNS} runs, b &gt; 0, and g ≥ {@value #RISE} g(0)
 *   mean (g(i) - a - b i)² / mean g(i)      near 0; 1 where people make what is pending
 * </pre>
 *
 * <p>and the worker's calls come in groups, one a run.
 *
 * <p><b>Why it works.</b> What people leave for a sweep scatters from run to run as traffic does,
 * however steeply it rises. Clients of a load test are as even, but come in no groups.
 *
 * <p><b>What it mistakes for it.</b> A schedule that is meant to take more with each run, for so
 * long: so it is a ticket, and a page when it goes on.
 *
 * <p><b>Source.</b> Fano (1947) on dispersion.
 */
public final class SweepRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int RUNS = 8;

  /** The last run's calls over those of the first one that is kept. */
  private static final double RISE = 6;

  /** No run adds less than so much of what they add in the mean. */
  private static final double SLACKENING = 0.5;

  /** What is left of a line, over what chance leaves. */
  private static final double EVEN = 0.25;

  /** Counts in narrow panes over those of calls that know nothing of one another. */
  private static final double GROUPED = 5;

  private static final int NARROW_SECONDS = 5;

  /** Half minutes from one run to the next, at most. */
  private static final int MOST_HALVES = 6;

  private static final int PANE = Trail.PANE_SECONDS;

  private final CascadeSettings settings;
  private final long slotSeconds;

  SweepRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member worker = entry.getValue();
      long settled = worker.lateness.settled(state.end, slotSeconds);
      if (worker.dispersion(settled - Member.LAG_SECONDS, settled, NARROW_SECONDS) >= GROUPED
          && !isSpared(entry.getKey(), state)) {
        Suspect suspect = swept(entry.getKey(), worker, settled, state);
        if (suspect != null) {
          return suspect;
        }
      }
    }
    return null;
  }

  private boolean isSpared(String function, AccountState state) {
    return settings.isMeant(function) || state.cascading(function);
  }

  private @Nullable Suspect swept(String name, Member worker, long settled, AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String sweep = entry.getKey();
      int halves = sweep.equals(name) ? 0 : period(entry.getValue(), settled, state.end);
      if (halves > 0 && !isSpared(sweep, state)) {
        double[] calls = calls(entry.getValue(), worker, halves, settled, state.end);
        if (rises(calls)) {
          long since = Trail.floor(settled) - (long) RUNS * halves * PANE;
          return new Suspect(Shape.WIDER, List.of(sweep, name), since, RUNS);
        }
      }
    }
    return null;
  }

  /** Half minutes from one call of a function to the next, if there is always one; 0 if not. */
  private static int period(Member sweep, long settled, long end) {
    int period = 0;
    int since = 0;
    int runs = 0;
    for (long at = Trail.from(end); at + PANE <= settled; at += PANE) {
      int calls = sweep.trail.at(at);
      since++;
      if (calls > 1) {
        return 0;
      }
      if (calls == 1) {
        if (runs > 1 && since != period) {
          return 0;
        }
        period = runs == 0 ? 0 : since;
        since = 0;
        runs++;
      }
    }
    return runs > RUNS && period <= MOST_HALVES && since <= period ? period : 0;
  }

  /** Calls of a worker from each run of its sweep until the next, the first one first. */
  private static double[] calls(Member sweep, Member worker, int halves, long settled, long end) {
    long length = (long) halves * PANE;
    long first = Trail.from(end);
    while (sweep.trail.at(first) == 0) {
      first += PANE;
    }
    double[] calls = new double[(int) ((settled - first) / length)];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = worker.trail.count(first + i * length, first + (i + 1) * length);
    }
    return calls;
  }

  private boolean rises(double[] calls) {
    int runs = calls.length;
    if (runs <= RUNS || calls[runs - 1] < RISE * Math.max(1, calls[0])) {
      return false;
    }
    double[] latest = Arrays.copyOfRange(calls, runs - RUNS, runs);
    double sum = Doublings.sum(latest);
    if (sum < settings.fanOutCalls) {
      return false;
    }
    double least = SLACKENING * (latest[RUNS - 1] - latest[0]) / (RUNS - 1);
    for (int i = 1; i < RUNS; i++) {
      if (latest[i] - latest[i - 1] < Math.max(1, least)) {
        return false;
      }
    }
    Polynomial.takeOut(latest, 0);
    Polynomial.takeOut(latest, 1);
    double squares = 0;
    for (double left : latest) {
      squares += left * left;
    }
    return squares <= EVEN * sum;
  }
}
