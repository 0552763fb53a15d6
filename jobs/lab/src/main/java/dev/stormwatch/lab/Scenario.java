package dev.stormwatch.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An estate and what befalls it. */
interface Scenario {

  String ACCOUNT = "123456789012";
  String REGION = "eu-west-1";
  String STREAM_ARN = "arn:aws:kinesis:" + REGION + ":" + ACCOUNT + ":stream/lambda-logs";

  String name();

  /** One line that says what happens. */
  String title();

  Instant start();

  /** No call arrives later; the last lines are still delivered. */
  Duration length();

  List<LambdaFunction> functions();

  /** Labels and timeline, from what the model really did. */
  Story story(Truth truth);

  /** Epoch milliseconds of a time since the start. */
  default long at(Duration sinceStart) {
    return start().plus(sinceStart).toEpochMilli();
  }
}
