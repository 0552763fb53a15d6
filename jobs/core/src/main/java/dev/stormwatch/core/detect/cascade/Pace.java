package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Trail;
import java.util.Objects;
import java.util.stream.Stream;

/** How a cascade's calls became more of late, as far as chance does not explain it. */
final class Pace {

  /** Over ten seconds or a minute it must grow by so much to be taken to grow on. */
  private static final double GROWS = 1.2;

  /** The same over half a minute. */
  private static final double GROWS_ON = 1.1;

  /** Standard deviations by which chance may have made more calls. */
  private static final double CHANCE = 3;

  private static final double MOST_RATIO = 2;

  /** Of fewer calls no doubling is told. */
  private static final double FEWEST = 12;

  /** The latest doubling may take so many times as long as the one before, and a second more. */
  private static final double EVENLY = 1.3;

  /** Standard deviations by which chance may have bent a line. */
  private static final double BENDS = 1.5;

  private static final long RECENT_SECONDS = 10;
  private static final long HALF_SECONDS = 30;
  private static final long MINUTE_SECONDS = 60;

  private final Cascade cascade;
  private final AccountState state;
  private final Figures figures;

  Pace(Cascade cascade, AccountState state, Figures figures) {
    this.cascade = cascade;
    this.state = state;
    this.figures = figures;
  }

  /**
   * Has it grown in the latest half minute, too, by more than chance in a minute, and does the
   * latest moment not lag behind it? What is held by a limit, comes in pulses or recedes uses up no
   * more.
   */
  boolean grows() {
    double latest = calls(HALF_SECONDS);
    double moment = calls(RECENT_SECONDS) * HALF_SECONDS;
    return latest >= GROWS_ON * before(HALF_SECONDS)
        && moment >= latest * RECENT_SECONDS
        && isNoChance(MINUTE_SECONDS);
  }

  /** Are its calls as many as they were half a minute ago, and a minute? */
  boolean stands() {
    double latest = calls(HALF_SECONDS);
    double moment = calls(RECENT_SECONDS) * HALF_SECONDS / RECENT_SECONDS;
    return areAlike(latest, before(HALF_SECONDS)) && areAlike(moment, latest);
  }

  private static boolean areAlike(double one, double other) {
    return one < GROWS_ON * other && other < GROWS_ON * one;
  }

  /**
   * Seconds in which its calls become e times as many, as of late; NaN where chance may have made
   * that, or a limit holds them. Of what is older than two minutes ten seconds may be a pulse, and
   * a minute of calls that take longer than that.
   */
  double multiplyingSeconds() {
    boolean young = figures.asOf - cascade.since < 2 * MINUTE_SECONDS;
    double first = young ? multiplyingSinceItBegan() : Double.NaN;
    if (!Double.isNaN(first)) {
      return first;
    }
    long[] spans = {RECENT_SECONDS, MINUTE_SECONDS};
    double turn = longestCall();
    if (turn >= MINUTE_SECONDS) {
      return multiplyingSlowly(Trail.ceiling((long) turn));
    }
    for (long span : young ? spans : new long[] {MINUTE_SECONDS}) {
      double ratio = calls(span) / before(span);
      boolean any = before(span) > 0 && ratio >= GROWS;
      if (any && isNoChance(span) && multipliesStill(span / 4, ratio)) {
        return span / StrictMath.log(ratio);
      }
    }
    return Double.NaN;
  }

  /**
   * The same of its first calls, by when half and a quarter of those had come that most is told of.
   * What multiplies needs equal times for both, and what is even twice as long for the later half.
   */
  private double multiplyingSinceItBegan() {
    long to = figures.told;
    double all = beyondUsual(to);
    if (all < FEWEST) {
      return Double.NaN;
    }
    double half = to - when(all / 2, to);
    double quarter = to - half - when(all / 4, to);
    double most = EVENLY * quarter + 1;
    return half > 0 && half <= most ? (half + quarter) / StrictMath.log(4) : Double.NaN;
  }

