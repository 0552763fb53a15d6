package dev.stormwatch.stream;

/** What the decoder counts. Names are public: dashboards and alarms use them. */
public enum DecodeCounter {
  /** Kinesis records read. */
  RECORDS("records"),
  /** Log events in records about a function. */
  EVENTS("logEvents"),
  /** CloudWatch Logs' own checks of the destination. */
  CONTROL("controlMessages"),
  /** Records without anything about a function: other products' logs, ignored log groups. */
  OTHER("otherLogGroups"),
  /** Records that CloudWatch Logs delivered a second time. */
  DUPLICATES("duplicateRecords"),
  /** Records of functions beyond {@code decode.maxFunctions}. */
  TOO_MANY_FUNCTIONS("recordsBeyondMaxFunctions"),
  /** Log events beyond {@code decode.maxLineBytes} or {@code decode.maxObjectMembers}. */
  TOO_LARGE_LINES("tooLargeLines"),
  /** Log events in a form that nobody knows, or in none. */
  LINES_NOT_UNDERSTOOD("linesNotUnderstood"),
  /** Log events in the platform's form that the platform cannot have written. */
  FORGED_LINES("forgedLines"),
  /** Log events that the platform says it lost. */
  DROPPED_EVENTS("droppedLogEvents"),
  /** Log events that had none of the forms that are read fast. */
  GENERIC_LINES("genericLines"),
  /** Records that could not be read. */
  DEAD("deadRecords");

  private final String metric;

  DecodeCounter(String metric) {
    this.metric = metric;
  }

  public String metric() {
    return metric;
  }
}
