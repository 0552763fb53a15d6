package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * What arrived about one event source mapping, a function and the stream or queue that it reads, in
 * one short interval of arrival. All shards of a mapping are seen together: what one of them does
 * means something only beside the others.
 *
 * <p>The function is the envelope's and part of the key: what one function prints says nothing
 * about another that reads the same stream.
 */
public final class EventSourceSlot implements Mergeable<EventSourceSlot> {

  /** What stands for the shard where a report does not name it. */
  public static final String NO_SHARD = "";

  /** Leads the first sequence number where that stands for a shard nobody names. */
  public static final String UNNAMED = "@";

  /** Leads the id of a queue's message. */
  public static final String MESSAGE = "m:";

  /** Stands for the event source where nothing but failing calls in default logs tells of it. */
  public static final String DEFAULT_LOGS = "default-logs";

  /** Leads the name of an error by which calls failed. */
  public static final String ERROR = "e:";

  /** Shards and messages of a slot; above it a fair sample that is the same in any order. */
  static final int MOST_PARTS = 512;

  /** More calls of a kind say no more. */
  private static final long MOST_TOLD = 16;

  private static final Comparator<String> BY_HASH =
      Comparator.comparing((String key) -> !key.equals(NO_SHARD))
          .thenComparingLong(Hash64::of)
          .thenComparing(key -> key);

  public final FunctionId function;

  /** ARN of the stream or queue; empty where only Powertools' lines tell of it. */
  public final String eventSource;

  public String logGroup = "";

  public final TreeMap<String, ShardPart> parts = new TreeMap<>(BY_HASH);

  /** Batches that Lambda gave up on: claims, and never the envelope's own. */
  public final NavigableSet<GivenUp> givenUp = GivenUp.none();

  /** Metrics of the mapping that somebody ships as log lines: claims like the above. */
  public final MappingCounts counts = new MappingCounts();

  /** Versions of the function whose batches succeeded. */
  public final OkVersions okVersions = new OkVersions();

  public EventSourceSlot(FunctionId function, String eventSource) {
    this.function = function;
    this.eventSource = eventSource;
  }

  /**
   * How calls of a function went, which default logs tell without any event source.
   *
   * @param at epoch milliseconds
   */
  public static EventSourceSlot ofCalls(FunctionId function, long at, long well, long failed) {
    EventSourceSlot slot = new EventSourceSlot(function, DEFAULT_LOGS);
    ShardPart calls = slot.part(NO_SHARD);
    calls.newestAt = at;
    for (long i = Math.min(well, MOST_TOLD); i > 0; i--) {
      calls.succeeded(at, "", "", 1, -1);
    }
    for (long i = Math.min(failed, MOST_TOLD); i > 0; i--) {
      calls.panes.failed(at);
    }
    return slot;
  }

  /** The key that state is kept under. */
  public String key() {
    return function.key() + '|' + eventSource;
  }

  /** What is told of one shard. */
  public ShardPart part(String shard) {
    ShardPart part = parts.computeIfAbsent(shard, name -> new ShardPart());
    trim();
    return part;
  }

  /** That a message failed is still counted when which it was is forgotten. */
  private void trim() {
    while (parts.size() > MOST_PARTS) {
      Map.Entry<String, ShardPart> last = parts.pollLastEntry();
      if (last.getKey().startsWith(MESSAGE)) {
        parts
            .computeIfAbsent(NO_SHARD, name -> new ShardPart())
            .panes
            .addAll(last.getValue().panes);
      }
    }
  }

  /** Notes a batch that Lambda gave up on. */
  public void gaveUp(GivenUp batch) {
    givenUp.add(batch);
    GivenUp.trim(givenUp);
  }

  @Override
  public EventSourceSlot merge(EventSourceSlot other) {
    logGroup = logGroup.compareTo(other.logGroup) >= 0 ? logGroup : other.logGroup;
    for (Map.Entry<String, ShardPart> entry : other.parts.entrySet()) {
      ShardPart mine = parts.get(entry.getKey());
      if (mine == null) {
        parts.put(entry.getKey(), entry.getValue());
      } else {
        mine.merge(entry.getValue());
      }
    }
    trim();
    givenUp.addAll(other.givenUp);
    GivenUp.trim(givenUp);
    counts.addAll(other.counts);
    okVersions.addAll(other.okVersions);
    return this;
  }

  /**
   * The byte form of a slot. Version 2 added what is behind the parts, and durations and offsets;
   * version 3 where batches began that succeeded, and message groups; version 4 how long attempts
   * took; version 5 the least age beside the greatest.
   */
  public static final class ByteCodec implements Codec<EventSourceSlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 5;
    }

    @Override
    public void write(EventSourceSlot slot, DataOutput out) throws IOException {
      slot.function.write(out);
      Wire.writeString(out, slot.eventSource);
      Wire.writeString(out, slot.logGroup);
      Wire.writeInt(out, slot.parts.size());
      for (Map.Entry<String, ShardPart> entry : slot.parts.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
      GivenUp.writeAll(slot.givenUp, out);
      slot.counts.write(out);
      slot.okVersions.write(out);
    }

    @Override
    public EventSourceSlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an event source slot");
      EventSourceSlot slot = new EventSourceSlot(FunctionId.read(in), Wire.readString(in));
      slot.logGroup = Wire.readString(in);
      for (int size = Wire.readLength(in); size > 0; size--) {
        slot.parts.put(Wire.readString(in), ShardPart.read(version, in));
      }
      if (version >= 2) {
        slot.givenUp.addAll(GivenUp.readAll(in));
        slot.counts.addAll(MappingCounts.read(in));
        slot.okVersions.addAll(OkVersions.read(in));
      }
      return slot;
    }
  }
}