  /** When so many of its calls had come, within a second. */
  private double when(double calls, long to) {
    for (long second = cascade.since; second < to; second++) {
      double after = beyondUsual(second + 1);
      if (after >= calls) {
        double before = beyondUsual(second);
        return second + (calls - before) / (after - before);
      }
    }
    return to;
  }

  private double beyondUsual(long to) {
    return members()
        .mapToDouble(
            member ->
                figures.settled(member, cascade.since, to)
                    - member.ordinary() * (to - cascade.since))
        .map(calls -> Math.max(0, calls))
        .sum();
  }

  private double multiplyingSlowly(long turn) {
    long now = Trail.floor(figures.asOf);
    double latest = halfMinutes(now - turn, now);
    double before = halfMinutes(now - 2 * turn, now - turn);
    boolean kept = now - 2 * turn >= Trail.from(state.end);
    return kept && latest - before >= CHANCE * Math.sqrt(latest + before)
        ? turn / StrictMath.log(latest / before)
        : Double.NaN;
  }

  private double longestCall() {
    return members().mapToDouble(member -> member.cost.seconds()).max().orElse(0);
  }

  private double halfMinutes(long from, long to) {
    return members().mapToLong(member -> member.trail.count(from, to)).sum();
  }

  private Stream<Member> members() {
    return cascade.path.stream().map(state.members::get).filter(Objects::nonNull);
  }

  /**
   * Seconds until so much is added to what grew by g in the latest minute, ever faster if its calls
   * do. With q by how much they grew in a third of the time over the third before,
   *
   * <pre>
   *   k = ln q / third
   *   g (e^(k x) − 1) / (1 − e^(−60 k))       added after x seconds; g x / 60 where k is 0
   * </pre>
   *
   * <p>q counts if it is more than chance makes of a line, whether calls come by chance or chains
   * of calls begin so; and it is {@value #MOST_RATIO} at most: one step that is larger is no growth
   * yet.
   *
   * @param own calls in progress now
   */
  double seconds(double wanted, double own, double grew) {
    long age = figures.asOf - Math.max(cascade.since, state.end - StartRing.SECONDS);
    long third = Math.max(HALF_SECONDS, age / 3);
    double latest = calls(third);
    double earlier = before(third);
    double earliest = calls(figures.asOf - 3 * third, figures.asOf - 2 * third);
    double bend = latest - 2 * earlier + earliest;
    double ratio = Math.min(MOST_RATIO, (latest - earlier) / (earlier - earliest));
    boolean grewBefore = earlier - earliest >= CHANCE * Math.sqrt(earlier + earliest);
    double callsOfChain = latest / own;
    double varies = latest + 4 * earlier + earliest + callsOfChain * (latest - earliest);
    if (!(grewBefore && ratio > 1) || bend < BENDS * Math.sqrt(varies)) {
      return wanted * MINUTE_SECONDS / grew;
    }
    double faster = StrictMath.log(ratio) / third;
    double share = -StrictMath.expm1(-faster * MINUTE_SECONDS);
    return StrictMath.log1p(wanted * share / grew) / faster;
  }

  /** Do the latest two quarters of a stretch multiply half as fast, at least, as all of it does? */
  private boolean multipliesStill(long quarter, double ratio) {
    return calls(quarter) >= StrictMath.pow(ratio, 1.0 / 8) * before(quarter);
  }

  /** Are there so many more calls than in the stretch before as chance does not make? */
  private boolean isNoChance(long span) {
    double latest = calls(span);
    double before = before(span);
    return latest - before >= CHANCE * Math.sqrt(latest + before);
  }

  /** Calls in so many of the latest seconds. */
  private double calls(long span) {
    return calls(figures.asOf - span, figures.asOf);
  }

  /** Calls in as many seconds before those. */
  private double before(long span) {
    return calls(figures.asOf - 2 * span, figures.asOf - span);
  }

  private double calls(long from, long to) {
    return members().mapToDouble(member -> figures.count(member, from, to)).sum();
  }
}
