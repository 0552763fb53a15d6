package dev.stormwatch.core.fold;

import dev.stormwatch.core.fold.UndecidedBatches.Batch;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;
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
  private final UnnamedSource unnamed = new UnnamedSource();
  private final BatchDurations durations = new BatchDurations();
  private final UndecidedBatches undecided = new UndecidedBatches();
  private LogSource source = LogSource.NOBODY;
  private long arrival;

  /** Starts a record that arrived at a time, epoch milliseconds. */
  public void begin(LogSource newSource, long arrivalMillis) {
    source = newSource;
    arrival = arrivalMillis;
    calls.begin();
    unnamed.begin();
    durations.begin();
    undecided.begin();
    if (!slots.isEmpty()) {
      slots.clear();
    }
  }

  public void add(Observation line) {
    if (undecided.endedBefore(line)) {
      settle();
    }
    switch (line.kind) {
      case BATCH:
        if (line.source.tellsHowItWent()) {
          long at = believed(line.eventTime);
          ShardPart ok =
              batch(line.source, line.source.failed(), at, line.requestKey(), line.requestId());
          if (ok != null) {
            durations.batch(line.requestKey(), ok);
          }
        } else {
          undecided.hold(line, believed(line.eventTime));
        }
        break;
      case ON_FAILURE:
        givenUp(line);
        break;
      case EVENT_SOURCE:
        pollers(line);
        break;
      case EMF:
        metrics(line);
        break;
      default:
        long at = believed(line.eventTime);
        calls.add(line, at, source);
        undecided.add(line, at);
        if (line.kind == LineKind.REPORT) {
          unnamed.report(line.requestKey(), at);
          durations.report(line, at);
        }
    }
  }

  /** Of whom the record tells, who prints it does not decide: see {@link MappingClaims}. */
  private void givenUp(Observation line) {
    EventSourceReport report = line.source;
    FunctionId function = MappingClaims.named(report.functionArn, source.function());
    GivenUp batch = MappingClaims.givenUp(report, believed(line.eventTime), line.requestId());
    if (function == null || batch == null || !ARN.matcher(report.eventSource).matches()) {
      return;
    }
    EventSourceSlot slot = slot(function, report.eventSource);
    if (slot != null) {
      slot.gaveUp(batch);
    }
  }

  private void metrics(Observation line) {
    if (!line.mapping.told()) {
      return;
    }
    FunctionId function = MappingClaims.ofMetric(line.function, source.function());
    EventSourceSlot slot = function == null ? null : slot(function, "");
    if (slot == null) {
      return;
    }
    for (Metric metric : Metric.values()) {
      long events = line.mapping.get(metric);
      if (events != Observation.NONE) {
        slot.counts.add(believed(line.eventTime), metric, events);
      }
    }
  }

  private void pollers(Observation line) {
    EventSourceReport report = line.source;
    if (report.partitions.isEmpty() || !ARN.matcher(report.eventSource).matches()) {
      return;
    }
    EventSourceSlot slot = slot(source.function(), report.eventSource);
    if (slot == null) {
      return;
    }
    long at = believed(line.eventTime);
    for (PartitionReport told : report.partitions) {
      if (NAME.matcher(told.partition).matches()) {
        PartitionOffsets offsets = new PartitionOffsets(at, told.endOffset, told.processedOffset);
        slot.part(told.partition).reached(offsets);
      }
    }
  }

  private String version() {
    String version = LogSource.version(source.logStream());
    return NAME.matcher(version).matches() ? version : "";
  }

  private long believed(long eventTime) {
    long latest = arrival + ClaimedTimes.CLOCK_AHEAD_MILLIS;
    return Math.max(arrival - OLDEST_EVENT_MILLIS, Math.min(eventTime, latest));
  }

  /** The call has ended: so went what it was given. */
  private void settle() {
    for (Batch batch : undecided.take()) {
      ShardPart ok =
          batch(batch.report, undecided.failed(), batch.at, batch.requestKey, batch.requestId);
      if (ok != null && undecided.durationMillis() >= 0) {
        ok.panes.took(undecided.endedAt(), undecided.durationMillis());
      }
    }
    undecided.close();
  }

  /**
   * @return what is told of the shard that a batch of went well; else null
   */
  private @Nullable ShardPart batch(
      EventSourceReport report, boolean failed, long at, long requestKey, String requestId) {
    if (!report.eventSource.isEmpty() && !ARN.matcher(report.eventSource).matches()) {
      return null;
    }
    String shard = shard(report, failed);
    if (shard == null) {
      return null;
    }
    EventSourceSlot slot = slot(source.function(), report.eventSource);
    if (slot == null) {
      return null;
    }
    calls.batchLine(failed);
    if (failed && report.eventSource.isEmpty()) {
      unnamed.failed(requestKey);
    }
    if (failed && shard.startsWith(EventSourceSlot.MESSAGE) && namesNoItem(report)) {
      anyOf(report, slot, failure(report, at, requestId));
      return null;
    }
    ShardPart part = slot.part(shard);
    if (failed) {
      part.failed(failure(report, at, requestId));
      part.group = group(report);
      return null;
    }
    String first = report.firstSequenceNumber;
    String last = last(report);
    part.succeeded(at, first, last, Math.max(1, report.batchSize), report.iteratorAgeMillis);
    slot.okVersions.add(version(), at);
    return part;
  }

  /** Who names all messages of a batch names none. */
  private static boolean namesNoItem(EventSourceReport report) {
    int messages = report.messageIds.size();
    return report.failedItem.isEmpty() || (messages > 1 && report.failedItems >= messages);
  }

  /** The batch failed once; each of its messages may be the cause. */
  private static void anyOf(EventSourceReport report, EventSourceSlot slot, FailedBatch failure) {
    slot.part(EventSourceSlot.NO_SHARD).failedForAny(failure);
    for (String message : report.messageIds) {
      if (NAME.matcher(message).matches()) {
        ShardPart part = slot.part(EventSourceSlot.MESSAGE + message);
        part.suspect(failure);
        part.group = group(report);
      }
    }
  }

  private static String group(EventSourceReport report) {
    return NAME.matcher(report.messageGroup).matches() ? report.messageGroup : "";
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

  private @Nullable EventSourceSlot slot(FunctionId function, String eventSource) {
    String key = function.key() + '|' + eventSource;
    EventSourceSlot slot = slots.get(key);
    if (slot == null && slots.size() < MOST_SOURCES) {
      slot = new EventSourceSlot(function, eventSource);
      slot.logGroup = function.equals(source.function()) ? source.logGroup() : "";
      slots.put(key, slot);
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
    settle();
    if (calls.tell()) {
      EventSourceSlot slot = slot(source.function(), EventSourceSlot.DEFAULT_LOGS);
      if (slot != null) {
        calls.fill(slot);
      }
    }
    if (unnamed.tell()) {
      EventSourceSlot slot = slot(source.function(), "");
      if (slot != null) {
        unnamed.fill(slot);
      }
    }
    return slots.isEmpty() ? List.of() : slots.values();
  }
}
