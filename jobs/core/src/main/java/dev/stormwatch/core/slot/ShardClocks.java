package dev.stormwatch.core.slot;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The arrival clock of one reader of several shards: how far it may go without passing a record
 * that is still to be read.
 *
 * <p>A shard holds the clock at its newest record as long as there may be older ones than another
 * shard's newest: before the first answer, while the answers say that it is behind, and when the
 * last one is older than the clock's holdback. A shard that was just read to its end holds nothing,
 * however long it has been silent: what arrives at it now is newer than the clock, since that stays
 * a holdback behind. So a catch-up goes in order of arrival whichever shard is read faster, and a
 * quiet shard delays nobody.
 *
 * <p>A shard that was closed by a split or a merge holds the clock a little longer, until its
 * children have been found. A shard that does not answer at all lets go after a while: to decide
 * without one shard is worse than with it, and better than not to decide.
 *
 * <p>Times called {@code now} are milliseconds of any clock that never goes back; they decide how
 * long to wait for a shard and nothing else.
 */
public final class ShardClocks {

  private static final long NEVER = Long.MIN_VALUE;

  private final long slotMillis;
  private final long holdbackMillis;
  private final Patience patience;
  private final Map<String, Shard> shards = new HashMap<>();
  private long newest = NEVER;
  private long passed = NEVER;
  private long lastRecord = NEVER;

  /** How long to wait for what, milliseconds. */
  public static final class Patience {

    private final long answer;
    private final long silence;
    private final long children;
    private final long quiet;

    /**
     * @param answer age from which an answer says nothing of the present any more
     * @param silence after which a shard that does not answer is given up
     * @param children until the children of a shard that has ended are found
     * @param quiet without records after which a reader leaves the clock to other readers
     */
    public Patience(long answer, long silence, long children, long quiet) {
      this.answer = answer;
      this.silence = silence;
      this.children = children;
      this.quiet = quiet;
    }
  }

  private static final class Shard {
    private final ArrivalClock clock;
    private boolean upToDate;
    private long lastAnswer;
    private long ended = NEVER;

    private Shard(ArrivalClock clock, long now) {
      this.clock = clock;
      this.lastAnswer = now;
    }
  }

  public ShardClocks(long slotMillis, long holdbackMillis, Patience patience) {
    this.slotMillis = slotMillis;
    this.holdbackMillis = holdbackMillis;
    this.patience = patience;
  }

  /** A shard begins to be read. */
  public void open(String shard, long now) {
    shards.putIfAbsent(shard, new Shard(new ArrivalClock(slotMillis, holdbackMillis), now));
  }

  /**
   * Where a record stands on the clock.
   *
   * @throws IllegalArgumentException for a shard that was not opened
   */
  public long place(String shard, long arrival, long now) {
    lastRecord = now;
    newest = Math.max(newest, arrival);
    return known(shard).clock.place(arrival);
  }

  /** Has this shard's clock left a slot since this was last asked? */
  public boolean leftSlot(String shard) {
    return known(shard).clock.leftSlot();
  }

  /**
   * A shard was read, and all records of the answer were placed.
   *
   * @param upToDate when nothing was left to read
   */
  public void answered(String shard, boolean upToDate, long now) {
    Shard known = known(shard);
    known.upToDate = upToDate;
    known.lastAnswer = now;
  }

  /** A shard was closed and has been read to its end. */
  public void ended(String shard, long now) {
    known(shard).ended = now;
  }

  /** Everything that arrived up to this time has been placed; it never goes back. */
  public long watermark(long now) {
    long held = Long.MAX_VALUE;
    for (Iterator<Shard> each = shards.values().iterator(); each.hasNext(); ) {
      Shard shard = each.next();
      if (holds(shard, now)) {
        held = Math.min(held, shard.clock.newest());
      } else if (shard.ended != NEVER) {
        each.remove();
      }
    }
    long time = held == Long.MAX_VALUE ? newest : held;
    if (time != NEVER) {
      passed = Math.max(passed, time - holdbackMillis - 1);
    }
    return passed;
  }

  /** Is there nothing to wait for here? Then the clock is left to other readers. */
  public boolean quiet(long now) {
    return (lastRecord == NEVER || now - lastRecord >= patience.quiet)
        && shards.values().stream().noneMatch(shard -> holds(shard, now));
  }

  private boolean holds(Shard shard, long now) {
    if (shard.ended != NEVER) {
      return now - shard.ended < patience.children;
    }
    long age = now - shard.lastAnswer;
    return age < patience.silence && (!shard.upToDate || age > patience.answer);
  }

  private Shard known(String shard) {
    Shard known = shards.get(shard);
    if (known == null) {
      throw new IllegalArgumentException("shard " + shard + " was not opened");
    }
    return known;
  }
}
