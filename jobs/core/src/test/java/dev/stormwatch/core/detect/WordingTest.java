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
}
