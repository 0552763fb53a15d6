package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Spending by calls that are long and few, and by those that are not over. */
class RunningWorkTest {

  /** Six calls of 4 s a minute at 10 GB, for two hours. */
  private static CostLife life() {
    CostLife life = new CostLife(TestSettings.usual().settings());
    life.memory = 10_240;
    for (int i = 0; i < 720; i++) {
      life.begin(1).end(4_000);
    }
    return life;
  }

  /** A call each ten seconds, so many times. */
  private static void flow(CostLife life, int calls, long millis) {
    for (int i = 0; i < calls; i++) {
      life.begin(1).end(millis);
    }
  }

  /** 84 at a time are 50 USD an hour; of the first nothing is billed for 14 minutes. */
  @Test
  void asManyCallsAsUsualThatDoNotEndAreToldBeforeTheFirstIsBilled() {
    CostLife life = life();
    long start = life.now;
    flow(life, 80, 840_000);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.said.get(0).at() - start).isBetween(600_000L, 840_000L);
    flow(life, 30, 840_000);
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.last().headline).startsWith("poll: burns 50.70 USD an hour");
    assertThat(life.last().onset - start).isBetween(0L, 300_000L);

    flow(life, 200, 4_000);
    assertThat(life.last().recovered).isTrue();
  }

  /** Some 31 at a time of 110 s at 8 GB are 15 USD an hour, each bill a spike of its own. */
  @Test
  void fewLongCallsWhoseBillsComeUnevenlyAreATicketAfterTenMinutes() {
    CostLife life = life();
    life.memory = 8_192;
    long start = life.now;
    Random random = new Random(7);
    for (int i = 0; i < 90; i++) {
      int calls = 0;
      for (int tries = 0; tries < 28; tries++) {
        calls += random.nextInt(10) == 0 ? 1 : 0;
      }
      life.begin(calls).end(110_000);
    }
    assertThat(life.said.get(0).at() - start).isBetween(600_000L, 900_000L);
    assertThat(life.said).allMatch(row -> row.finding().severity == Severity.TICKET);
  }

  /** 150 calls of ten minutes at 90 USD an hour, as they begin together and as each is over. */
  @Test
  void aBurstOfLongCallsIsNotARunaway() {
    CostLife life = life();
    life.begin(150);
    flow(life, 120, 600_000);
    assertThat(life.said).noneMatch(row -> row.finding().severity == Severity.PAGE);
  }

  /**
   * For twelve minutes every END is lost: 72 calls seem to go on, which would be 43 USD an hour.
   */
  @Test
  void callsWhoseEndWasLostCostNoMoreThanTheirEnvironmentsCould() {
    CostLife life = life();
    life.environments = 2;
    for (int i = 0; i < 72; i++) {
      life.begin(1).lose().end(4_000);
    }
    assertThat(life.said).isEmpty();
  }
}
