package dev.stormwatch.core.track;

import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;
import dev.stormwatch.core.model.StartPanes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * The requests of one function whose story is not over: still open, or failed and perhaps about to
 * come back; and what the latest slot told of them and of those that it ended.
 *
 * <p>Lambda keeps the request id when it retries an asynchronous call, one and two minutes later.
 * So a request id that starts again well after it failed is a retry, and every further line about a
 * failure already known is the same failure: a timeout that shows as a REPORT, a "Task timed out"
 * line and a fault line in two batches counts once.
 */
final class UnfinishedRequests {

  /** Requests kept; exact up to here, sampled beyond. */
  private static final int REQUESTS = 512;

  /**
   * Two starts of one request id at least so far apart are two attempts. Lambda waits a minute
   * before the first retry; one attempt's start, read once off START and once off REPORT, differs
   * by at most an init of ten seconds.
   */
  private static final long ATTEMPT_GAP_MILLIS = 30_000;

  /** Covers both retries of an asynchronous call, each after a run of up to 15 minutes. */
  private static final long REQUEST_MEMORY_MILLIS = 35 * 60_000;

  /** Deliveries of one log stream come seconds apart, rarely minutes. */
  private static final long CUT_MEMORY_MILLIS = 120_000;

  /** So long after the end of a call its beginning may come, where deliveries overtake another. */
  private static final long OVERTAKEN_MILLIS = 30_000;

  /** The end came, at the head of a delivery, and the beginning did not. */
  private static final int BEHEADED = FunctionSlot.ENDED | FunctionSlot.CUT_ON;

  private static final int BOTH = FunctionSlot.CUT_OFF | FunctionSlot.CUT_ON;

  /**
   * Where the flags of a request say how thin a sample kept it: of 2^n requests one was kept. What
   * began beside it may have been left out, and is not looked at when it ends.
   */
  private static final int THINNED = 16;

  private static final long LONGEST_CALL_MILLIS = 15 * 60_000;

  private Sightings unfinished = new Sightings(REQUESTS);

  // What the latest slot showed; not kept between slots.
  private long failures;
  private long untold;
  private long complaints;
  private long retries;
  private long attempts;
  private StartPanes starts = new StartPanes();
  private CutCalls cut = new CutCalls();

  /**
   * Takes in what one slot tells of requests.
   *
   * @param durable does the function replay its calls by design? Then none of them is a retry
   */
  void advance(FunctionSlot slot, long end, boolean durable) {
    Sightings requests = slot.requests;
    failures = 0;
    untold = 0;
    complaints = 0;
    retries = 0;
    attempts = 0;
    starts = new StartPanes();
    cut = new CutCalls();
    unfinished.dropLastSeenBefore(end - REQUEST_MEMORY_MILLIS);
    Sightings carried = new Sightings(REQUESTS);
    int thinned = Long.numberOfTrailingZeros(requests.weight()) << THINNED;
    long kept = Math.max(requests.weight(), unfinished.weight());
    long each = thinnest(kept);
    for (int i = 0; i < requests.size(); i++) {
      long key = requests.key(i);
      int flags = requests.flags(i);
      int known = unfinished.find(key);
      int before = known < 0 ? 0 : unfinished.flags(known);

      boolean startedAgain =
          known >= 0
              && (before & FunctionSlot.FAILED) != 0
              && requests.last(i) != Long.MIN_VALUE
              && requests.last(i) - unfinished.last(known) >= ATTEMPT_GAP_MILLIS;
      boolean bothHere =
          requests.first(i) != Long.MAX_VALUE
              && requests.last(i) - requests.first(i) >= ATTEMPT_GAP_MILLIS;
      if ((startedAgain || bothHere) && !durable) {
        retries += requests.weight();
      }
      boolean started = (flags & FunctionSlot.STARTED) != 0 && requests.first(i) != Long.MAX_VALUE;
      // Of what is not kept it is not known whether an earlier slot told of its start.
      if (started
          && (key & kept - 1) == 0
          && ((before & FunctionSlot.STARTED) == 0 || startedAgain)) {
        attempts += kept;
        starts.addAt(requests.last(i), kept);
      }
      if ((flags & FunctionSlot.ENDED) != 0 && (key & each - 1) == 0) {
        cut.ended(flags, flags | before, each);
      } else if ((flags & FunctionSlot.CUT_OFF) != 0
          && (before & BEHEADED) == BEHEADED
          && (key & each - 1) == 0) {
        cut.began(each);
      }
      boolean failed = (flags & FunctionSlot.FAILED) != 0;
      boolean knownFailed = (before & FunctionSlot.FAILED) != 0;
      if (failed && (!knownFailed || startedAgain)) {
        failures += requests.weight();
        int told = (startedAgain ? flags : flags | before) & FunctionSlot.BATCH_TOLD;
        untold += told == 0 ? requests.weight() : 0;
      }
      if ((flags & FunctionSlot.COMPLAINED) != 0 && !failed && !knownFailed) {
        complaints += requests.weight();
      }
      boolean cutOff = (flags & BOTH) == FunctionSlot.CUT_OFF;
      boolean beheaded = (flags & BOTH) == FunctionSlot.CUT_ON && known < 0;
      if (failed || (flags & FunctionSlot.ENDED) == 0 || cutOff || beheaded || known >= 0) {
        if (startedAgain) {
          // The new attempt's story begins here; that the one before it failed is told.
          unfinished.drop(known);
        }
        if (requests.last(i) != Long.MIN_VALUE) {
          carried.sight(key, requests.last(i), flags | thinned);
        } else if (known >= 0) {
          carried.flag(key, flags | thinned);
        } else {
          carried.sight(key, end, flags | thinned);
        }
      }
    }
    unfinished.addAll(carried);
    int over = FunctionSlot.ENDED | FunctionSlot.FAILED;
    unfinished.dropFlagged(over | BOTH, FunctionSlot.ENDED);
    unfinished.dropFlagged(over | BOTH, FunctionSlot.ENDED | BOTH);
    unfinished.dropFlagged(over | FunctionSlot.CUT_ON, BEHEADED, end - OVERTAKEN_MILLIS);
    // Its END came, its REPORT did not: that is known to be lost, or filtered.
    unfinished.dropFlagged(over, FunctionSlot.ENDED, end - CUT_MEMORY_MILLIS);
    if (kept > 1 && slot.starts.size() > 0) {
      // A sample scatters; lines that say that a call began are all counted.
      starts = new StartPanes();
      starts.addAll(slot.starts);
      attempts = starts.total();
    }
  }

