package dev.stormwatch.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    assertThat(tally(reading("a", 1), reading("b", 2), reading("a", 3)).digest())
        .isEqualTo(tally(reading("b", 2), reading("a", 3), reading("a", 1)).digest());
  }

  @Test
  void aSumThatDiffersChangesTheDigestAndIsShown() {
    Tally one = tally(reading("a", 1), reading("b", 2));
    Tally other = tally(reading("a", 1), reading("b", 3), reading("c", 0));

    assertThat(other.digest()).isNotEqualTo(one.digest());
    assertThat(one.differences(other, 5))
        .hasSize(2)
        .anySatisfy(
            row ->
                assertThat(row)
                    .startsWith("1/r/b: ")
                    .containsSubsequence("coldStarts=2", "|", "coldStarts=3"))
        .anySatisfy(row -> assertThat(row).startsWith("1/r/c: no row | "));
    assertThat(one.differences(other, 1)).hasSize(1);
    assertThat(one.differences(one, 5)).isEmpty();
  }

  @Test
  void severalPassesAreAMultiple() {
    assertThat(tally(reading("a", 2), reading("a", 2), reading("a", 2)).digest())
        .isEqualTo(tally(reading("a", 2)).times(3).digest());
  }

  private static Tally tally(Reading... readings) {
    Tally tally = new Tally();
    for (Reading reading : readings) {
      tally.add(reading);
    }
    return tally;
  }

  private static Reading reading(String function, long coldStarts) {
    Reading reading = new Reading();
    reading.reset("1", "r", function);
    reading.coldStarts = coldStarts;
    return reading;
  }
}
