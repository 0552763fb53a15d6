package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.PREFIX;
import static dev.stormwatch.core.source.MappingLife.STREAM;
import static dev.stormwatch.core.source.MappingLife.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.ShardPart;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which record blocks its shard, and when one does. */
class ShardPoisonTest {
  private static final String TABLE =
      "arn:aws:dynamodb:eu-west-1:1:table/customers/stream/2026-01-14T08:31";

  @Test
  void namesTheRecordOnceItIsIsolatedWhileOtherShardsGoOn() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    int[] last = {5_009, 5_009, 5_004, 5_004, 5_002, 5_002, 5_002, 5_002, 5_002, 5_002};
    int[] first = {5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_002, 5_002, 5_002, 5_002};
    for (int i = 0; i < last.length; i++) {
      int attempt = i;
      life.slots(
          1,
          slot -> {
            life.fails(slot, 0, first[attempt], last[attempt], "ValueError");
            life.ok(slot, 1, 100);
            life.ok(slot, 2, 100);
          });
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty().allMatch(f -> f.severity == Severity.PAGE);
    Finding page = said.get(said.size() - 1);
    assertThat(page.subject.names())
        .containsEntry("shard", name(0))
        .containsEntry("sequenceNumber", PREFIX + 5_002)
        .containsEntry("eventSource", STREAM);
    assertThat(page.headline).contains("clicks shard 0").contains("first loss in 24 h");
    assertThat(page.recommendations.get(0).command)
        .contains("update-event-source-mapping")
        .contains("--bisect-batch-on-function-error")
        .contains(STREAM);
    assertThat(page.evidence.get(0).text).contains("attempt 7 left one record");
    assertThat(said.get(0).incidentKey()).isEqualTo(page.incidentKey());
  }

