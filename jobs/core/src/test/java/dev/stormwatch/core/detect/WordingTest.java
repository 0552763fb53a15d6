package dev.stormwatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void oneIsToldAsOne() {
    assertThat(Wording.counted(1, "refusal")).isEqualTo("1 refusal");
    assertThat(Wording.counted(0, "refusal")).isEqualTo("0 refusals");
    assertThat(Wording.counted(1_200, "refusal")).isEqualTo("1,200 refusals");
    assertThat(Wording.counted(1, "batch", "batches")).isEqualTo("1 batch");
    assertThat(Wording.counted(2, "batch", "batches")).isEqualTo("2 batches");
  }

  /** Of what is slow a whole number would be none. */
  @Test
  void aSlowRateHasTheDigitsThatTellItFromNone() {
    assertThat(Wording.rate(0.4712)).isEqualTo("0.47");
    assertThat(Wording.rate(1.84)).isEqualTo("1.8");
    assertThat(Wording.rate(11.3)).isEqualTo("11");
    assertThat(Wording.rate(5_478)).isEqualTo("5,478");
  }
}
