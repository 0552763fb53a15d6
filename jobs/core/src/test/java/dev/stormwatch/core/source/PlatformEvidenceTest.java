package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.PREFIX;
import static dev.stormwatch.core.source.MappingLife.STREAM;
import static dev.stormwatch.core.source.MappingLife.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Lambda itself tells of a mapping: batches given up, counts, offsets of Kafka. */
class PlatformEvidenceTest {

  private static final String KAFKA = "arn:aws:kafka:eu-west-1:111122223333:cluster/demo/3521";

  private static GivenUp givenUp(MappingLife life, int shard, int first, int last) {
    return new GivenUp(
        life.now,
        name(shard),
        PREFIX + first,
        PREFIX + last,
        last - first + 1,
        5,
        GivenUp.RETRIES,
        "");
  }

  /** The function logs nothing of its batches, and somebody else prints the record: a ticket. */
  @Test
  void aBatchGivenUpIsATicketThatNamesItsNumbersAndNeverAPage() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(1, slot -> slot.gaveUp(givenUp(life, 1, 5_000, 5_000)));
    assertThat(life.said(Kind.POISON_RECORD))
        .singleElement()
        .matches(f -> f.severity == Severity.TICKET)
        .matches(f -> (PREFIX + 5_000).equals(f.subject.names().get("sequenceNumber")))
        .matches(f -> f.evidence.get(0).text.contains("after 5 attempts"));
    life.slots(60, slot -> life.ok(slot, 0, 100));
    assertThat(life.all()).anyMatch(f -> f.recovered);
    life.slots(200, slot -> slot.gaveUp(givenUp(life, 1, life.number, life.number)));
    assertThat(life.said(Kind.POISON_RECORD)).noneMatch(f -> f.severity == Severity.PAGE);
  }

  /** What is known already gets no second name, and its end says why it ended. */
  @Test
  void whatBlockedTheShardAndWasGivenUpIsOneIncident() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        10,
        slot -> {
          life.fails(slot, 0, 5_000, 5_000, "ValueError");
          life.ok(slot, 1, 100);
          life.ok(slot, 2, 100);
        });
    life.slots(1, slot -> slot.gaveUp(givenUp(life, 0, 5_000, 5_000)));
    life.number = 9_000;
    life.slots(1, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said.stream().map(Finding::incidentKey).distinct()).hasSize(1);
    assertThat(life.all().get(life.all().size() - 1).headline).contains("Lambda gave it up");
  }

  /** An outage makes Lambda give up healthy records of every shard. */
  @Test
  void batchesOfSeveralShardsAreGivenUpForNoRecordOfTheirs() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(
        1,
        slot -> {
          slot.gaveUp(givenUp(life, 0, 5_000, 5_009));
          slot.gaveUp(givenUp(life, 1, 6_000, 6_009));
        });
    assertThat(life.all()).isEmpty();
  }

  /** Whoever prints a record of Lambda's must not be able to end what the function itself shows. */
  @Test
  void aClaimDoesNotEndWhatIsKnown() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(1, slot -> slot.gaveUp(givenUp(life, 0, 1, 2)));
    life.slots(
        60,
        slot -> {
          life.fails(slot, 0, 5_000, 5_000, "ValueError");
          life.ok(slot, 1, 100);
          life.ok(slot, 2, 100);
        });
    assertThat(life.said(Kind.POISON_RECORD)).anyMatch(f -> f.severity == Severity.PAGE);
    assertThat(life.all()).noneMatch(f -> f.recovered);
  }

  private static MappingLife kafka(int minutes, boolean firstStands, boolean othersStand) {
    MappingLife life = new MappingLife(KAFKA);
    for (int minute = 0; minute < minutes; minute++) {
      int done = minute;
      life.slots(
          12,
          slot -> {
            if (life.number % 12 == 0) {
              partition(life, slot, 0, firstStands && done > 5 ? 5 : done);
              partition(life, slot, 1, othersStand && done > 5 ? 5 : done);
              partition(life, slot, 2, othersStand && done > 5 ? 5 : done);
            }
          });
    }
    return life;
  }

  private static void partition(MappingLife life, EventSourceSlot slot, int number, int done) {
    long end = (life.now - MappingLife.T) / 600;
    slot.part("clicks-" + number).reached(new PartitionOffsets(life.now, 100 + end, done * 100L));
  }

  @Test
  void aPartitionThatStandsWhileOthersGoOnIsATicketAndAPageOnceNoCallCanLastSoLong() {
    List<Finding> said = kafka(12, true, false).said(Kind.POISON_RECORD);
    assertThat(said)
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> "clicks-0".equals(f.subject.names().get("shard")))
        .allMatch(f -> "500".equals(f.subject.names().get("sequenceNumber")))
        .allMatch(f -> f.headline.contains("at offset 500"));
    List<Finding> later = kafka(30, true, false).said(Kind.POISON_RECORD);
    assertThat(later.get(later.size() - 1).severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void partitionsThatAllStandAreNoRecordsFault() {
    MappingLife life = kafka(15, true, true);
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
  }

  /** What all need is down: they stop within a minute or two, since each is told once a minute. */
  @Test
  void aPartitionThatStopsAMinuteBeforeTheOthersIsNoRecordsFault() {
    for (int later = 0; later <= 2; later++) {
      MappingLife life = new MappingLife(KAFKA);
      for (int minute = 0; minute < 14; minute++) {
        int done = minute;
        int others = 5 + later;
        life.slots(
            12,
            slot -> {
              if (life.number % 12 == 0) {
                for (int number = 0; number < 6; number++) {
                  partition(life, slot, number, Math.min(done, number == 0 ? 5 : others));
                }
              }
            });
      }
      assertThat(life.said(Kind.POISON_RECORD)).as("%d minutes later", later).isEmpty();
      assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
    }
  }

  @Test
  void partitionsThatGoOnOrHaveNothingToDoAreNothing() {
    assertThat(kafka(30, false, false).all()).isEmpty();
    MappingLife idle = new MappingLife(KAFKA);
    idle.slots(
        200, slot -> slot.part("clicks-0").reached(new PartitionOffsets(idle.now, 700, 700)));
    assertThat(idle.all()).isEmpty();
  }

  private static MappingLife counted(long failed) {
    MappingLife life = new MappingLife("");
    life.slots(
        3,
        slot -> {
          slot.counts.add(life.now, Metric.POLLED, 1_000);
          slot.counts.add(life.now, Metric.FAILED, failed);
          slot.counts.add(life.now, Metric.DROPPED, 10);
        });
    return life;
  }

  @Test
  void eventsThatLambdaDroppedWhileFewFailAreATicket() {
    assertThat(counted(20).said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> f.subject.type().equals("function"));
    assertThat(counted(900).all()).isEmpty();
  }
}
