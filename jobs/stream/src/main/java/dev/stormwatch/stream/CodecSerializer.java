package dev.stormwatch.stream;

import dev.stormwatch.core.model.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * One serializer for all our types. Each value carries the version of its codec in front, so state
 * written by an older release is read value by value as it is met, and nothing has to be migrated
 * up front.
 */
public final class CodecSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  private final Codec<T> codec;

  public CodecSerializer(Codec<T> codec) {
    this.codec = codec;
  }

  /** What tells two byte forms apart: the codec's class and that of the codec inside, if any. */
  static String nameOf(Codec<?> codec) {
    String name = codec.getClass().getName();
    return codec instanceof Held.ByteCodec
        ? name + '<' + nameOf(((Held.ByteCodec<?>) codec).states()) + '>'
        : name;
  }

  @Override
  public void serialize(T value, DataOutputView out) throws IOException {
    out.writeByte(codec.version());
    codec.write(value, out);
  }

  @Override
  public T deserialize(DataInputView in) throws IOException {
    return codec.read(in.readUnsignedByte(), in);
  }

  @Override
  public T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public T copy(T value) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(512);
      serialize(value, out);
      return deserialize(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
    } catch (IOException e) {
      throw new IllegalStateException("a value cannot be read back from its own bytes", e);
    }
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  /** Never called: every state that uses this serializer makes its own first value. */
  @Override
  public T createInstance() {
    throw new UnsupportedOperationException("values of " + codec.getClass() + " are not made here");
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodecSerializer
        && nameOf(codec).equals(nameOf(((CodecSerializer<?>) other).codec));
  }

  @Override
  public int hashCode() {
    return nameOf(codec).hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CodecSerializerSnapshot<>(codec);
  }
}
