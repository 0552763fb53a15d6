package dev.stormwatch.core.detect.gap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryGapLogicTest {

  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/logs";
  private static final long SLOT = 5_000;
  private static final long START = 1_772_440_020_000L / SLOT * SLOT;
  private static final int MINUTE = 12;
  private static final Consumer<TelemetrySlot> NOTHING = slot -> {};

  /** An account through time: slots with data, and wakes when they were asked for. */
  private static final class Life {
    private final TelemetryGapLogic logic =
        new TelemetryGapLogic(TestSettings.usual().settings(), STREAM);
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private TelemetryGapState state = logic.newState();
    private long now = START;

    private Life slots(int count, Consumer<TelemetrySlot> data) {
      for (int i = 0; i < count; i++) {
        TelemetrySlot slot = new TelemetrySlot("111122223333", "eu-west-1");
        data.accept(slot);
        now += SLOT;
        if (!slot.lags.isEmpty()) {
          logic.onSlot(now, slot, state, effects);
        }
        long wake = effects.wakeAt;
        if (wake != RecordingEffects.NEVER && wake < now) {
          effects.wakeAt = RecordingEffects.NEVER;
          logic.onWake(now, state, effects);
        }
      }
      return this;
    }

    private List<Finding> said() {
      return effects.emitted;
    }

    private Finding last() {
      return effects.emitted.get(effects.emitted.size() - 1);
    }
  }

  /** One record of each function, as old at its arrival as given, milliseconds. */
  private static Consumer<TelemetrySlot> heard(long lag, String... functions) {
    return slot -> {
      for (String function : functions) {
        slot.lags.put(function, lag);
      }
    };
  }

  @Test
  void pagesAfterTwoMinutesWhenTwoFunctionsThatLogAllTheTimeAreMissed() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    assertThat(life.slots(23, NOTHING).said()).isEmpty();
    Finding page = life.slots(3, NOTHING).last();
    assertThat(page.kind).isEqualTo(Kind.TELEMETRY_GAP);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.onset).isEqualTo(START + 20 * 60_000);
    assertThat(page.headline)
        .isEqualTo(
            "no logs from 111122223333/eu-west-1 for 2 min: 2 functions that log all the time are"
                + " missed; nothing else can be detected");
    assertThat(page.subject.names()).containsEntry("eventSource", STREAM);
    assertThat(page.subject.functions()).containsExactly("catalog", "checkout");
  }

  @Test
  void aFloodOfOldLinesIsPartOfTheGapAndFreshOnesEndIt() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING).slots(2, heard(400_000, "checkout", "catalog"));
    Finding flood = life.last();
    assertThat(flood.recovered).isFalse();
    assertThat(flood.onset).isEqualTo(START + 20 * 60_000);
    assertThat(flood.headline).contains("come 6 min late, usually 3 s");
    Finding end = life.slots(1, heard(4_000, "checkout", "catalog")).last();
    assertThat(end.recovered).isTrue();
    assertThat(end.headline).contains("in time again").contains("up to 10 min old");
    int before = life.said().size();
    assertThat(life.slots(20 * MINUTE, heard(3_000, "checkout", "catalog")).said()).hasSize(before);
  }

  /** The next gap is found as soon as the first: a silence of delivery's is nobody's habit. */
  @Test
  void aGapTeachesNothing() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING).slots(2, heard(400_000, "checkout", "catalog"));
    life.slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    int before = life.said().size();
    assertThat(life.slots(26, NOTHING).said()).hasSize(before + 1);
  }

  @Test
  void aPauseThatEndsWithFreshLinesIsLearnedAndNotPagedAgain() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING).slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    assertThat(life.last().recovered).isTrue();
    assertThat(life.last().headline).contains("calls had stopped, or logs are lost");
    int before = life.said().size();
    assertThat(life.slots(15 * MINUTE, NOTHING).said()).hasSize(before);
  }

  @Test
  void ofOneFunctionAloneNobodyCanTell() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout"));
    Finding ticket = life.slots(3 * MINUTE, NOTHING).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).contains("or is no longer called");
  }

  @Test
  void linesThatComeLateWithoutAnySilencePage() {
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    for (int minute = 1; minute <= 10; minute++) {
      life.slots(MINUTE, heard(3_000 + minute * 40_000L, "checkout", "catalog"));
    }
    assertThat(life.said()).isNotEmpty();
    Finding page = life.said().get(0);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).contains("late, usually");
  }

  @Test
  void oneWrongClockOfThreeIsNoLateness() {
    Consumer<TelemetrySlot> wrong =
        slot -> {
          heard(3_000, "checkout", "catalog").accept(slot);
          heard(900_000, "legacy").accept(slot);
        };
    Life life = new Life().slots(20 * MINUTE, heard(3_000, "checkout", "catalog", "legacy"));
    assertThat(life.slots(20 * MINUTE, wrong).said()).isEmpty();
  }

  @Test
  void whatEndsBeforeItIsKnownIsNotMissed() {
    Life life = new Life().slots(8 * MINUTE, heard(3_000, "map", "reduce"));
    assertThat(life.slots(60 * MINUTE, NOTHING).said()).isEmpty();
  }

  /** Calls at random, in bursts and with pauses, are no gap, however rare or many. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void trafficAtRandomIsNoGap(long seed) {
    Random random = new Random(seed);
    double busy = 0.02 + 0.5 * random.nextDouble();
    double idle = 0.3 * random.nextDouble();
    double leave = 0.002 + 0.05 * random.nextDouble();
    boolean[] burst = {true};
    Life life = new Life();
    life.slots(
        24 * 60 * MINUTE,
        slot -> {
          burst[0] ^= random.nextDouble() < leave;
          for (String function : List.of("a", "b", "c")) {
            if (random.nextDouble() < (burst[0] ? busy : busy * idle)) {
              heard(1_000 + random.nextInt(20_000), function).accept(slot);
            }
          }
        });
    assertThat(life.said()).isEmpty();
  }

  private static final Consumer<TelemetrySlot> OTHERS = heard(3_000, "catalog", "search");

  private static final Consumer<TelemetrySlot> ALL = OTHERS.andThen(heard(3_000, "checkout"));

  @Test
  void oneBusyFunctionThatFallsSilentAloneIsATicketAndIsOverOnceItIsHeard() {
    Life life = new Life().slots(20 * MINUTE, ALL);
    assertThat(life.slots(3 * MINUTE - 1, OTHERS).said()).isEmpty();
    Finding ticket = life.slots(2, OTHERS).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.recovered).isFalse();
    assertThat(ticket.subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(ticket.onset).isEqualTo(START + 20 * 60_000);
    assertThat(ticket.headline).contains("no logs from checkout for 3 min");
    life.slots(4 * MINUTE, OTHERS);
    assertThat(life.said()).as("repeated every five minutes").hasSize(1);
    Finding end = life.slots(1, ALL).last();
    assertThat(end.recovered).isTrue();
    assertThat(end.subject.key()).isEqualTo(ticket.subject.key());
  }

  @Test
  void aRestoreInTheMiddleOfItRemembersThatItWasTold() {
    Life life = new Life().slots(20 * MINUTE, ALL).slots(4 * MINUTE, OTHERS);
    life.state = Bytes.copy(new TelemetryGapState.ByteCodec(), life.state);
    assertThat(life.slots(MINUTE, OTHERS).said()).hasSize(1);
    assertThat(life.slots(1, ALL).last().recovered).isTrue();
  }

  /** It came as a batch, a backfill or a load test comes, and goes like one. */
  @Test
  void whatWasNotThereAllTheTimeIsNotMissed() {
    Life life = new Life().slots(20 * MINUTE, OTHERS).slots(30 * MINUTE, ALL);
    assertThat(life.slots(30 * MINUTE, OTHERS).said()).isEmpty();
  }

  @Test
  void trafficThatFadesOrIsSparseIsNotMissed() {
    int[] i = {0};
    Consumer<TelemetrySlot> fading = slot -> (i[0]++ % 3 == 0 ? ALL : OTHERS).accept(slot);
    Life life = new Life().slots(20 * MINUTE, ALL).slots(2 * MINUTE, fading);
    assertThat(life.slots(30 * MINUTE, OTHERS).said()).isEmpty();
    Life sparse = new Life().slots(20 * MINUTE, fading);
    assertThat(sparse.slots(30 * MINUTE, OTHERS).said()).isEmpty();
  }

  @Test
  void aFunctionThatAnotherTakesThePlaceOfIsNotMissed() {
    Life life = new Life().slots(20 * MINUTE, ALL);
    Consumer<TelemetrySlot> after = OTHERS.andThen(heard(3_000, "checkout-v2"));
    assertThat(life.slots(30 * MINUTE, after).said()).isEmpty();
  }

  /** One ticket of all of them, not one of each. */
  @Test
  void ofWhatStopsTogetherWithMostOthersNoneIsMissedAlone() {
    Life life = new Life().slots(20 * MINUTE, ALL.andThen(heard(3_000, "cart", "price", "stock")));
    assertThat(life.slots(30 * MINUTE, OTHERS).said())
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET)
        .allMatch(finding -> finding.subject.functions().size() == 4)
        .allMatch(finding -> finding.headline.contains("stopped in one moment"));
  }

  /** A pause that was seen before is its habit. */
  @Test
  void aPauseNoLongerThanUsualIsNotMissedAgain() {
    Life life = new Life().slots(60 * MINUTE, ALL).slots(10 * MINUTE, OTHERS);
    int before = life.slots(60 * MINUTE, ALL).said().size();
    assertThat(before).isPositive();
    assertThat(life.slots(25 * MINUTE, OTHERS).said()).hasSize(before);
  }

  @Test
  void isBoundedAndSurvivesItsBytes() throws Exception {
    Life life = new Life();
    for (int i = 0; i < 500; i++) {
      life.slots(1, heard(3_000, "function-of-an-estate-" + i % 200, "checkout"));
    }
    byte[] bytes = Bytes.of(new TelemetryGapState.ByteCodec(), life.state);
    assertThat(bytes.length).isLessThan(6 * 1024);
    TelemetryGapState copy = Bytes.read(new TelemetryGapState.ByteCodec(), bytes);
    assertThat(Bytes.of(new TelemetryGapState.ByteCodec(), copy)).isEqualTo(bytes);
  }

  private static final String[] ESTATE = {
    "beat", "cart", "catalog", "checkout", "invoice", "orders", "search"
  };

  private static String[] allBut(int count) {
    return Arrays.copyOf(ESTATE, count);
  }

  @Test
  void mostThatFallSilentInOneMomentArePagedAlthoughOneGoesOn() {
    Life life = new Life().slots(30 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(2 * MINUTE, heard(3_000, allBut(1))).said()).isEmpty();
    Finding page = life.slots(2 * MINUTE, heard(3_000, allBut(1))).last();
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.onset).isEqualTo(START + 30 * 60_000);
    assertThat(page.headline)
        .startsWith("no logs from 6 of 7 functions of 111122223333/eu-west-1 for 3 min");
    assertThat(page.subject.functions()).hasSize(6).doesNotContain("beat");
    life.state = Bytes.copy(new TelemetryGapState.ByteCodec(), life.state);
    int before = life.said().size();
    assertThat(life.slots(2 * MINUTE, heard(3_000, allBut(1))).said()).hasSize(before);
    assertThat(life.slots(1, heard(3_000, ESTATE)).last().recovered).isTrue();
  }

  @Test
  void halfThatFallSilentInOneMomentAreATicket() {
    Life life = new Life().slots(30 * MINUTE, heard(3_000, ESTATE));
    life.slots(4 * MINUTE, heard(3_000, allBut(3)));
    assertThat(life.said()).hasSize(1);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.last().headline).startsWith("no logs from 4 of 7 functions");
  }

  @Test
  void onesThatStopOneAfterTheOtherAreNoGap() {
    Life life = new Life().slots(30 * MINUTE, heard(3_000, ESTATE));
    for (int left = ESTATE.length - 1; left > 2; left--) {
      life.slots(MINUTE, heard(3_000, allBut(left)));
    }
    assertThat(life.slots(10 * MINUTE, heard(3_000, allBut(2))).said())
        .noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  @Test
  void anEstateThatIsReplacedByOneOfOtherNamesIsNoGap() {
    Life life = new Life().slots(30 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(20 * MINUTE, heard(3_000, "beat", "blue-cart", "blue-orders")).said())
        .isEmpty();
  }

  /** Within an hour calls become rare and then none come: an evening, not a pipe that broke. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void trafficThatFadesUntilNothingComesIsNoGap(long seed) {
    Random random = new Random(seed);
    Life life = new Life().slots(60 * MINUTE, heard(3_000, "checkout", "catalog", "search"));
    for (int left = 60 * MINUTE; left > 0; left--) {
      double share = 2.0 * left / (60 * MINUTE);
      life.slots(
          1,
          slot -> {
            for (String name : List.of("checkout", "catalog", "search")) {
              if (random.nextDouble() < share) {
                slot.lags.put(name, 3_000L);
              }
            }
          });
    }
    assertThat(life.slots(60 * MINUTE, NOTHING).said())
        .noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  /** Each logs in three of five slots: alone, none of them would be missed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mostThatLogNowAndThenAndFallSilentInOneMomentArePaged(long seed) {
    Random random = new Random(seed);
    Consumer<TelemetrySlot> some =
        slot -> {
          for (String name : ESTATE) {
            if (name.equals("beat") || random.nextDouble() < 0.6) {
              slot.lags.put(name, 3_000L);
            }
          }
        };
    Life life = new Life().slots(60 * MINUTE, some);
    assertThat(life.said()).isEmpty();
    life.slots(6 * MINUTE, heard(3_000, "beat"));
    assertThat(life.said()).isNotEmpty();
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void aLoadTestThatEndsIsNoGap() {
    Life life = new Life().slots(30 * MINUTE, heard(3_000, "beat", "audit"));
    life.slots(20 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(20 * MINUTE, heard(3_000, "beat", "audit")).said()).isEmpty();
  }

  /** They were last heard about when the others fell silent, and are due in an hour. */
  @Test
  void functionsThatLogOnceAnHourKeepNoGapOpen() {
    String[] hourly = {"report-a", "report-b", "report-c", "report-d"};
    Life life = new Life();
    for (int hour = 0; hour < 3; hour++) {
      life.slots(59 * MINUTE, heard(3_000, ESTATE));
      life.slots(1, heard(3_000, ESTATE).andThen(heard(3_000, hourly)));
    }
    life.slots(4 * MINUTE, heard(3_000, allBut(1)));
    assertThat(life.last().headline).startsWith("no logs from 6 of ");
    assertThat(life.slots(1, heard(3_000, ESTATE)).last().recovered).isTrue();
  }
}
