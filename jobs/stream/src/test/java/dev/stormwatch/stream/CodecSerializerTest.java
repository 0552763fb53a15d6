package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CodecSerializerTest {

  private static final CodecSerializer<Tally> TALLIES =
      new CodecSerializer<>(new Tally.ByteCodec());
  private static final CodecSerializer<Diary> DIARIES =
      new CodecSerializer<>(new Diary.ByteCodec());

  @Test
  void aValueComesBackFromItsBytes() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TALLIES.serialize(new Tally("a", 7), out);
    TALLIES.serialize(new Tally("b", 1L << 40), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertSame(TALLIES.deserialize(in), new Tally("a", 7));
    assertSame(TALLIES.deserialize(new Tally("reused", 0), in), new Tally("b", 1L << 40));
    assertThat(in.available()).isZero();
  }

  @Test
  void theCodecsVersionStandsInFrontOfEachValue() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TALLIES.serialize(new Tally("a", 7), out);
    byte[] bytes = out.getCopyOfBuffer();
    assertThat(bytes[0]).isEqualTo((byte) 1);
    bytes[0] = 2;
    assertThatThrownBy(() -> TALLIES.deserialize(new DataInputDeserializer(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessage("a tally of version 2; this release reads 1 to 1");
  }

  @Test
  void aCopySharesNothingWithItsOriginal() {
    Tally original = new Tally("a", 7);
    Tally copy = TALLIES.copy(original);
    Tally other = TALLIES.copy(original, new Tally("reused", 0));
    original.merge(new Tally("a", 1));
    assertSame(copy, new Tally("a", 7));
    assertSame(other, new Tally("a", 7));
  }

  @Test
  void aValueIsCopiedFromStreamToStream() throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(16);
    TALLIES.serialize(new Tally("a", 7), written);
    DataOutputSerializer copied = new DataOutputSerializer(16);
    TALLIES.copy(new DataInputDeserializer(written.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(written.getCopyOfBuffer());
  }

  @Test
  void aHeldStateComesBackWithItsTimes() throws IOException {
    Held<Diary> held = new Held<>(new Diary());
    held.state.slots = 3;
    held.wakeEnd = 1_770_000_000_000L;
    Held<Diary> copy = held(new Diary.ByteCodec()).copy(held);
    assertThat(copy.state.slots).isEqualTo(3);
    assertThat(copy.wakeEnd).isEqualTo(1_770_000_000_000L);
    assertThat(copy.timerEnd).isEqualTo(Held.NONE);
  }

  @Test
  void aSavepointGivesTheSerializerBackWithTheCodecInside() throws IOException {
    CodecSerializer<Held<Diary>> serializer = held(new Diary.ByteCodec());
    TypeSerializer<Held<Diary>> restored = reread(serializer).restoreSerializer();
    assertThat(restored).isEqualTo(serializer).hasSameHashCodeAs(serializer);
    DataOutputSerializer out = new DataOutputSerializer(16);
    Held<Diary> held = new Held<>(new Diary());
    held.state.key = "a";
    serializer.serialize(held, out);
    assertThat(restored.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())).state.key)
        .isEqualTo("a");
  }

  @Test
  void bytesOfTheSameCodecAreCompatible() throws IOException {
    assertThat(compatibility(TALLIES, new CodecSerializer<>(new Tally.ByteCodec())))
        .matches(TypeSerializerSchemaCompatibility::isCompatibleAsIs);
    assertThat(compatibility(held(new Diary.ByteCodec()), held(new Diary.ByteCodec())))
        .matches(TypeSerializerSchemaCompatibility::isCompatibleAsIs);
  }

  @Test
  void bytesOfAnotherCodecAreNot() throws IOException {
    assertThat(TALLIES).isNotEqualTo(new CodecSerializer<>(new OtherCodec()));
    assertThat(compatibility(TALLIES, new CodecSerializer<>(new OtherCodec())))
        .matches(TypeSerializerSchemaCompatibility::isIncompatible);
  }

  @Test
  void aHeldStateOfAnotherCodecIsNot() throws IOException {
    CodecSerializer<Held<Tally>> tallies = held(new Tally.ByteCodec());
    CodecSerializer<Held<Tally>> others = held(new OtherCodec());
    assertThat(tallies).isNotEqualTo(others);
    assertThat(compatibility(tallies, others))
        .matches(TypeSerializerSchemaCompatibility::isIncompatible);
  }

  @Test
  void twoSerializersOfOneCodecAreEqual() {
    assertThat(TALLIES)
        .isEqualTo(new CodecSerializer<>(new Tally.ByteCodec()))
        .hasSameHashCodeAs(new CodecSerializer<>(new Tally.ByteCodec()))
        .isEqualTo(TALLIES.duplicate())
        .isNotEqualTo(DIARIES);
  }

  @Test
  void aSnapshotThatWasNotReadHasNoSerializer() {
    assertThatThrownBy(() -> new CodecSerializerSnapshot<Tally>().restoreSerializer())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aValueIsNeverMadeUp() {
    assertThatThrownBy(TALLIES::createInstance).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTypeBringsItsCodec() {
    CodecTypeInfo<Tally> type = new CodecTypeInfo<>(Tally.class, new Tally.ByteCodec());
    assertThat(type.createSerializer(new ExecutionConfig().getSerializerConfig()))
        .isEqualTo(TALLIES);
    assertThat(type)
        .isEqualTo(new CodecTypeInfo<>(Tally.class, new Tally.ByteCodec()))
        .isNotEqualTo(new CodecTypeInfo<>(Tally.class, new OtherCodec()))
        .isNotEqualTo(Topology.RECORD);
    assertThat(Topology.RECORD.getTypeClass()).isEqualTo(KinesisRecord.class);
    assertThat(Topology.RECORD.isKeyType()).isFalse();
  }

  private static <S> CodecSerializer<Held<S>> held(Codec<S> states) {
    return new CodecSerializer<>(new Held.ByteCodec<>(states));
  }

  private static <T> TypeSerializerSchemaCompatibility<T> compatibility(
      TypeSerializer<T> old, TypeSerializer<T> now) throws IOException {
    return now.snapshotConfiguration().resolveSchemaCompatibility(reread(old));
  }

  /** A serializer's snapshot as it comes out of a savepoint. */
  private static <T> TypeSerializerSnapshot<T> reread(TypeSerializer<T> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        CodecSerializerTest.class.getClassLoader());
  }

  private static void assertSame(Tally actual, Tally expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  /** Another byte form of the same type. */
  private static final class OtherCodec implements Codec<Tally> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Tally tally, DataOutput out) throws IOException {
      out.writeLong(tally.sum);
    }

    @Override
    public Tally read(int version, DataInput in) throws IOException {
      return new Tally("", in.readLong());
    }
  }
}
