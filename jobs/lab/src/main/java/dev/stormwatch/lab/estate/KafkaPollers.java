package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.log.Line;
import dev.stormwatch.lab.log.PollerLines;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pollers of a Kafka mapping log into the function's own log group: once a minute how far
 * each partition is (Lambda Developer Guide, "Kafka event source mapping logging").
 */
final class KafkaPollers {

  private static final long EVERY_MILLIS = 60_000;

  private final StreamSource source;
  private final String mapping;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param mapping its UUID
   */
  KafkaPollers(StreamSource source, String mapping) {
    this.source = source;
    this.mapping = mapping;
  }

  void begin(long from) {
    source.estate.simulation.at(
        from + EVERY_MILLIS,
        () -> {
          long now = source.estate.simulation.now();
          for (Shard partition : source.shards) {
            String line =
                PollerLines.offsets(
                    now,
                    source.estate.place(),
                    mapping,
                    source.arn,
                    partition.id,
                    partition.end(),
                    partition.processed());
            lines.add(new Line(now, now, line));
          }
          begin(now);
        });
  }

  Estate.LogStream logStream() {
    return Estate.LogStream.ofFunction(source.consumer, "2026/03/02/" + mapping, lines);
  }
}