  /** Each attempt is a call with a log stream of its own, and one may be delivered later. */
  @Test
  void theAttemptThatLeftOneRecordIsTheFirstToHappenNotToArrive() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    long began = life.now;
    int[] seconds = {7, 1, 3, 15, 29, 30, 31, 32};
    for (int second : seconds) {
      life.slots(
          1,
          slot -> {
            long at = began + second * 1_000L;
            String first = PREFIX + (second == 1 ? 5_001 : 5_002);
            slot.part(name(0))
                .failed(
                    new FailedBatch(
                        at, first, PREFIX + 5_002, "ValueError", 9, 2, -1, -1, "s", "r" + second));
            life.ok(slot, 1, 100);
            life.ok(slot, 2, 100);
          });
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said.get(said.size() - 1).evidence.get(0).at).isEqualTo(began + 3_000);
    assertThat(said.get(said.size() - 1).evidence.get(0).text)
        .contains("attempt 2 left one record");
  }

  /** Powertools' lines tell the record's number and neither stream nor shard. */
  @Test
  void aRecordOfAStreamThatNoLineNamesIsNamedBesideTheFunction() {
    Finding page = failingAlone(EventSourceSlot.UNNAMED + PREFIX + 5_002, PREFIX + 5_002, 1_000);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.subject.type()).isEqualTo("function");
    assertThat(page.subject.names())
        .containsOnlyKeys("function", "sequenceNumber")
        .containsEntry("sequenceNumber", PREFIX + 5_002);
    assertThat(page.headline).contains("one record (…005002)");
    Finding other = failingAlone(EventSourceSlot.UNNAMED + PREFIX + 6_001, PREFIX + 6_001, 1_000);
    assertThat(other.incidentKey()).isEqualTo(page.incidentKey());
  }

  /** The queue goes on beside it, as far as anybody knows. */
  @Test
  void aMessageOfAQueueThatNoLineNamesIsNamedBesideTheFunctionAndWakesNobody() {
    Finding ticket = failingAlone(EventSourceSlot.MESSAGE + "8a1f-77d0c4", "", 60_000);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.subject.names())
        .containsOnlyKeys("function", "messageId")
        .containsEntry("messageId", "8a1f-77d0c4");
    assertThat(ticket.headline).contains("one message (…77d0c4)");
  }

  /** Whoever knows of groups reads a FIFO queue, as far as anybody knows. */
  @Test
  void aMessageOfANamedGroupBlocksItThoughNoLineNamesTheQueue() {
    Finding page =
        failingAlone(
            EventSourceSlot.MESSAGE + "8a1f-77d0c4",
            "",
            60_000,
            (part, failure) -> {
              part.failed(failure);
              part.group = "customer-7";
            });
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).contains("group customer-7 of its event source");
    assertThat(page.impact.what).contains("if the queue is a FIFO queue");
    assertThat(page.recommendations.get(0).command).contains("--queue-name QUEUE_NAME");
  }

  /** Who reports single items answers as if all went well; only that it comes back tells. */
  @Test
  void aRecordThatErrorLinesNameAgainAndAgainBlocksItsShardThoughNoCallFails() {
    Finding page = failingAlone(name(2), PREFIX + 5_002, 1_000, ShardPart::suspect);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).contains("one record (…005002)").contains("shard 2");
    assertThat(page.recommendations.get(0).reason).contains("how many records the batch holds");
  }

  /** Bad records that a function names, leaves out and goes on behind, in every other call. */
  @Test
  void recordsThatAreNamedOnceEachAreNeitherPoisonNorAnOutage() {
    MappingLife life = new MappingLife("");
    life.slots(
        200,
        slot -> {
          slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "", "", 1, -1);
          for (int i = 0; i < 4; i++) {
            String number = PREFIX + (life.number * 4 + i);
            FailedBatch skipped =
                new FailedBatch(life.now, number, number, "", -1, -1, 1, -1, "s", "r" + number);
            slot.part(name(i)).suspect(skipped);
          }
        });
    assertThat(life.all()).isEmpty();
  }

  private static Finding failingAlone(String key, String number, int pause) {
    return failingAlone(key, number, pause, ShardPart::failed);
  }

  private static Finding failingAlone(
      String key, String number, int pause, BiConsumer<ShardPart, FailedBatch> tells) {
    MappingLife life = new MappingLife("");
    for (int attempt = 0; attempt < 10; attempt++) {
      String request = "call-" + attempt;
      life.slots(
          1 + pause / 5_000,
          slot -> {
            slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "", "", 10, -1);
            slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now + 1, "", "", 10, -1);
          });
      life.slots(
          1,
          slot ->
              tells.accept(
                  slot.part(key),
                  new FailedBatch(
                      life.now, number, number, "ValueError", -1, -1, 1, -1, "s", request)));
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    return said.get(said.size() - 1);
  }

  @Test
  void recoversWhenTheShardGetsPastTheRecord() {
    MappingLife life = blocked();
    life.number = 9_000;
    life.slots(1, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    Finding last = life.all().get(life.all().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.kind).isEqualTo(Kind.POISON_RECORD);
    int before = life.all().size();
    life.slots(20, slot -> life.ok(slot, 0, 100));
    assertThat(life.all()).hasSize(before);
  }

  private static MappingLife blocked() {
    return block(new MappingLife(STREAM));
  }

  private static MappingLife block(MappingLife life) {
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        10,
        slot -> {
          life.fails(slot, 0, 5_000, 5_000, "ValueError");
          life.ok(slot, 1, 100);
          life.ok(slot, 2, 100);
        });
    assertThat(life.said(Kind.POISON_RECORD)).isNotEmpty();
    return life;
  }

  @Test
  void aBatchThatPassesWhenTriedAgainIsNothing() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(
        200,
        slot -> {
          life.ok(slot, 1, 100);
          if (life.number % 4 == 0) {
            life.fails(slot, 0, life.number, life.number, "ValueError");
          } else {
            life.ok(slot, 0, 100);
          }
        });
    assertThat(life.all()).isEmpty();
  }

  @Test
  void aShardAloneIsJudgedByTheErrorsNameAndTheMessageSaysSo() {
    MappingLife poisoned = new MappingLife(STREAM);
    poisoned.slots(20, slot -> poisoned.ok(slot, 0, 100));
    poisoned.slots(15, slot -> poisoned.fails(slot, 0, 5_000, 5_009, "ValueError"));
    assertThat(poisoned.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.impact.what.contains("cannot be told apart"));

    MappingLife down = new MappingLife(STREAM);
    down.slots(20, slot -> down.ok(slot, 0, 100));
    down.slots(15, slot -> down.fails(slot, 0, 5_000, 5_009, "ConnectTimeoutError"));
    assertThat(down.said(Kind.POISON_RECORD)).isEmpty();
    assertThat(down.said(Kind.DEPENDENCY_OUTAGE))
        .isNotEmpty()
        .allMatch(f -> f.impact.what.contains("cannot be told apart"));
  }

  /** A flood of reports that are older than the settings say is taken in, not judged. */
  @Test
  void whatComesMuchTooLateIsNotJudged() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    long then = life.now;
    life.now += 1_200_000;
    life.slots(
        1,
        slot -> {
          for (int i = 0; i < 10; i++) {
            slot.part(name(0))
                .failed(
                    new FailedBatch(
                        then + i * 10_000L, "7", "7", "ValueError", 0, 1, -1, -1, "s", ""));
            slot.part(name(1)).succeeded(then + i * 10_000L, "9", "9", 1, 0);
          }
        });
    assertThat(life.all()).isEmpty();
  }

  /** A parent shard closes and two children begin, with numbers of their own. */
  @Test
  void reshardingIsNothing() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(40, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(240, slot -> List.of(1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    assertThat(life.all()).isEmpty();
  }

  @Test
  void aBatchesSiblingsThatGoOnBesideItDoNotHideIt() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.number = 6_000;
    life.slots(
        12,
        slot -> {
          life.fails(slot, 0, 5_000, 5_001, "ValueError");
          life.ok(slot, 0, 100);
          life.ok(slot, 1, 100);
        });
    assertThat(life.said(Kind.POISON_RECORD)).isNotEmpty();
  }

  /** With a parallelization factor, ranges of batches that go on overlap the one that fails. */
  @Test
  void batchesOfOtherKeysNeitherMoveTheRangeNorEndIt() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        14,
        slot -> {
          life.fails(slot, 0, 5_010, 5_400, "ValueError");
          life.ok(slot, 1, 100);
          String first = PREFIX + (5_005 + life.number);
          String last = PREFIX + (5_390 + life.number);
          slot.part(name(0)).succeeded(life.now + 1_500, first, last, 10, 100);
          if (life.number % 3 == 0) {
            life.fails(slot, 0, 5_300, 5_900, "ThrottlingException");
          }
        });
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty();
    assertThat(said.get(said.size() - 1).subject.names())
        .containsEntry("firstSequenceNumber", PREFIX + 5_010)
        .containsEntry("lastSequenceNumber", PREFIX + 5_400);
    assertThat(life.all()).noneMatch(finding -> finding.recovered);
  }

  /**
   * No shard is named in DynamoDB's events: the first number of the failing range tells it from
   * others, and no alert passes it off as a shard.
   */
  @Test
  void aShardThatNobodyNamesIsFollowedByItsNumbers() {
    MappingLife life = new MappingLife(TABLE);
    int[] first = {500, 500, 505, 505, 505, 505, 505, 505, 505, 505};
    for (int number : first) {
      life.slots(
          1,
          slot -> {
            slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "900", "910", 10, 50);
            slot.part(EventSourceSlot.UNNAMED + number)
                .failed(
                    new FailedBatch(
                        life.now, number + "", "509", "KeyError", 10, 10, -1, -1, "s", ""));
          });
    }
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.subject.names().get("firstSequenceNumber").equals("505"))
        .noneMatch(f -> f.subject.names().containsKey("shard"))
        .allMatch(f -> f.headline.contains("a shard of customers"));
  }

  /** The last group of a table's shard is no number, and its records are read with a command. */
  @Test
  void aShardOfATableThatIsNamedIsToldByItsLastGroup() {
    MappingLife life = new MappingLife(TABLE);
    String shard = "shardId-00000001773479776123-00000005";
    for (int attempt = 0; attempt < 8; attempt++) {
      life.slots(1, slot -> slot.part(shard).failed(failure(life, "500", "509")));
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty();
    Finding page = said.get(said.size() - 1);
    assertThat(page.headline).contains("customers shard …00000005");
    assertThat(page.recommendations.get(1).action).isEqualTo("look at the records of this range");
    assertThat(page.recommendations.get(1).command)
        .startsWith("aws dynamodbstreams get-records --limit 10 --shard-iterator")
        .contains("--shard-id " + shard)
        .contains("--sequence-number 500 ");
  }

  /** Numbers of a table's shards lie among each other, and no line says whose they are. */
  @Test
  void aBatchThatLiesWithinAnotherShardsIsNoHalfOfIt() {
    MappingLife life = new MappingLife(TABLE);
    tableFails(life, 8, slot -> {}, "500", "509");
    EventSourceSlot other = new EventSourceSlot(MappingLife.ENRICH, TABLE);
    other.part(EventSourceSlot.UNNAMED + "505").failed(failure(life, "505", "505"));
    tableFails(life, 1, slot -> slot.merge(other), "500", "509");
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.subject.names().get("firstSequenceNumber").equals("500"));
  }

  @Test
  void aBatchOfAnUnnamedShardThatSucceedsInTheEndIsNoPoison() {
    MappingLife life = new MappingLife(TABLE);
    tableFails(life, 5, slot -> {}, "500", "509");
    life.slots(
        12, slot -> slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "500", "509", 10, 50));
    assertThat(life.all()).isEmpty();
    tableFails(life, 1, slot -> {}, "800", "809");
    assertThat(life.all()).isEmpty();
  }

  private static void tableFails(
      MappingLife life, int slots, Consumer<EventSourceSlot> beside, String first, String last) {
    life.slots(
        slots,
        slot -> {
          String ok = Integer.toString(900 + life.number);
          slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, ok, ok, 10, 50);
          slot.part(EventSourceSlot.UNNAMED + first).failed(failure(life, first, last));
          beside.accept(slot);
        });
  }

  private static FailedBatch failure(MappingLife life, String first, String last) {
    return new FailedBatch(life.now, first, last, "KeyError", 10, 10, -1, -1, "s", "");
  }

  @Test
  void whenRecordsAreLostFollowsFromARetentionThatIsKnown() {
    Finding assumed = blocked().said(Kind.POISON_RECORD).get(0);
    assertThat(assumed.impact.what).contains("kept for 24 h, assumed");

    MappingLife known =
        new MappingLife(
            STREAM,
            TestSettings.usual()
                .with("eventSources", List.of(TestSettings.eventSource("clicks", 168))));
    Finding page = block(known).said(Kind.POISON_RECORD).get(0);
    assertThat(page.impact.what).contains("kept for 168 h, known");
    assertThat(page.headline).contains("first loss in 168 h");
  }
}
