package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.PartitionOffsets;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import dev.stormwatch.core.source.SourceLogic;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restores what an earlier build wrote of event sources, as {@link GoldenSnapshotTest} does of the
 * other operators, and measures what a shard costs in state.
 */
class EventSourcesSnapshotTest {

  private static final String SNAPSHOT = "event-sources";
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int SLOTS_BEFORE = 40;
  private static final long STOPPED = START + SLOTS_BEFORE * SLOT;

  /** Of the length that Kinesis hands out. */
  private static final String NUMBER = "49660123000000000000000000000000000000000000005694773153";

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(SNAPSHOT, EventSourcesSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(SNAPSHOT);
  }

  /** Three attempts failed before the snapshot; the fourth, after it, makes the record poison. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void attemptsBeforeTheSnapshotCount(String snapshot) throws Exception {
    List<Finding> findings = oneMoreAttempt(sources().restore(Snapshots.read(snapshot)));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).kind).isEqualTo(Kind.POISON_RECORD);
    assertThat(findings.get(0).subject.names()).containsEntry("sequenceNumber", NUMBER);
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void oneAttemptAloneIsNothing() throws Exception {
    assertThat(oneMoreAttempt(sources().start())).isEmpty();
  }

  @Test
  void aShardThatFailsFitsFifteenHundredBytes() throws Exception {
    SourceLogic logic = new SourceLogic(SETTINGS);
    SourceState state = logic.newState();
    int shards = 64;
    SlotLogic.Effects<Finding> effects = new IgnoredEffects<>();
    for (int i = 0; i < 60; i++) {
      EventSourceSlot slot = new EventSourceSlot(Traffic.CHECKOUT, STREAM);
      for (int shard = 0; shard < shards; shard++) {
        traffic(slot, shard, START + i * SLOT, i < 50);
      }
      logic.onSlot(START + (i + 1) * SLOT, slot, state, effects);
    }
    int bytes = Snapshots.bytes(state, new SourceState.ByteCodec()) / shards;
    assertThat(bytes).as("a shard takes %d bytes", bytes).isLessThan(1500);
  }

  private static void traffic(EventSourceSlot slot, int shard, long at, boolean ok) {
    String name = "shardId-00000000" + (1000 + shard);
    if (ok) {
      slot.part(name).succeeded(at, number(at), number(at + 1), 50, 200);
      slot.part(name).panes.took(at, 900);
    } else {
      slot.part(name)
          .failed(
              new FailedBatch(
                  at,
                  number(0),
                  number(9),
                  "ValueError",
                  300,
                  50,
                  -1,
                  -1,
                  "2026/03/02/[$LATEST]d4ed37bd9af864221e9641a84794469c",
                  "0858cc46-20fe-4af9-b52d-0e646f2646" + at / SLOT % 90));
    }
  }

  private static String number(long rank) {
    return NUMBER.substring(0, NUMBER.length() - 13) + (1_000_000_000_000L + rank);
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<EventSourceSlot, SourceState, Finding> run = sources().start();
    for (int i = 0; i < SLOTS_BEFORE; i++) {
      long arrival = START + i * SLOT;
      run.piece(arrival, slot(arrival, i >= SLOTS_BEFORE - 3));
      run.known(arrival + SLOT - 1);
    }
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static List<Finding> oneMoreAttempt(HostedRun<EventSourceSlot, SourceState, Finding> run)
      throws Exception {
    for (int i = 0; i < 8; i++) {
      long arrival = STOPPED + i * SLOT;
      run.piece(arrival, slot(arrival, i == 0));
      run.known(arrival + SLOT - 1);
    }
    return run.end();
  }

  private static EventSourceSlot slot(long at, boolean fails) {
    EventSourceSlot slot = new EventSourceSlot(Traffic.CHECKOUT, STREAM);
    slot.part("shardId-000000000001").succeeded(at, "1" + NUMBER, "1" + NUMBER, 10, 100);
    slot.part("shardId-000000000002").succeeded(at, "1" + NUMBER, "1" + NUMBER, 10, 100);
    if (fails) {
      slot.part("shardId-000000000000")
          .failed(new FailedBatch(at, NUMBER, NUMBER, "ValueError", 100, 1, -1, -1, "s", ""));
    }
    slot.okVersions.add("3", at);
    slot.part("topic-1").reached(new PartitionOffsets(at, 90, 80 + at / SLOT % 10));
    return slot;
  }

  private static HostedRun.Recipe<EventSourceSlot, SourceState, Finding> sources() {
    return new HostedRun.Recipe<>(
        new SourceLogic(SETTINGS),
        new EventSourceSlot.ByteCodec(),
        new SourceState.ByteCodec(),
        SLOT,
        EventSourceSlot::key,
        new CodecSerializer<>(new Finding.ByteCodec()));
  }
}
