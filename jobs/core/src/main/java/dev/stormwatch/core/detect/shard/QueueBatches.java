package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.stats.BetaBinomial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Do the batches of a queue fail, whichever messages are in them?
 *
 * <p><b>Mechanism.</b> A shard's failing batch comes back within seconds, a queue's message only
 * after its visibility timeout, minutes later. Whoever waits for a second attempt at the same
 * message sees an outage late, and never where so many messages fail meanwhile that they cannot all
 * be remembered. But what is down fails messages that were never tried before, so the batches alone
 * tell of it.
 *
 * <p><b>Formula.</b> The trouble began where the sum of (failed - <i>outageShare</i> x all) batches
 * from there to now is greatest (a cumulative sum, CUSUM). So many failures of so many batches
 * since must be chance less than once in a million, by the share that failed before. And what is
 * processed must have become less: bad messages that somebody puts into a queue fail beside as many
 * that succeed as before.
 *
 * <p><b>Why it works.</b> One bad message fails each batch that it comes in, but it is one:
 * attempts are counted by message, and the few that failed most often must not explain what failed.
 * A batch that reports single items counts for the share of it that failed.
 *
 * <p><b>What it mistakes for it.</b> A release that fails, which is told of as such. A flood of bad
 * messages that spoils batches for good ones.
 *
 * <p><b>A queue that wakes up.</b> Where no batch was heard of in the minutes before, nothing can
 * have become less. Then next to all batches must fail, with a dozen messages or more, and not with
 * an error that speaks of what it was given: messages that somebody moves back from a dead-letter
 * queue at night all fail, too.
 *
 * <p><b>Sources.</b> E. S. Page, "Continuous inspection schemes", Biometrika 1954. AWS Lambda
 * Developer Guide, "Using Lambda with Amazon SQS", on visibility timeouts.
 */
final class QueueBatches {

  /** Pollers slow down while batches fail: in less than a minute there may be none. */
  private static final long RECENT_MILLIS = 60_000;

  /** Fewer batches in the last minute say nothing of a share; then all that is known is asked. */
  private static final long FEWEST_RECENT = 10;

  /** So few bad messages can be in a queue at once; what needs more of them is something else. */
  private static final int FEW_MESSAGES = 4;

  /** Asked every five seconds, a queue would show it by chance once in two months. */
  private static final double CHANCE = 1e-6;

  /** Share of batches that fail where nothing is known of before: in an outage next to all do. */
  private static final double ALL_BUT_FEW = 0.9;

  /** And messages that must have failed then: a dozen bad ones are rarely put in by chance. */
  private static final int MANY_MESSAGES = 12;

  /**
   * Share of what was processed before that may go on; what comes in varies by less than the rest.
   */
  private static final double LESS = 0.75;

  /** Later than any pane. */
  private static final long NONE = Long.MAX_VALUE / BatchPanes.PANE_MILLIS - 1;

  /** When the batches began to fail, to ten seconds; epoch milliseconds. */
  final long since;

  /** Batches since then; those that failed in part count in part. */
  final double ok;

  final double failed;

  /** The same of late, whether they fail or not. */
  private final double recentOk;

  private final double recentFailed;

  /** From the first pane that fails to the last; a disturbance may be over by now. */
  private final long lasted;

  private final boolean fewMessages;
  private final boolean unlikely;
  private final boolean less;

  /** A queue that was idle fails from its first batch on. */
  private final boolean wokeUp;

  /** A message that failed of late. */
  final ShardState example;

  /** The error that most batches failed with. */
  final String errorType;

  private QueueBatches(View view, List<ShardState> messages, double outageShare) {
    BatchPanes all = new BatchPanes();
    view.state.shards.values().forEach(part -> all.addAll(part.panes));
    NavigableMap<Long, Pane> panes = all.since(0);
    long oldest = panes.isEmpty() ? 0 : panes.lastKey() - BatchPanes.KEPT;
    FailedSample sample = new FailedSample(messages, oldest * BatchPanes.PANE_MILLIS);
    double whole = sample.whole();
    long began = extreme(panes.descendingMap(), whole, outageShare);
    long until = extreme(panes.tailMap(began, true), whole, outageShare);
    since = began * BatchPanes.PANE_MILLIS;
    lasted = until == NONE ? 0 : (until - began) * BatchPanes.PANE_MILLIS;
    Sum before = new Sum(panes.headMap(began, false).values(), whole);
    Sum now = new Sum(panes.tailMap(began, true).values(), whole);
    ok = now.ok;
    failed = now.failed;
    long lately = Math.floorDiv(view.end - RECENT_MILLIS - 1, BatchPanes.PANE_MILLIS) + 1;
    Sum minute = new Sum(panes.tailMap(lately, true).values(), whole);
    Sum recent = minute.all() >= FEWEST_RECENT ? minute : new Sum(panes.values(), whole);
    recentOk = recent.ok;
    recentFailed = recent.failed;
    example = sample.example;
    errorType = sample.errorType();
    fewMessages = explained(messages, since) >= failed;
    unlikely = now.chance(before) <= CHANCE;
    less = before.records > 0 && isLess(panes, began, before, now);
    long distinct = messages.stream().filter(m -> m.lastFailedAt >= since).count();
    wokeUp =
        before.all() == 0
            && share() >= ALL_BUT_FEW
            && distinct >= MANY_MESSAGES
            && ErrorClass.of(errorType) != ErrorClass.INPUT;
  }

