package dev.stormwatch.replay.score;

import java.util.List;

/**
 * What is true of a record that blocks a shard, besides its label. Times are epoch milliseconds.
 *
 * @param entity what the label is about
 * @param onset of the label
 * @param lossAt when the record is lost if nothing is done
 * @param batchSize records of the batch that it first failed in; 0 where that is not known
 * @param bisect does the mapping halve a batch that fails, and does the function log which do?
 * @param failedAttempts when attempts at it failed, in order
 */
public record Isolation(
    Entity entity,
    long onset,
    long lossAt,
    int batchSize,
    boolean bisect,
    List<Long> failedAttempts) {

  public Isolation {
    failedAttempts = List.copyOf(failedAttempts);
  }

  /** Halvings that leave one record of the batch, and two more. */
  int fewAttempts() {
    return 64 - Long.numberOfLeadingZeros(Math.max(1, batchSize) - 1L) + 2;
  }

  /** How many attempts had failed at a time. */
  long attemptsUntil(long time) {
    return failedAttempts.stream().filter(at -> at <= time).count();
  }
}
