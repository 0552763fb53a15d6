package dev.stormwatch.replay.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StormScoreTest {

  private static final long ONSET = 1_000_000;
  private static final long REFUSAL = ONSET + 300_000;

  private static Storm storm(Optional<Boolean> heals) {
    return new Storm(
        "i1",
        Entity.database("orders-db"),
        ONSET,
        ONSET + 600_000,
        OptionalLong.of(REFUSAL),
        heals,
        List.of(new Storm.Gain(ONSET + 100_000, 1.5), new Storm.Gain(ONSET + 110_000, 2.0)));
  }

  /** A hundred seconds before the first refusal unless it is said otherwise. */
  private static Storm.Word word(long decidedAt, long fullAt, double gain, boolean stays) {
    return new Storm.Word(
        Entity.database("orders-db"),
        decidedAt,
        fullAt == 0 ? OptionalLong.empty() : OptionalLong.of(fullAt),
        gain == 0 ? OptionalDouble.empty() : OptionalDouble.of(gain),
        stays);
  }

  private static StormScore of(Optional<Boolean> heals, Storm.Word... alerts) {
    return StormScore.of(List.of(new StormScore.Said(List.of(storm(heals)), List.of(alerts))));
  }

  @Test
  void everyForecastBeforeTheFirstRefusalCounts() {
    long decided = REFUSAL - 100_000;
    StormScore score =
        of(
            Optional.empty(),
            word(decided, decided + 134_000, 0, false),
            word(decided, decided + 66_000, 0, false),
            word(decided, decided + 64_000, 0, false),
            word(REFUSAL, REFUSAL + 10_000, 0, false));
    assertThat(score.forecasts()).isEqualTo(new Share(2, 3));
  }

  @Test
  void aGainIsHeldAgainstTheOneThatWasTrueTenSecondsBefore() {
    StormScore score =
        of(
            Optional.empty(),
            word(ONSET + 120_000, 0, 2.3, false),
            word(ONSET + 110_000, 0, 2.3, false),
            word(ONSET + 400_000, 0, 2.3, false));
    assertThat(score.gains()).isEqualTo(new Share(1, 2));
  }

  @Test
  void whoeverSaysOnceThatItStaysHasSaidSo() {
    Storm.Word open = word(ONSET, 0, 0, false);
    Storm.Word stays = word(ONSET + 400_000, 0, 1, true);
    assertThat(of(Optional.of(false), open, stays).heals()).isEqualTo(new Share(1, 1));
    assertThat(of(Optional.of(true), open, stays).heals()).isEqualTo(new Share(0, 1));
    assertThat(of(Optional.of(true), open).heals()).isEqualTo(new Share(1, 1));
  }

  @Test
  void ofAStormThatNobodySpokeOfNothingIsRightOrWrong() {
    assertThat(of(Optional.of(true)).heals().known()).isFalse();
    assertThat(of(Optional.of(true), word(ONSET - 1, 0, 0, false)).heals().known()).isFalse();
  }
}
