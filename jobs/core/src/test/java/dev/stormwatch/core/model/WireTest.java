package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void readsBackANumber(long value) throws IOException {
    byte[] bytes = Bytes.written(out -> Wire.writeLong(out, value));
    assertThat(Wire.readLong(Bytes.in(bytes))).isEqualTo(value);
    assertThat(bytes).hasSizeBetween(1, 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void readsBackAnInt(int value) throws IOException {
    byte[] bytes = Bytes.written(out -> Wire.writeInt(out, value));
    assertThat(Wire.readInt(Bytes.in(bytes))).isEqualTo(value);
    assertThat(bytes).hasSizeBetween(1, 5);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a", "é ⇥ 🌩", "a\0b"})
  void readsBackAText(String value) throws IOException {
    byte[] bytes = Bytes.written(out -> Wire.writeString(out, value));
    assertThat(Wire.readNullableString(Bytes.in(bytes))).isEqualTo(value);
  }

  @Test
  void refusesAMissingTextWhereOneIsRequired() {
    assertThatThrownBy(() -> Wire.readString(Bytes.in(new byte[] {0})))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesANumberThatNeverEnds() {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) 0x80);
    assertThatThrownBy(() -> Wire.readLong(Bytes.in(bytes))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, (1 << 20) + 1})
  void refusesAnAbsurdLengthBeforeItTakesMemory(int length) {
    byte[] bytes = Bytes.written(out -> Wire.writeInt(out, length));
    assertThatThrownBy(() -> Wire.readNullableString(Bytes.in(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> Sightings.read(8, Bytes.in(new byte[] {0, -1, -1, -1, -1, 7})))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ColdCall.readList(Bytes.in(bytes))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> BusyPanes.read(Bytes.in(bytes))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> LogHistogram.read(Bytes.in(bytes))).isInstanceOf(IOException.class);
  }

  @Test
  void refusesATextThatEndsEarly() {
    byte[] bytes = Bytes.written(out -> Wire.writeString(out, "storm"));
    assertThatThrownBy(() -> Wire.readString(Bytes.in(Arrays.copyOf(bytes, 3))))
        .isInstanceOf(IOException.class);
  }
}