  /** Null of what is no queue, or tells of no batches that go well, or where no message fails. */
  static @Nullable QueueBatches of(View view, double outageShare) {
    if (view.eventSource.isEmpty() || view.tellsFailuresAlone()) {
      return null;
    }
    List<ShardState> messages = new ArrayList<>();
    for (ShardState part : view.state.shards.values()) {
      if (part.message() && part.attempts > 0) {
        messages.add(part);
      }
    }
    return messages.isEmpty() ? null : new QueueBatches(view, messages, outageShare);
  }

  /** The pane up to which the sum of what failed above the share is greatest. */
  static long extreme(NavigableMap<Long, Pane> panes, double whole, double outageShare) {
    long found = NONE;
    double most = 0;
    double sum = 0;
    for (Map.Entry<Long, Pane> entry : panes.entrySet()) {
      Pane pane = entry.getValue();
      sum += whole * pane.failed - outageShare * (pane.ok + pane.failed);
      if (sum > most) {
        most = sum;
        found = entry.getKey();
      }
    }
    return found;
  }

  /** How many failures the few messages explain that failed most often. */
  private static long explained(List<ShardState> messages, long since) {
    return messages.stream()
        .map(message -> failuresSince(message, since))
        .sorted(Comparator.reverseOrder())
        .limit(FEW_MESSAGES)
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Of the attempts at a message the latest are known each, the others by their number. */
  private static long failuresSince(ShardState message, long since) {
    long known = message.recent.stream().filter(failure -> failure.at >= since).count();
    return known < message.recent.size() ? known : message.attempts;
  }

  private static boolean isLess(NavigableMap<Long, Pane> panes, long began, Sum before, Sum now) {
    double perPaneBefore = before.records / (double) (began - panes.firstKey());
    double perPane = now.records / (double) (panes.lastKey() - began + 1);
    return perPane <= LESS * perPaneBefore;
  }

  double share() {
    return ok + failed == 0 ? 0 : failed / (ok + failed);
  }

  /**
   * Has an outage begun?
   *
   * @param failingMillis for how long batches must have failed
   */
  boolean outage(long failingMillis) {
    return failed > 0 && lasted >= failingMillis && !fewMessages && (wokeUp || (unlikely && less));
  }

  /** Does one that began go on? */
  boolean goesOn(double outageShare) {
    return failed > 0
        && recentFailed > 0
        && recentFailed >= outageShare * (recentOk + recentFailed);
  }

  boolean over(double outageShare) {
    return recentOk > 0 && recentFailed < outageShare / 2 * (recentOk + recentFailed);
  }

  /** Batches of several panes. */
  private static final class Sum {
    private double ok;
    private double failed;
    private long records;

    private Sum(Iterable<Pane> panes, double whole) {
      for (Pane pane : panes) {
        ok += pane.ok + (1 - whole) * pane.failed;
        failed += whole * pane.failed;
        records += pane.records;
      }
    }

    private double all() {
      return ok + failed;
    }

    /** Of so many failures or more, where as many fail as before. */
    private double chance(Sum before) {
      long failures = (long) failed;
      return BetaBinomial.atLeast(
          failures, failures + (long) Math.ceil(ok), before.failed + 0.5, before.ok + 0.5);
    }
  }

  /** The failing batches that are known one by one. */
  private static final class FailedSample {
    private final TreeMap<String, FailedBatch> batches = new TreeMap<>();
    private ShardState example = new ShardState("");
    private long newest = Long.MIN_VALUE;

    private FailedSample(List<ShardState> messages, long from) {
      for (ShardState message : messages) {
        for (FailedBatch batch : message.recent) {
          if (batch.at >= from) {
            batches.put(
                batch.requestId.isEmpty() ? Long.toString(batch.at) : batch.requestId, batch);
          }
        }
        if (message.lastFailedAt > newest) {
          newest = message.lastFailedAt;
          example = message;
        }
      }
    }

    /** Share of a failing batch that fails, on average. */
    private double whole() {
      return batches.values().stream().mapToDouble(FailedSample::share).average().orElse(1);
    }

    private static double share(FailedBatch batch) {
      return batch.failedItems > 0 && batch.batchSize > 0
          ? Math.min(1, (double) batch.failedItems / batch.batchSize)
          : 1;
    }

    private String errorType() {
      TreeMap<String, Integer> counts = new TreeMap<>();
      batches.values().forEach(batch -> counts.merge(batch.errorType, 1, Integer::sum));
      return counts.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse("");
    }
  }
}
