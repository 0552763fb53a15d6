package dev.stormwatch.stream;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The least that can be in a slot: how many pieces, and a sum that tells them apart. */
final class Tally implements Mergeable<Tally> {

  final String key;
  long pieces;
  long sum;

  Tally(String key, long sum) {
    this(key, 1, sum);
  }

  private Tally(String key, long pieces, long sum) {
    this.key = key;
    this.pieces = pieces;
    this.sum = sum;
  }

  Tally copy() {
    return new Tally(key, pieces, sum);
  }

  /** Changes this object, as the real slots do: a host that shares it is found out. */
  @Override
  public Tally merge(Tally other) {
    pieces += other.pieces;
    sum += other.sum;
    return this;
  }

  static final class ByteCodec implements Codec<Tally> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Tally tally, DataOutput out) throws IOException {
      Wire.writeString(out, tally.key);
      Wire.writeLong(out, tally.pieces);
      Wire.writeLong(out, tally.sum);
    }

    @Override
    public Tally read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a tally");
      return new Tally(Wire.readString(in), Wire.readLong(in), Wire.readLong(in));
    }
  }
}
