package dev.stormwatch.stream;

import dev.stormwatch.core.model.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of how a value was written: the codec itself, so that its settings (such as
 * nested codecs) come back with it. Versions stand in front of each value.
 */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private static final int VERSION = 1;

  private @Nullable Codec<T> codec;
  private String codecName = "";

  /** For Flink, which fills it by {@link #readSnapshot}. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(Codec<T> codec) {
    this.codec = codec;
    this.codecName = CodecSerializer.nameOf(codec);
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(codecName);
    byte[] bytes = InstantiationUtil.serializeObject(codec);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    codecName = in.readUTF();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    try {
      codec = InstantiationUtil.deserializeObject(bytes, classLoader);
    } catch (ClassNotFoundException e) {
      throw new IOException("the state was written by " + codecName + ", which is gone", e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    Codec<T> known = codec;
    if (known == null) {
      throw new IllegalStateException("asked for a serializer before the snapshot was read");
    }
    return new CodecSerializer<>(known);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof CodecSerializerSnapshot
            && codecName.equals(((CodecSerializerSnapshot<T>) old).codecName)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
