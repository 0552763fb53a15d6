package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Readings;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream that its own consumer feeds: few calls at a time, one after another, all the time.
 *
 * <p>A shard is read by one call at a time, which takes all there is. So records that a consumer
 * writes for its own stream do not make many calls, but larger ones: the shards of the loop are
 * busy all the time, and the more records go round the fewer calls there are. What does not change
 * is
 *
 * <pre>
 *   C = k · D / (D + w)       calls in progress; k busy shards, D what a call takes, w a moment
 * </pre>
 *
 * <p>of one level, far above what was usual, with starts far evener than records that come as they
 * please make them. At first calls are twice as many as usual, which they are not where a consumer
 * only became slow; and each takes longer than it did, which it does not where a few workers empty
 * a queue. Through more than {@value #FEW} shards a queue's full batches look the same at once;
 * those of a loop become larger while it goes on, and its calls fewer.
 *
 * <p>A backfill keeps a consumer as busy, too: each shard is read again as soon as a call is over.
 * But who can be followed leaves batches that are only somewhat larger; what feeds itself more than
 * once makes them as large as they may be. So where a call takes less than {@value #LARGER} times
 * what it took it is a ticket, and a page when it lasts as long as other chains do.
 *
 * <p>A consumer that has much to read is as busy. But it paused before, so that there is much, or
 * what writes to its stream became busier as well; and being several times as busy as usual it
 * reads in minutes what took an hour to come. So where nothing else became busier, and it goes on
 * for five minutes and more, nothing is left that could be read but what it writes.
 *
 * <p>What it mistakes for it: somebody outside who writes for minutes as much as a stream can take,
 * or ever more until then; a script of few threads; few workers of a long queue. What it cannot
 * see: a loop whose calls do not become more at first, one whose other functions become busier
 * before it does, one in a stream that was busy a fifth of the time before, or hardly read at all,
 * so that nothing tells how long its calls took.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Process DynamoDB records with Lambda".
 */
public final class BusyRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Once found it is over when less runs in the mean: of what a delivery loses it is a part. */
  private static final double STILL_BUSY = 0.7;

  /** More at a time are workers of a queue, or clients. */
  private static final double FEW = 4.2;

  /** But for those of more shards, whose batches become larger and larger while they go on. */
  private static final double MANY = 40;

  /**
   * Batches of somebody who writes what the consumer can well read are not as large as they can be.
   */
  private static final double LARGER = 3;

  private static final double FEWER = 0.75;

  /**
   * Of fewer calls none are known to be even; records, of which there are more, are not counted.
   */
  private static final long FEWEST = 100;

  /** Calls a second: fewer are not told from a clock's. */
  private static final double SLOWEST = 0.5;

  /** As busy as this, over what it was before. */
  private static final double RISE = 5;

  /** In no minute less than this much of the busiest one before it. */
  private static final double STEADY = 0.25;

  /** Calls in the busiest half minute, over usual ones: what only became slow has none more. */
  private static final double MORE = 2;

  /**
   * What a call takes, over what it took before: batches are larger. Work of a queue is no longer.
   */
  private static final double LONGER = 1.5;

  /** For so long it is looked at. */
  private static final int SHORTEST_SECONDS = 180;

  /** What goes on for so long is not what was left of a pause. */
  private static final int LONG_SECONDS = 300;

  /** So long before it began somebody must have called it, if so many calls were to be expected. */
  private static final int PAUSE_SECONDS = 90;

  /** How busy it was before tells so long a time. */
  private static final int BEFORE_SECONDS = 600;

  private static final double EXPECTED = 6;

  /** Others that have so many times their usual calls, and so many a minute, became busier. */
  private static final double BUSIER = 2;

  private static final long BUSIER_CALLS = 20;

  /** A run begins when its first readings are in. */
  private static final int LEAD_SECONDS = 30;

  private final CascadeSettings settings;
  private final long slotSeconds;

  BusyRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      Member member = entry.getValue();
      Step step = settings.isMeant(name) || state.explained(name) ? null : step(member, state.end);
      if (step != null && isFed(member, step, state.end, LONGER)) {
        long roots = Math.round(step.rate * (state.end - step.since));
        return new Suspect(Shape.CHAINS, List.of(name), step.since, roots);
      }
    }
    return null;
  }

  /** Has it gone on for long while nothing else became busier? */
  boolean isAlone(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    if (root == null || cascade.path.size() > 1) {
      return false;
    }
    Step step = step(root, state.end);
    return step != null
        && state.end - step.since >= LONG_SECONDS
        && isFed(root, step, state.end, LARGER)
        && state.members.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(cascade.root()))
            .noneMatch(entry -> isBusier(entry.getValue(), state.end));
  }

  /**
   * Is a function that is in no burst still as busy as it was found? While it is known it must be
   * busier than before that, and then its calls evener than those that come as they please.
   */
  boolean goesOn(Cascade cascade, Member member, long end) {
    double busy = member.readings.mean();
    if (!cascade.isAmbiguous() || member.bursting() || busy < STILL_BUSY) {
      return false;
    }
    long last = Trail.floor(cascade.since);
    long first = last - BEFORE_SECONDS;
    if (first >= Trail.from(end)) {
      return busy >= BUSIER * member.work(first, last);
    }
    long now = member.lateness.settled(end, slotSeconds);
    return Evenness.inAny(member, now, SHORTEST_SECONDS, settings.regularity, Evenness.CHANCE);
  }

  /**
   * @param least what a call takes, over what it took before
   */
  private boolean isFed(Member member, Step step, long end, double least) {
    long now = member.lateness.settled(end, slotSeconds);
    double level = member.readings.least(Readings.SLOTS);
    double rate = member.count(now - 60, now) / 60.0;
    double longer = level / rate / step.seconds();
    long calls = calls(member, step.since, end);
    boolean few = level <= FEW || level <= MANY && longer >= LARGER && rate <= FEWER * step.peak;
    return now - step.since >= SHORTEST_SECONDS
        && few
        && level >= RISE * step.work
        && step.steadiness >= STEADY
        && rate >= SLOWEST
        && step.peak >= MORE * step.rate
        && longer >= least
        && calls >= FEWEST
        && calls > settings.repeatRatio * member.largest
        && !member.catchesUp()
        && !paused(member, step, end)
        && Evenness.inAny(member, now, SHORTEST_SECONDS, settings.regularity, Evenness.CHANCE);
  }

  private @Nullable Step step(Member member, long end) {
    return member.readings.isBusy()
        ? Step.of(member, member.lateness.settled(end, slotSeconds), end)
        : null;
  }

  private static boolean paused(Member member, Step step, long end) {
    long from = step.since - PAUSE_SECONDS - LEAD_SECONDS;
    return step.rate * PAUSE_SECONDS >= EXPECTED
            && calls(member, from, step.since - LEAD_SECONDS) == 0
        || from < Trail.from(end);
  }

  private static long calls(Member member, long from, long to) {
    return member.trail.count(Math.max(from, Trail.from(to)), to);
  }

  private static boolean isBusier(Member member, long end) {
    return member.count(end - 60, end) >= Math.max(BUSIER_CALLS, BUSIER * member.usual * 60);
  }
}
