package dev.stormwatch.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shard detector as it runs: one slot after another through the logic of a mapping. */
class ShardDetectorTest {

  private static final FunctionId ENRICH = new FunctionId("111122223333", "eu-west-1", "enrich");
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs";
  private static final long SLOT = 5_000;
  private static final long T = 1_772_440_020_000L / SLOT * SLOT;

  /** Longer than any number that a double holds exactly. */
  private static final String PREFIX = "4966012300000000000000000000000000000000000000";

  private static final class Life {
    private final SourceLogic logic = new SourceLogic(TestSettings.usual().settings());
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private final String source;
    private SourceState state = logic.newState();
    private long now = T;
    private int number = 1000;

    private Life(String source) {
      this.source = source;
    }

    private Life slots(int count, Consumer<EventSourceSlot> data) {
      for (int i = 0; i < count; i++) {
        EventSourceSlot slot = new EventSourceSlot(ENRICH, source);
        data.accept(slot);
        now += SLOT;
        number++;
        if (!slot.parts.isEmpty()) {
          logic.onSlot(now, slot, state, effects);
        }
      }
      return this;
    }

    private void ok(EventSourceSlot slot, int shard, long age) {
      String sequence = PREFIX + number;
      slot.part(name(shard)).succeeded(now + 1_000, sequence, sequence, 10, age);
    }

    private void fails(EventSourceSlot slot, int shard, int first, int last, String error) {
      FailedBatch failure =
          new FailedBatch(
              now + 2_000, PREFIX + first, PREFIX + last, error, 3_000, 10, -1, -1, "stream", "");
      slot.part(name(shard)).failed(failure);
    }

    private List<Finding> said(Kind kind) {
      return effects.emitted.stream().filter(f -> f.kind == kind && !f.recovered).toList();
    }

    private List<Finding> all() {
      return effects.emitted;
    }
  }

  private static String name(int shard) {
    return "shardId-00000000000" + shard;
  }

  @Test
  void namesTheRecordOnceItIsIsolatedWhileOtherShardsGoOn() {
    Life life = new Life(STREAM);
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
    assertThat(page.headline).contains("clicks shard 0").contains("first loss in 24.0 h");
    assertThat(page.recommendations.get(0).command)
        .contains("update-event-source-mapping")
        .contains("--bisect-batch-on-function-error")
        .contains(STREAM);
    assertThat(said.get(0).incidentKey()).isEqualTo(page.incidentKey());
  }

