package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.SequenceNumbers;
import dev.stormwatch.core.model.ShardPart;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the lines of one Kinesis record tell of batches into one {@link EventSourceSlot} for
 * each event source named.
 *
 * <p>Every name in such a line is a claim and may end up in an alert, so a line counts only when
 * each looks like what it should be: nothing else that a function prints can leave that way.
 */
public final class EventSourceFold {

  private static final Pattern ARN = Pattern.compile("arn:[A-Za-z0-9:/_.*-]{1,400}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final Pattern ERROR_TYPE = Pattern.compile("[A-Za-z0-9_.$:]{1,100}");

  /** CloudWatch Logs takes no event that is older. */
  private static final long OLDEST_EVENT_MILLIS = 14L * 24 * 3_600_000;

  /** Distinct sources of one record; a record is of one function, which reads few. */
  private static final int MOST_SOURCES = 16;

  private final TreeMap<String, EventSourceSlot> slots = new TreeMap<>();
  private final FailingCalls calls = new FailingCalls();
  private LogSource source = LogSource.NOBODY;
  private long arrival;

  /** Starts a record that arrived at a time, epoch milliseconds. */
  public void begin(LogSource newSource, long arrivalMillis) {
    source = newSource;
    arrival = arrivalMillis;
    calls.begin();
    if (!slots.isEmpty()) {
      slots.clear();
    }
  }

  public void add(Observation line) {
    if (line.kind == LineKind.BATCH) {
      batch(line);
    } else {
      calls.add(line, believed(line.eventTime), source.logStream());
    }
  }

  private long believed(long eventTime) {
    long latest = arrival + RecordFold.CLOCK_AHEAD_MILLIS;
    return Math.max(arrival - OLDEST_EVENT_MILLIS, Math.min(eventTime, latest));
  }

  private void batch(Observation line) {
    calls.batchLine(failed(line.source));
    EventSourceReport report = line.source;
    if (!report.eventSource.isEmpty() && !ARN.matcher(report.eventSource).matches()) {
      return;
    }
    boolean failed = failed(report);
    String shard = shard(report, failed);
    if (shard == null) {
      return;
    }
    EventSourceSlot slot = slot(report.eventSource);
    if (slot == null) {
      return;
    }
    long at = believed(line.eventTime);
    if (failed && shard.startsWith(EventSourceSlot.MESSAGE) && report.failedItem.isEmpty()) {
      anyOf(report, slot, failure(report, at, line.requestId()));
      return;
    }
    ShardPart part = slot.part(shard);
    if (failed) {
      part.failed(failure(report, at, line.requestId()));
    } else {
      String first = report.firstSequenceNumber;
      String last = last(report);
      part.succeeded(at, first, last, Math.max(1, report.batchSize), report.iteratorAgeMillis);
    }
  }

  /** The batch failed once; each of its messages may be the cause. */
  private static void anyOf(EventSourceReport report, EventSourceSlot slot, FailedBatch failure) {
    slot.part(EventSourceSlot.NO_SHARD).panes.failed(failure.at);
    for (String message : report.messageIds) {
      if (NAME.matcher(message).matches()) {
        slot.part(EventSourceSlot.MESSAGE + message).suspect(failure);
      }
    }
  }

  private static boolean failed(EventSourceReport report) {
    switch (report.outcome) {
      case "ok":
        return false;
      case "failed":
      case "partial":
        return true;
      default:
        return report.failedItems > 0 || !report.errorType.isEmpty();
    }
  }

  /** The shard's or message's name in the slot; null when the line says too little or is forged. */
  private static @Nullable String shard(EventSourceReport report, boolean failed) {
    boolean queue = report.firstSequenceNumber.isEmpty() && !report.messageId.isEmpty();
    boolean item = report.firstSequenceNumber.isEmpty() && !queue;
    if (queue || (item && !SequenceNumbers.valid(report.failedItem))) {
      String message = report.failedItem.isEmpty() ? report.messageId : report.failedItem;
      return NAME.matcher(message).matches()
          ? failed ? EventSourceSlot.MESSAGE + message : EventSourceSlot.NO_SHARD
          : null;
    }
    if (!item && !SequenceNumbers.valid(report.firstSequenceNumber)) {
      return null;
    }
    if (!report.shard.isEmpty()) {
      return NAME.matcher(report.shard).matches() ? report.shard : null;
    }
    String first = item ? report.failedItem : report.firstSequenceNumber;
    return failed ? EventSourceSlot.UNNAMED + first : EventSourceSlot.NO_SHARD;
  }

  private @Nullable EventSourceSlot slot(String eventSource) {
    EventSourceSlot slot = slots.get(eventSource);
    if (slot == null && slots.size() < MOST_SOURCES) {
      slot = new EventSourceSlot(source.function(), eventSource);
      slot.logGroup = source.logGroup();
      slots.put(eventSource, slot);
    }
    return slot;
  }

  private static String last(EventSourceReport report) {
    String first = report.firstSequenceNumber;
    String last = report.lastSequenceNumber;
    return SequenceNumbers.valid(last) && SequenceNumbers.compare(last, first) >= 0 ? last : first;
  }

  private FailedBatch failure(EventSourceReport report, long at, String request) {
    String first = report.firstSequenceNumber;
    String last = first.isEmpty() ? "" : last(report);
    String item = report.failedItem;
    if (SequenceNumbers.valid(item)) {
      boolean inside =
          first.isEmpty()
              || (SequenceNumbers.compare(item, first) >= 0
                  && SequenceNumbers.compare(item, last) <= 0);
      if (inside) {
        // Items are named in the batch's order; what is before the first of them went well.
        first = item;
        last = report.failedItems <= 1 ? item : last;
      }
    }
    return new FailedBatch(
        at,
        first,
        last,
        errorType(report.errorType),
        report.iteratorAgeMillis,
        report.batchSize,
        report.outcome.equals("partial") || first.isEmpty() ? report.failedItems : -1,
        report.attempts,
        source.logStream(),
        RequestIds.orEmpty(request));
  }

  /** A class name, or nothing: words of a message do not leave in an alert. */
  static String errorType(String text) {
    return ERROR_TYPE.matcher(text).matches() ? text : "";
  }

  /** Ends the record: what it told of each event source; valid until the next record begins. */
  public Collection<EventSourceSlot> finish() {
    if (calls.tell()) {
      EventSourceSlot slot = slot(EventSourceSlot.DEFAULT_LOGS);
      if (slot != null) {
        calls.fill(slot);
      }
    }
    return slots.isEmpty() ? List.of() : slots.values();
  }
}
