package dev.stormwatch.replay.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IsolationScoreTest {

  private static final long ONSET = 1_000_000;
  private static final long LOSS = ONSET + 86_400_000;

  private static Entity record(String number) {
    return new Entity(
        "shard",
        Map.of("eventSource", "s", "shard", "0", "function", "f", "sequenceNumber", number),
        Set.of());
  }

  /** A batch of 100 needs seven halvings; an attempt fails every second. */
  private static final Isolation TRUTH =
      new Isolation(
          record("77"),
          ONSET,
          LOSS,
          100,
          true,
          true,
          LongStream.range(0, 20).mapToObj(i -> ONSET + i * 1000).toList());

  private static IsolationScore of(Naming... alerts) {
    return IsolationScore.of(List.of(new IsolationScore.Said(List.of(TRUTH), List.of(alerts))));
  }

  private static Naming naming(String number, long lossAt, int corneredAfter) {
    return new Naming(record(number), ONSET + 40_000, lossAt, ONSET + (corneredAfter - 1) * 1000L);
  }

  @Test
  void nineAttemptsAreFewForAHundredRecordsAndTenAreNot() {
    assertThat(of(naming("77", LOSS, 9)).cornered().value()).isEqualTo(1);
    assertThat(of(naming("77", LOSS, 10)).cornered().value()).isZero();
  }

  @Test
  void whoNamesAnotherRecordOrNoneHasCorneredNothing() {
    assertThat(of(naming("78", LOSS, 1)).cornered().value()).isZero();
    assertThat(of().cornered().value()).isZero();
    assertThat(of().deadline().known()).isFalse();
  }

  @Test
  void theErrorIsAShareOfTheTimeLeft() {
    long left = LOSS - ONSET - 40_000;
    assertThat(of(naming("77", LOSS + left / 25, 9)).deadline().value()).isEqualTo(1);
    assertThat(of(naming("77", LOSS - left / 15, 9)).deadline().value()).isZero();
    assertThat(of(naming("77", LOSS + left / 25, 9)).worstError()).isBetween(0.039, 0.041);
  }

  @Test
  void delaysAreToldBySourceWithTheMissedOnes() {
    Entity message =
        new Entity(
            "queue",
            Map.of("eventSource", "arn:aws:sqs:eu-west-1:1:jobs.fifo", "messageId", "m"),
            Set.of());
    Isolation missed = new Isolation(message, ONSET, 0, 10, false, false, List.of(ONSET));
    IsolationScore score =
        IsolationScore.of(
            List.of(
                new IsolationScore.Said(List.of(TRUTH, missed), List.of(naming("77", LOSS, 9)))));
    assertThat(score.delays())
        .extracting(IsolationScore.Delay::source)
        .containsExactly("its source, batches logged", "sqs fifo, default logs");
    IsolationScore.Delay found = score.delays().get(0);
    assertThat(found.time().median()).isEqualTo(40_000);
    assertThat(found.attempts().median()).isEqualTo(20);
    assertThat(score.delays().get(1).found().value()).isZero();
    assertThat(score.deadline().of()).isEqualTo(1);
  }
}
