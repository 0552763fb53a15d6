package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Life;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What doubles has come to a limit of thirty places before it doubled four times for sure; of three
 * hundred it need not be waited for so long.
 */
class FirstDoublingsTest {

  private static final int SEEDS = 20;

  private static final int UNTIL = START + 250;

  /** Of so many seeds: how often an explosion is seen in it. */
  private static int explosions(int seeds, double usual, int millis, Consumer<Life> adds) {
    return Life.explosions(seeds, usual, millis, UNTIL, adds);
  }

  @Test
  void whatDoublesUntilItsFewPlacesAreTakenIsPagedWithinFourMinutes() {
    assertThat(explosions(SEEDS, 0.01, 2_000, life -> life.feedsItself(2, 2, 1, 27, UNTIL)))
        .isGreaterThanOrEqualTo(SEEDS * 3 / 4);
    assertThat(explosions(SEEDS, 0.05, 2_500, life -> life.feedsItself(2, 2.5, 2.5, 60, UNTIL)))
        .isGreaterThanOrEqualTo(SEEDS * 3 / 4);
    assertThat(explosions(SEEDS, 0.2, 2_000, life -> life.feedsItself(2, 2, 1, 40, UNTIL)))
        .isGreaterThanOrEqualTo(SEEDS / 4);
  }

  /** No limit stops it: by then it is all that runs. */
  @Test
  void whatDoublesNineTimesInItsTurnsIsPagedBeforeAnyLimitStopsIt() {
    int seeds = SEEDS / 2;
    int until = START + 25;
    assertThat(
            Life.explosions(
                seeds, 0.01, 500, until, life -> life.feedsItself(2, 0.5, 0.5, 5_000, until)))
        .isGreaterThanOrEqualTo(seeds * 3 / 5);
  }

  /** What a call causes waits for as long as the call takes, and half as long again. */
  @Test
  void whatDoublesNineTimesThoughItWaitsOnItsWayIsPagedBeforeAnyLimitStopsIt() {
    int seeds = SEEDS / 2;
    int until = START + 90;
    assertThat(
            Life.explosions(
                seeds, 0.01, 3_000, until, life -> life.feedsItself(2, 3, 4.5, 5_000, until)))
        .isGreaterThanOrEqualTo(seeds * 3 / 5);
  }

  /** Calls by the second from the first one on, the last of them until the end. */
  private static int bySecond(double usual, int millis, int until, int... perSecond) {
    return Life.explosions(
        SEEDS,
        usual,
        millis,
        until,
        life -> {
          for (int second = 0; START + second < until; second++) {
            int calls = perSecond[Math.min(second, perSecond.length - 1)];
            for (int call = 0; call < calls; call++) {
              life.account.call("work", START + second + call / (double) calls);
            }
          }
        });
  }

  /** Two calls of somebody else came just before the first of those that double. */
  @Test
  void whatIsUsualJustBeforeHidesNoDoublings() {
    int[] perSecond = {
      1, 0, 0, 1, 0, 0, 0, 1, 0, 2, 1, 4, 3, 6, 7, 16, 21, 21, 35, 38, 30, 28, 34, 30, 28, 30, 33,
      28
    };
    assertThat(bySecond(0.01, 1_550, START + 240, perSecond)).isGreaterThanOrEqualTo(SEEDS * 3 / 5);
  }

  /** Sixteen calls a minute hide the first of those that triple every three seconds. */
  @Test
  void whatIsCalledNowAndThenIsPagedWithinAMinute() {
    assertThat(
            bySecond(
                0.27,
                2_500,
                START + 60,
                1,
                0,
                3,
                1,
                1,
                5,
                1,
                7,
                11,
                9,
                24,
                27,
                32,
                51,
                80,
                104,
                161,
                229,
                307,
                360))
        .isGreaterThanOrEqualTo(SEEDS * 3 / 5);
  }

