package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.SequenceNumbers;
import dev.stormwatch.core.model.ShardPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one shard, or of one message of a queue. Times are of the events themselves. */
final class ShardState {

  static final long NEVER = Long.MIN_VALUE;

  /** Attempts kept as evidence. */
  private static final int EVIDENCE = 3;

  /** Longest pause of Lambda between two attempts, and what telemetry needs. */
  static final long ATTEMPT_PAUSE_MILLIS = 150_000;

  /** Visibility timeouts are minutes at most times. */
  private static final long MESSAGE_PAUSE_MILLIS = 600_000;

  final String shard;
  long heardAt = NEVER;
  BatchPanes panes = new BatchPanes();

  String okFirst = "";
  String okLast = "";
  long okAt = NEVER;

  ProcessingRate rate = new ProcessingRate();

  /** The range that every failing attempt had in common; empty where the source has no numbers. */
  String low = "";

  String high = "";
  long attempts;
  long firstFailedAt = NEVER;
  long lastFailedAt = NEVER;

  /**
   * Batches behind the failing one go on: the mapping works on one shard several at a time, by
   * partition key. Their ranges interleave, so to overlap says nothing; what is split off a batch,
   * or is left of it, begins or ends where it did.
   */
  boolean parallel;

  /** Attempts that failed for a few of their records while the others went well. */
  long partials;

  boolean errorsDiffer;
  List<FailedBatch> recent = new ArrayList<>();

  /** A poison record was found here and has not passed yet. */
  boolean poison;

  long poisonSince = NEVER;

  /** Since when the age has been found growing; {@link #NEVER} while it is not. */
  long lagsSince = NEVER;

  /** This shard was found hot. */
  boolean hot;

  Standstill standstill = new Standstill();
  OffsetTrail trail = new OffsetTrail();

  /** The attempt after which one record alone was left to blame; null while more are. */
  @Nullable FailedBatch corneredBy;

  /** How many attempts that took. */
  long corneredAfter;

  LeftBehind leftBehind = new LeftBehind();

  /** Of a message of a FIFO queue, its message group; empty where nobody tells. */
  String group = "";

  /** Messages that this one was found with, none of which could be told from it; else 0. */
  int companions;

  /** Of calls that failed with one error. */
  FailureTimes times = new FailureTimes();

  Suspicion suspicion = new Suspicion();

  ShardState(String shard) {
    this.shard = shard;
  }

  boolean named() {
    return !shard.equals(EventSourceSlot.NO_SHARD);
  }

  boolean message() {
    return shard.startsWith(EventSourceSlot.MESSAGE);
  }

  /** Is this no shard, but the calls that failed with one error? */
  boolean error() {
    return shard.startsWith(EventSourceSlot.ERROR);
  }

  void take(ShardPart part, long lossAttempts) {
    heardAt = Math.max(heardAt, part.newestAt);
    panes.addAll(part.panes);
    for (FailedBatch failure : part.failures) {
      failed(failure, lossAttempts);
    }
    if (!part.okLast.isEmpty()) {
      succeeded(part);
      leftBehind.succeeded(this, part.okFirsts, lossAttempts);
    }
    group = part.group.isEmpty() ? group : part.group;
    rate.take(part);
    standstill.take(part.offsets);
    trail.take(part.offsets);
  }

  private void failed(FailedBatch failure, long lossAttempts) {
    if (error() && !times.add(failure)) {
      return;
    }
    for (FailedBatch known : recent) {
      if (!failure.requestId.isEmpty() && known.requestId.equals(failure.requestId)) {
        return;
      }
    }
    if (attempts == 0 || !sameBlock(failure)) {
      leftBehind.begin(this, lossAttempts);
      begin(failure);
    } else if (!failure.first.isEmpty()) {
      boolean reached = !okLast.isEmpty() && SequenceNumbers.compare(okLast, high) > 0;
      boolean beside = reached && okAt < failure.at && okAt > firstFailedAt;
      if (beside && !parallel) {
        parallel = true;
        boolean same = low.equals(failure.first) && high.equals(failure.last);
        corneredBy = same ? corneredBy : null;
        low = failure.first;
        high = failure.last;
      } else if (parallel && !sharesAnEnd(failure)) {
        return;
      }
      low = SequenceNumbers.max(low, failure.first);
      high = SequenceNumbers.min(high, failure.last);
    }
    attempts++;
    if (!unnamed() || failure.at > okAt) {
      leftBehind.failed(failure, toldLate(failure));
    }
    firstFailedAt = Math.min(firstFailedAt, failure.at);
    lastFailedAt = Math.max(lastFailedAt, failure.at);
    boolean few = failure.failedItems > 0 && failure.failedItems * 5 <= failure.batchSize;
    partials += few ? 1 : 0;
    errorsDiffer |= !recent.isEmpty() && !recent.get(0).errorType.equals(failure.errorType);
    corner(failure);
    recent.add(failure);
    recent.sort(FailedBatch.EARLIEST_FIRST);
    if (recent.size() > EVIDENCE) {
      recent.remove(0);
    }
  }

