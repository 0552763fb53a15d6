package dev.stormwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void quantilesLieBetweenNeighbours() {
    double[] elevenInAnyOrder = {7, 3, 9, 1, 5, 10, 0, 8, 2, 6, 4};

    assertThat(Spread.of(elevenInAnyOrder)).isEqualTo(new Spread(1, 5, 9));
    assertThat(Spread.of(new double[] {1, 2})).isEqualTo(new Spread(1.1, 1.5, 1.9));
  }
}
