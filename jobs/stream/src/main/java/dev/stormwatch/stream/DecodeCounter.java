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
