package dev.stormwatch.core.fold;

import dev.stormwatch.core.fold.UndecidedBatches.Batch;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;
import dev.stormwatch.core.model.ShardPart;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** CloudWatch Logs takes no event that is older. */
  private static final long OLDEST_EVENT_MILLIS = 14L * 24 * 3_600_000;

  /** Distinct sources of one record; a record is of one function, which reads few. */
  private static final int MOST_SOURCES = 16;

  private final TreeMap<String, EventSourceSlot> slots = new TreeMap<>();
  private final FailingCalls calls = new FailingCalls();
  private final UnnamedSource unnamed = new UnnamedSource();
  private final BatchDurations durations = new BatchDurations();
  private final UndecidedBatches undecided = new UndecidedBatches();

  /** Powertools tells that a message failed, and in another line of which group it is. */
  private final Set<String> itemsOfCall = new HashSet<>();

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
    nextCall();
    if (!slots.isEmpty()) {
      slots.clear();
    }
  }

  public void add(Observation line) {
    if (undecided.endedBefore(line)) {
      settle();
    }
    if (line.kind == LineKind.START) {
      nextCall();
    }
    switch (line.kind) {
      case BATCH:
        if (line.source.tellsHowItWent()) {
          undecided.told();
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
        if (line.namesRecord()) {
          undecided.hold(line, at);
        }
        calls.add(line, at, source);
        undecided.add(line, at);
        if (line.kind == LineKind.REPORT) {
          nextCall();
          unnamed.report(line.requestKey(), at);
          durations.report(line, at);
        }
    }
  }

  private void nextCall() {
    if (!itemsOfCall.isEmpty()) {
      itemsOfCall.clear();
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
      if (BatchClaims.isName(told.partition)) {
        PartitionOffsets offsets = new PartitionOffsets(at, told.endOffset, told.processedOffset);
        slot.part(told.partition).reached(offsets);
      }
    }
  }

  private String version() {
    String version = LogSource.version(source.logStream());
    return BatchClaims.isName(version) ? version : "";
  }

  private long believed(long eventTime) {
    long latest = arrival + ClaimedTimes.CLOCK_AHEAD_MILLIS;
    return Math.max(arrival - OLDEST_EVENT_MILLIS, Math.min(eventTime, latest));
  }

  /** The call has ended: so went what it was given. */
  private void settle() {
    for (Batch batch : undecided.take()) {
      if (batch.isNamedRecord() && !undecided.failed()) {
        named(batch);
        continue;
      }
      ShardPart ok =
          batch(batch.report, undecided.failed(), batch.at, batch.requestKey, batch.requestId);
      if (ok != null && undecided.durationMillis() >= 0) {
        ok.panes.took(undecided.endedAt(), undecided.durationMillis());
      }
    }
    undecided.close();
  }

  /** Who skips a record names it once; a batch has failed only if it comes back. */
  private void named(Batch batch) {
    String shard = BatchClaims.shard(batch.report, true);
    if (shard == null) {
      return;
    }
    EventSourceSlot slot = slot(source.function(), "");
    if (slot == null) {
      return;
    }
    unnamed.failed(batch.requestKey);
    ShardPart part = slot.part(shard);
    part.suspect(BatchClaims.failure(batch.report, batch.at, batch.requestId, source.logStream()));
    part.group = BatchClaims.group(batch.report);
  }

  /**
   * @return what is told of the shard that a batch of went well; else null
   */
  private @Nullable ShardPart batch(
      EventSourceReport report, boolean failed, long at, long requestKey, String requestId) {
    if (!report.eventSource.isEmpty() && !ARN.matcher(report.eventSource).matches()) {
      return null;
    }
    String shard = BatchClaims.shard(report, failed);
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
    if (failed && shard.startsWith(EventSourceSlot.MESSAGE) && BatchClaims.namesNoItem(report)) {
      anyOf(report, slot, BatchClaims.failure(report, at, requestId, source.logStream()));
      return null;
    }
    ShardPart part = slot.part(shard);
    if (failed) {
      part.group = report.messageGroup.isEmpty() ? part.group : BatchClaims.group(report);
      boolean again = !report.failedItem.isEmpty() && !itemsOfCall.add(report.failedItem);
      if (!again || !requestId.isEmpty()) {
        part.failed(BatchClaims.failure(report, at, requestId, source.logStream()));
      }
      return null;
    }
    String first = report.firstSequenceNumber;
    String last = BatchClaims.last(report);
    part.succeeded(at, first, last, Math.max(1, report.batchSize), report.iteratorAgeMillis);
    slot.okVersions.add(version(), at);
    return part;
  }

  /** The batch failed once; each of its messages may be the cause. */
  private static void anyOf(EventSourceReport report, EventSourceSlot slot, FailedBatch failure) {
    slot.part(EventSourceSlot.NO_SHARD).failedForAny(failure);
    for (String message : report.messageIds) {
      if (BatchClaims.isName(message)) {
        ShardPart part = slot.part(EventSourceSlot.MESSAGE + message);
        part.suspect(failure);
        part.group = BatchClaims.group(report);
      }
    }
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
