package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionLimitTest {

  private static final long DAY = 86_400_000;

  private final FunctionLimit limit = new FunctionLimit(2);

  private boolean exceeded(String name, long arrival) {
    LogGroup group = new LogGroup("123456789012", "eu-west-1", "/aws/lambda/" + name);
    return limit.exceededBy(new LogDocument(group, "s"), arrival);
  }

  @Test
  void oneTooManyIsRefusedAndTheOthersGoOn() {
    assertThat(exceeded("a", 0)).isFalse();
    assertThat(exceeded("b", 0)).isFalse();
    assertThat(exceeded("c", 0)).isTrue();
    assertThat(exceeded("a", 1)).isFalse();
    assertThat(exceeded("b", DAY)).isFalse();
    assertThat(exceeded("c", DAY)).isTrue();
  }

  @Test
  void whatIsNoLongerHeardOfMakesRoom() {
    assertThat(exceeded("a", 0)).isFalse();
    assertThat(exceeded("b", 0)).isFalse();
    assertThat(exceeded("b", DAY)).isFalse();
    assertThat(exceeded("c", DAY)).isTrue();
    assertThat(exceeded("c", 2 * DAY)).isFalse();
    assertThat(exceeded("a", 2 * DAY)).isTrue();
  }

  @Test
  void aRecordOfYesterdayForgetsNothing() {
    assertThat(exceeded("a", DAY)).isFalse();
    assertThat(exceeded("b", 0)).isFalse();
    assertThat(exceeded("c", DAY)).isTrue();
  }
}
