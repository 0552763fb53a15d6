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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that Lambda gives up within seconds, which block nothing and are lost. */
class LossTest {

  private final MappingLife life = new MappingLife(STREAM);

  private void goOn(int slots) {
    life.slots(slots, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
  }

  /** Three attempts within one slot, and what the shard does next. */
  private void fails(int shard, int first, boolean succeedsAtLast) {
    life.number = Math.max(life.number, first + 100);
    life.slots(
        1,
        slot -> {
          for (int attempt = 0; attempt < 3; attempt++) {
            life.fails(slot, shard, first, first + 9, "ValueError");
            life.now += 500;
          }
          if (succeedsAtLast) {
            String last = PREFIX + (first + 9);
            slot.part(name(shard)).succeeded(life.now + 2_000, PREFIX + first, last, 10, 100);
          }
          life.now += 600;
          life.ok(slot, shard, 100);
        });
    life.now = (life.now + MappingLife.SLOT - 1) / MappingLife.SLOT * MappingLife.SLOT;
  }

  @Test
  void aBatchThatNobodyProcessedIsTold() {
    goOn(20);
    fails(0, 5_000, false);
    goOn(30);
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Finding ticket = said.get(0);
    assertThat(ticket.headline)
        .isEqualTo(
            "enrich: a batch of 10 of clicks shard 0 was left behind unprocessed after 3 failed"
                + " attempts");
    assertThat(ticket.subject.names()).containsEntry("firstSequenceNumber", PREFIX + 5_000);
    assertThat(ticket.impact.what).contains("the stream still holds them, until");
    assertThat(ticket.recommendations.get(0).command)
        .contains("aws lambda update-event-source-mapping")
        .contains("--destination-config")
        .contains("--bisect-batch-on-function-error");
    goOn(120);
    assertThat(life.all().get(life.all().size() - 1).recovered).isTrue();
  }

  /** What is tried again and succeeds begins where it failed. */
  @Test
  void aBatchThatSucceedsAtLastIsNothing() {
    goOn(20);
    fails(0, 5_000, true);
    goOn(30);
    assertThat(life.all()).isEmpty();
  }

  /** Attempts run in several environments, and each hands over its lines when it likes. */
  @Test
  void attemptsThatAreToldAfterTheirSuccessAreNoLoss() {
    goOn(20);
    long began = life.now;
    String first = PREFIX + 5_000;
    String last = PREFIX + 5_009;
    life.number = 5_100;
    life.slots(
        1,
        slot -> {
          slot.part(name(0)).failed(attempt(began, "r0"));
          slot.part(name(0)).succeeded(began + 4_000, first, last, 10, 100);
        });
    life.slots(
        1,
        slot -> {
          slot.part(name(0)).failed(attempt(began + 500, "r1"));
          slot.part(name(0)).failed(attempt(began + 1_500, "r2"));
          life.ok(slot, 0, 100);
        });
    goOn(30);
    assertThat(life.all()).isEmpty();
  }

  private static FailedBatch attempt(long at, String request) {
    return new FailedBatch(
        at, PREFIX + 5_000, PREFIX + 5_009, "ValueError", 100, 10, -1, -1, "stream", request);
  }

  /** The line about the attempt that went well is late. */
  @Test
  void aLineThatComesLateIsWaitedFor() {
    goOn(20);
    fails(0, 5_000, false);
    goOn(4);
    life.slots(
        1,
        slot ->
            slot.part(name(0))
                .succeeded(life.now - 20_000, PREFIX + 5_000, PREFIX + 5_009, 10, 100));
    goOn(30);
    assertThat(life.all()).isEmpty();
  }

  /** A mapping that allows few attempts drops a bad record every few minutes, as it is set to. */
  @Test
  void strayLossesAreATicketOfEachShard() {
    goOn(20);
    for (int batch = 0; batch < 12; batch++) {
      fails(batch % 3, 5_000 + 1_000 * batch, false);
      goOn(60);
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(said.stream().map(f -> f.subject.names().get("shard")).distinct())
        .containsExactlyInAnyOrder(name(0), name(1), name(2));
    goOn(120);
    assertThat(life.all().stream().filter(f -> f.recovered)).hasSize(12);
  }

  /** Each sixth batch or so. */
  @Test
  void aLargeShareOfLostBatchesIsAPage() {
    goOn(20);
    for (int batch = 0; batch < 12; batch++) {
      fails(batch % 3, 5_000 + 1_000 * batch, false);
      goOn(4);
    }
    goOn(12);
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said.get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(said).anyMatch(f -> f.severity == Severity.PAGE);
  }

  /** All shards fail for seconds: what is lost then is no record's fault. */
  @Test
  void whatIsLostInAnOutageIsNotPoison() {
    goOn(20);
    life.number = 6_000;
    life.slots(
        8,
        slot -> {
          for (int shard = 0; shard < 3; shard++) {
            for (int attempt = 0; attempt < 3; attempt++) {
              life.fails(slot, shard, life.number, life.number + 9, "ConnectTimeoutError");
              life.now += 100;
            }
          }
        });
    life.number = 9_000;
    goOn(60);
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
  }

  /** Shards come back one after another, and the last of them loses what it holds. */
  @Test
  void whatIsLostAMomentAfterAnOutageIsNotPoison() {
    goOn(20);
    life.slots(
        24, slot -> List.of(0, 1, 2).forEach(s -> life.fails(slot, s, 5_000, 5_009, "ValueError")));
    life.number = 9_000;
    goOn(3);
    fails(0, 9_500, false);
    goOn(60);
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    fails(0, 10_500, false);
    goOn(30);
    assertThat(life.said(Kind.POISON_RECORD)).isNotEmpty();
  }

  /** Events of DynamoDB do not name the shard: batches that succeed stand for no shard. */
  private void tableGoesOn(int slots) {
    life.slots(slots, this::someBatch);
  }

  private void someBatch(EventSourceSlot slot) {
    String number = PREFIX + (1_000 + life.number);
    slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now + 1_000, number, number, 10, 100);
  }

  private void tableFails(int attempts) {
    life.slots(
        attempts,
        slot -> {
          someBatch(slot);
          slot.part(EventSourceSlot.UNNAMED + PREFIX + 5_000).failed(failure());
        });
  }

  private FailedBatch failure() {
    return new FailedBatch(
        life.now + 2_000, PREFIX + 5_000, PREFIX + 5_000, "ValueError", 90, 1, -1, -1, "s", "");
  }

  @Test
  void aRecordOfAShardThatNobodyNamesIsLostOnceNobodyTriesIt() {
    tableGoesOn(20);
    tableFails(3);
    tableGoesOn(20);
    assertThat(life.all()).as("it may be tried again").isEmpty();
    tableGoesOn(20);
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(said.get(0).headline)
        .isEqualTo(
            "enrich: one record of clicks was left behind unprocessed after 3 failed attempts");
    assertThat(said.get(0).subject.names()).doesNotContainKey("shard");
  }

  @Test
  void aRecordOfAShardThatNobodyNamesThatSucceedsAtLastIsNothing() {
    tableGoesOn(20);
    tableFails(3);
    life.slots(
        1,
        slot ->
            slot.part(EventSourceSlot.NO_SHARD)
                .succeeded(life.now, PREFIX + 5_000, PREFIX + 5_000, 1, 100));
    tableGoesOn(60);
    assertThat(life.all()).isEmpty();
  }

  /** Batches of other keys of the shard go on behind the one that fails, and are told before. */
  private void partOfAShardFails(int attempts) {
    life.number = Math.max(life.number, 6_000);
    life.slots(
        attempts,
        slot -> {
          List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100));
          life.fails(slot, 0, 5_000, 5_009, "ValueError");
        });
  }

  @Test
  void aBatchOfAShardThatIsWorkedOnInPartsIsLostOnceNobodyTriesIt() {
    goOn(20);
    partOfAShardFails(3);
    goOn(25);
    assertThat(life.all()).as("its other parts go on anyway").isEmpty();
    goOn(20);
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> f.headline.contains("a batch of 10 of clicks shard 0 was left behind"));
  }

  /** A pause between attempts is no loss, however far the other parts have come. */
  @Test
  void whatIsTriedAgainWasNotLeftBehind() {
    goOn(20);
    partOfAShardFails(3);
    goOn(12);
    partOfAShardFails(1);
    goOn(8);
    assertThat(life.all()).noneMatch(f -> f.headline.contains("left behind"));
  }

  /** Another part of the shard fails for a moment after the batch was given up. */
  @Test
  void whatFailsElsewhereInTheShardLaterDoesNotHideALoss() {
    goOn(20);
    partOfAShardFails(3);
    life.slots(
        1,
        slot -> {
          List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100));
          life.fails(slot, 0, 6_500, 6_509, "ValueError");
        });
    goOn(20);
    assertThat(life.all()).as("it may be tried again").isEmpty();
    goOn(25);
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> (PREFIX + 5_000).equals(f.subject.names().get("firstSequenceNumber")));
  }
}
