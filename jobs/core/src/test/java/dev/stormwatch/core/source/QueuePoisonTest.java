package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.QUEUE;
import static dev.stormwatch.core.source.MappingLife.messageFails;
import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which message of a queue comes back for ever. */
class QueuePoisonTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ".fifo"})
  void aMessageThatComesBackForEverIsNamed(String suffix) {
    MappingLife life = new MappingLife(QUEUE + suffix);
    for (int receive = 1; receive <= 5; receive++) {
      int count = receive;
      life.slots(
          8, slot -> slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "", "", 10, -1));
      life.slots(
          1,
          slot ->
              slot.part(EventSourceSlot.MESSAGE + "id-1")
                  .failed(
                      new FailedBatch(
                          life.now, "", "", "ValueError", -1, 2, 1, count, "stream", "")));
    }
    Severity expected = suffix.isEmpty() ? Severity.TICKET : Severity.PAGE;
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said.get(said.size() - 1).severity).isEqualTo(expected);
    assertThat(said).isNotEmpty().allMatch(f -> "id-1".equals(f.subject.names().get("messageId")));
  }

  /** A standard queue's other messages go on beside it; three attempts were enough to tell. */
  @Test
  void aMessageOfAStandardQueueBlocksNothing() {
    List<Finding> said = fails(QUEUE, 3, 10, "").said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty();
    Finding ticket = said.get(said.size() - 1);
    assertThat(ticket.headline).contains("one message").contains("fails again and again");
    assertThat(ticket.headline).doesNotContain("blocks");
    assertThat(ticket.measure.value).isGreaterThanOrEqualTo(ticket.measure.threshold);
    assertThat(ticket.recommendations.get(0).sideEffect).contains("is replaced");
  }

  /** Messages that failed in an outage and were not tried since are not poison for being left. */
  @Test
  void anOutageOfAQueueLeavesNoPoisonBehind() {
    MappingLife life = new MappingLife(QUEUE);
    life.slots(20, slot -> queueGoesOn(life, slot));
    for (int receive = 0; receive < 5; receive++) {
      life.slots(
          6,
          slot -> {
            for (int message = 0; message < 8; message++) {
              messageFails(life, slot, "id-" + message + "-" + life.number % 6, "r" + life.number);
            }
          });
    }
    life.slots(200, slot -> queueGoesOn(life, slot));
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
  }

  /** Batches that fail as a whole: the message that was in all of them is named, no companion. */
  @Test
  void ofAFailingBatchTheMessageIsNamedThatKeepsComingBack() {
    MappingLife life = new MappingLife(QUEUE);
    for (int receive = 0; receive < 6; receive++) {
      int number = receive;
      life.slots(8, slot -> queueGoesOn(life, slot));
      life.slots(
          1,
          slot -> {
            messageFails(life, slot, "poison", "r" + number);
            messageFails(life, slot, "companion-" + number / 2, "r" + number);
          });
    }
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> "poison".equals(f.subject.names().get("messageId")));
    assertThat(life.said(Kind.POISON_RECORD))
        .allMatch(f -> f.impact.what.contains("went back with their batch"))
        .noneMatch(f -> f.impact.what.contains("100 % of the records"));
  }

  private static MappingLife fails(int times, int beside, String group) {
    return fails(QUEUE + ".fifo", times, beside, group);
  }

  private static MappingLife fails(String queue, int times, int beside, String group) {
    MappingLife life = new MappingLife(queue);
    for (int receive = 0; receive < times; receive++) {
      int number = receive;
      life.slots(
          8,
          slot -> {
            for (int batch = 0; batch < beside; batch++) {
              queueGoesOn(life, slot);
            }
          });
      life.slots(
          1,
          slot -> {
            messageFails(life, slot, "id-1", "r" + number);
            slot.part(EventSourceSlot.MESSAGE + "id-1").group = group;
          });
    }
    return life;
  }

  /** A visibility timeout passes between attempts: where nothing else fails, fewer are enough. */
  @Test
  void threeAttemptsAreEnoughWhereNothingElseFails() {
    assertThat(fails(3, 10, "").said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET);
    assertThat(fails(3, 1, "").said(Kind.POISON_RECORD)).isEmpty();
    assertThat(fails(2, 10, "").said(Kind.POISON_RECORD)).isEmpty();
  }

  /** A message is a queue's, which keeps it for longer than a stream does. */
  @Test
  void aMessageWhoseQueueNoLineNamesIsKeptAsAQueueKeepsIt() {
    List<Finding> said = fails("", 5, 10, "").said(Kind.POISON_RECORD);
    assertThat(said).isNotEmpty();
    Finding ticket = said.get(said.size() - 1);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).contains("dead-letter queue, or lost in 96 h");
    assertThat(ticket.impact.what)
        .contains("kept for 96 h, assumed")
        .contains("in a FIFO queue its whole group waits behind it");
  }

  @Test
  void theGroupThatWaitsIsNamed() {
    List<Finding> said = fails(5, 10, "account-7").said(Kind.POISON_RECORD);
    Finding page = said.get(said.size() - 1);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).contains("one message (id-1) blocks group account-7 of jobs.fifo");
    assertThat(page.impact.what)
        .contains("all messages of its group wait behind it, 1 other in the batch")
        .doesNotContain("account-8");
  }

  /** Attempts that end at the third, fifth or tenth end by a redrive policy. */
  @Test
  void aMessageThatIsNotTriedAgainProbablyWentToADeadLetterQueue() {
    for (int times : List.of(4, 5)) {
      MappingLife life = fails(times, 10, "");
      assertThat(life.said(Kind.POISON_RECORD))
          .isNotEmpty()
          .allMatch(f -> f.headline.contains("; dead-letter queue, or lost in 96 h"))
          .allMatch(f -> f.impact.what.contains("3, 5 or 10 at most places"));
      life.slots(200, slot -> queueGoesOn(life, slot));
      List<Finding> all = life.all();
      Finding last = all.get(all.size() - 1);
      assertThat(last.recovered).isTrue();
      assertThat(last.headline.contains("probably went to a dead-letter queue"))
          .as("%d attempts", times)
          .isEqualTo(times == 5);
    }
  }

  /** Its lines name the items that failed. */
  @Test
  void whoReportsItemsIsNotToldToDoSo() {
    for (int items : List.of(-1, 1)) {
      MappingLife life = new MappingLife(QUEUE);
      for (int receive = 0; receive < 5; receive++) {
        life.slots(8, slot -> queueGoesOn(life, slot));
        life.slots(
            1,
            slot ->
                slot.part(EventSourceSlot.MESSAGE + "id-1")
                    .failed(
                        new FailedBatch(
                            life.now, "", "", "ValueError", -1, 5, items, -1, "stream", "")));
      }
      assertThat(life.said(Kind.POISON_RECORD))
          .isNotEmpty()
          .allMatch(
              f ->
                  items < 0
                      == f.recommendations.stream()
                          .anyMatch(advice -> advice.value.equals("ReportBatchItemFailures")));
    }
  }

  /** They become visible at the same moment and come back together, for ever. */
  @Test
  void messagesThatAlwaysFailTogetherAreOneIncidentThatNamesNone() {
    MappingLife life = new MappingLife(QUEUE + ".fifo");
    for (int receive = 0; receive < 8; receive++) {
      int number = receive;
      life.slots(8, slot -> queueGoesOn(life, slot));
      life.slots(
          1,
          slot -> {
            for (String id : List.of("id-2", "id-1", "id-3")) {
              messageFails(life, slot, id, "r" + number);
            }
          });
    }
    List<Finding> said = life.said(Kind.POISON_RECORD);
    assertThat(said)
        .isNotEmpty()
        .allMatch(f -> !f.subject.names().containsKey("messageId"))
        .allMatch(f -> f.headline.contains("one of 3 messages"));
    assertThat(said.stream().map(Finding::incidentKey).distinct()).hasSize(1);
  }

  private static final int RECEIVES = 12;

  /** One batch that fails as a whole: its failure counts for none of its messages. */
  private static void batchFails(
      MappingLife life, EventSourceSlot slot, String errorType, String... messages) {
    FailedBatch failure =
        new FailedBatch(
            life.now, "", "", errorType, -1, messages.length, -1, -1, "s", "r" + life.number);
    slot.part(EventSourceSlot.NO_SHARD).failedForAny(failure);
    for (String message : messages) {
      slot.part(EventSourceSlot.MESSAGE + message).suspect(failure);
    }
  }

  /** All wait behind the first, so nothing succeeds beside it, and nothing else fails. */
  private static MappingLife onlyGroupFails(String errorType) {
    MappingLife life = new MappingLife(QUEUE + ".fifo");
    life.slots(20, slot -> queueGoesOn(life, slot));
    life.slots(1, slot -> batchFails(life, slot, errorType, "head"));
    for (int receive = 1; receive < RECEIVES; receive++) {
      life.slots(5, slot -> {});
      life.slots(1, slot -> batchFails(life, slot, errorType, "head", "next", "third"));
    }
    return life;
  }

  @Test
  void theHeadOfTheOnlyGroupBlocksTheWholeQueue() {
    assertThat(onlyGroupFails("java.lang.NullPointerException").said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE)
        .allMatch(f -> "head".equals(f.subject.names().get("messageId")));
    assertThat(onlyGroupFails("ConnectTimeoutException").said(Kind.POISON_RECORD)).isEmpty();
  }

  /** More of a group wait than a batch has room for, so not all of them come each time. */
  @Test
  void whatWaitsBehindTheHeadOfAGroupIsNoIncidentOfItsOwn() {
    MappingLife life = new MappingLife(QUEUE + ".fifo");
    for (int receive = 0; receive < RECEIVES; receive++) {
      boolean room = receive % 3 != 2;
      life.slots(6, slot -> queueGoesOn(life, slot));
      life.slots(1, slot -> batchFails(life, slot, "ValueError", "head"));
      life.slots(6, slot -> queueGoesOn(life, slot));
      life.slots(
          1,
          slot -> {
            if (room) {
              batchFails(life, slot, "ValueError", "head", "behind");
            } else {
              batchFails(life, slot, "ValueError", "head");
            }
          });
    }
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> "head".equals(f.subject.names().get("messageId")));
  }
}