  /** Nine doublings from two calls on are so many that three more at first say nothing. */
  @Test
  void whatDoublesNineTimesMayBeginWithAFewCalls() {
    assertThat(
            bySecond(
                0.01,
                1_800,
                START + 40,
                2,
                1,
                4,
                2,
                6,
                4,
                7,
                15,
                15,
                23,
                29,
                53,
                64,
                112,
                116,
                214,
                283,
                416,
                520))
        .isGreaterThanOrEqualTo(SEEDS * 3 / 5);
  }

  /** People come ever more slowly, however many of them there are. */
  @Test
  void aCrowdThatComesToAnIdleFunctionDoublesLessThanThatInEqualTimes() {
    for (double power : new double[] {1, 2, 3}) {
      int found =
          Life.explosions(
              SEEDS,
              0.01,
              300,
              START + 60,
              life ->
                  life.arrivals(
                      "work",
                      START,
                      START + 60,
                      at -> Math.min(400, 400 * Math.pow(at / 40, power)),
                      400));
      assertThat(found).as("power %.0f", power).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void pollersOfABacklogAreNone() {
    int found =
        explosions(
                100,
                0.01,
                1_500,
                life -> {
                  double each = 1 + 2 * life.dice.nextDouble();
                  for (int poller = 0; poller < 45; poller++) {
                    double from =
                        poller < 5 ? 3 * life.dice.nextDouble() : each * (poller - 4.0) / 2;
                    life.worker(START + from, UNTIL, 1.5);
                  }
                })
            + explosions(
                100,
                0.01,
                1_500,
                life -> {
                  double step = 1 + 6 * life.dice.nextDouble();
                  for (int poller = 0; poller < 40; poller++) {
                    double from = step * Math.floor(poller / 5.0) + life.dice.nextDouble();
                    life.worker(START + from, UNTIL, 1.5);
                  }
                });
    assertThat(found).isLessThanOrEqualTo(1);
  }

  @Test
  void clientsThatComeInALineOrAsTheyLikeAreNone() {
    int found = 0;
    for (double seconds : new double[] {5, 15, 40}) {
      found +=
          explosions(
              25,
              0.01,
              1_000,
              life -> {
                for (int client = 0; client < 40; client++) {
                  life.worker(START + seconds * client / 40, UNTIL, 1.5);
                }
              });
      found +=
          explosions(
              25,
              0.01,
              1_000,
              life -> {
                for (int client = 0; client < 40; client++) {
                  life.worker(START + seconds * life.dice.nextDouble(), UNTIL, 1.5);
                }
              });
    }
    assertThat(found).isLessThanOrEqualTo(1);
  }

  /** A limit of three hundred is reached after 11 s, after 30 s, and after 45 s. */
  @Test
  void whatDoublesManyTimesIsPagedAfterTwiceThat() {
    assertThat(upToThreeHundred(1, 0.3, START + 55)).isGreaterThanOrEqualTo(SEEDS * 3 / 4);
    assertThat(upToThreeHundred(3, 0.6, START + 95)).isGreaterThanOrEqualTo(SEEDS * 3 / 4);
    assertThat(upToThreeHundred(5, 1, START + 125)).isGreaterThanOrEqualTo(SEEDS / 2);
  }

  private static int upToThreeHundred(int seconds, double delay, int until) {
    return Life.explosions(
        SEEDS,
        0.01,
        seconds * 1_000,
        until,
        life -> life.feedsItself(2, seconds, delay, 300, until));
  }

  @Test
  void hundredsOfClientsThatComeInALineOrASquareOrAtOnceAreNone() {
    int found = 0;
    for (double seconds : new double[] {3, 8, 15}) {
      for (double power : new double[] {0, 1, 0.5}) {
        found +=
            Life.explosions(
                20,
                0.01,
                1_000,
                START + 150,
                life -> {
                  for (int client = 0; client < 300; client++) {
                    double share = power == 0 ? life.dice.nextDouble() : client / 300.0;
                    double from = seconds * Math.pow(share, Math.max(0.5, power));
                    life.worker(START + from, UNTIL, 1);
                  }
                });
      }
    }
    assertThat(found).isEqualTo(0);
  }
}
