package dev.stormwatch.stream;

/** Names of operators in savepoints and on dashboards. A uid that changes loses its state. */
public final class Uids {

  public static final String SOURCE = "source-v1";
  public static final String DECODE = "decode-v1";
  public static final String FUNCTIONS = "functions-v1";
  public static final String DATABASES = "databases-v1";
  public static final String EVENT_SOURCES = "event-sources-v1";
  public static final String INCIDENTS = "incidents-v1";
  public static final String ALERT_LINES = "alert-lines-v1";
  public static final String ACTIVITY_TOTALS = "activity-totals-v1";
  public static final String DEAD_LETTER_LINES = "dead-letter-lines-v1";
  public static final String ALERT_SINK = "alert-sink-v1";
  public static final String ARCHIVE = "archive-v1";
  public static final String ARCHIVED = "archived-v1";
  public static final String ACTIVITY_SINK = "activity-sink-v1";
  public static final String DEAD_LETTER_SINK = "dead-letter-sink-v1";
  public static final String TELEMETRY = "telemetry-v1";
  public static final String ACCOUNTS = "accounts-v1";

  public static final String SILENCES = "silences-v1";
  public static final String SILENCE_SOURCE = "silence-source-v1";
  public static final String PAGER = "pager-v1";
  public static final String NO_SILENCES = "no-silences-v1";

  public static final String RECORDER = "recorder-v1";
  public static final String CLOCK_ALONE = "clock-alone-v1";
  public static final String HEARTBEAT = "heartbeat-v1";

  public static final String APPLICATIONS = "applications-v1";

  private Uids() {}

  /** Of an operator that there is once for each Region that is read. */
  public static String in(String uid, String region) {
    return uid + ' ' + region;
  }
}
