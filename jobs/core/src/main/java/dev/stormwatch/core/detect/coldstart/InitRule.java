package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.Inits;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.ColdStartSettings;
import java.io.Serializable;
import java.util.Map;

/**
 * Has init itself become slower?
 *
 * <p><b>Mechanism.</b> A release imports more, a snapshot is no longer restored, something that is
 * called at init answers slowly: every cold call from then on waits longer, however many there are.
 *
 * <p><b>Formula.</b> Init durations are log-normal to a good approximation, and memory size does
 * not change them, so x = ln(duration). The usual mean mu and deviation sigma are taken from the
 * inits of the version before (<i>initBaseline</i>, or down to half as many, of whose mean less is
 * known, so that the difference must be larger), or from the version's own first
 * <i>initOwnBaseline</i>. Page's one-sided cumulative sum S = max(0, S + d/sigma² (x − mu − d/2))
 * with d = ln 1.5 grows when inits are more than 1.22 times as long. It fires at S ≥
 * <i>initAlarm</i>, when the mean of the last ten confirms a ratio of <i>initRatio</i> and the
 * difference is <i>initMinMillis</i> or more. Without a release it must have been rising for
 * <i>initOwnSustain</i>, since the platform has slow hours; but no hour is {@value #FAR_RATIO}
 * times as slow.
 *
 * <p><b>Why it works.</b> On the log scale a ratio is a shift, whatever the runtime. The sum needs
 * no number of inits to wait for: 6 of them at a tenfold duration, about 8 at 1.5 times. Sigma is
 * held near 0.3 until a function has shown its own, and x is cut at mu + 2 sigma, so no straggler
 * alone makes an alarm. Inits of images have a long tail: learned as it is, it widens sigma until a
 * slower init hides in it. So mu and sigma are learned of values cut at 1.5 deviations around the
 * mean of those before (winsorised), and sigma is given back what that takes of a normal
 * distribution: on real images 1.5 times is then found after 19 inits in nine of ten releases
 * instead of 33. A function's inits are tested one after another for months, so the sum is asked
 * for more the longer a version has gone on without it.
 *
 * <p><b>What it mistakes for it.</b> A change of the platform: it is one, and nobody's release. Of
 * {@code $LATEST} every release is the same version, and is found as a change without one. Images
 * spread more than packages do; a function is one or the other, so its own sigma tells.
 *
 * <p><b>Sources.</b> Page (1954), "Continuous inspection schemes"; Huber (1964), "Robust estimation
 * of a location parameter", on variances of what was cut; durations of 516,106 days of hello-world
 * functions, github.com/maxday/lambda-perf.
 */
