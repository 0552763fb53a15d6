package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is kept of a database's retry loop: how it was before trouble began. */
final class LoopState {

  static final long NEVER = Long.MIN_VALUE;

  /** End of the first slot of the distress that lasts; {@link #NEVER} while there is none. */
  long distressedAt = NEVER;

  /** Attempts a second just before it; 0 where that is not known. */
  double calmRate;

  /** Did more traffic come before it, so that it is not known what traffic demands now? */
  boolean trafficLed;

  /** Consecutive slots in which the loop grew while room shrank. */
  int growingSlots;

  /**
   * Slots, since the loop last had a trigger, in which it kept itself up and answers got no slower.
   */
  int sustainedSlots;

  boolean distressed() {
    return distressedAt != NEVER;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(distressedAt);
    out.writeFloat((float) calmRate);
    out.writeBoolean(trafficLed);
    Wire.writeInt(out, growingSlots);
    Wire.writeInt(out, sustainedSlots);
  }

  static LoopState read(DataInput in) throws IOException {
    LoopState state = new LoopState();
    state.distressedAt = in.readLong();
    state.calmRate = in.readFloat();
    state.trafficLed = in.readBoolean();
    state.growingSlots = Wire.readInt(in);
    state.sustainedSlots = Wire.readInt(in);
    return state;
  }
}
