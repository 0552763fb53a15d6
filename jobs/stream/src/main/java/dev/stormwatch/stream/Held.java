package dev.stormwatch.stream;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A key's state with what the host itself needs to know of it. */
final class Held<S> {

  static final long NONE = Long.MIN_VALUE;

  final S state;

  /** End of the slot at which the logic wants to be woken. */
  long wakeEnd = NONE;

  /**
   * End of the slot for which a wake timer stands. There is at most one: a wake that moves further
   * away leaves it where it is, and it is set anew when it comes.
   */
  long timerEnd = NONE;

  Held(S state) {
    this.state = state;
  }

  /** The byte form: the two times, then the state. */
  static final class ByteCodec<S> implements Codec<Held<S>> {

    private static final long serialVersionUID = 1L;

    private final Codec<S> states;

    ByteCodec(Codec<S> states) {
      this.states = states;
    }

    Codec<S> states() {
      return states;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Held<S> held, DataOutput out) throws IOException {
      out.writeLong(held.wakeEnd);
      out.writeLong(held.timerEnd);
      out.writeByte(states.version());
      states.write(held.state, out);
    }

    @Override
    public Held<S> read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a held state");
      long wakeEnd = in.readLong();
      long timerEnd = in.readLong();
      Held<S> held = new Held<>(states.read(in.readUnsignedByte(), in));
      held.wakeEnd = wakeEnd;
      held.timerEnd = timerEnd;
      return held;
    }
  }
}
