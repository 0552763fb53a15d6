package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Wording;
import java.util.ArrayList;
import java.util.List;

/** What to do with the messages of a queue, with the commands and what they cost. */
final class QueueAdvice {

  static final String REPLACED = "a redrive policy that is set already is replaced";

  static final String REDRIVEN = "after " + ShardAdvice.ATTEMPTS + " receives it leaves the queue";

  static final String OTHERS_TOO =
      "messages that failed as often for another reason are moved too; " + REPLACED;

  /** The fewest and the most that a mapping can be set to. */
  private static final long LEAST_AT_ONCE = 2;

  private static final long MOST_AT_ONCE = 1_000;

  private QueueAdvice() {}

  static Recommendation redrive(String queue, String ifSo, String reason, String sideEffect) {
    return new Recommendation(
        ifSo + "move messages that keep failing aside",
        Integer.toString(ShardAdvice.ATTEMPTS),
        reason,
        Wording.text(
            "aws sqs set-queue-attributes --queue-url \"$(aws sqs get-queue-url --queue-name %s"
                + " --query QueueUrl --output text)\" --attributes"
                + " '{\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"DLQ_ARN\\\","
                + "\\\"maxReceiveCount\\\":\\\"%d\\\"}\"}'",
            queue, ShardAdvice.ATTEMPTS),
        sideEffect);
  }

  /** Messages that come faster than they are processed, while none fails. */
  static List<Recommendation> forLag(View view, ShardState calls, AgeTrend trend) {
    Load load = Load.of(calls, trend);
    BusyShare busy = BusyShare.of(view, List.of(calls), AgeTrend.SPAN_MILLIS);
    List<Recommendation> rows = new ArrayList<>();
    rows.add(caps(view));
    if (busy.value > 0) {
      rows.add(moreAtATime(view, load, busy.value));
    }
    rows.add(view.fifo() ? moreGroups() : largerBatches(view));
    return rows;
  }

  private static Recommendation caps(View view) {
    return new Recommendation(
        "see how many calls at a time are allowed",
        "",
        "the mapping's MaximumConcurrency and the function's reserved concurrency cap a queue's"
            + " consumer, and so does what is left of the account's limit",
        Wording.text(
            "aws lambda list-event-source-mappings --function-name %s --query"
                + " 'EventSourceMappings[].[UUID,ScalingConfig,BatchSize,MaximumBatchingWindowInSeconds]'"
                + " && aws lambda get-function-concurrency --function-name %s && aws lambda"
                + " get-account-settings --query AccountLimit",
            view.function.name(), view.function.name()),
        "none, it only reads");
  }

  private static Recommendation moreAtATime(View view, Load load, double atOnce) {
    double needed = Math.ceil(atOnce * load.toCatchUp);
    long to = (long) Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, needed));
    return new Recommendation(
        "raise the mapping's maximum concurrency if it is lower",
        Long.toString(to),
        Wording.text(
            "%.1f calls at a time process %.1f messages a second%s",
            atOnce,
            load.processed,
            load.arriving == 0
                ? ""
                : Wording.text(
                    " and get about %.1f: %d do up to %.1f",
                    load.arriving, to, to / atOnce * load.processed)),
        ShardAdvice.mapping(view, "--scaling-config MaximumConcurrency=" + to),
        "more load on what the function calls; a reserved concurrency below it refuses messages,"
            + " which uses up their receives"
            + (view.fifo() ? "; no more calls run than message groups have messages" : ""));
  }

  private static Recommendation moreGroups() {
    return new Recommendation(
        "spread messages over more message groups",
        "",
        "the messages of a group are processed one batch after another, so no more calls run at a"
            + " time than groups have messages",
        "",
        "messages of a group that is split have no order among them");
  }

  private static Recommendation largerBatches(View view) {
    return new Recommendation(
        "process larger batches if they are small",
        "100",
        "what a call costs beside its messages is paid less often; more than 10 need a batching"
            + " window",
        ShardAdvice.mapping(view, "--batch-size 100 --maximum-batching-window-in-seconds 1"),
        "a call takes longer: it must fit the function's timeout, and the visibility timeout be six"
            + " times that and more; a batch that fails brings more messages back");
  }

  /** Some messages of a FIFO queue wait while others do not. */
  static List<Recommendation> forGroup() {
    return List.of(
        new Recommendation(
            "find the message group that most messages have",
            "",
            "log the MessageGroupId of a late batch",
            "",
            "more to log"),
        moreGroups());
  }

  static List<Recommendation> forThrottled(View view) {
    return List.of(caps(view));
  }

  static Recommendation duringOutage(View view) {
    return new Recommendation(
        "do not lower maxReceiveCount now, and see how low it is",
        "",
        "with few receives healthy messages go to the dead-letter queue while it lasts, and"
            + " have to be sent back when it is over",
        Wording.text(
            "aws sqs get-queue-attributes --queue-url \"$(aws sqs get-queue-url --queue-name"
                + " %s --query QueueUrl --output text)\" --attribute-names RedrivePolicy"
                + " VisibilityTimeout",
            Words.source(view)),
        "none, it only reads");
  }
}
