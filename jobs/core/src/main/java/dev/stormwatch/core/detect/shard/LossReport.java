package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.List;

/** Puts into words that a mapping leaves records behind that nobody processed. */
final class LossReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardAdvice advice = new ShardAdvice();
  private final Deadline deadlines;

  LossReport(ShardSettings settings) {
    this.deadlines = new Deadline(settings);
  }

  /**
   * @param lost of one shard, the newest last
   * @param much is it a large share of all batches?
   */
  Finding lost(View view, List<PassedOver> lost, boolean much) {
    PassedOver newest = lost.get(lost.size() - 1);
    int times = lost.size();
    String headline =
        Wording.text(
            "%s: %s of %s was left behind unprocessed after %s%s",
            view.function.name(),
            records(newest),
            place(view, newest),
            Wording.counted(newest.attempts, "failed attempt"),
            times == LossRule.KEPT
                ? "; " + times + " batches or more of late"
                : times > 1 ? "; " + times + " batches of late" : "");
    String what =
        Wording.text(
            "other batches go on, nobody tries %s any more and no batch that succeeded began there:"
                + " Lambda gave up, and unless the mapping has an on-failure destination nobody else is told; the stream"
                + " still holds %s, %s",
            newest.single() ? "it" : "them",
            newest.single() ? "it" : "them",
            deadlines.ofRecord(view, newest.last));
    return Findings.finding(
        Kind.POISON_RECORD,
        subject(view, newest),
        much ? Severity.PAGE : Severity.TICKET,
        lost.get(0).firstFailedAt,
        headline,
        new Measure(
            Measure.BATCHES_LEFT_BEHIND,
            times,
            "batches",
            1,
            (newest.last.at - lost.get(0).firstFailedAt) / 1000,
            newest.attempts,
            0),
        new Impact(true, lost.get(0).firstFailedAt, what),
        Findings.rows(view, newest.evidence),
        advice.forLoss(view, newest));
  }

  private static String place(View view, PassedOver lost) {
    String source = Words.source(view);
    return lost.named() ? source + " " + Words.shortShard(lost.shard) : source;
  }

  private static String records(PassedOver lost) {
    return lost.single() || lost.last.batchSize == 1
        ? "one record"
        : lost.last.batchSize > 1 ? "a batch of " + lost.last.batchSize : "a batch";
  }

  Finding over(View view, List<PassedOver> lost) {
    PassedOver newest = lost.get(lost.size() - 1);
    return Findings.recovery(
        Kind.POISON_RECORD,
        subject(view, newest),
        lost.get(0).firstFailedAt,
        Wording.text(
            "%s: %s leaves nothing more behind; what it did is not processed until somebody does",
            view.function.name(), place(view, newest)),
        lost.size());
  }

  private static Subject subject(View view, PassedOver newest) {
    return Subject.shard(view.function, view.eventSource, newest.shard, newest.low, newest.high);
  }
}
