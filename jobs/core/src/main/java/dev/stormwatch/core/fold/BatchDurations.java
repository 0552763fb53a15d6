package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.ShardPart;
import java.util.HashMap;
import java.util.Map;

/**
 * How long batches took: the line that tells of a batch and the REPORT of its call share a request
 * id, and mostly stand in one record.
 */
final class BatchDurations {

  /** Calls of a record that are waited for. */
  private static final int MOST = 256;

  private final Map<Long, ShardPart> waiting = new HashMap<>();

  void begin() {
    waiting.clear();
  }

  /** A batch of this shard went well; its REPORT is to come. */
  void batch(long requestKey, ShardPart part) {
    if (requestKey != 0 && waiting.size() < MOST) {
      waiting.put(requestKey, part);
    }
  }

  void report(Observation line, long at) {
    if (waiting.isEmpty() || line.durationMicros == Observation.NONE) {
      return;
    }
    ShardPart part = waiting.remove(line.requestKey());
    if (part != null) {
      part.panes.took(at, line.durationMicros / 1000);
    }
  }
}
