package dev.stormwatch.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertCodecTest {

  private static final Alert ALERT = ended();

  private static Alert ended() {
    Finding storm = Pager.storm().because("retry-loop");
    Headline other = new Headline("cold-start-spike-1", "checkout: 22 % of calls cold");
    return Alert.about(storm, "connection-exhaustion-1", 3, Action.RESOLVE, Pager.START)
        .severity(Severity.PAGE)
        .inhibits(List.of(other), 2)
        .inhibitedBy(other)
        .peak(Peak.first(storm, Pager.START))
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void damagedBytesGiveAnIoExceptionAtWorst(long seed) {
    Random random = new Random(seed);
    Alert.ByteCodec codec = new Alert.ByteCodec();
    byte[] good = Bytes.of(codec, ALERT);
    assertThat(Bytes.of(codec, Bytes.copy(codec, ALERT))).isEqualTo(good);
    for (int round = 0; round < 50; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Bytes.read(codec, bad);
      } catch (IOException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  @Test
  void refusesTheNameOfAnUnknownAction() {
    byte[] bytes =
        Bytes.written(
            out -> {
              Wire.writeString(out, "id");
              Wire.writeInt(out, 1);
              Wire.writeString(out, "EXPLODE");
            });
    assertThatThrownBy(() -> Bytes.read(new Alert.ByteCodec(), bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Action");
  }
}
