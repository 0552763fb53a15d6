package dev.stormwatch.stream;

/** What the decoder counts. Names are public: dashboards and alarms use them. */
public enum DecodeCounter {
  /** Kinesis records read. */
  RECORDS("records"),
  /** Log events in records about a function. */
  EVENTS("logEvents"),
  /** Records without anything about a function: control messages, other products' logs. */
  OTHER("otherRecords"),
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
