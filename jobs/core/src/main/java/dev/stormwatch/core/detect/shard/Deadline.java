package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;

/**
 * When the first record is lost if nothing changes: when it entered the stream plus how long the
 * stream keeps records. No log says the latter; whether it is known or assumed is said.
 */
final class Deadline implements Serializable {

  private static final long serialVersionUID = 1L;

  /** DynamoDB streams keep records for 24 hours; nothing else can be set. */
  private static final long DYNAMODB_MILLIS = 24 * 3_600_000L;

  private static final long FEW_HOURS_MILLIS = 10 * 3_600_000L;

  /** The pace of minutes says no more of a day: it varies by so much of itself unchanged. */
  private static final double LAG_SPREAD = 0.5;

  private final ShardSettings settings;

  Deadline(ShardSettings settings) {
    this.settings = settings;
  }

  /** What will be lost, and when. */
  static final class Loss {
    final long at;
    final long retentionMillis;
    final long leftMillis;
    private final String assumption;

    /** How often a message was received; 0 for a record of a stream. */
    private final long receives;

    private Loss(long at, long retentionMillis, long leftMillis, String assumption, long receives) {
      this.at = at;
      this.retentionMillis = retentionMillis;
      this.leftMillis = leftMillis;
      this.assumption = assumption;
      this.receives = receives;
    }

    String shortly() {
      return (receives > 0 ? "dead-letter queue, or lost in " : "first loss in ")
          + hours(leftMillis);
    }

    String inWords() {
      String expires =
          Wording.text(
              "at %s, in %s (kept for %d h, %s)",
              Utc.text(at), hours(leftMillis), retentionMillis / 3_600_000, assumption);
      return receives > 0
          ? Wording.text(
              "with a redrive policy it goes to a dead-letter queue after as many receives as that"
                  + " allows, 3, 5 or 10 at most places, %d by now; without, it expires %s",
              receives, expires)
          : "unless it passes, the first record expires " + expires;
    }

    Prediction next() {
      return new Prediction(
          receives > 0
              ? "the message expires and is lost, unless a redrive policy moves it before"
              : "the first record that waits expires and is lost",
          at,
          at,
          at);
    }
  }

  Loss of(View view, ShardState shard) {
    long age = Math.max(0, shard.latest().ageMillis);
    long entered = Math.min(shard.firstFailedAt, shard.latest().at - age);
    boolean message = shard.message();
    long retention = retention(view, message);
    long at = entered + retention;
    long receives = message ? shard.receives() : 0;
    return new Loss(at, retention, Math.max(0, at - view.end), assumption(view), receives);
  }

  /** To the minute of a few hours; of many more nobody needs a fraction. */
  static String hours(long millis) {
    return Wording.text(millis < FEW_HOURS_MILLIS ? "%.1f h" : "%.0f h", millis / 3_600_000.0);
  }

  /** Until when the stream holds what failed. */
  String ofRecord(View view, FailedBatch failure) {
    long until = failure.at - Math.max(0, failure.ageMillis) + retention(view);
    return Wording.text(
        "until %s (kept for %d h, %s)",
        Utc.text(until), retention(view) / 3_600_000, assumption(view));
  }

  /** How long until a lag that grows as it does loses its first record, milliseconds. */
  long leftOfLag(View view, AgeTrend trend) {
    double left = (retention(view) - trend.lastAge) / Math.max(trend.growth, 0.001);
    return Math.max(0, Math.round(left));
  }

  Prediction lossOfLag(View view, AgeTrend trend) {
    long left = leftOfLag(view, trend);
    long off = Math.round(left * LAG_SPREAD);
    return new Prediction(
        Wording.text("the first %s that waits expires and is lost", item(view)),
        view.end + left,
        view.end + left - off,
        view.end + left + off);
  }

  String ofLag(View view, AgeTrend trend) {
    long retention = retention(view);
    return Wording.text(
        "if it goes on so, the first %s expires in %s (%d h kept, %s; the age grows by %.2f s a"
            + " second)",
        item(view),
        hours(leftOfLag(view, trend)),
        retention / 3_600_000,
        assumption(view),
        trend.growth);
  }

  private static String item(View view) {
    return view.queue() ? "message" : "record";
  }

  private long retention(View view) {
    return retention(view, view.queue());
  }

  /**
   * @param queue whether a queue keeps it: a message is one's, also where no line names the queue
   */
  private long retention(View view, boolean queue) {
    long known = settings.retentionMillis(Words.source(view));
    if (known > 0) {
      return known;
    }
    if (view.eventSource.contains(":dynamodb:")) {
      return DYNAMODB_MILLIS;
    }
    if (view.kafka()) {
      return settings.kafkaRetentionMillis;
    }
    return queue ? settings.queueRetentionMillis : settings.kinesisRetentionMillis;
  }

  private String assumption(View view) {
    if (settings.retentionMillis(Words.source(view)) > 0) {
      return "known";
    }
    return view.eventSource.contains(":dynamodb:") ? "known" : "assumed";
  }
}
