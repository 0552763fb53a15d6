package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.SequenceNumbers;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is kept of one event source mapping: its shards, and what was found of it as a whole. */
public final class SourceState {

  final TreeMap<String, ShardState> shards = new TreeMap<>();

  /** On the arrival clock: when most shards were last found failing. */
  long outageSeenAt = NEVER;

  /** Event time at which the outage began; {@link ShardState#NEVER} while there is none. */
  long outageSince = NEVER;

  /** Event time at which all shards began to lag; {@link ShardState#NEVER} while they do not. */
  long lagSince = NEVER;

  boolean lagging;

  /** The state that a part of a slot belongs to. */
  ShardState shard(String key) {
    if (key.startsWith(EventSourceSlot.UNNAMED)) {
      String number = key.substring(EventSourceSlot.UNNAMED.length());
      for (ShardState known : shards.values()) {
        if (known.shard.startsWith(EventSourceSlot.UNNAMED)
            && known.attempts > 0
            && SequenceNumbers.compare(number, known.low) >= 0
            && SequenceNumbers.compare(number, known.high) <= 0) {
          return known;
        }
      }
    }
    return shards.computeIfAbsent(key, ShardState::new);
  }

  /** Forgets shards not heard of since a time, and the quietest ones beyond a number. */
  void trim(long heardSince, int most) {
    shards.values().removeIf(shard -> shard.heardAt < heardSince && !shard.poison);
    while (shards.size() > most) {
      Optional<ShardState> quietest =
          shards.values().stream()
              .filter(ShardState::named)
              .min(
                  Comparator.comparing((ShardState s) -> s.poison)
                      .thenComparingLong(s -> s.heardAt)
                      .thenComparing(s -> s.shard));
      if (quietest.isEmpty()) {
        return;
      }
      shards.remove(quietest.get().shard);
    }
  }

  /** The byte form of a mapping's state. */
  public static final class ByteCodec implements Codec<SourceState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(SourceState state, DataOutput out) throws IOException {
      out.writeLong(state.outageSeenAt);
      out.writeLong(state.outageSince);
      out.writeLong(state.lagSince);
      out.writeBoolean(state.lagging);
      Wire.writeInt(out, state.shards.size());
      for (Map.Entry<String, ShardState> entry : state.shards.entrySet()) {
        entry.getValue().write(out);
      }
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
        ShardState shard = ShardState.read(in);
        state.shards.put(shard.shard, shard);
      }
      return state;
    }
  }
}
