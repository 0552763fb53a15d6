package dev.stormwatch.replay.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlarmTest {

  private static List<Long> raised(Alarm alarm, Long... breaching) {
    return alarm.raised(0, 20, Set.of(breaching)::contains);
  }

  @Test
  void oneOfOneGoesOffAtOnceAndAgainOnlyAfterItWasOk() {
    assertThat(raised(Alarm.ONE_OF_ONE, 3L, 4L, 5L, 9L)).containsExactly(3L, 9L);
  }

  @Test
  void twoOfThreeWaitsForTheSecondAndForgivesOneGoodMinute() {
    assertThat(raised(Alarm.TWO_OF_THREE, 3L)).isEmpty();
    assertThat(raised(Alarm.TWO_OF_THREE, 3L, 6L)).isEmpty();
    assertThat(raised(Alarm.TWO_OF_THREE, 3L, 5L)).containsExactly(5L);
    assertThat(raised(Alarm.TWO_OF_THREE, 3L, 4L, 6L, 7L)).containsExactly(4L);
  }

  @Test
  void threeOfThreeWantsThemInARow() {
    assertThat(raised(Alarm.THREE_OF_THREE, 3L, 4L, 6L, 7L)).isEmpty();
    assertThat(raised(Alarm.THREE_OF_THREE, 3L, 4L, 5L)).containsExactly(5L);
  }
}
