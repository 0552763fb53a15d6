package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.CutCalls;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossTest {

  private static CutCalls cut(long met, long beheaded, long torn, long whole) {
    CutCalls cut = new CutCalls();
    cut.met = met;
    cut.beheaded = beheaded;
    cut.torn = torn;
    cut.whole = whole;
    return cut;
  }

  @Test
  void aTenthOfTheBeginningsIsATenthOfTheRecords() {
    Loss loss = Loss.of(cut(90, 10, 0, 3_000));
    assertThat(loss.known).isTrue();
    assertThat(loss.share).isCloseTo(0.1, within(1e-9));
    assertThat(loss.factor()).isCloseTo(1 / 0.9, within(0.005));
  }

  /** Each call of some seconds is cut, half of them: those are lost with two deliveries only. */
  @Test
  void aCallThatTwoDeliveriesTellOfIsSeldomLost() {
    Loss loss = Loss.of(cut(900, 100, 0, 1_000));
    assertThat(loss.factor()).isCloseTo(1 / (1 - 0.5 * 0.1 - 0.5 * 0.01), within(1e-9));
  }

  @Test
  void fewCutCallsTellNothing() {
    assertThat(Loss.of(cut(9, 1, 0, 3_000)).known).isFalse();
    assertThat(Loss.of(cut(9, 1, 0, 3_000)).factor()).isOne();
  }

  @Test
  void aFilterThatDropsStartIsNoLoss() {
    assertThat(Loss.of(cut(0, 500, 0, 0)).known).isFalse();
  }

  @Test
  void wherePiecesAreWholeAndLinesAreNotCallsShowByAnotherLine() {
    Loss loss = Loss.of(cut(80, 20, 300, 3_000));
    assertThat(loss.known).isTrue();
    assertThat(loss.share).isZero();
  }

  @Test
  void aDeliveryThatCameTwiceIsNoLoss() {
    assertThat(Loss.of(cut(499, 1, 0, 3_000)).share).isZero();
  }

  /** Seconds that are missing because their records are, in the even pace of a loop. */
  @Test
  void aLoopWithHolesIsEvenBesideThem() {
    for (long seed = 1; seed <= 20; seed++) {
      StartRing ring = new StartRing();
      Random dice = new Random(seed);
      for (double at = 0; at < 240; at += 0.09 * (0.8 + 0.4 * dice.nextDouble())) {
        ring.add((long) at, 1);
      }
      holes(ring, dice);
      assertThat(ring.dispersion(0, 240, 5)).isGreaterThan(0.5);
      assertThat(ring.dispersionBesideHoles(0, 240, 5)).isLessThan(0.3);
      assertThat(ring.dispersionBesideHoles(0, 240, 10)).isLessThan(0.3);
    }
  }

  /** Traffic does not become even by what is lost of it. */
  @Test
  void trafficWithHolesScattersAsEver() {
    int even = 0;
    for (long seed = 1; seed <= 500; seed++) {
      StartRing ring = new StartRing();
      Random dice = new Random(seed);
      double at = 0;
      while (at < 240) {
        ring.add((long) at, 1);
        at += -Math.log(1 - dice.nextDouble()) / 11;
      }
      holes(ring, dice);
      boolean both =
          ring.dispersionBesideHoles(0, 240, 5) <= 0.3
              && ring.dispersionBesideHoles(0, 240, 10) <= 0.3;
      even += both ? 1 : 0;
    }
    assertThat(even).isZero();
  }

  /** Every tenth stretch of three seconds. */
  private static void holes(StartRing ring, Random dice) {
    for (long second = 0; second < 240; second += 3) {
      if (dice.nextDouble() < 0.1) {
        ring.clear(second, second + 3);
      }
    }
  }
}
