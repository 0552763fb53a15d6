package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The byte form of a cascade; its version is that of the account's state. */
final class CascadeBytes {

  private CascadeBytes() {}

  static void write(Cascade cascade, DataOutput out) throws IOException {
    Wire.writeString(out, cascade.shape().name());
    Wire.writeInt(out, cascade.path.size());
    for (String name : cascade.path) {
      Wire.writeString(out, name);
    }
    out.writeLong(cascade.since);
    Wire.writeLong(out, cascade.roots);
    cascade.trace.write(out);
    for (long each : cascade.calls) {
      Wire.writeLong(out, each);
    }
    out.writeDouble(cascade.gigabyteSeconds);
    Wire.writeLong(out, cascade.peak);
    Wire.writeLong(out, cascade.knownAt);
    Wire.writeLong(out, cascade.earlierCalls);
    out.writeDouble(cascade.earlierGigabyteSeconds);
    Wire.writeLong(out, cascade.since - cascade.first);
    Wire.writeLong(out, cascade.quota);
    out.writeLong(cascade.fullAt);
  }

  /**
   * @param version of the account's state
   */
  static Cascade read(int version, DataInput in) throws IOException {
    Shape shape = Wire.readEnum(Shape.class, in);
    List<String> path = names(in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.read(in));
    if (version < 8) {
      readSums(cascade, in);
    } else {
      for (int i = 0; i < cascade.calls.length; i++) {
        cascade.calls[i] = Wire.readLong(in);
      }
      cascade.gigabyteSeconds = in.readDouble();
      cascade.peak = Wire.readLong(in);
    }
    cascade.knownAt = version >= 7 ? Wire.readLong(in) : 0;
    if (version >= 8) {
      cascade.earlierCalls = Wire.readLong(in);
      cascade.earlierGigabyteSeconds = in.readDouble();
      cascade.first = cascade.since - Wire.readLong(in);
    }
    if (version >= 12) {
      cascade.quota = Wire.readLong(in);
      cascade.fullAt = in.readLong();
    }
    return cascade;
  }

  /** Reads the one that version 1 of an account's state held; its path is empty for none. */
  static Cascade readFirstForm(DataInput in) throws IOException {
    Wire.readString(in);
    List<String> path = names(in);
    Shape shape = Wire.readEnum(Shape.class, in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.NONE);
    readSums(cascade, in);
    return cascade;
  }

  /** Before version 8 calls were not counted by function: the last one makes most of them. */
  private static void readSums(Cascade cascade, DataInput in) throws IOException {
    long sum = Wire.readLong(in);
    if (cascade.calls.length > 0) {
      cascade.calls[cascade.calls.length - 1] = sum;
    }
    cascade.gigabyteSeconds = in.readDouble();
    cascade.peak = Wire.readLong(in);
  }

  private static List<String> names(DataInput in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      names.add(Wire.readString(in));
    }
    return names;
  }
}
