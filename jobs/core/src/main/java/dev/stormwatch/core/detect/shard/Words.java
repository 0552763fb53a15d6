package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;

/** How shards, records and times are called in messages. */
final class Words {

  static final String ALONE =
      "nothing else of this source was processed meanwhile, so a bad record, a bad release and a"
          + " dependency that is down cannot be told apart by what happened; the error's name"
          + " decided";

  /** Enough to find a record again among those of one shard. */
  private static final int LAST_DIGITS = 6;

  private Words() {}

  /** The shard's name in sentences. */
  static String name(ShardState shard) {
    return shard.unnamed() ? "one shard" : shard.shard;
  }

  static String place(View view, ShardState shard) {
    if (shard.message()) {
      String group = shard.group.isEmpty() ? "its group" : "group " + shard.group;
      return view.ordered(shard) ? group + " of " + source(view) : source(view);
    }
    if (shard.unnamed()) {
      return "a shard of " + source(view);
    }
    return source(view) + " " + (shard.trail.told() ? shard.shard : shortShard(shard.shard));
  }

  /** What a source's parts are called. */
  static String parts(View view) {
    return view.kafka() ? "partitions" : "shards";
  }

  /** What one of them is called whose records wait for each other. */
  static String part(View view) {
    return view.queue() ? "message group" : "shard";
  }

  /** What it holds, as its readers call it. */
  static String items(View view) {
    return view.queue() ? "messages" : "records";
  }

  /** By the number of a Kinesis shard; DynamoDB's end in a group of their own, which is none. */
  static String shortShard(String shard) {
    int group = shard.lastIndexOf('-');
    if (group > shard.indexOf('-')) {
      return "shard …" + shard.substring(group + 1);
    }
    int digits = shard.length();
    while (digits > 0 && Character.isDigit(shard.charAt(digits - 1))) {
      digits--;
    }
    int from = digits;
    while (from < shard.length() - 1 && shard.charAt(from) == '0') {
      from++;
    }
    return from == shard.length() ? shard : "shard " + shard.substring(from);
  }

  /** The stream's or queue's own name. */
  static String source(View view) {
    String arn = view.eventSource;
    if (arn.isEmpty()) {
      return "its event source";
    }
    int table = arn.indexOf(":table/");
    if (table >= 0) {
      String name = arn.substring(table + ":table/".length());
      int slash = name.indexOf('/');
      return slash < 0 ? name : name.substring(0, slash);
    }
    int cluster = arn.indexOf(":cluster/");
    if (cluster >= 0) {
      return arn.substring(cluster + ":cluster/".length()).split("/", 2)[0];
    }
    int last = Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':'));
    return arn.substring(last + 1);
  }

  /** What is to blame, and the end of its number or id where it is known. */
  static String culprit(ShardState shard) {
    if (shard.message()) {
      return shard.companions > 0
          ? "one of " + (shard.companions + 1) + " messages"
          : "one message" + end(shard.shard.substring(EventSourceSlot.MESSAGE.length()));
    }
    return shard.single() ? "one record" + end(shard.low) : "a record";
  }

  private static String end(String id) {
    int cut = id.length() - LAST_DIGITS;
    return id.isEmpty() ? "" : cut <= 0 ? " (" + id + ")" : " (…" + id.substring(cut) + ")";
  }

  static String behind(View view, ShardState shard) {
    if (shard.message()) {
      return view.ordered(shard)
          ? behindInGroup(view, shard)
          : "the message comes back after each visibility timeout"
              + (view.eventSource.isEmpty()
                  ? "; no line names its queue: in a FIFO queue its whole group waits behind it"
                  : "");
    }
    double rate = shard.recordsPerSecond();
    double seconds = Math.max(0, view.end - shard.firstFailedAt) / 1000.0;
    return rate == 0
        ? "how many records wait behind it is not known"
        : text(
            "about %.0f records wait behind it (%.1f a second, as before, for %.0f s)",
            rate * seconds, rate, seconds);
  }

  private static String behindInGroup(View view, ShardState message) {
    FailedBatch latest = message.latest();
    long others = (latest.failedItems > 0 ? latest.failedItems : latest.batchSize) - 1;
    return (view.eventSource.isEmpty() ? "if the queue is a FIFO queue, " : "")
        + "all messages of its group wait behind it"
        + (others > 0
            ? text(", %s in the batch of the latest attempt", counted(others, "other"))
            : "");
  }

  static String attempt(FailedBatch failure) {
    StringBuilder row = new StringBuilder("batch");
    if (failure.batchSize >= 0) {
      row.append(" of ").append(failure.batchSize);
    }
    row.append(" failed");
    if (!failure.errorType.isEmpty()) {
      row.append(" with ").append(failure.errorType);
    }
    if (!failure.first.isEmpty()) {
      row.append(failure.first.equals(failure.last) ? ", record " : ", records from ");
      row.append(failure.first);
    }
    if (failure.ageMillis >= 0) {
      row.append(", iterator age ").append(duration(failure.ageMillis));
    }
    if (failure.receiveCount >= 0) {
      row.append(", received ").append(counted(failure.receiveCount, "time"));
    }
    return row.toString();
  }

  static String givenUp(GivenUp batch) {
    return text(
        "given up (%s) after %s: %s",
        batch.condition,
        counted(Math.max(0, batch.attempts), "attempt"),
        batch.first.equals(batch.last)
            ? "record " + batch.first
            : "records from " + batch.first + " to " + batch.last);
  }

  static String counts(MappingCounts counts) {
    return text(
        "Lambda's counts of the last minutes: polled %d, invoked %d, failed %d, dropped %d, told the"
            + " on-failure destination %d",
        counts.sum(Metric.POLLED),
        counts.sum(Metric.INVOKED),
        counts.sum(Metric.FAILED),
        counts.sum(Metric.DROPPED),
        counts.sum(Metric.DELIVERED));
  }

  static String offsets(ShardState partition) {
    PartitionOffsets offsets = partition.standstill.latest();
    return text(
        "%s: processed up to offset %d of %d", partition.shard, offsets.processed, offsets.end);
  }

  /** How much of what was done lately has to be done again; empty where nothing has. */
  static String wasted(View view, ShardState shard) {
    long since = Math.max(shard.firstFailedAt, view.end - BatchPanes.KEPT * BatchPanes.PANE_MILLIS);
    long done = 0;
    long again = 0;
    long blamed = 0;
    for (ShardState other : view.state.shards.values()) {
      for (BatchPanes.Pane pane : other.panes.since(since).values()) {
        done += pane.records;
        again += pane.handedBack;
        blamed += pane.handedBack > 0 ? pane.failed : 0;
      }
    }
    return again == 0
        ? ""
        : text(
            "%.0f %% of the records handled lately (%,d of %,d) were healthy ones that went back with"
                + " their batch, to be done again; ",
            100.0 * again / (done + again + blamed), again, done + again + blamed);
  }
}
