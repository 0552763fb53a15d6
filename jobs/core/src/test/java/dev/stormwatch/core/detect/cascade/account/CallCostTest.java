package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.FunctionFlow;
import org.junit.jupiter.api.Test;

class CallCostTest {

  private static final int SLOT_SECONDS = 5;

  private static void take(CallCost cost, int seconds, double perSecond, double callSeconds) {
    for (int at = 0; at < seconds; at += SLOT_SECONDS) {
      FunctionFlow flow = new FunctionFlow();
      flow.ended = Math.round(perSecond * SLOT_SECONDS);
      flow.durationMicros = Math.round(flow.ended * callSeconds * 1e6);
      flow.billedMegabyteMillis = Math.round(flow.ended * callSeconds * 1_000 * 512);
      cost.take(flow, SLOT_SECONDS);
    }
  }

  /** Batches that fill up take ten times as long: after four minutes it is that which counts. */
  @Test
  void theMeanFollowsWithinMinutesHoweverManyCallsThereWereBefore() {
    CallCost cost = new CallCost();
    take(cost, 3_600, 20, 0.1);
    take(cost, 240, 4, 1);
    assertThat(cost.seconds()).isBetween(0.5, 1.0);
    take(cost, 480, 4, 1);
    assertThat(cost.seconds()).isBetween(0.9, 1.0);
    assertThat(cost.gigabyteSeconds()).isCloseTo(cost.seconds() / 2, within(1e-6));
  }

  /** Two calls a minute say little, and are kept for hours. */
  @Test
  void fewCallsAreNotForgottenForFewerStill() {
    CallCost cost = new CallCost();
    take(cost, 100, 5, 2);
    take(cost, 600, 0.2, 1);
    assertThat(cost.seconds()).isCloseTo((500 * 2 + 120) / 620.0, within(0.05));
  }
}
