package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ColdStartLife.MINUTE;
import static dev.stormwatch.core.function.ColdStartLife.SLOT;
import static dev.stormwatch.core.function.ColdStartLife.SPIKE;
import static dev.stormwatch.core.function.ColdStartLife.T;
import static dev.stormwatch.core.function.ColdStartLife.TEN;
import static dev.stormwatch.core.function.ColdStartLife.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.function.ColdStartLife.Said;
import dev.stormwatch.core.function.ColdStartLife.Traffic;
import dev.stormwatch.core.model.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spikes and other cold moments in the first minutes of what is known of a function. */
class YoungColdStartTest {

  private static final Traffic NONE = slot -> 0;
  private static final long LEARNED = T + 10 * MINUTE;

  private static List<Said> pages(ColdStartLife life) {
    return life.spikes().stream()
        .filter(said -> said.finding().severity == Severity.PAGE)
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {150, 200, 240, 300, 400, 500})
  void pagesOnEvidenceBeforeTheTimeOfLearningIsOver(long cleanSeconds) {
    ColdStartLife life = ColdStartLife.usual().run(cleanSeconds * 1000, TEN, USUAL);
    long onset = life.now;
    life.run(3 * MINUTE, TEN, SPIKE);
    assertThat(pages(life)).isNotEmpty();
    assertThat(pages(life).get(0).at() - onset).isBetween(MINUTE, 100_000L);
    assertThat(pages(life).get(0).finding().measure.baseline).isLessThan(0.03);
  }

  @Test
  void doesNotLearnASpikeAsThePast() {
    ColdStartLife life = ColdStartLife.usual().run(150_000, TEN, USUAL);
    life.run(60 * MINUTE, TEN, SPIKE);
    assertThat(life.recoveries()).isEmpty();
    assertThat(pages(life).get(pages(life).size() - 1).at()).isEqualTo(life.now);
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.recoveries()).hasSize(1);
  }

  @Test
  void waitsUntilLearningIsOverWhereAnEnvironmentEachMayHaveBeenReplaced() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 130;
    life.run(150_000, TEN, USUAL).run(15 * MINUTE, TEN, SPIKE);
    assertThat(pages(life).get(0).at()).isBetween(LEARNED, LEARNED + 2 * SLOT);
    assertThat(life.spikes().get(0).at()).isLessThan(T + 4 * MINUTE);
  }

  @Test
  void holdsNothingAgainstAFunctionOfFewCalls() {
    ColdStartLife life = ColdStartLife.usual().run(150_000, slot -> 5, NONE);
    life.run(5 * MINUTE, slot -> 5, slot -> 3);
    assertThat(pages(life)).isEmpty();
  }

  @Test
  void wakesNobodyWhenEverythingStartsCold() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 40;
    life.run(30_000, TEN, TEN).run(30_000, TEN, SPIKE).run(20 * MINUTE, TEN, USUAL);
    assertThat(pages(life)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {15, 150, 240, 300, 420, 590})
  void wakesNobodyForADeployThatReplacesEachEnvironment(long cleanSeconds) {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 12;
    life.run(cleanSeconds * 1000, TEN, USUAL);
    life.run(25_000, TEN, slot -> 8).run(20 * MINUTE, TEN, USUAL);
    assertThat(pages(life)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {150, 240, 300, 420})
  void wakesNobodyForABurstThatIsOver(long cleanSeconds) {
    ColdStartLife life = ColdStartLife.usual().run(cleanSeconds * 1000, TEN, USUAL);
    life.run(SLOT, slot -> 60, slot -> 40).run(20 * MINUTE, TEN, USUAL);
    assertThat(pages(life)).isEmpty();
  }

  @Test
  void wakesNobodyForAFunctionThatIsAlwaysCold() {
    ColdStartLife life = ColdStartLife.usual().run(40 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isEmpty();
  }

  @Test
  void keepsItsEvidenceAcrossARestart() throws Exception {
    ColdStartLife life = ColdStartLife.usual().run(150_000, TEN, USUAL);
    ColdStartLife restarted = ColdStartLife.usual().run(150_000, TEN, USUAL);
    for (int i = 0; i < 200; i++) {
      life.slot(10, 4);
      restarted.slot(10, 4);
      restarted.state = Bytes.copy(new FunctionState.ByteCodec(), restarted.state);
      assertThat(restarted.said.size()).isEqualTo(life.said.size());
    }
    assertThat(pages(restarted)).hasSameSizeAs(pages(life)).isNotEmpty();
  }
}
