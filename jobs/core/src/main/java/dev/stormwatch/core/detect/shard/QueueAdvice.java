package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Wording;

/** What to do with the messages of a queue, with the commands and what they cost. */
final class QueueAdvice {

  static final String REPLACED = "a redrive policy that is set already is replaced";

  static final String REDRIVEN = "after " + ShardAdvice.ATTEMPTS + " receives it leaves the queue";

  static final String OTHERS_TOO =
      "messages that failed as often for another reason are moved too; " + REPLACED;

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
