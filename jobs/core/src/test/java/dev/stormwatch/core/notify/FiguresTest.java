package dev.stormwatch.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Measure;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void aShareIsReadInPercent() {
    assertThat(Figures.of(new Measure("cold-start-share", 0.139, "ratio", 0.05, 300, 743, 0.00206)))
        .isEqualTo(
            "cold start share 13.9 %; threshold 5 %, usual 0.206 %; over 300 s, 743 samples");
    assertThat(Figures.of("refused-share", 1, "share")).isEqualTo("refused share 100 %");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(Figures.of(new Measure("failing-attempts", 8, "attempts", 4, 0, 1, 0)))
        .isEqualTo("failing attempts 8 (attempts); threshold 4");
    assertThat(Figures.of(new Measure("recovered", 0, "", 0, 0, 1, 0))).isEqualTo("recovered 0");
  }
}
