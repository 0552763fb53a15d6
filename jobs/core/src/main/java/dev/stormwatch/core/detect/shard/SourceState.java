package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts;
import dev.stormwatch.core.model.OkVersions;
import dev.stormwatch.core.model.ShardPart;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is kept of one event source mapping: its shards, and what was found of it as a whole. */
public final class SourceState {

  private static final int MOST_GIVEN_UP = 16;

  final TreeMap<String, ShardState> shards = new TreeMap<>();

  /** On the arrival clock: when most shards were last found failing. */
  long outageSeenAt = NEVER;

  /** Event time at which the outage began; {@link ShardState#NEVER} while there is none. */
  long outageSince = NEVER;

  /** Event time at which all shards began to lag; {@link ShardState#NEVER} while they do not. */
  long lagSince = NEVER;

  boolean lagging;

  /** Calls for the mapping come late; found because shards that lag are idle meanwhile. */
  boolean throttled;

  /** Lambda counts events that it dropped. */
  boolean dropping;

  /** Most Kafka partitions stand still. */
  boolean standsStill;

  /** What Lambda gave up lately; a claim of who reads the on-failure destination. */
  NavigableSet<GivenUp> givenUp = GivenUp.none();

  /** The batch given up that was told of last, until that is over. */
  @Nullable GivenUp givenUpOpen;

  /** Records that were left behind lately and that nobody processed, in the order of finding. */
  final List<PassedOver> lost = new ArrayList<>();

  /** Batches that went well are reported, too; it may have been long ago. */
  boolean tellsSuccesses;

  MappingCounts counts = new MappingCounts();
  OkVersions okVersions = new OkVersions();

  /**
   * @param lossAttempts that must have failed before records count as left behind
   */
  void take(EventSourceSlot slot, long lossAttempts) {
    for (Map.Entry<String, ShardPart> entry : slot.parts.entrySet()) {
      shard(entry.getKey(), entry.getValue()).take(entry.getValue(), lossAttempts);
      tellsSuccesses |= entry.getValue().okRecords > 0;
    }
    ShardPart somewhere = slot.parts.get(EventSourceSlot.NO_SHARD);
    if (somewhere != null) {
      shards.values().stream()
          .filter(ShardState::unnamed)
          .forEach(shard -> shard.succeededSomewhere(somewhere));
    }
    slot.givenUp.forEach(this::gaveUp);
    counts.addAll(slot.counts);
    okVersions.addAll(slot.okVersions);
  }

  /** Claims are cheap to make: of more than fit the latest are kept. */
  private void gaveUp(GivenUp batch) {
    givenUp.add(batch);
    if (givenUp.size() > MOST_GIVEN_UP) {
      givenUp.pollFirst();
    }
  }

  /**
   * The state that a part of a slot belongs to. Where nobody names the shard, numbers of several
   * lie among each other: only a batch that begins or ends where one that failed did is the same
   * one, or a half of it.
   */
  private ShardState shard(String key, ShardPart part) {
    if (key.startsWith(EventSourceSlot.UNNAMED) && !part.failures.isEmpty()) {
      for (ShardState known : shards.values()) {
        if (known.unnamed() && known.attempts > 0 && known.continues(part.failures.first())) {
          return known;
        }
      }
    }
    return shards.computeIfAbsent(key, ShardState::new);
  }

  /** Is it known by what the function itself says that a record blocks this shard? */
  boolean blocked(String shard) {
    ShardState known = shards.get(shard);
    return known != null && known.poison;
  }

  /** Is it known by what the function itself says that a record blocks this shard, or was lost? */
  boolean troubled(String shard) {
    return blocked(shard) || lost.stream().anyMatch(records -> records.shard.equals(shard));
  }

  /** Is nothing known but what others claim? */
  public boolean claimsAlone() {
    return shards.isEmpty();
  }

  /** Did Lambda give up what blocked this shard, as far as anybody says? */
  boolean gaveUpIn(ShardState shard) {
    return !shard.high.isEmpty()
        && givenUp.stream().anyMatch(batch -> batch.overlaps(shard.low, shard.high));
  }

  /**
   * Forgets shards not heard of since a time, and the quietest ones beyond a number. That a message
   * failed is still counted.
   */
  void trim(long heardSince, int most) {
    shards.values().removeIf(shard -> shard.heardAt < heardSince && !shard.poison);
    if (shards.size() <= most) {
      return;
    }
    List<ShardState> quietestFirst =
        shards.values().stream()
            .filter(ShardState::named)
            .sorted(
                Comparator.comparing((ShardState s) -> s.poison)
                    .thenComparingLong(s -> s.heardAt)
                    .thenComparing(s -> s.shard))
            .collect(Collectors.toList());
    for (ShardState quiet : quietestFirst) {
      if (shards.size() <= most) {
        return;
      }
      shards.remove(quiet.shard);
      if (quiet.message()) {
        shards.computeIfAbsent(EventSourceSlot.NO_SHARD, ShardState::new).panes.addAll(quiet.panes);
      }
    }
  }

  /**
   * The byte form of a mapping's state. Version 2 added what is known beside batch lines; 3 what
   * was lost; 4 where Kafka's partitions were in the minutes before; 5 when calls of one error
   * failed, and whether successes are told; 6 how long attempts took; 7 the least age of its
   * batches beside the greatest.
   */
  public static final class ByteCodec implements Codec<SourceState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 7;
    }

    @Override
    public void write(SourceState state, DataOutput out) throws IOException {
      out.writeLong(state.outageSeenAt);
      out.writeLong(state.outageSince);
      out.writeLong(state.lagSince);
      out.writeBoolean(state.lagging);
      Wire.writeInt(out, state.shards.size());
      for (Map.Entry<String, ShardState> entry : state.shards.entrySet()) {
        ShardStateBytes.write(entry.getValue(), out);
      }
      out.writeBoolean(state.throttled);
      out.writeBoolean(state.dropping);
      out.writeBoolean(state.standsStill);
      GivenUp.writeAll(state.givenUp, out);
      GivenUp open = state.givenUpOpen;
      GivenUp.writeAll(open == null ? List.of() : List.of(open), out);
      state.counts.write(out);
      state.okVersions.write(out);
      PassedOver.writeAll(state.lost, out);
      out.writeBoolean(state.tellsSuccesses);
    }

    @Override
    public SourceState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an event source's state");
      SourceState state = new SourceState();
      state.outageSeenAt = in.readLong();
      state.outageSince = in.readLong();
      state.lagSince = in.readLong();
      state.lagging = in.readBoolean();
      for (int size = Wire.readLength(in); size > 0; size--) {
        ShardState shard = ShardStateBytes.read(version, in);
        state.shards.put(shard.shard, shard);
      }
      if (version >= 2) {
        state.throttled = in.readBoolean();
        state.dropping = in.readBoolean();
        state.standsStill = in.readBoolean();
        state.givenUp = GivenUp.readAll(in);
        state.givenUpOpen = GivenUp.readAll(in).stream().findFirst().orElse(null);
        state.counts = MappingCounts.read(in);
        state.okVersions = OkVersions.read(in);
      }
      if (version >= 3) {
        state.lost.addAll(PassedOver.readAll(in, version >= 6));
      }
      state.tellsSuccesses =
          version >= 5
              ? in.readBoolean()
              : state.shards.values().stream().anyMatch(ShardState::went);
      return state;
    }
  }
}
