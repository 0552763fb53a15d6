package dev.stormwatch.replay.input;

import java.util.Locale;

/** What an input was taken for. */
public enum InputFormat {
  RECORDING("a Stormwatch recording"),
  RECORDER_FILES("what the live job's recorder wrote"),
  KINESIS_RECORDS("Kinesis records, one a line"),
  GET_RECORDS("the output of aws kinesis get-records"),
  SUBSCRIPTION_DOCUMENTS("CloudWatch Logs subscription documents"),
  LAMBDA_EVENTS("events that a Lambda function was called with"),
  S3_EXPORT("a CloudWatch Logs export to S3"),
  FILTER_LOG_EVENTS("the output of aws logs filter-log-events"),
  INSIGHTS("the result of a CloudWatch Logs Insights query"),
  TAIL("the output of aws logs tail or sam logs"),
  LOG_LINES("plain log lines"),
  SEVERAL("several files, read together in order of arrival");

  private final String title;

  InputFormat(String title) {
    this.title = title;
  }

  /** The name in machine-readable output, such as {@code filter-log-events}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String title() {
    return title;
  }
}