  /** Of how many requests at most one was kept, now and when those began that are unfinished. */
  private long thinnest(long kept) {
    int levels = Long.numberOfTrailingZeros(kept);
    for (int i = 0; i < unfinished.size(); i++) {
      levels = Math.max(levels, unfinished.flags(i) >>> THINNED);
    }
    return 1L << levels;
  }

  CutCalls cut() {
    return cut;
  }

  boolean traced(long request) {
    int known = unfinished.find(request);
    return known >= 0 && (unfinished.flags(known) & FunctionSlot.TRACED) != 0;
  }

  long failures() {
    return failures;
  }

  long untold() {
    return untold;
  }

  long complaints() {
    return complaints;
  }

  long retries() {
    return retries;
  }

  long attempts() {
    return attempts;
  }

  StartPanes starts() {
    return starts;
  }

  /** Is every one of them kept? */
  boolean exact() {
    return weight() == 1;
  }

  /** When those calls started of whose end nothing was heard, earliest first. */
  long[] openSince(long end) {
    return IntStream.range(0, unfinished.size())
        .filter(i -> running(i, end))
        .mapToLong(unfinished::last)
        .sorted()
        .toArray();
  }

  /**
   * Calls that have started and of whose end nothing was heard, none older than a call can be.
   *
   * @param end end of the latest slot
   */
  long open(long end) {
    long open = 0;
    for (int i = 0; i < unfinished.size(); i++) {
      if (running(i, end)) {
        open += unfinished.weight();
      }
    }
    return open;
  }

  /**
   * For how long the calls of {@link #open} were in progress between two times, together;
   * milliseconds.
   *
   * @param longestMillis those that are open for longer are taken for calls whose end was lost
   */
  long openMillis(long from, long to, long end, long longestMillis) {
    long millis = 0;
    for (int i = 0; i < unfinished.size(); i++) {
      if (running(i, end) && end - unfinished.last(i) <= longestMillis) {
        millis += unfinished.weight() * Math.max(0, to - Math.max(from, unfinished.last(i)));
      }
    }
    return millis;
  }

  /** Tells of each that {@link #open} counts when it began, in no order. */
  void eachOpen(long end, LongConsumer since) {
    for (int i = 0; i < unfinished.size(); i++) {
      if (running(i, end)) {
        since.accept(unfinished.last(i));
      }
    }
  }

  /** Of how many one is kept. */
  long weight() {
    return unfinished.weight();
  }

  private boolean running(int index, long end) {
    int over = FunctionSlot.ENDED | FunctionSlot.FAILED;
    return (unfinished.flags(index) & (FunctionSlot.STARTED | over)) == FunctionSlot.STARTED
        && end - unfinished.last(index) <= LONGEST_CALL_MILLIS;
  }

  void write(DataOutput out) throws IOException {
    unfinished.write(out);
  }

  void readInto(DataInput in) throws IOException {
    unfinished = Sightings.read(REQUESTS, in);
  }
}
