package dev.stormwatch.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventSourceRulesTest {

  private static final Pattern BATCH =
      Pattern.compile(
          "\"firstSequenceNumber\":\"(\\d+)\",\"lastSequenceNumber\":\"(\\d+)\".*"
              + "\"batchSize\":(\\d+).*\"outcome\":\"(\\w+)\"");

  private record Told(String first, String last, int size, String outcome) {}

  private static Estate stream(double minutes, String mapping, String troubles) {
    return Estates.run(
        minutes,
        """
        streams:
          s: {consumer: f, shards: 2, batchSize: 64, traffic: {perSecond: 40}, %s}
        functions:
          f: {workMillis: 100, batchLines: plain, synchronous: false}
        troubles: [%s]
        """
            .formatted(mapping, troubles));
  }

  private static List<Told> told(Estate estate) {
    List<Told> told = new ArrayList<>();
    for (String line : Estates.lines(estate, "f")) {
      Matcher batch = BATCH.matcher(line);
      if (batch.find()) {
        told.add(
            new Told(
                batch.group(1), batch.group(2), Integer.parseInt(batch.group(3)), batch.group(4)));
      }
    }
    return told;
  }

  @Test
  void eightAttemptsOrSoAreMadeInTheFirstMinute() {
    Estate estate = stream(30, "longestPauseSeconds: 60", "{do: poison, source: s, at: 5}");
    Truth.Poison poison = estate.truth.poison().get(0);
    long inAMinute =
        estate.truth.invocations("f").stream()
            .filter(call -> call.ending().failed() && call.end() < poison.firstFailure + 60_000)
            .count();

    assertThat(inAMinute).isBetween(7L, 9L);
    assertThat(poison.goneAt).isZero();
  }

  @Test
  void theSameBatchComesAgainAndTheOtherShardGoesOn() {
    Estate estate = stream(15, "longestPauseSeconds: 20", "{do: poison, source: s, at: 5}");
    List<Told> failed =
        told(estate).stream().filter(batch -> batch.outcome.equals("failed")).toList();

    assertThat(failed.size()).isGreaterThan(20);
    assertThat(failed.stream().distinct()).hasSize(1);
    assertThat(told(estate).stream().filter(batch -> batch.outcome.equals("ok")).count())
        .as("half of some 40 records a second, a few at a time")
        .isGreaterThan(1_000);
  }

  @Test
  void bisectingCornersTheRecordInAsManyStepsAsTheBatchHasHalves() {
    Estate estate = stream(15, "bisect: true", "{do: poison, source: s, at: 5}");
    String culprit = estate.truth.poison().get(0).id;
    List<Told> failed =
        told(estate).stream().filter(batch -> batch.outcome.equals("failed")).toList();
    int steps = 1;
    while (failed.get(steps - 1).size > 1) {
      steps++;
    }

    assertThat(steps).isLessThanOrEqualTo(8);
    assertThat(failed.get(steps - 1).first).isEqualTo(culprit);
    assertThat(failed.get(failed.size() - 1).last).isEqualTo(culprit);
  }

  @Test
  void aPartialResponseMovesTheCheckpointToTheFirstThatFailed() {
    Estate estate = stream(15, "partialResponses: true", "{do: poison, source: s, at: 5}");
    String culprit = estate.truth.poison().get(0).id;
    List<Told> partial =
        told(estate).stream().filter(batch -> batch.outcome.equals("partial")).toList();

    assertThat(partial.get(1).first).isEqualTo(culprit);
    assertThat(estate.truth.invocations("f")).noneMatch(call -> call.ending().failed());
  }

  @Test
  void afterTheLastRetryTheBatchIsDroppedAndTold() {
    Estate estate =
        stream(
            15,
            "maximumRetryAttempts: 3, bisect: true, destination: failed-records",
            "{do: poison, source: s, at: 5}");
    Truth.Poison poison = estate.truth.poison().get(0);

    assertThat(poison.goneAt).isPositive();
    assertThat(Estates.lines(estate, "failed-records"))
        .singleElement()
        .asString()
        .contains("RetryAttemptsExhausted")
        .contains("\"startSequenceNumber\":\"" + poison.id + "\"");
  }

  @Test
  void recordsThatAreTooOldAreDropped() {
    Estate estate = stream(15, "maximumRecordAgeSeconds: 60", "{do: poison, source: s, at: 5}");
    Truth.Poison poison = estate.truth.poison().get(0);

    assertThat(poison.goneAt - poison.firstFailure).isBetween(40_000L, 110_000L);
  }

  @Test
  void aHotKeyFillsOneShard() {
    Estate estate =
        stream(10, "batchSize: 1000", "{do: hot-key, source: s, shard: 1, share: 0.8, at: 0}");
    StreamSource stream = (StreamSource) estate.source("s");

    assertThat(stream.shards).hasSize(2);
    long records = told(estate).stream().mapToLong(Told::size).sum();
    assertThat(records).isGreaterThan(20_000);
  }

  @Test
  void childrenOfAShardThatIsSplitAreReadOnceItIsReadToItsEnd() {
    Estate estate =
        stream(
            20,
            "longestPauseSeconds: 20",
            "{do: poison, source: s, shard: 0, at: 3}, {do: split-shard, source: s, shard: 0, at: 5},"
                + " {do: heal, function: f, at: 10}");
    Truth.Poison poison = estate.truth.poison().get(0);

    assertThat(poison.shard).isEqualTo("shardId-000000000000");
    assertThat(poison.attempts.get(0)).isEqualTo(poison.firstFailure);
    List<String> ofChild =
        Estates.lines(estate, "f").stream()
            .filter(line -> line.contains("shardId-000000000002"))
            .toList();
    assertThat(ofChild)
        .as("its first records waited from the split until the parent was free")
        .anyMatch(line -> Pattern.compile("\"iteratorAgeMs\":3\\d{5},").matcher(line).find());
  }

  @Test
  void aWindowGathersRecordsIntoABatch() {
    List<Told> told = told(stream(10, "batchWindowSeconds: 2", ""));
    assertThat(told.stream().mapToInt(Told::size).average().orElse(0)).isBetween(30.0, 50.0);
  }

  @Test
  void aShardThatIsMergedOfTwoGetsTheRecordsOfBoth() {
    Estate estate =
        stream(10, "batchSize: 10", "{do: merge-shards, source: s, shard: 0, with: 1, at: 2}");
    long last =
        Estates.lines(estate, "f").stream()
            .filter(line -> line.contains("shardId-000000000002"))
            .count();
    assertThat(last).isGreaterThan(1_000);
  }

  @Test
  void whatIsGivenUpOfATableIsToldInItsOwnWords() {
    Estate estate =
        stream(
            15,
            "kind: dynamodb, maximumRetryAttempts: 2, destination: failed-records",
            "{do: poison, source: s, at: 5}");

    assertThat(Estates.lines(estate, "failed-records"))
        .singleElement()
        .asString()
        .contains("DDBStreamBatchInfo")
        .contains("approximateCreationDateTimeOfFirstRecord");
  }

  private static Estate queue(String queue, String troubles) {
    return Estates.run(
        20,
        """
        queues:
          q: {consumer: f, batchSize: 5, visibilitySeconds: 30, traffic: {perSecond: 1}, %s}
        functions:
          f: {workMillis: 100, batchLines: plain, synchronous: false}
        troubles: [%s]
        """
            .formatted(queue, troubles));
  }

  @Test
  void aMessageThatFailsComesBackAfterTheVisibilityTimeout() {
    Estate estate = queue("messageGroups: 0", "{do: poison, source: q, at: 5}");
    Truth.Poison poison = estate.truth.poison().get(0);

    assertThat(poison.queue).isTrue();
    assertThat(poison.failures).isBetween(27, 30);
    assertThat(poison.goneAt).isZero();
  }

  @Test
  void afterSoManyReceivesItGoesToTheDeadLetterQueue() {
    Estate estate = queue("maxReceiveCount: 3", "{do: poison, source: q, at: 5}");
    Truth.Poison poison = estate.truth.poison().get(0);

    assertThat(poison.failures).isEqualTo(3);
    assertThat(poison.goneAt).isPositive();
  }

  @Test
  void aFifoGroupWaitsBehindItsFirstMessageAndTheOthersGoOn() {
    Estate estate = queue("messageGroups: 2", "{do: poison, source: q, at: 5}");
    long afterwards =
        estate.truth.invocations("f").stream()
            .filter(call -> !call.ending().failed() && call.arrival() > 6 * Estates.MINUTE)
            .count();

    assertThat(estate.truth.poison().get(0).failures).isGreaterThan(20);
    assertThat(afterwards).isBetween(250L, 600L);
  }
}
