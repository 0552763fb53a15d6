package dev.stormwatch.core.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.RandomSlots;
import org.junit.jupiter.api.Test;

class RecentResultsTest {

  private static final long T = 1_772_440_000_000L;

  @Test
  void whatIsAMinuteOlderCountsForHalfUntilItIsForgotten() {
    RecentResults results = new RecentResults();
    FunctionSlot slot = new FunctionSlot(RandomSlots.FUNCTION);
    for (int i = 0; i < 8; i++) {
      slot.errors.add("Error", ErrorWords.NONE, new CallError.Line(T + i, "s", ""));
    }
    slot.results.add("42", 20, 8);
    results.advance(slot, T);
    FunctionSlot quiet = new FunctionSlot(RandomSlots.FUNCTION);
    results.advance(quiet, T + 55_000);
    assertThat(results.errors.calls()).isEqualTo(8);
    results.advance(quiet, T + 60_000);
    assertThat(results.errors.calls()).isEqualTo(4);
    assertThat(results.versions.byVersion().get("42").calls).isEqualTo(10);
    assertThat(results.errors.mostFirst().get(0).lines())
        .extracting(l -> l.at)
        .containsExactly(T + 7, T + 6, T + 5);
    results.advance(quiet, T + 600_000);
    assertThat(results.errors.mostFirst()).isEmpty();
    assertThat(results.versions.byVersion()).isEmpty();
  }
}
