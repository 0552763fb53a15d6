package dev.stormwatch.replay.score;

import java.util.List;

/**
 * What is true of a record that fails for ever, besides its label. Times are epoch milliseconds.
 *
 * @param entity what the label is about
 * @param onset of the label
 * @param lossAt when the record is lost if nothing is done; 0 where that is not known
 * @param batchSize records of the batch that it first failed in; 0 where that is not known
 * @param bisect does the mapping halve a batch that fails?
 * @param batchLines does the function log which batches fail?
 * @param failedAttempts when attempts at it failed, in order
 */
public record Isolation(
    Entity entity,
    long onset,
    long lossAt,
    int batchSize,
    boolean bisect,
    boolean batchLines,
    List<Long> failedAttempts) {

  public Isolation {
    failedAttempts = List.copyOf(failedAttempts);
  }

  /** Can it be cornered by what the halves of its batch do? */
  boolean halved() {
    return bisect && batchLines;
  }

  /** What it is read from and how that is told of, in words. */
  String source() {
    String arn = entity.names().getOrDefault("eventSource", "");
    String[] parts = arn.split(":", 4);
    String service = parts.length < 3 ? "its source" : parts[2];
    String told = batchLines ? ", batches logged" : ", default logs";
    return (arn.endsWith(".fifo") ? service + " fifo" : service) + told;
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
