package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.List;

/** Puts into words what Lambda itself tells of a mapping: batches given up, counts, offsets. */
final class PlatformReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardSettings settings;
  private final ShardAdvice advice = new ShardAdvice();

  PlatformReport(ShardSettings settings) {
    this.settings = settings;
  }

  Finding givenUp(View view, GivenUp batch) {
    boolean single = batch.first.equals(batch.last);
    String headline =
        Wording.text(
            "%s: Lambda gave up %s of %s %s after %s",
            view.function.name(),
            single ? "one record" : "a batch of " + Math.max(0, batch.batchSize),
            Words.source(view),
            Words.shortShard(batch.shard),
            Wording.counted(Math.max(0, batch.attempts), "attempt"));
    String what =
        Wording.text(
            "%s says the on-failure record; %s; the stream still holds %s until retention ends, the"
                + " record for the destination does not",
            batch.condition,
            single ? "it is the record to blame" : "the record to blame is one of them",
            single ? "it" : "them");
    return Findings.finding(
        Kind.POISON_RECORD,
        shard(view, batch),
        Severity.TICKET,
        batch.at,
        headline,
        new Measure("attempts-given-up", batch.attempts, "attempts", settings.minAttempts, 0, 1, 0),
        new Impact(true, batch.at, what),
        List.of(new Evidence(batch.at, view.logGroup, "", batch.requestId, Words.givenUp(batch))),
        advice.forGivenUp(view, batch));
  }

  Finding nothingMoreGivenUp(View view, GivenUp batch) {
    return Findings.recovery(
        Kind.POISON_RECORD,
        shard(view, batch),
        batch.at,
        Wording.text(
            "%s: nothing more was given up behind it; what was is not processed until somebody does",
            view.function.name()),
        (double) batch.attempts);
  }

  private static Subject shard(View view, GivenUp batch) {
    return Subject.shard(view.function, view.eventSource, batch.shard, batch.first, batch.last);
  }

  Finding dropped(View view, MappingCounts counts) {
    long dropped = counts.sum(Metric.DROPPED);
    long kept = counts.sum(Metric.DELIVERED);
    String headline =
        Wording.text(
            "%s: suspected poison record: Lambda dropped %s, %d of them told a destination",
            view.function.name(), Wording.counted(dropped, "event"), kept);
    return Findings.finding(
        Kind.POISON_RECORD,
        Subject.function(view.function),
        Severity.TICKET,
        counts.newestAt(),
        headline,
        new Measure("dropped-events", dropped, "events", 1, 600, counts.sum(Metric.POLLED), 0),
        new Impact(true, counts.newestAt(), Words.counts(counts)),
        List.of(new Evidence(counts.newestAt(), "", "", "", Words.counts(counts))),
        advice.forSuspicion(view));
  }

  Finding droppedNoMore(View view) {
    return Findings.recovery(
        Kind.POISON_RECORD,
        Subject.function(view.function),
        view.end,
        Wording.text("%s: Lambda drops no more events", view.function.name()),
        0);
  }

  Finding standstill(View view, ShardState partition, int moving, Severity severity) {
    Standstill standstill = partition.standstill;
    PartitionOffsets offsets = standstill.latest();
    String headline =
        Wording.text(
            "%s: suspected poison record: %s of %s stands at offset %d for %s, %d behind",
            view.function.name(),
            partition.shard,
            Words.source(view),
            offsets.processed,
            Wording.duration(offsets.at - standstill.since),
            offsets.behind());
    String what =
        moving > 0
            ? Wording.text("meanwhile %s went on", Wording.counted(moving, "other partition"))
            : "no other partition is known: a record that fails and a call that takes long, up to"
                + " 15 min, cannot be told apart";
    return Findings.finding(
            Kind.POISON_RECORD,
            Subject.shard(
                view.function,
                view.eventSource,
                partition.shard,
                String.valueOf(offsets.processed),
                String.valueOf(offsets.processed)),
            severity,
            standstill.since,
            headline,
            standing(offsets.at - standstill.since, moving + 1),
            new Impact(true, standstill.since, what),
            List.of(new Evidence(offsets.at, view.logGroup, "", "", Words.offsets(partition))),
            advice.forStandstill(view))
        .because(Mechanism.STANDSTILL);
  }

  Finding movesAgain(View view, ShardState partition) {
    return Findings.recovery(
        Kind.POISON_RECORD,
        Subject.shard(view.function, view.eventSource, partition.shard, "", ""),
        partition.standstill.since,
        Wording.text(
            "%s: %s of %s goes on at offset %d",
            view.function.name(),
            partition.shard,
            Words.source(view),
            partition.standstill.latest().processed),
        0);
  }

  Finding allStandStill(View view, List<ShardState> standing, int moving) {
    Standstill first = standing.get(0).standstill;
    return Findings.finding(
        Kind.DEPENDENCY_OUTAGE,
        Findings.whole(view),
        Severity.PAGE,
        first.since,
        Wording.text(
            "%s: %d of %d partitions of %s stand still; no single record",
            view.function.name(), standing.size(), standing.size() + moving, Words.source(view)),
        standing(first.latest().at - first.since, standing.size() + moving),
        new Impact(
            true,
            first.since,
            "no partition is named, since partitions share code and needs alone"),
        List.of(
            new Evidence(first.latest().at, view.logGroup, "", "", Words.offsets(standing.get(0)))),
        advice.forOutage(view));
  }

  Finding someMoveAgain(View view) {
    return Findings.recovery(
        Kind.DEPENDENCY_OUTAGE,
        Findings.whole(view),
        view.end,
        Wording.text("%s: partitions of %s go on", view.function.name(), Words.source(view)),
        0);
  }

  private Measure standing(long millis, int partitions) {
    return new Measure(
        "standstill",
        millis / 1000.0,
        "seconds",
        settings.standstillMillis / 1000.0,
        millis / 1000,
        partitions,
        0);
  }
}
