package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionId;
import java.util.Set;

/** What is decided on at the end of a slot. */
final class View {

  /** End of the slot on the arrival clock, epoch milliseconds. */
  final long end;

  final FunctionId function;
  final String eventSource;
  final String logGroup;
  final SourceState state;

  /** The shards, messages and errors that the slot tells of. */
  final Set<String> told;

  View(long end, EventSourceSlot slot, SourceState state) {
    this.end = end;
    this.function = slot.function;
    this.eventSource = slot.eventSource;
    this.logGroup = slot.logGroup.isEmpty() ? "/aws/lambda/" + slot.function.name() : slot.logGroup;
    this.state = state;
    this.told = slot.parts.keySet();
  }

  /** Is there nothing beside this shard to hold it against? */
  boolean onlyShard(ShardState shard) {
    return state.shards.values().stream().allMatch(other -> other == shard);
  }

  /** Did nobody ever report a batch that went well? */
  boolean tellsFailuresAlone() {
    return !state.tellsSuccesses;
  }

  /** Does the mapping fail as a whole, or did it a moment ago? */
  boolean outageOf(long holdoffMillis) {
    return state.outageSince != NEVER
        || (state.outageSeenAt != NEVER && end - state.outageSeenAt < holdoffMillis);
  }

  boolean queue() {
    return eventSource.startsWith("arn:aws:sqs:") || eventSource.contains(":sqs:");
  }

  /** Do messages of one group wait for each other, and no others? */
  boolean fifo() {
    return queue() && eventSource.endsWith(".fifo");
  }

  /** Do Kafka's pollers tell of it? */
  boolean kafka() {
    return state.shards.values().stream().anyMatch(shard -> shard.trail.told());
  }

  /**
   * Do other messages wait behind this one? Where no line names the queue, who tells a message's
   * group reads a FIFO queue, as far as anybody knows: a standard queue's messages may have groups
   * too, which are no order.
   */
  boolean ordered(ShardState message) {
    return eventSource.isEmpty() ? !message.group.isEmpty() : eventSource.endsWith(".fifo");
  }
}
