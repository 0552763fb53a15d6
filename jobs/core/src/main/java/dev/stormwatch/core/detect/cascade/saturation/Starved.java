package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Whom a full account turns away.
 *
 * <p><b>Mechanism.</b> Events that are refused come back after a pause, so what is carried is no
 * longer of calls that arrive independently: between an end and the next attempt places stand free
 * for seconds, and the mean stays a tenth below the quota while half of all calls are refused.
 *
 * <p><b>Formula.</b> The mean is near the quota, environments exist for all of it, and functions
 * beside the largest start at most half as many calls as usual, of so many that chance does not
 * explain it. What is missing of those is the share refused.
 *
 * <p><b>What it mistakes for it.</b> A neighbour whose own traffic falls by half at the moment at
 * which another uses nearly all of the account and is refused nothing.
 */
final class Starved {

  /** Mean use, as a share of the quota: what a mean misses at the top. */
  private static final double NEAR = 0.85;

  /** Environments, as a share of the quota. */
  private static final double FULL = 0.95;

  /** Over so long those refused try again several times, and a pause of a few seconds is none. */
  private static final long SECONDS = 40;

  /** Of so many usual calls half are missing by chance one time in two thousand. */
  private static final double FEWEST = 40;

  /** Neighbours that lose less are not told from those whose own traffic wanes. */
  private static final double HALF = 0.5;

  /** Share of the calls of those that are turned away, 0 to 1. */
  final double share;

  /** The one that misses most, in words; empty where there is none. */
  final String worst;

  /** Share of their usual calls that all neighbours lack together; 0 where they are too few. */
  final double lacking;

  private Starved(double share, String worst, double lacking) {
    this.share = share;
    this.worst = worst;
    this.lacking = lacking;
  }

  static Starved of(AccountState state, Settings settings, double used, long places) {
    List<Map.Entry<String, Member>> sharers = Sharers.largestFirst(state, settings);
    long living = sharers.stream().mapToLong(one -> one.getValue().living).sum();
    if (used < NEAR * places || living < FULL * places || sharers.isEmpty()) {
      return new Starved(0, "", 0);
    }
    double allUsual = 0;
    double allNow = 0;
    double usual = 0;
    double now = 0;
    double worst = 0;
    String words = "";
    for (Map.Entry<String, Member> other : sharers.subList(1, sharers.size())) {
      Member member = other.getValue();
      double expected = SECONDS * member.usual;
      long to = state.end - Lateness.UNTOLD_SECONDS;
      double started = member.count(to - SECONDS, to);
      allUsual += member.bursting() ? 0 : expected;
      allNow += member.bursting() ? 0 : started;
      if (expected >= FEWEST && started <= HALF * expected) {
        usual += expected;
        now += started;
        if (expected - started > worst) {
          worst = expected - started;
          words =
              text(
                  "; %s starts %.1f calls/s, usually %.1f",
                  other.getKey(), started / SECONDS, member.usual);
        }
      }
    }
    return new Starved(
        usual == 0 ? 0 : 1 - now / usual,
        words,
        allUsual < FEWEST ? 0 : Math.max(0, 1 - allNow / allUsual));
  }
}
