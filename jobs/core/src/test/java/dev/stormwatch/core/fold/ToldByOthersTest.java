package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.SourceLines.SHARD;
import static dev.stormwatch.core.fold.SourceLines.STREAM;
import static dev.stormwatch.core.fold.SourceLines.batch;
import static dev.stormwatch.core.fold.SourceLines.begun;
import static dev.stormwatch.core.fold.SourceLines.only;
import static dev.stormwatch.core.fold.SourceLines.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.MappingCounts.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others than the function itself tell of its mapping. */
class ToldByOthersTest {

  private final EventSourceFold fold = begun();

  private static Observation givenUp(String functionArn) {
    Observation line = told(LineKind.ON_FAILURE, 1);
    line.source.functionArn = functionArn;
    line.source.eventSource = STREAM;
    line.source.shard = SHARD;
    line.source.firstSequenceNumber = "100";
    line.source.lastSequenceNumber = "109";
    line.source.batchSize = 10;
    line.source.attempts = 5;
    line.source.outcome = "RetryAttemptsExhausted";
    return line;
  }

  /** Who prints an on-failure record is not whom it is about, and only a claim is made of it. */
  @Test
  void whatWasGivenUpIsOfTheFunctionThatTheRecordNames() {
    fold.add(givenUp("arn:aws:lambda:eu-west-1:111122223333:function:ledger-writer:$LATEST"));
    assertThat(only(fold).function.name()).isEqualTo("ledger-writer");
    assertThat(only(fold).eventSource).isEqualTo(STREAM);
    assertThat(only(fold).parts).isEmpty();
    assertThat(only(fold).givenUp)
        .singleElement()
        .matches(batch -> batch.attempts == 5 && batch.last.equals("109"));
  }

  @Test
  void nobodySpeaksAboutAnotherAccountOrWithoutNames() {
    fold.add(givenUp("arn:aws:lambda:eu-west-1:999999999999:function:ledger-writer"));
    fold.add(givenUp("arn:aws:lambda:us-east-1:111122223333:function:ledger-writer"));
    fold.add(givenUp("ledger-writer"));
    Observation forged = givenUp("arn:aws:lambda:eu-west-1:111122223333:function:ledger-writer");
    forged.source.shard = "card 4111 1111 1111 1111";
    fold.add(forged);
    assertThat(fold.finish()).isEmpty();
  }

  @Test
  void countsOfAMappingAreOfTheFunctionThatTheirDimensionNames() {
    Observation line = told(LineKind.EMF, 0);
    line.mapping.set(Metric.DROPPED, 3);
    line.function = "ledger-writer";
    fold.add(line);
    assertThat(only(fold).function.name()).isEqualTo("ledger-writer");
    assertThat(only(fold).counts.sum(Metric.DROPPED)).isEqualTo(3);
    assertThat(only(fold).parts).isEmpty();
  }

  @Test
  void pollersTellHowFarAPartitionIs() {
    Observation line = told(LineKind.EVENT_SOURCE, 0);
    line.source.eventSource = "arn:aws:kafka:eu-west-1:111122223333:cluster/demo/3521";
    line.source.partitions =
        List.of(
            new PartitionReport("clicks-1", 7_004, 6_012),
            new PartitionReport("clicks-2", 40, 40),
            new PartitionReport("no name", 40, 40));
    fold.add(line);
    assertThat(only(fold).parts.keySet()).containsExactlyInAnyOrder("clicks-1", "clicks-2");
    assertThat(only(fold).part("clicks-1").offsets.behind()).isEqualTo(992);
  }
}
