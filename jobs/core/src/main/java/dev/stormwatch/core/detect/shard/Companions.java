package dev.stormwatch.core.detect.shard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages that came in the same batch as one of a queue's. A batch that fails as a whole does
 * not say which of them it was: it is the one that was in more failing batches than the others.
 * Messages that came together may come back together each time, since all of them are visible again
 * at the same moment; then it is one of them, and nothing tells which. Behind the head of a FIFO
 * group more wait than a batch holds, or other groups leave room for fewer: who was in one of its
 * last batches and not in the newest is a companion no less.
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
    List<ShardState> tied =
        view.state.shards.values().stream()
            .filter(other -> other != message && other.message())
            .filter(other -> other.attempts == message.attempts)
            .filter(other -> other.latest().requestId.equals(request))
            .collect(Collectors.toList());
    return new Companions(
        view.state.shards.values().stream()
            .filter(other -> other.attempts > message.attempts && other.message())
            .anyMatch(other -> cameWith(other, request)),
        tied.size(),
        tied.stream().allMatch(other -> message.shard.compareTo(other.shard) < 0));
  }

  private static boolean cameWith(ShardState other, String request) {
    return other.recent.stream().anyMatch(failure -> failure.requestId.equals(request));
  }
}
