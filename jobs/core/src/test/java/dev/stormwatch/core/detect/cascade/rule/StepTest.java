package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.TestSettings;
import org.junit.jupiter.api.Test;

class StepTest {

  private static final int START = 900;
  private static final int END = 1_260;

  private final Account account = new Account(TestSettings.usual().settings());

  /** One call at a time, of so many seconds. */
  private StepTest serial(double from, double to, double seconds) {
    for (double at = from; at < to; at += seconds) {
      account.call("index", at, seconds);
    }
    return this;
  }

  /** A call every other second, each of a tenth of one. */
  private StepTest seldom(double from, double to) {
    for (double at = from; at < to; at += 2) {
      account.call("index", at, 0.1);
    }
    return this;
  }

  private Step step() {
    account.play(0, END);
    return stepNow();
  }

  private Step stepNow() {
    Step step =
        Step.of(account.state.members.get("index"), account.state.end - 15, account.state.end);
    assertThat(step).isNotNull();
    return step;
  }

  @Test
  void aStepTellsWhenItWasAndWhatWasBefore() {
    Step step = seldom(0, START).serial(START, END, 0.25).step();
    assertThat(step.since - Account.START).isBetween(START - 30L, START + 30L);
    assertThat(step.rate).isEqualTo(0.5, within(0.05));
    assertThat(step.seconds()).isEqualTo(0.1, within(0.01));
    assertThat(step.peak).isEqualTo(4, within(0.2));
    assertThat(step.steadiness).isEqualTo(1, within(0.2));
  }

  @Test
  void aPauseSinceThenIsTold() {
    Step step =
        seldom(0, START).serial(START, START + 90, 0.25).serial(END - 120, END, 0.25).step();
    assertThat(step.steadiness).isZero();
  }

  /** A delivery is late: what it tells is counted in the half minute after. */
  @Test
  void whatIsToldHalfAMinuteLateIsNoPause() {
    seldom(0, START).serial(START, END, 0.25).step();
    Trail work = account.state.members.get("index").work;
    long pane = Trail.floor(Account.START + START + 150);
    work.add(pane + Trail.PANE_SECONDS, work.at(pane));
    work.add(pane, -work.at(pane));
    assertThat(stepNow().steadiness).isBetween(0.25, 0.8);
  }

  /** Shards that join one by one are a quarter of what they come to, and were never idle. */
  @Test
  void whatBecomesMoreIsSteady() {
    seldom(0, START).serial(START, END, 1);
    for (int shard = 1; shard < 5; shard++) {
      serial(START + 30 * shard, END, 1);
    }
    assertThat(step().steadiness).isGreaterThan(0.9);
  }

  /** Two minutes of calls are too few to say what is usual. */
  @Test
  void whatBeganAMomentAgoIsNoStep() {
    serial(START, END, 0.25);
    account.play(0, END);
    Member member = account.state.members.get("index");
    assertThat(Step.of(member, account.state.end - 15, account.state.end)).isNull();
  }
}
