package dev.stormwatch.replay.score;

import static dev.stormwatch.replay.score.Said.CATALOG;
import static dev.stormwatch.replay.score.Said.CHECKOUT;
import static dev.stormwatch.replay.score.Said.ORDERS;
import static dev.stormwatch.replay.score.Said.record;
import static dev.stormwatch.replay.score.Said.shard;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityTest {

  @Test
  void aDatabaseOverlapsWithItsFunctionsAndIsNotNamedByThem() {
    assertThat(ORDERS.overlaps(CHECKOUT)).isTrue();
    assertThat(CHECKOUT.overlaps(ORDERS)).isTrue();
    assertThat(ORDERS.overlaps(CATALOG)).isFalse();
    assertThat(ORDERS.namedBy(CHECKOUT)).isFalse();
    assertThat(ORDERS.namedBy(Entity.database("orders-db"))).isTrue();
  }

  @Test
  void twoDatabasesDoNotOverlapThroughAFunctionThatUsesBoth() {
    Entity other = new Entity("database", Map.of("database", "users-db"), Set.of("checkout"));

    assertThat(ORDERS.overlaps(other)).isFalse();
  }

  @Test
  void aShardIsAnotherThanItsNeighbourThoughOneFunctionReadsBoth() {
    assertThat(record("shardId-1", "7").overlaps(record("shardId-2", "7"))).isFalse();
    assertThat(record("shardId-1", "7").overlaps(Said.function("worker"))).isTrue();
  }

  @Test
  void aPoisonRecordIsNamedOnlyFromInsideTheLabelledRange() {
    Entity label = shard("shardId-1", "49590000000000000000001", "49590000000000000000009");

    assertThat(label.namedBy(record("shardId-1", "49590000000000000000005"))).isTrue();
    assertThat(label.namedBy(label)).isTrue();
    assertThat(label.namedBy(record("shardId-1", "49590000000000000000010"))).isFalse();
    assertThat(label.namedBy(record("shardId-1", "5"))).isFalse();
    assertThat(label.namedBy(record("shardId-2", "49590000000000000000005"))).isFalse();
    assertThat(record("shardId-1", "49590000000000000000005").namedBy(label))
        .as("a range is less than the record")
        .isFalse();
  }

  @Test
  void aShardWithoutARecordDoesNotNameAPoisonRecord() {
    Entity bare =
        new Entity(
            "shard",
            Map.of(
                "eventSource", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "shard", "shardId-1",
                "function", "worker"),
            Set.of());

    assertThat(record("shardId-1", "5").namedBy(bare)).isFalse();
    assertThat(bare.namedBy(record("shardId-1", "5"))).isTrue();
  }

  @Test
  void aQueueIsNamedByItsMessage() {
    Entity label = queue("m-1");

    assertThat(label.namedBy(queue("m-1"))).isTrue();
    assertThat(label.namedBy(queue("m-2"))).isFalse();
  }

  private static Entity queue(String messageId) {
    return new Entity(
        "queue",
        Map.of("eventSource", "arn:aws:sqs:eu-west-1:123456789012:jobs", "messageId", messageId),
        Set.of());
  }

  @Test
  void aCascadeIsNamedByItsRootAndTouchedByAnyOfItsFunctions() {
    Entity label = new Entity("cascade", Map.of("root", "a"), Set.of("a", "b", "c"));

    assertThat(label.overlaps(Said.function("c"))).isTrue();
    assertThat(label.overlaps(Said.function("a"))).isTrue();
    assertThat(label.namedBy(new Entity("cascade", Map.of("root", "a"), Set.of("b")))).isTrue();
    assertThat(label.namedBy(new Entity("cascade", Map.of("root", "b"), Set.of("a")))).isFalse();
  }

  @Test
  void functionsOfTwoAccountsAreTwoFunctions() {
    Entity here = new Entity("function", Map.of("function", "f", "account", "1"), Set.of());
    Entity there = new Entity("function", Map.of("function", "f", "account", "2"), Set.of());

    assertThat(here.overlaps(there)).isFalse();
    assertThat(here.overlaps(Said.function("f"))).as("an account not said is any").isTrue();
  }
}
