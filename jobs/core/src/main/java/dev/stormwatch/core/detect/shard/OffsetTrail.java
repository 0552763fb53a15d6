package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.PartitionOffsets;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How old the records are that a Kafka partition's consumer is at, by offsets alone, which pollers
 * log once a minute. A record that was written when the end offset was <i>n</i> has the offset
 * <i>n</i>: when the end passed the offset that is processed now, that record was written. Between
 * two minutes records are taken to come evenly, and before the first that is known at the mean rate
 * since. Ages grow as Kinesis' iterator age does, so they are judged alike.
 *
 * <p>An age that grows is a lag only where ever more records wait and the partition goes on: while
 * a burst is worked off the age grows for a time too, and a partition that stands still is not
 * slow.
 */
final class OffsetTrail {

  /** Ten minutes: twice what a trend looks at, so that a rate is known when it begins. */
  private static final int KEPT = 10;

  /** Pollers tell once a minute; of two in a row one may be missing. */
  private static final long LONGEST_PAUSE_MILLIS = 150_000;

  private final List<PartitionOffsets> points = new ArrayList<>();

  void take(PartitionOffsets offsets) {
    if (!offsets.told() || (told() && offsets.at <= newest().at)) {
      return;
    }
    if (told() && offsets.end < newest().end) {
      // Offsets never fall: the topic was made anew.
      points.clear();
    }
    points.add(offsets);
    if (points.size() > KEPT) {
      points.remove(0);
    }
  }

  boolean told() {
    return !points.isEmpty();
  }

  private PartitionOffsets newest() {
    return points.get(points.size() - 1);
  }

  /** Records a second that were processed since a time at the earliest; 0 when not known. */
  double perSecond(long since) {
    PartitionOffsets first =
        points.stream().filter(point -> point.at >= since).findFirst().orElse(null);
    if (first == null || first == newest()) {
      return 0;
    }
    double seconds = (newest().at - first.at) / 1000.0;
    return Math.max(0, newest().processed - first.processed) / seconds;
  }

  /** How the age moves since a time. */
  AgeTrend trend(long since) {
    AgeRun run = new AgeRun(LONGEST_PAUSE_MILLIS);
    for (int i = 1; i < points.size(); i++) {
      PartitionOffsets before = points.get(i - 1);
      PartitionOffsets now = points.get(i);
      if (now.at >= since) {
        boolean more = now.behind() > before.behind() && now.processed > before.processed;
        run.add(now.at, age(now), more);
      }
    }
    return new AgeTrend(run);
  }

  private long age(PartitionOffsets now) {
    if (!now.waits()) {
      return 0;
    }
    PartitionOffsets first = points.get(0);
    if (now.processed < first.end) {
      double millis = newest().at - first.at;
      double perMilli = (newest().end - first.end) / millis;
      long known = now.at - first.at;
      return perMilli == 0 ? known : known + Math.round((first.end - now.processed) / perMilli);
    }
    PartitionOffsets before = first;
    for (PartitionOffsets next : points) {
      if (next.end > now.processed) {
        double part = (double) (now.processed - before.end) / (next.end - before.end);
        return Math.max(0, now.at - before.at - Math.round(part * (next.at - before.at)));
      }
      before = next;
    }
    return 0;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, points.size());
    for (PartitionOffsets point : points) {
      point.write(out);
    }
  }

  static OffsetTrail read(DataInput in) throws IOException {
    OffsetTrail trail = new OffsetTrail();
    for (int size = Wire.readLength(in); size > 0; size--) {
      trail.points.add(PartitionOffsets.read(in));
    }
    return trail;
  }
}
