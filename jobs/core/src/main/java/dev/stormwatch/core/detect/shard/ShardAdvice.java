package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.GivenUp;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What to do about a blocked or slow event source, with the commands and what they cost. */
final class ShardAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  static final int ATTEMPTS = 5;

  private static final String BISECT_AND_KEEP =
      "--bisect-batch-on-function-error --maximum-retry-attempts "
          + ATTEMPTS
          + " --destination-config '{\"OnFailure\":{\"Destination\":\"QUEUE_ARN\"}}'";

  private static final String PRINTS = "none, it only reads; it prints the record's data";

  /** Records to read of a range. */
  private static final int A_FEW = 10;

  /** Lambda checks this when a destination is set, and refuses the command without it. */
  private static final String MAY_SEND = "; the function's role must allow sqs:SendMessage to it";

  List<Recommendation> forPoison(View view, ShardState shard, Deadline.Loss loss) {
    return view.queue() || shard.message() ? queue(view, shard, loss) : stream(view, shard, loss);
  }

  private static List<Recommendation> stream(View view, ShardState shard, Deadline.Loss loss) {
    List<Recommendation> rows = new ArrayList<>();
    rows.add(
        new Recommendation(
            "let Lambda split the batch, give up after a few attempts and keep what it gave up",
            Integer.toString(ATTEMPTS),
            Wording.text(
                "%s; %s failed by now; %s are left",
                halvings(shard.latest().batchSize),
                Wording.counted(shard.attempts, "attempt"),
                Deadline.hours(loss.leftMillis)),
            mapping(view, BISECT_AND_KEEP),
            "the record is skipped; the destination gets its shard and sequence number, not its"
                + " data, which must be read from the stream before it expires; healthy records"
                + " in the halves are processed again, so the function must be idempotent"
                + MAY_SEND));
    rows.add(
        new Recommendation(
            shard.single() ? "look at the record" : "look at the records of this range",
            shard.low,
            shard.single()
                ? "every failing attempt had exactly this record in common"
                : "the ranges of all failing attempts have these records in common: from "
                    + shard.low
                    + " to "
                    + shard.high,
            shard.unnamed() ? "" : read(view, shard.shard, shard.low, shard.single()),
            PRINTS));
    if (!namesItems(shard)) {
      rows.add(items(view));
    }
    return rows;
  }

  /**
   * @param size records; negative where nobody tells
   */
  private static String halvings(long size) {
    if (size < 0) {
      return "how many records the batch holds is not told; halving uses up no attempts";
    }
    return size <= 1
        ? "the batch is down to one record, so all that is left is to give it up"
        : Wording.text(
            "the batch holds %d records: ceil(log2(%d)) = %d halvings leave one; halving uses up no"
                + " attempts",
            size, size, 64L - Long.numberOfLeadingZeros(size - 1));
  }

  /** Did an attempt fail for items that it named, as ReportBatchItemFailures has it? */
  private static boolean namesItems(ShardState shard) {
    return shard.recent.stream()
        .anyMatch(
            failure ->
                failure.failedItems > 0
                    && (failure.failedItems < Math.max(2, failure.batchSize)
                        || !failure.first.isEmpty()));
  }

  private static Recommendation items(View view) {
    return new Recommendation(
        "report items instead of failing the batch",
        "ReportBatchItemFailures",
        "the function names the items that failed, and what was before them is not done again",
        mapping(view, "--function-response-types ReportBatchItemFailures"),
        "needs code: an empty answer counts as success, and items that are not named are lost");
  }

  private static String read(View view, String shard, String number, boolean single) {
    boolean table = view.eventSource.contains(":dynamodb:");
    if (number.isEmpty() || !table && !view.eventSource.contains(":kinesis:")) {
      return "";
    }
    String service = table ? "dynamodbstreams" : "kinesis";
    return Wording.text(
        "aws %s get-records --limit %d --shard-iterator \"$(aws %s get-shard-iterator"
            + " --stream-arn %s --shard-id %s --shard-iterator-type AT_SEQUENCE_NUMBER"
            + " --%s %s --query ShardIterator --output text)\"",
        service,
        single ? 1 : A_FEW,
        service,
        view.eventSource,
        shard,
        table ? "sequence-number" : "starting-sequence-number",
        number);
  }

  private static List<Recommendation> queue(View view, ShardState shard, Deadline.Loss loss) {
    String name = view.eventSource.isEmpty() ? "QUEUE_NAME" : Words.source(view);
    Recommendation redrive =
        QueueAdvice.redrive(
            name,
            "",
            Wording.text(
                "%s instead of coming back for %d h",
                QueueAdvice.REDRIVEN, loss.retentionMillis / 3_600_000),
            view.ordered(shard)
                ? "messages of the group behind it are processed without it: their order is broken;"
                    + " the dead-letter queue must be a FIFO queue; "
                    + QueueAdvice.REPLACED
                : QueueAdvice.OTHERS_TOO);
    if (namesItems(shard)) {
      return List.of(redrive);
    }
    return List.of(
        redrive,
        new Recommendation(
            "report items instead of failing the batch",
            "ReportBatchItemFailures",
            "a batch that fails as a whole brings its healthy messages back too: that work is"
                + " wasted and done twice without a store of what is done",
            mapping(view, "--function-response-types ReportBatchItemFailures"),
            "needs code: an empty answer counts as success"));
  }

  List<Recommendation> forSuspicion(View view) {
    return List.of(
        new Recommendation(
            "see whether the function reads a stream or a queue",
            "",
            "only Lambda tries a batch again in this rhythm, or a queue's visibility timeout;"
                + " EventSourceArn, LastProcessingResult and MaximumRetryAttempts tell",
            Wording.text(
                "aws lambda list-event-source-mappings --function-name %s", view.function.name()),
            "none, it only reads"),
        new Recommendation(
            "if it reads a stream, have Lambda name the record",
            "on-failure destination",
            "what is given up after a few attempts is told there with shard and sequence number;"
                + " without it those records are lost, and nobody is told",
            mapping(view, BISECT_AND_KEEP),
            "the record is skipped, and read from the stream by its number before it expires;"
                + " healthy records in the halves are processed again"
                + MAY_SEND),
        QueueAdvice.redrive(
            "QUEUE_NAME",
            "if it reads a queue, ",
            QueueAdvice.REDRIVEN + " for its dead-letter queue, which holds the message itself",
            QueueAdvice.OTHERS_TOO),
        new Recommendation(
            "log one line a batch",
            "{\"eventSourceARN\",\"shardId\",\"firstSequenceNumber\",\"lastSequenceNumber\",\"batchSize\","
                + "\"iteratorAgeMs\",\"failedItems\",\"outcome\",\"errorType\",\"requestId\"}",
            "with it the next one is named by shard and sequence number within a minute; of a"
                + " queue, log messageIds and receiveCountMax for them",
            "",
            "one more log line a batch"));
  }

  List<Recommendation> forGivenUp(View view, GivenUp batch) {
    return List.of(
        new Recommendation(
            "read what was given up while the stream still has it, and process it by hand",
            batch.first,
            "the on-failure record holds shard and sequence numbers, not the data",
            read(view, batch.shard, batch.first, batch.first.equals(batch.last)),
            PRINTS),
        items(view));
  }

  List<Recommendation> forLoss(View view, PassedOver lost) {
    return List.of(
        new Recommendation(
            "keep what Lambda gives up, and split batches so that it is the bad record alone",
            "on-failure destination",
            lost.single()
                ? "one record was given up; without a destination nothing names the next one"
                : Wording.text(
                    "%s given up for what is probably one of them",
                    Wording.counted(Math.max(1, lost.last.batchSize), "record")),
            mapping(
                view,
                "--bisect-batch-on-function-error --destination-config"
                    + " '{\"OnFailure\":{\"Destination\":\"QUEUE_ARN\"}}'"),
            "a destination that is set already is replaced; healthy records in the halves are"
                + " processed again, so the function must be idempotent"
                + MAY_SEND),
        new Recommendation(
            "read what was left behind while the stream still has it, and process it by hand",
            lost.low,
            lost.single() ? "this record failed alone" : "from " + lost.low + " to " + lost.high,
            lost.named() ? read(view, lost.shard, lost.low, lost.single()) : "",
            PRINTS));
  }

  List<Recommendation> forStandstill(View view) {
    return List.of(
        new Recommendation(
            "see whether calls fail or only take long",
            "",
            "the pollers' log names the offset, not the reason",
            Wording.text(
                "aws lambda list-event-source-mappings --function-name %s"
                    + " --query 'EventSourceMappings[].[UUID,LastProcessingResult]'",
                view.function.name()),
            "none, it only reads"),
        new Recommendation(
            "keep what cannot be processed and go on behind it",
            Integer.toString(ATTEMPTS),
            "without a limit of attempts the partition waits until the topic's retention ends",
            mapping(
                view,
                "--maximum-retry-attempts "
                    + ATTEMPTS
                    + " --destination-config '{\"OnFailure\":{\"Destination\":\"QUEUE_ARN\"}}'"),
            "the batch is skipped; records of the same key behind it are processed without it"
                + MAY_SEND));
  }

  List<Recommendation> forOutage(View view) {
    return List.of(
        new Recommendation(
            "look at what the function depends on, and at its last release",
            "",
            Wording.text(
                "%s that share nothing but code and dependencies fail together",
                view.queue() ? "messages" : Words.parts(view)),
            Wording.text(
                "aws lambda get-function-configuration --function-name %s"
                    + " --query '[LastModified,Version,LastUpdateStatus]'",
                view.function.name()),
            "none, it only reads"),
        view.queue()
            ? QueueAdvice.duringOutage(view)
            : new Recommendation(
                "do not skip records now",
                "",
                "with a limit of attempts or bisect, healthy records are given up while it lasts",
                "",
                "records wait; they are processed when it is over"));
  }

  /** The command that changes the mapping. */
  static String mapping(View view, String options) {
    boolean named = view.eventSource.startsWith("arn:");
    String source = named ? " --event-source-arn " + view.eventSource : "";
    return Wording.text(
        "aws lambda update-event-source-mapping --uuid \"$(aws lambda list-event-source-mappings"
            + " --function-name %s%s --query 'EventSourceMappings[0].UUID' --output text)\" %s",
        view.function.name(), source, options);
  }
}