  @Test
  void recoversWhenTheShardGetsPastTheRecord() {
    Life life = blocked();
    life.number = 9_000;
    life.slots(1, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    Finding last = life.all().get(life.all().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.kind).isEqualTo(Kind.POISON_RECORD);
    int before = life.all().size();
    life.slots(20, slot -> life.ok(slot, 0, 100));
    assertThat(life.all()).hasSize(before);
  }

  private static Life blocked() {
    Life life = new Life(STREAM);
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
    Life life = new Life(STREAM);
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
  void whatFailsOnAllShardsIsAnOutageAndNoRecordIsBlamed() {
    Life life = new Life(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        40,
        slot -> List.of(0, 1, 2, 3).forEach(s -> life.fails(slot, s, 5_000, 5_009, "ValueError")));
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE)
        .allMatch(f -> f.subject.names().get("shard") == null);
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    // The shards come back one after another; the last looks alone.
    life.number = 9_000;
    life.slots(
        12,
        slot -> {
          List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100));
          life.fails(slot, 3, 5_000, 5_009, "ValueError");
        });
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    assertThat(life.all()).anyMatch(f -> f.kind == Kind.DEPENDENCY_OUTAGE && f.recovered);
  }

  @Test
  void aShardAloneIsJudgedByTheErrorsNameAndTheMessageSaysSo() {
    Life poisoned = new Life(STREAM);
    poisoned.slots(20, slot -> poisoned.ok(slot, 0, 100));
    poisoned.slots(15, slot -> poisoned.fails(slot, 0, 5_000, 5_009, "ValueError"));
    assertThat(poisoned.said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.impact.what.contains("cannot be told apart"));

    Life down = new Life(STREAM);
    down.slots(20, slot -> down.ok(slot, 0, 100));
    down.slots(15, slot -> down.fails(slot, 0, 5_000, 5_009, "ConnectTimeoutError"));
    assertThat(down.said(Kind.POISON_RECORD)).isEmpty();
    assertThat(down.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
  }

  @Test
  void anAgeThatGrowsOnOneShardIsAHotShardAndOnAllASlowConsumer() {
    Life hot = new Life(STREAM);
    long[] age = {0};
    hot.slots(
        60,
        slot -> {
          age[0] += 3_000;
          hot.ok(slot, 0, age[0]);
          hot.ok(slot, 1, 100);
          hot.ok(slot, 2, 100);
        });
    assertThat(hot.said(Kind.HOT_SHARD))
        .isNotEmpty()
        .allMatch(f -> name(0).equals(f.subject.names().get("shard")))
        .allMatch(f -> f.severity == Severity.TICKET);
    assertThat(hot.said(Kind.CONSUMER_LAG)).isEmpty();

    Life slow = new Life(STREAM);
    age[0] = 0;
    slow.slots(
        60,
        slot -> {
          age[0] += 3_000;
          List.of(0, 1, 2).forEach(shard -> slow.ok(slot, shard, age[0]));
        });
    assertThat(slow.said(Kind.CONSUMER_LAG)).isNotEmpty();
    assertThat(slow.said(Kind.HOT_SHARD)).isEmpty();
  }

  /** After a pause of twenty minutes every shard is old, and gets younger. */
  @Test
  void catchingUpIsNothing() {
    Life life = new Life(STREAM);
    life.slots(40, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(240, slot -> {});
    long[] age = {1_200_000};
    life.slots(
        120,
        slot -> {
          age[0] -= 8_000;
          List.of(0, 1).forEach(shard -> life.ok(slot, shard, age[0]));
        });
    assertThat(life.all()).isEmpty();
  }

  /** A flood of reports that are older than the settings say is taken in, not judged. */
  @Test
  void whatComesMuchTooLateIsNotJudged() {
    Life life = new Life(STREAM);
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
    Life life = new Life(STREAM);
    life.slots(40, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(240, slot -> List.of(1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    assertThat(life.all()).isEmpty();
  }

  @Test
  void aBatchesSiblingsThatGoOnBesideItDoNotHideIt() {
    Life life = new Life(STREAM);
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

  @ParameterizedTest
  @ValueSource(strings = {"", ".fifo"})
  void aMessageThatComesBackForEverIsNamed(String suffix) {
    Life life = new Life(QUEUE + suffix);
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

  /**
   * No shard is named in DynamoDB's events: the first number of the failing range stands for it.
   */
  @Test
  void aShardThatNobodyNamesIsFollowedByItsNumbers() {
    Life life = new Life("arn:aws:dynamodb:eu-west-1:1:table/customers/stream/2026-01-14T08:31");
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
        .allMatch(f -> f.headline.contains("a shard of customers"));
  }

  /** Messages that failed in an outage and were not tried since are not poison for being left. */
  @Test
  void anOutageOfAQueueLeavesNoPoisonBehind() {
    Life life = new Life(QUEUE);
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
    Life life = new Life(QUEUE);
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
  }

  private static void queueGoesOn(Life life, EventSourceSlot slot) {
    slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "", "", 10, -1);
  }

  private static void messageFails(Life life, EventSourceSlot slot, String id, String request) {
    slot.part(EventSourceSlot.MESSAGE + id)
        .failed(new FailedBatch(life.now, "", "", "ValueError", -1, 2, -1, -1, "stream", request));
  }

  /** Default logs show no more than when calls failed: even distances make a suspicion. */
  @Test
  void evenDistancesBetweenFailuresAreASuspicionAndUnevenOnesAreNot() {
    assertThat(failingEvery(6, 0).said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> f.subject.type().equals("function"))
        .allMatch(f -> f.headline.contains("suspected"));
    assertThat(failingEvery(1, 6).all()).isEmpty();
  }

  private static Life failingEvery(int slots, int more) {
    Life life = new Life(EventSourceSlot.DEFAULT_LOGS);
    Random random = new Random(7);
    for (int call = 0; call < 30; call++) {
      life.slots(
          slots + (int) (-more * Math.log(1 - random.nextDouble())),
          slot -> queueGoesOn(life, slot));
      String request = "call-" + call;
      life.slots(
          1,
          slot ->
              slot.part(EventSourceSlot.ERROR + "ValueError")
                  .failed(
                      new FailedBatch(
                          life.now, "", "", "ValueError", -1, -1, -1, -1, "stream", request)));
    }
    return life;
  }

  /** A function of which no success was ever seen is broken, and no record is to blame. */
  @Test
  void severalErrorsOfWhichNothingEverSucceedsAreNoSuspicion() {
    Life life = new Life(EventSourceSlot.DEFAULT_LOGS);
    for (int call = 0; call < 30; call++) {
      String request = "call-" + call;
      life.slots(5, slot -> {});
      life.slots(
          1,
          slot -> {
            for (String error : List.of("KeyError", "ValueError")) {
              slot.part(EventSourceSlot.ERROR + error)
                  .failed(
                      new FailedBatch(
                          life.now, "", "", error, -1, -1, -1, -1, "stream", request + error));
            }
          });
    }

    assertThat(life.all()).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** Whatever the shards do, their state survives the way through bytes. */
  @ParameterizedTest
  @MethodSource("seeds")
  void stateIsTheSameAfterItsBytes(long seed) {
    SourceState.ByteCodec codec = new SourceState.ByteCodec();
    Random random = new Random(seed);
    Life plain = new Life(STREAM);
    Life stored = new Life(STREAM);
    for (int i = 0; i < 60; i++) {
      long round = random.nextLong();
      for (Life life : List.of(plain, stored)) {
        Random same = new Random(round);
        life.slots(1, slot -> chance(life, slot, same));
      }
      stored.state = Bytes.copy(codec, stored.state);
      assertThat(Bytes.of(codec, stored.state)).isEqualTo(Bytes.of(codec, plain.state));
    }
    assertThat(stored.all().stream().map(f -> f.headline).toList())
        .isEqualTo(plain.all().stream().map(f -> f.headline).toList());
  }

  private static void chance(Life life, EventSourceSlot slot, Random random) {
    for (int shard = 0; shard < 4; shard++) {
      if (random.nextInt(3) == 0) {
        life.fails(slot, shard, 5_000 + random.nextInt(3), 5_005, "ValueError");
      } else if (shard > 0) {
        life.ok(slot, shard, random.nextInt(200_000));
      }
    }
  }
}
