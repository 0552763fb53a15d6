package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.estate.FunctionSpec.BatchLines;
import dev.stormwatch.lab.log.ApplicationLines;
import dev.stormwatch.lab.log.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items of an event source that one invocation gets together. */
final class Batch {

  /**
   * A record or message.
   *
   * @param id sequence number or message id
   * @param sent when it came into the source, epoch milliseconds
   * @param poison does its content make the handler throw, every time?
   */
  record Item(String id, long sent, boolean poison, Hop hop) {}

  /** Does the handler name the items that failed, so that the others are not done again? */
  final boolean partialResponses;

  final String eventSource;
  final String shard;

  /** The message group of a FIFO queue's batch, else empty. */
  final String group;

  final boolean queue;
  final List<Item> items;
  final int receiveCountMax;
  final List<String> failed = new ArrayList<>();

  Batch(
      String eventSource,
      String shard,
      String group,
      boolean queue,
      List<Item> items,
      int receiveCountMax,
      boolean partialResponses) {
    this.eventSource = eventSource;
    this.shard = shard;
    this.group = group;
    this.queue = queue;
    this.items = List.copyOf(items);
    this.receiveCountMax = receiveCountMax;
    this.partialResponses = partialResponses;
  }

  Item last() {
    return items.get(items.size() - 1);
  }

  /** The place of the first item that makes the handler throw, or the size where none does. */
  int firstPoison() {
    int at = 0;
    while (at < items.size() && !items.get(at).poison()) {
      at++;
    }
    return at;
  }

  /**
   * What the handler logs of it, as its owner chose.
   *
   * @param stamp what its clock shows
   * @param failure what it threw, or sorted out; null where all went well
   */
  List<String> lines(
      FunctionSpec spec, long now, long stamp, String requestId, @Nullable Failure failure) {
    switch (spec.batchLines) {
      case NONE:
        return List.of();
      case POWERTOOLS:
        return failure == null
            ? List.of()
            : failed.stream()
                .map(
                    item ->
                        ApplicationLines.powertoolsItem(
                            spec.style, stamp, requestId, item, queue, failure.message()))
                .toList();
      default:
        String type = failure == null ? "" : failure.type();
        boolean metricDocument = spec.batchLines == BatchLines.EMF;
        return List.of(ApplicationLines.batch(told(now, type), stamp, requestId, metricDocument));
    }
  }

  private ApplicationLines.Batch told(long now, String errorType) {
    boolean failedWhole = !errorType.isEmpty() && !partialResponses;
    String outcome = failedWhole ? "failed" : failed.isEmpty() ? "ok" : "partial";
    return new ApplicationLines.Batch(
        eventSource,
        shard,
        group,
        items.stream().map(Item::id).toList(),
        queue,
        now - last().sent(),
        receiveCountMax,
        failed,
        outcome,
        errorType);
  }
}
