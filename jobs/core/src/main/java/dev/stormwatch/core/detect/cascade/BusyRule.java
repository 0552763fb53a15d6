package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
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
 * please make them. Calls are more than usual, which they are not where a consumer became slow, and
 * each takes longer, which it does not where a few workers empty a queue.
 *
 * <p>A consumer that has much to read is as busy. But it paused before, so that there is much, or
 * what writes to its stream became busier as well; and being several times as busy as usual it
 * reads in minutes what took an hour to come. So where nothing else became busier, and it goes on
 * for five minutes and more, nothing is left that could be read but what it writes.
 *
 * <p>What it mistakes for it: somebody outside who writes for minutes as much as a stream can take;
 * a script of few threads; few workers of a long queue. What it cannot see: a loop through more
 * shards than {@value #FEW}, one whose other functions become busier before it does, one in a
 * stream that was busy a fifth of the time before, or hardly read at all, so that nothing tells how
 * long its calls took.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Process DynamoDB records with Lambda".
 */
final class BusyRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Calls at a time, of one shard that is busy all the time. */
  private static final double BUSY = 0.85;

  /** More at a time are workers of a queue, or clients. */
  private static final double FEW = 4.2;

  /** As busy as this, over what it was before. */
  private static final double RISE = 5;

  /** Calls, over those that are usual: what became slow has fewer. */
  private static final double MORE = 1.5;

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

  private static final double EXPECTED = 6;

  /** Others that have so many times their usual calls, and so many a minute, became busier. */
  private static final double BUSIER = 2;

  private static final long BUSIER_CALLS = 20;

  private static final int BEFORE_SECONDS = 600;

  /** Of fewer calls in that time it is not known how long they took. */
  private static final double KNOWN = 10;

  /** A run begins when its first readings are in. */
  private static final int LEAD_SECONDS = 30;

  private final CascadeSettings settings;
  private final long slotSeconds;

  BusyRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(CascadeState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      Member member = entry.getValue();
      if (!settings.isMeant(name)
          && !state.explained(name)
          && isFull(member)
          && isFed(member, state.end)) {
        long since = since(member, state.end);
        long roots = Math.round(usual(member, since, state.end) * (state.end - since));
        return new Suspect(Shape.CHAINS, List.of(name), since, roots);
      }
    }
    return null;
  }

  /** Has it gone on for long while nothing else became busier? */
  boolean isAlone(Cascade cascade, CascadeState state) {
    Member root = state.members.get(cascade.root());
    return root != null
        && cascade.path.size() == 1
        && state.end - since(root, state.end) >= LONG_SECONDS
        && isFull(root)
        && isFed(root, state.end)
        && state.members.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(cascade.root()))
            .noneMatch(entry -> isBusier(entry.getValue(), state.end));
  }

  /** Is a function that is in no burst still as busy as it was found? */
  static boolean goesOn(Cascade cascade, Member member) {
    return cascade.isAmbiguous() && !member.bursting() && isFull(member);
  }

  /** Do as few calls as shards make run all the time? */
  private static boolean isFull(Member member) {
    return member.readings.least(Readings.SLOTS) >= BUSY && member.concurrency() <= FEW;
  }

  private boolean isFed(Member member, long end) {
    long now = end - member.lateness.settles(slotSeconds);
    long since = since(member, end);
    long span = Math.min(now - since, Member.LAG_SECONDS);
    double usual = usual(member, since, end);
    double before = member.flatTop.before(end * 1000);
    double level = member.flatTop.level();
    double rate = member.count(now - 60, now) / 60.0;
    long calls = calls(member, since, end);
    return span >= SHORTEST_SECONDS
        && usual * BEFORE_SECONDS >= KNOWN
        && level >= RISE * before
        && rate >= Math.max(LoopRule.SLOWEST, MORE * usual)
        && level * usual >= LONGER * before * rate
        && calls >= settings.loopCalls
        && calls > settings.repeatRatio * member.largest
        && !member.catchesUp()
        && !paused(member, since, usual, end)
        && LoopRule.isEvenInAny(member, now, span, settings.regularity, LoopRule.CHANCE);
  }

  private static long since(Member member, long end) {
    return member.bursting()
        ? member.burstSince
        : end - member.flatTop.lasts(end * 1000) / 1000 - LEAD_SECONDS;
  }

  /** Calls a second before: what is usual of a function may have learned from minutes of it. */
  private static double usual(Member member, long since, long end) {
    long from = Math.max(since - BEFORE_SECONDS, Trail.from(end));
    double before = calls(member, from, since - LEAD_SECONDS) / (double) (since - from);
    return member.bursting() ? member.burstUsual : Math.min(member.usual, before);
  }

  private static boolean paused(Member member, long since, double usual, long end) {
    long from = since - PAUSE_SECONDS - LEAD_SECONDS;
    return usual * PAUSE_SECONDS >= EXPECTED && calls(member, from, since - LEAD_SECONDS) == 0
        || from < Trail.from(end);
  }

  private static long calls(Member member, long from, long to) {
    return member.trail.count(Math.max(from, Trail.from(to)), to);
  }

  private static boolean isBusier(Member member, long end) {
    return member.count(end - 60, end) >= Math.max(BUSIER_CALLS, BUSIER * member.usual * 60);
  }
}
