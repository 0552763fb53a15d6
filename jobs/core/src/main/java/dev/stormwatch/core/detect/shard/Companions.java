package dev.stormwatch.core.detect.shard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages that came in the same batch as one of a queue's. A batch that fails as a whole does
 * not say which of them it was: it is the one that was in more failing batches than the others.
 * Messages that came together may come back together each time, since all of them are visible again
 * at the same moment; then it is one of them, and nothing tells which.
 */
final class Companions {

  /** Did another of the batch fail more often? */
  final boolean otherIsWorse;

  /** Others that failed as often. */
  final int tied;

  /** Of those that failed as often, this one stands for all. */
  final boolean speaksForAll;

  private Companions(boolean otherIsWorse, int tied, boolean speaksForAll) {
    this.otherIsWorse = otherIsWorse;
    this.tied = tied;
    this.speaksForAll = speaksForAll;
  }

  static Companions of(View view, ShardState message) {
    String request = message.latest().requestId;
    if (!message.message() || request.isEmpty()) {
      return new Companions(false, 0, true);
    }
    List<ShardState> batch =
        view.state.shards.values().stream()
            .filter(other -> other != message && other.message() && other.attempts > 0)
            .filter(other -> other.latest().requestId.equals(request))
            .collect(Collectors.toList());
    List<ShardState> tied =
        batch.stream()
            .filter(other -> other.attempts == message.attempts)
            .collect(Collectors.toList());
    return new Companions(
        batch.stream().anyMatch(other -> other.attempts > message.attempts),
        tied.size(),
        tied.stream().allMatch(other -> message.shard.compareTo(other.shard) < 0));
  }
}
