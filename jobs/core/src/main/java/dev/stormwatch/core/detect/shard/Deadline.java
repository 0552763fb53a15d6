package dev.stormwatch.core.detect.shard;

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

    private Loss(long at, long retentionMillis, long leftMillis, String assumption) {
      this.at = at;
      this.retentionMillis = retentionMillis;
      this.leftMillis = leftMillis;
      this.assumption = assumption;
    }

    String shortly() {
      return Wording.text("first loss in %.1f h", leftMillis / 3_600_000.0);
    }

    String inWords() {
      return Wording.text(
          "unless it passes, the first record expires at %s, in %.1f h (kept for %d h, %s)",
          Utc.text(at), leftMillis / 3_600_000.0, retentionMillis / 3_600_000, assumption);
    }
  }

  Loss of(View view, ShardState shard) {
    long age = Math.max(0, shard.latest().ageMillis);
    long entered = Math.min(shard.firstFailedAt, shard.latest().at - age);
    long retention = retention(view);
    long at = entered + retention;
    return new Loss(at, retention, Math.max(0, at - view.end), assumption(view));
  }

  /** Until when the stream holds what failed. */
  String ofRecord(View view, FailedBatch failure) {
    long until = failure.at - Math.max(0, failure.ageMillis) + retention(view);
    return Wording.text(
        "until %s (kept for %d h, %s)",
        Utc.text(until), retention(view) / 3_600_000, assumption(view));
  }

  String ofLag(View view, AgeTrend trend) {
    long retention = retention(view);
    double left = (retention - trend.lastAge) / Math.max(trend.slope, 0.001);
    return Wording.text(
        "at this rate the first record expires in %.1f h: (%d h kept, %s, - %s behind) / %.2f s a second",
        left / 3_600_000.0,
        retention / 3_600_000,
        assumption(view),
        Wording.duration(trend.lastAge),
        trend.slope);
  }

  private long retention(View view) {
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
    return view.queue() ? settings.queueRetentionMillis : settings.kinesisRetentionMillis;
  }

  private String assumption(View view) {
    if (settings.retentionMillis(Words.source(view)) > 0) {
      return "known";
    }
    return view.eventSource.contains(":dynamodb:") ? "known" : "assumed";
  }
}
