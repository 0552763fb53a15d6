package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ColdStartLife.HOUR;
import static dev.stormwatch.core.function.ColdStartLife.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that is called in small waves: two dozen calls in any window, too few for a share. */
class QuietColdStartTest {

  private final ColdStartLife life = ColdStartLife.usual();
  private final Random random = new Random(7);

  /** Waves of seven calls every five minutes or so, and three calls a minute between. */
  private void waves(long millis, double coldInWaves) {
    life.environments = 7;
    int next = random.nextInt(60);
    for (int i = 0; i < millis / ColdStartLife.SLOT; i++) {
      if (i == next) {
        next += 48 + random.nextInt(36);
        int cold = 0;
        for (int call = 0; call < 7; call++) {
          cold += random.nextDouble() < coldInWaves ? 1 : 0;
        }
        life.slot(7, cold);
      } else {
        life.slot(i % 4 == 0 ? 1 : 0, 0);
      }
    }
  }

  @Test
  void wavesThatFindNoEnvironmentAnyMoreAreTold() {
    waves(2 * HOUR, 0.01);
    assertThat(life.said).isEmpty();
    waves(HOUR / 2, 1);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).allMatch(said -> said.finding().severity == Severity.TICKET);
    assertThat(life.spikes().get(0).finding().headline).contains("warm ones were reaped");
    waves(HOUR, 1);
    assertThat(life.spikes()).anyMatch(said -> said.finding().severity == Severity.PAGE);
    waves(HOUR, 0);
    assertThat(life.recoveries()).hasSize(1);
  }

  @Test
  void shortWaitsWakeNobody() {
    life.wait = ColdStartLife.SHORT_WAIT;
    waves(2 * HOUR, 0.01);
    waves(2 * HOUR, 1);
    assertThat(life.spikes())
        .isNotEmpty()
        .allMatch(said -> said.finding().severity == Severity.TICKET);
  }

  /** A deploy replaces each environment once. */
  @Test
  void oneColdWaveIsNothing() {
    waves(2 * HOUR, 0);
    life.slot(7, 7);
    life.now += 4 * MINUTE;
    life.slot(7, 6);
    waves(2 * HOUR, 0);
    assertThat(life.said).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.3, 1})
  void whatHasAlwaysBeenSoIsNothing(double cold) {
    waves(12 * HOUR, cold);
    assertThat(life.spikes()).allMatch(said -> said.finding().severity == Severity.INFO);
  }

  @Test
  void theHourGoesThroughBytes() {
    waves(2 * HOUR, 0.01);
    waves(HOUR, 1);
    FunctionState.ByteCodec codec = new FunctionState.ByteCodec();
    byte[] once = Bytes.written(out -> codec.write(life.state, out));
    byte[] twice = Bytes.written(out -> codec.write(Bytes.copy(codec, life.state), out));
    assertThat(once).isEqualTo(twice).hasSizeLessThan(6 * 1024);
  }
}
