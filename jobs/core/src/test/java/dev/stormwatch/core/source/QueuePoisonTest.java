package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.QUEUE;
import static dev.stormwatch.core.source.MappingLife.messageFails;
import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
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
    assertThat(life.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == expected)
        .allMatch(f -> "id-1".equals(f.subject.names().get("messageId")));
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
        .allMatch(f -> f.impact.what.contains("went back with their batch"));
  }
}
