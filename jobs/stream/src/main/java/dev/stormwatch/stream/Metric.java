package dev.stormwatch.stream;

import org.apache.flink.metrics.MetricGroup;

/**
 * What the job tells of itself besides what {@link DecodeCounter} counts. Names are public:
 * dashboards and alarms use them; units are in the names.
 *
 * <p>Where a metric has dimensions, one exists for each combination that came up, since each costs
 * money. None is by function, shard or record.
 */
public enum Metric {
  /** From the event to CloudWatch Logs, of the latest record that tells. */
  INGESTION_LAG("ingestionLagMillis"),
  /** From the event to Kinesis, of the latest record. */
  DELIVERY_LAG("deliveryLagMillis"),
  /** From Kinesis to the decoder, of the latest record, by the machine's clock. */
  READ_LAG("readLagMillis"),
  /** From the decision's time on the arrival clock to the alert, of the latest one. */
  DECISION_LAG("decisionLagMillis"),

  /** Pieces that came behind the clock and joined the open slot, by stage. */
  LATE("lateSlots"),
  /** Findings, by kind. */
  FINDINGS("findings"),
  /** Alerts, by kind, severity and action. */
  ALERTS("alerts"),

  ALERTS_DELIVERED("alertsDelivered"),
  ALERTS_RETRIED("alertsRetried"),
  ALERTS_UNDELIVERED("alertsUndelivered"),

  ALERTS_ARCHIVED("alertsArchived"),
  /** Given up: too many waited for a folder that takes none. */
  ALERTS_NOT_ARCHIVED("alertsNotArchived"),
  ALERTS_WAITING("alertsWaitingForArchive"),

  TAGS_WRITTEN("tagsWritten"),
  /** Given up: too many waited, or Lambda refuses. */
  TAGS_DROPPED("tagsDropped"),
  TAGS_WAITING("tagsWaiting");

  /** The only group whose metrics Managed Service for Apache Flink hands on to CloudWatch. */
  private static final String GROUP = "kinesisanalytics";

  private final String metric;

  Metric(String metric) {
    this.metric = metric;
  }

  /** Its name. */
  public String metric() {
    return metric;
  }

  /** Where an operator's metrics go. */
  public static MetricGroup group(MetricGroup operator) {
    return operator.addGroup(GROUP);
  }
}
