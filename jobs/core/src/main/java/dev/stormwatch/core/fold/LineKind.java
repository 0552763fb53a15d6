package dev.stormwatch.core.fold;

/** What a log line is. The set grows with what Stormwatch learns to read. */
public enum LineKind {
  START("START", Reading.UNDERSTOOD),
  END("END", Reading.UNDERSTOOD),
  REPORT("REPORT", Reading.UNDERSTOOD),
  RUNTIME_DONE("runtime done", Reading.UNDERSTOOD),
  INIT_START("INIT_START", Reading.UNDERSTOOD),
  INIT_RUNTIME_DONE("init runtime done", Reading.UNDERSTOOD),
  INIT_REPORT("INIT_REPORT", Reading.UNDERSTOOD),
  RESTORE_START("RESTORE_START", Reading.UNDERSTOOD),
  RESTORE_RUNTIME_DONE("restore runtime done", Reading.UNDERSTOOD),
  RESTORE_REPORT("RESTORE_REPORT", Reading.UNDERSTOOD),
  TIMEOUT("task timed out", Reading.UNDERSTOOD),
  EXIT("process exited", Reading.UNDERSTOOD),
  RUNTIME_ERROR("runtime error", Reading.UNDERSTOOD),
  EXTENSION("EXTENSION", Reading.UNDERSTOOD),
  SUBSCRIPTION("TELEMETRY, LOGS", Reading.UNDERSTOOD),
  LOGS_DROPPED("logs dropped", Reading.UNDERSTOOD),
  XRAY("XRAY", Reading.UNDERSTOOD),
  CONNECTION_TROUBLE("database connection trouble", Reading.UNDERSTOOD),
  CONNECTION_OPENED("database connection opened", Reading.UNDERSTOOD),
  CONNECTION_CLOSED("database connection closed", Reading.UNDERSTOOD),
  EMF("EMF metrics", Reading.UNDERSTOOD),
  INSIGHTS("Lambda Insights", Reading.UNDERSTOOD),
  EVENT_SOURCE("event source mapping", Reading.UNDERSTOOD),
  ON_FAILURE("on-failure record", Reading.UNDERSTOOD),
  BATCH("event source batch", Reading.UNDERSTOOD),
  CAPACITY_PROVIDER("capacity provider", Reading.UNDERSTOOD),
  THROTTLE("call throttled", Reading.UNDERSTOOD),

  APPLICATION_TEXT("application text", Reading.PASSED_OVER),
  APPLICATION_JSON("application JSON", Reading.PASSED_OVER),

  MONITORING("Enhanced Monitoring", Reading.PASSED_OVER),
  FOREIGN_GROUP("other log group", Reading.PASSED_OVER),
  DATABASE_LOG("database log", Reading.PASSED_OVER),
  TOO_LARGE("larger than the settings allow", Reading.PASSED_OVER),

  UNKNOWN_PLATFORM("unknown platform event", Reading.NOT_UNDERSTOOD),
  MALFORMED_PLATFORM("malformed platform line", Reading.NOT_UNDERSTOOD),
  MALFORMED_JSON("malformed JSON", Reading.NOT_UNDERSTOOD);

  /** How far a kind of line is read. */
  public enum Reading {
    UNDERSTOOD("understood"),
    PASSED_OVER("passed over on purpose"),
    NOT_UNDERSTOOD("not understood");

    private final String title;

    Reading(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final String title;
  private final Reading reading;

  LineKind(String title, Reading reading) {
    this.title = title;
    this.reading = reading;
  }

  public String title() {
    return title;
  }

  public Reading reading() {
    return reading;
  }
}