  /** Lines of attempts arrive in any order: an earlier one that says the same was the first. */
  private void corner(FailedBatch failure) {
    if (low.isEmpty() || !low.equals(high)) {
      return;
    }
    if (corneredBy == null) {
      corneredBy = failure;
      corneredAfter = attempts;
    } else if (FailedBatch.EARLIEST_FIRST.compare(failure, corneredBy) < 0) {
      boolean alone = failure.first.equals(failure.last);
      corneredBy = alone ? failure : corneredBy;
      corneredAfter += alone ? 0 : 1;
    }
  }

  private boolean sameBlock(FailedBatch failure) {
    return failure.first.isEmpty()
        || low.isEmpty()
        || (SequenceNumbers.compare(failure.first, high) <= 0
            && SequenceNumbers.compare(failure.last, low) >= 0);
  }

  /** Is it what failed before, or a half of it, whatever shard that was? */
  boolean continues(FailedBatch failure) {
    return failure.first.equals(low)
        || failure.last.equals(high)
        || recent.stream()
            .anyMatch(
                known -> failure.first.equals(known.first) || failure.last.equals(known.last));
  }

  /**
   * Batches succeeded of which nobody tells the shard. One that begins where this one did, or where
   * it failed last, ends it, until it fails again: that may have been its first half.
   */
  void succeededSomewhere(ShardPart part) {
    leftBehind.succeededSomewhere(this, part.okFirsts);
    boolean began =
        attempts > 0
            && (part.okFirsts.mayHold(latest().first)
                || part.okFirsts.mayHold(shard.substring(EventSourceSlot.UNNAMED.length())));
    okAt = began ? Math.max(okAt, part.newestAt) : okAt;
  }

  /** An attempt before what has succeeded since, of a batch that began where this one did. */
  private boolean toldLate(FailedBatch failure) {
    return !recent.isEmpty()
        && !failure.first.isEmpty()
        && failure.at < okAt
        && failure.first.equals(latest().first);
  }

  private boolean sharesAnEnd(FailedBatch failure) {
    return failure.first.equals(latest().first) || failure.last.equals(latest().last);
  }

  private void begin(FailedBatch failure) {
    low = failure.first;
    high = failure.last;
    attempts = 0;
    partials = 0;
    parallel = false;
    errorsDiffer = false;
    companions = 0;
    corneredBy = null;
    corneredAfter = 0;
    firstFailedAt = failure.at;
    lastFailedAt = failure.at;
    recent.clear();
  }

  private void succeeded(ShardPart part) {
    if (okLast.isEmpty() || SequenceNumbers.compare(part.okLast, okLast) >= 0) {
      okFirst = part.okFirst;
      okLast = part.okLast;
      okAt = part.okAt;
    }
    boolean leftHalf =
        attempts > 0
            && !low.isEmpty()
            && part.okAt > firstFailedAt
            && part.okFirst.equals(low)
            && SequenceNumbers.compare(part.okLast, low) >= 0
            && SequenceNumbers.compare(part.okLast, high) < 0;
    if (leftHalf) {
      low = SequenceNumbers.after(part.okLast);
      corner(latest());
    }
  }

  /** Records a second that it processed of late; 0 when not known. */
  double recordsPerSecond() {
    return rate.none() ? trail.perSecond(NEVER) : rate.perSecond();
  }

  /** Did the shard get past what failed, by all that is known? */
  boolean passed() {
    if (attempts == 0) {
      return true;
    }
    if (unnamed()) {
      // One such answer in hundreds is wrong: what was found is over when nobody tries it again.
      return !poison && okAt >= lastFailedAt;
    }
    if (okLast.isEmpty() || high.isEmpty() || okAt <= lastFailedAt) {
      return false;
    }
    return SequenceNumbers.compare(okLast, high) >= 0
        && (!parallel || okFirst.equals(latest().first));
  }

  /** Did a batch ever go well here? */
  boolean went() {
    return !okLast.isEmpty() || !rate.none();
  }

  /** Does no line name the shard? Events of DynamoDB do not, for one. */
  boolean unnamed() {
    return shard.startsWith(EventSourceSlot.UNNAMED);
  }

  /** Has nobody tried again what failed here, for longer than any pause between attempts? */
  boolean silent(long end) {
    long mean = (lastFailedAt - firstFailedAt) / Math.max(1, attempts - 1);
    long longest = message() ? MESSAGE_PAUSE_MILLIS : ATTEMPT_PAUSE_MILLIS;
    return end - lastFailedAt > Math.max(longest, 3 * mean);
  }

  /** How often a message was received, as far as anybody tells. */
  long receives() {
    return Math.max(attempts, latest().receiveCount);
  }

  boolean single() {
    return message() || low.equals(high);
  }

  FailedBatch latest() {
    return recent.get(recent.size() - 1);
  }
}
