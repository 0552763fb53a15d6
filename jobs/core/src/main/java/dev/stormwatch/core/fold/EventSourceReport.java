package dev.stormwatch.core.fold;

import java.util.List;

/**
 * What a line told of an event source: a batch that a function reported, a record that Lambda gave
 * up on, or the state of Kafka partitions. A claim like all that a function prints: the names in it
 * are the line's, not the envelope's. A number not told is {@link Observation#NONE}, a text not
 * told is empty.
 */
public final class EventSourceReport {

  /** ARN of the stream, table's stream, queue or cluster. */
  public String eventSource = "";

  /** {@code shardId-…}, or the topic and partition of a batch of Kafka's. */
  public String shard = "";

  public String firstSequenceNumber = "";
  public String lastSequenceNumber = "";

  /** Of a queue, the first message id. */
  public String messageId = "";

  /** Of a queue, the ids of all messages of the batch, as far as the line lists them. */
  public List<String> messageIds = List.of();

  /** Of a FIFO queue, the message group of the batch. */
  public String messageGroup = "";

  /** The first item that failed: a sequence number or a message id. */
  public String failedItem = "";

  public long failedItems;
  public long batchSize;
  public long iteratorAgeMillis;

  /** Highest receive count of a queue's messages, or how often Lambda invoked the function. */
  public long attempts;

  /** {@code ok}, {@code partial}, {@code failed}, or Lambda's condition for giving up. */
  public String outcome = "";

  public String errorType = "";

  /** ARN of the function that a record of Lambda's names. */
  public String functionArn = "";

  /** Kafka partitions of which the line tells how far they are. */
  public List<PartitionReport> partitions = List.of();

  /** Left out, the invocation's own result decides. */
  boolean tellsHowItWent() {
    return !outcome.isEmpty() || failed();
  }

  boolean failed() {
    switch (outcome) {
      case "ok":
        return false;
      case "failed":
      case "partial":
        return true;
      default:
        return failedItems > 0 || !errorType.isEmpty();
    }
  }

  EventSourceReport copy() {
    EventSourceReport copy = new EventSourceReport();
    copy.eventSource = eventSource;
    copy.shard = shard;
    copy.firstSequenceNumber = firstSequenceNumber;
    copy.lastSequenceNumber = lastSequenceNumber;
    copy.messageId = messageId;
    copy.messageIds = List.copyOf(messageIds);
    copy.messageGroup = messageGroup;
    copy.failedItem = failedItem;
    copy.failedItems = failedItems;
    copy.batchSize = batchSize;
    copy.iteratorAgeMillis = iteratorAgeMillis;
    copy.attempts = attempts;
    copy.outcome = outcome;
    copy.errorType = errorType;
    copy.functionArn = functionArn;
    copy.partitions = partitions;
    return copy;
  }

  void reset() {
    eventSource = "";
    shard = "";
    firstSequenceNumber = "";
    lastSequenceNumber = "";
    messageId = "";
    messageIds = List.of();
    messageGroup = "";
    failedItem = "";
    failedItems = Observation.NONE;
    batchSize = Observation.NONE;
    iteratorAgeMillis = Observation.NONE;
    attempts = Observation.NONE;
    outcome = "";
    errorType = "";
    functionArn = "";
    partitions = List.of();
  }
}
