package dev.stormwatch.core.detect.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.BusyPanes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProvisionedFloorTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long T = 1_772_440_020_000L / HOUR * HOUR;

  // Prices of us-east-1 on x86, USD per GB-second.
  private static final double ON_DEMAND = 16.6667;
  private static final double IDLE = 4.1667;
  private static final double PROVISIONED = 9.7222;

  /** A track after minutes of so much concurrency each, and the settling time. */
  private static FunctionTrack after(double... concurrency) {
    FunctionTrack track = new FunctionTrack();
    for (int minute = 0; minute < concurrency.length; minute++) {
      FunctionSlot slot = new FunctionSlot(new FunctionId("1", "eu-west-1", "f"));
      long from = T + minute * MINUTE;
      for (int pane = 0; pane < 6; pane++) {
        long end = from + (pane + 1) * BusyPanes.PANE_MILLIS;
        long micros = Math.round(concurrency[minute] * BusyPanes.PANE_MILLIS * 1000);
        for (long rest = micros; rest > 0; rest -= 10_000_000) {
          slot.busy.addInterval(end, Math.min(rest, 10_000_000), from - HOUR, end);
        }
      }
      track.advance(slot, from + MINUTE, HOUR);
    }
    long end = T + concurrency.length * MINUTE + ProvisionedFloor.SETTLE_MILLIS;
    track.advance(new FunctionSlot(new FunctionId("1", "eu-west-1", "f")), end, HOUR);
    return track;
  }

  @Test
  void theBreakEvenFollowsFromThePrices() {
    assertThat(PriceSettings.PROVISIONED_BREAK_EVEN)
        .isCloseTo(IDLE / (ON_DEMAND - PROVISIONED), within(1e-3));
  }

  /**
   * By hand: ten minutes of concurrency 1 1 2 2 3 3 5 8 9 9. Concurrency is 3 or more in six of
   * them, 60 %, and 4 or more in four. So the third environment pays for itself and the fourth does
   * not.
   */
  @Test
  void isTheNewsvendorsAnswerOfACaseWorkedByHand() {
    assertThat(ProvisionedFloor.of(after(9, 1, 3, 2, 8, 1, 5, 3, 2, 9))).isCloseTo(3, within(0.01));
  }

  @Test
  void aPeakDoesNotRaiseIt() {
    assertThat(ProvisionedFloor.of(after(1, 1, 1, 1, 1, 1, 1, 500, 500, 500)))
        .isCloseTo(1, within(0.01));
  }

  /** No other number costs less over the same minutes. */
  @Test
  void noOtherNumberIsCheaper() {
    Random random = new Random(3);
    for (int run = 0; run < 50; run++) {
      double[] minutes = random.doubles(40, 0, 12).map(Math::floor).toArray();
      long chosen = Math.round(Math.floor(ProvisionedFloor.of(after(minutes)) + 1e-3));
      double least = cost(chosen, minutes);
      for (long units = 0; units <= 13; units++) {
        assertThat(cost(units, minutes)).isGreaterThanOrEqualTo(least - 1e-2 * least);
      }
    }
  }

  private static double cost(long units, double[] minutes) {
    return Arrays.stream(minutes)
        .map(
            busy ->
                units * IDLE
                    + Math.min(units, busy) * PROVISIONED
                    + Math.max(0, busy - units) * ON_DEMAND)
        .sum();
  }
}
