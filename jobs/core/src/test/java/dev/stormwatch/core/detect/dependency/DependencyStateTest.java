package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DependencyStateTest {

  @Test
  void fitsAKilobyteAndSurvivesItsBytes() throws IOException {
    DependencyState state = new Life().slots(10 * MINUTE, 0.01).slots(12, 0.9).state;
    byte[] bytes = Bytes.written(state::write);
    assertThat(bytes.length).isLessThan(1024);
    try (DataInputStream in = Bytes.in(bytes)) {
      assertThat(Bytes.written(DependencyState.read(in, true, true, true)::write)).isEqualTo(bytes);
    }
    int slowness = Bytes.written(state.slowness::write).length;
    byte[] former = Arrays.copyOf(bytes, bytes.length - slowness - 1);
    try (DataInputStream in = Bytes.in(former)) {
      DependencyState read = DependencyState.read(in, false, true, false);
      assertThat(read.complaining).isNotNull();
      assertThat(Bytes.written(read::write)).startsWith(former);
    }
  }

  @Test
  void ofWhatComplainsTwiceThatIsKept() throws IOException {
    DependencyState state = new Life().slots(10 * MINUTE, 0.01).complaining(12, 0.9).state;
    byte[] bytes = Bytes.written(state::write);
    assertThat(bytes.length).isLessThan(2048);
    try (DataInputStream in = Bytes.in(bytes)) {
      assertThat(Bytes.written(DependencyState.read(in, true, true, true)::write)).isEqualTo(bytes);
    }
  }
}