final class InitRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The shift that the sum is built for. */
  private static final double SHIFT = StrictMath.log(1.5);

  /** Until a function has shown its own spread, it is taken for this, as if seen so often. */
  private static final double PRIOR_SIGMA = 0.3;

  private static final double PRIOR_COUNT = 10;

  /** Hello-world functions spread by 0.10 to 0.17; nothing is trusted to be steadier. */
  private static final double LEAST_SIGMA = 0.15;

  /** An init counts in the sum as no longer than so many deviations: no straggler is an alarm. */
  private static final double CUT_SIGMAS = 2;

  /** So far from the mean of those before it an init is learned at most, from so many on. */
  private static final double LEARNED_SIGMAS = 1.5;

  /** What is left of a normal distribution's variance when its values are cut there. */
  private static final double LEFT_BY_THE_CUT = 0.778;

  private static final double LEARNED_FREELY = 5;

  /** The latest inits whose mean confirms the sum: about as many as it needs at 1.5 times. */
  private static final double RECENT = 10;

  /**
   * So many times the usual is somebody's doing, a release of {@code $LATEST} or what init calls.
   */
  private static final double FAR_RATIO = 3;

  /** So many inits of the version before, and none of the newer one, say it was rolled back to. */
  private static final long ROLLED_BACK = 5;

  /** The own past stays open so long while nothing is wrong with it. */
  private static final double OWN_PAST_MOST = 100;

  /** Of fewer inits nothing is usual, whatever settings say. */
  private static final long FEWEST = 2;

  /**
   * What is not known of a mean of few counts so many times: the spread is hardly known, either.
   */
  private static final double UNSURE_SIGMAS = 8;

  private final ColdStartSettings settings;

  InitRule(ColdStartSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes in one slot's inits.
   *
   * @param firstColdAt event time of the first of them
   * @param environments alive before
   */
  void observe(Inits inits, long end, long firstColdAt, long environments, InitState state) {
    for (Map.Entry<String, LogHistogram> entry : inits.byVersion().entrySet()) {
      String version = entry.getKey();
      LogHistogram durations = entry.getValue();
      if (version.equals(state.version) || state.count == 0 && state.version.isEmpty()) {
        state.version = version;
        state.latestAt = end;
        state.back = 0;
        take(durations, firstColdAt, state);
      } else if (version.equals(state.previous)) {
        // Beside a canary it goes on; after a rollback nothing comes of the newer one.
        state.back += durations.total();
        if (state.back >= ROLLED_BACK && end - state.latestAt >= settings.windowMillis) {
          begin(version, end, environments, state);
          take(durations, firstColdAt, state);
        }
      } else {
        begin(version, end, environments, state);
        take(durations, firstColdAt, state);
      }
    }
    judge(end, state);
  }

  private void begin(String version, long end, long environments, InitState state) {
    // What was too slow must not become what the next version is held against.
    if (!state.slower && state.cusum < settings.initAlarm / 2 && enough(state)) {
      freeze(state);
    }
    state.previous = state.version;
    state.version = version;
    state.deployedAt = end;
    state.latestAt = end;
    state.environmentsBefore = environments;
    state.count = 0;
    state.mean = 0;
    state.squares = 0;
    state.recent = 0;
    state.cusum = 0;
    state.risingSince = InitState.NEVER;
    state.back = 0;
  }

  private boolean enough(InitState state) {
    return state.count >= Math.max(FEWEST, settings.initBaseline / 2);
  }

  /** How much further than usual a mean of so few inits may lie from what it is the mean of. */
  private double unsure(InitState state) {
    double of =
        1 / StrictMath.sqrt(state.usualCount) - 1 / StrictMath.sqrt((double) settings.initBaseline);
    return UNSURE_SIGMAS * state.usualSigma * Math.max(0, of);
  }

  private static void freeze(InitState state) {
    state.usualSigma = Math.max(LEAST_SIGMA, sigma(state));
    state.usualMean = state.mean;
    state.usualCount = state.count;
    state.usualVersion = state.version;
  }

  private static double sigma(InitState state) {
    double squares = PRIOR_COUNT * PRIOR_SIGMA * PRIOR_SIGMA + state.squares / LEFT_BY_THE_CUT;
    return StrictMath.sqrt(squares / (PRIOR_COUNT + state.count - 1));
  }

  private void take(LogHistogram durations, long firstColdAt, InitState state) {
    double before = state.cusum;
    double[] sums = new double[2];
    durations.forEach(
        (micros, count) -> {
          double x = StrictMath.log(Math.max(1, micros) / 1000.0);
          sums[0] += count * x;
          if (state.usualCount > 0) {
            double sigma = state.usualSigma;
            double cut = Math.min(x, state.usualMean + CUT_SIGMAS * sigma);
            sums[1] += count * SHIFT / (sigma * sigma) * (cut - state.usualMean - SHIFT / 2);
          }
          learn(x, count, state);
        });
    long count = durations.total();
    double weight = Math.min(1, count / Math.min(RECENT, state.count));
    state.recent += weight * (sums[0] / count - state.recent);
    state.cusum = Math.max(0, before + sums[1]);
    if (state.cusum == 0) {
      state.risingSince = InitState.NEVER;
    } else if (before == 0) {
      state.risingSince = firstColdAt;
    }
    ownPast(state);
  }

  private static void learn(double raw, long count, InitState state) {
    double most =
        state.count >= LEARNED_FREELY ? LEARNED_SIGMAS * sigma(state) : Double.POSITIVE_INFINITY;
    double x = Math.max(state.mean - most, Math.min(state.mean + most, raw));
    state.count += count;
    double delta = x - state.mean;
    state.mean += delta * count / state.count;
    state.squares += count * delta * (x - state.mean);
  }

  private void ownPast(InitState state) {
    boolean own = state.usualCount > 0 && state.usualVersion.equals(state.version);
    boolean first = state.usualCount == 0 && state.count >= settings.initOwnBaseline;
    boolean open =
        own && state.cusum == 0 && state.count > state.usualCount && state.count <= OWN_PAST_MOST;
    if (first || open) {
      freeze(state);
    }
  }

  /**
   * A release that makes init slower does so from its first init on: what comes after many that
   * were not is chance in ever more cases, and takes as much more evidence.
   */
  private double alarmOfRelease(double count) {
    return settings.initAlarm + StrictMath.log(Math.max(1, count / settings.initOwnBaseline));
  }

  private void judge(long end, InitState state) {
    if (state.usualCount == 0 || state.count == 0) {
      return;
    }
    double gain = state.recent - state.usualMean;
    if (!state.slower) {
      double moreMillis = StrictMath.exp(state.recent) - StrictMath.exp(state.usualMean);
      boolean own = state.usualVersion.equals(state.version);
      if (state.cusum >= (own ? settings.initAlarm : alarmOfRelease(state.count))
          && (!own
              || gain >= StrictMath.log(FAR_RATIO)
              || end - state.risingSince >= settings.initOwnSustainMillis)
          && gain >= StrictMath.log(settings.initRatio) + unsure(state)
          && moreMillis >= settings.initMinMillis) {
        state.slower = true;
        state.slowerSince = state.risingSince;
      }
    } else if (gain < StrictMath.log(settings.initRecoveryRatio)
        && state.count >= Math.min(RECENT, ROLLED_BACK)) {
      state.slower = false;
      state.cusum = 0;
    } else if (end - state.slowerSince >= settings.initAbsorbMillis) {
      // It has been told and nobody changed it: this is how long init takes now.
      freeze(state);
      state.slower = false;
      state.cusum = 0;
    }
  }
}
