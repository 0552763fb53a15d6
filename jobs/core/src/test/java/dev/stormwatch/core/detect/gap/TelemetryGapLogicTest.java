package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.gap.TelemetryLife.MINUTE;
import static dev.stormwatch.core.detect.gap.TelemetryLife.NOTHING;
import static dev.stormwatch.core.detect.gap.TelemetryLife.START;
import static dev.stormwatch.core.detect.gap.TelemetryLife.STREAM;
import static dev.stormwatch.core.detect.gap.TelemetryLife.heard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.TelemetrySlot;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryGapLogicTest {

  @Test
  void pagesAfterTwoMinutesWhenTwoFunctionsThatLogAllTheTimeAreMissed() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
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

  /** Of one that is called now and then a minute without calls says nothing. */
  @Test
  void whetherFunctionsRunIsAskedOfTheOneThatIsAlwaysCalled() {
    TelemetryLife life = new TelemetryLife();
    for (int minute = 0; minute < 20; minute++) {
      life.slots(1, heard(3_000, "accounts", "checkout", "catalog"));
      life.slots(MINUTE - 1, heard(3_000, "checkout", "catalog"));
    }
    Finding page = life.slots(26, NOTHING).last();
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.recommendations)
        .anyMatch(row -> row.command.contains("Name=FunctionName,Value=catalog "));
  }

  @Test
  void aFloodOfOldLinesIsPartOfTheGapAndFreshOnesEndIt() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
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

  /** Ten steady functions, of which two have a line each after all have ended. */
  @Test
  void linesThatStraggleHideNoGap() {
    String[] ten = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, heard(3_000, ten));
    life.slots(1, NOTHING).slots(1, heard(3_000, "i")).slots(9, NOTHING);
    life.slots(1, heard(3_000, "b"));
    assertThat(life.slots(2 * MINUTE, NOTHING).said()).isEmpty();
    Finding page = life.slots(2 * MINUTE, NOTHING).said().get(0);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.onset).isEqualTo(START + 20 * 60_000);
    assertThat(page.headline).contains("10 functions that log all the time are missed");
    life.slots(1, heard(400_000, ten));
    assertThat(life.slots(1, heard(3_000, ten)).last().recovered).isTrue();
  }

  /** Each stops by itself, half a minute after the one before; or two stop, and a third later. */
  @Test
  void functionsThatStopOneAfterTheOtherAreNoStragglers() {
    String[] ten = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, heard(3_000, ten));
    for (int left = ten.length - 1; left > 0; left--) {
      life.slots(6, heard(3_000, Arrays.copyOf(ten, left)));
    }
    assertThat(life.slots(20 * MINUTE, NOTHING).said())
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET);

    TelemetryLife three = new TelemetryLife().slots(20 * MINUTE, heard(3_000, "a", "b", "c"));
    three.slots(MINUTE, heard(3_000, "a"));
    assertThat(three.slots(20 * MINUTE, NOTHING).said())
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET);
  }

  /** One function's fresh lines may come before what was kept back of another. */
  @Test
  void whatWasKeptBackIsToldBesideWhatIsFresh() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING);
    life.slots(1, heard(400_000, "checkout").andThen(heard(3_000, "catalog")));
    life.slots(2, heard(3_000, "checkout", "catalog"));
    assertThat(life.last().recovered).isTrue();
    assertThat(life.last().headline).contains("in time again").contains("up to 10 min old");
    int before = life.said().size();
    assertThat(life.slots(26, NOTHING).said()).hasSize(before + 1);
  }

  /** Not all return in the same slot; one that does not return is missed from then on. */
  @ParameterizedTest
  @ValueSource(longs = {3_000, 400_000})
  void afterAGapOfEverythingNobodyIsMissedAloneBeforeItsTime(long lag) {
    TelemetryLife life = new TelemetryLife();
    life.slots(40 * MINUTE, heard(3_000, "cart", "catalog", "checkout", "mail"));
    life.slots(12 * MINUTE, NOTHING).slots(2, heard(lag, "cart", "catalog", "checkout"));
    life.slots(4 * MINUTE, heard(3_000, "cart", "catalog", "checkout"));
    assertThat(life.said()).noneMatch(finding -> finding.headline.contains("others go on"));
    life.slots(2 * MINUTE, heard(3_000, "cart", "catalog", "checkout"));
    assertThat(life.last().headline).contains("no logs from mail").contains("others go on");
  }

  /** The next gap is found as soon as the first: a silence of delivery's is nobody's habit. */
  @Test
  void aGapTeachesNothing() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING).slots(2, heard(400_000, "checkout", "catalog"));
    life.slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    int before = life.said().size();
    assertThat(life.slots(26, NOTHING).said()).hasSize(before + 1);
  }

  @Test
  void aPauseThatEndsWithFreshLinesIsLearnedAndNotPagedAgain() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    life.slots(10 * MINUTE, NOTHING).slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
    assertThat(life.last().recovered).isTrue();
    assertThat(life.last().headline).contains("calls had stopped, or logs are lost");
    int before = life.said().size();
    assertThat(life.slots(15 * MINUTE, NOTHING).said()).hasSize(before);
  }

  @Test
  void ofOneFunctionAloneNobodyCanTell() {
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout"));
    Finding ticket = life.slots(3 * MINUTE, NOTHING).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).contains("or is no longer called");
  }

  @Test
  void linesThatComeLateWithoutAnySilencePage() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog"));
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
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "catalog", "legacy"));
    assertThat(life.slots(20 * MINUTE, wrong).said()).isEmpty();
  }

  @Test
  void oneWrongClockOfTwoIsNoLateness() {
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, heard(3_000, "checkout", "legacy"));
    assertThat(
            life.slots(20 * MINUTE, heard(3_000, "checkout").andThen(heard(900_000, "legacy")))
                .said())
        .isEmpty();
  }

  @Test
  void whatEndsBeforeItIsKnownIsNotMissed() {
    TelemetryLife life = new TelemetryLife().slots(8 * MINUTE, heard(3_000, "map", "reduce"));
    assertThat(life.slots(60 * MINUTE, NOTHING).said()).isEmpty();
  }

  /** A call in eight minutes, each with lines in two slots: two hours of it tell little. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void callsAtRandomThatAreFewAreNoGap(long seed) {
    Random random = new Random(seed);
    String[] names = {"checkout", "catalog", "search", "cart"};
    TelemetryLife life = new TelemetryLife();
    for (int call = 0; call < 180; call++) {
      double minutes = -8 * Math.log(1 - random.nextDouble());
      life.slots((int) (minutes * MINUTE), NOTHING).slots(2, heard(3_000, names[call % 4]));
    }
    assertThat(life.said()).isEmpty();
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
    TelemetryLife life = new TelemetryLife();
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
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, ALL);
    assertThat(life.slots(5 * MINUTE - 1, OTHERS).said()).isEmpty();
    Finding ticket = life.slots(2, OTHERS).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.recovered).isFalse();
    assertThat(ticket.subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(ticket.onset).isEqualTo(START + 20 * 60_000);
    assertThat(ticket.headline).contains("no logs from checkout for 5 min");
    life.slots(4 * MINUTE, OTHERS);
    assertThat(life.said()).as("repeated every five minutes").hasSize(1);
    Finding end = life.slots(1, ALL).last();
    assertThat(end.recovered).isTrue();
    assertThat(end.subject.key()).isEqualTo(ticket.subject.key());
  }

  @Test
  void oneThatHasNotPausedForHalfADayIsMissedSooner() {
    TelemetryLife life = new TelemetryLife().slots(13 * 60 * MINUTE, ALL);
    assertThat(life.slots(3 * MINUTE - 1, OTHERS).said()).isEmpty();
    assertThat(life.slots(2, OTHERS).last().headline).contains("no logs from checkout for 3 min");
  }

  /** One environment whose log agent hands over lines every eight seconds or so. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void oneThatShowsInThreeOfFiveSlotsIsMissedAfterALongerSilence(long seed) {
    Random random = new Random(seed);
    Consumer<TelemetrySlot> often = slot -> (random.nextDouble() < 0.6 ? ALL : OTHERS).accept(slot);
    TelemetryLife life = new TelemetryLife().slots(6 * 60 * MINUTE, often);
    assertThat(life.slots(6 * MINUTE, OTHERS).said()).isEmpty();
    Finding ticket = life.slots(5 * MINUTE, OTHERS).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).contains("no logs from checkout");
  }

  /** Its users are away for some minutes, and come back. */
  @Test
  void aPauseOfOneThatIsKnownForAnHourIsNoGap() {
    TelemetryLife life = new TelemetryLife().slots(60 * MINUTE, ALL).slots(4 * MINUTE, OTHERS);
    assertThat(life.slots(20 * MINUTE, ALL).said()).isEmpty();
  }

  @Test
  void aRestoreInTheMiddleOfItRemembersThatItWasTold() {
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, ALL).slots(6 * MINUTE, OTHERS);
    life.state = Bytes.copy(new TelemetryGapState.ByteCodec(), life.state);
    assertThat(life.slots(MINUTE, OTHERS).said()).hasSize(1);
    assertThat(life.slots(1, ALL).last().recovered).isTrue();
  }

  /** It came as a batch, a backfill or a load test comes, and goes like one. */
  @Test
  void whatWasNotThereAllTheTimeIsNotMissed() {
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, OTHERS).slots(30 * MINUTE, ALL);
    assertThat(life.slots(30 * MINUTE, OTHERS).said()).isEmpty();
  }

  @Test
  void trafficThatFadesOrIsSparseIsNotMissed() {
    int[] i = {0};
    Consumer<TelemetrySlot> fading = slot -> (i[0]++ % 3 == 0 ? ALL : OTHERS).accept(slot);
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, ALL).slots(2 * MINUTE, fading);
    assertThat(life.slots(30 * MINUTE, OTHERS).said()).isEmpty();
    TelemetryLife sparse = new TelemetryLife().slots(20 * MINUTE, fading);
    assertThat(sparse.slots(30 * MINUTE, OTHERS).said()).isEmpty();
  }

  @Test
  void aFunctionThatAnotherTakesThePlaceOfIsNotMissed() {
    TelemetryLife life = new TelemetryLife().slots(20 * MINUTE, ALL);
    Consumer<TelemetrySlot> after = OTHERS.andThen(heard(3_000, "checkout-v2"));
    assertThat(life.slots(30 * MINUTE, after).said()).isEmpty();
  }

  /** It is heard for the first time a little before, and once a minute: it has no such traffic. */
  @Test
  void aRareFunctionThatIsNewTakesNoPlaceOfABusyOne() {
    Consumer<TelemetrySlot> rare = OTHERS.andThen(heard(3_000, "report"));
    TelemetryLife life = new TelemetryLife().slots(15 * MINUTE, ALL);
    for (int minute = 0; minute < 3; minute++) {
      life.slots(1, ALL.andThen(heard(3_000, "report"))).slots(MINUTE - 1, ALL);
    }
    for (int minute = 0; minute < 8; minute++) {
      life.slots(1, rare).slots(MINUTE - 1, OTHERS);
    }
    assertThat(life.said()).hasSize(1);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
  }

  /** One ticket of all of them, not one of each. */
  @Test
  void ofWhatStopsTogetherWithMostOthersNoneIsMissedAlone() {
    TelemetryLife life =
        new TelemetryLife().slots(20 * MINUTE, ALL.andThen(heard(3_000, "cart", "price", "stock")));
    assertThat(life.slots(30 * MINUTE, OTHERS).said())
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET)
        .allMatch(finding -> finding.subject.functions().size() == 4)
        .allMatch(finding -> finding.headline.contains("stopped in one moment"));
  }

  /** A pause that was seen before is its habit. */
  @Test
  void aPauseNoLongerThanUsualIsNotMissedAgain() {
    TelemetryLife life = new TelemetryLife().slots(60 * MINUTE, ALL).slots(10 * MINUTE, OTHERS);
    int before = life.slots(60 * MINUTE, ALL).said().size();
    assertThat(before).isPositive();
    assertThat(life.slots(25 * MINUTE, OTHERS).said()).hasSize(before);
  }

  @Test
  void isBoundedAndSurvivesItsBytes() throws Exception {
    TelemetryLife life = new TelemetryLife();
    for (int i = 0; i < 500; i++) {
      life.slots(1, heard(3_000, "function-of-an-estate-" + i % 200, "checkout"));
    }
    byte[] bytes = Bytes.of(new TelemetryGapState.ByteCodec(), life.state);
    assertThat(bytes.length).isLessThan(6 * 1024);
    TelemetryGapState copy = Bytes.read(new TelemetryGapState.ByteCodec(), bytes);
    assertThat(Bytes.of(new TelemetryGapState.ByteCodec(), copy)).isEqualTo(bytes);
  }

  /** Within an hour calls become rare and then none come: an evening, not a pipe that broke. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void trafficThatFadesUntilNothingComesIsNoGap(long seed) {
    Random random = new Random(seed);
    TelemetryLife life =
        new TelemetryLife().slots(60 * MINUTE, heard(3_000, "checkout", "catalog", "search"));
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

  /**
   * For hours calls become rare: five functions, a night, and what still comes lately is little.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void trafficThatFadesForHoursIsNoGap(long seed) {
    Random random = new Random(seed);
    List<String> names = List.of("checkout", "catalog", "search", "cart", "stock");
    TelemetryLife life = new TelemetryLife();
    int hours = 4 * 60 * MINUTE;
    for (int slot = 0; slot < hours; slot++) {
      double share = 0.45 * Math.pow(Math.cos(Math.PI / 2 * slot / hours), 2);
      life.slots(
          1,
          told -> {
            for (String name : names) {
              if (random.nextDouble() < share) {
                told.lags.put(name, 3_000L);
              }
            }
          });
    }
    assertThat(life.slots(2 * 60 * MINUTE, NOTHING).said()).isEmpty();
  }

  @Test
  void functionsThatLogNowAndThenAreATicketWhenAllOfThemStop() {
    int[] i = {0};
    List<String> names = List.of("a", "b", "c", "d");
    TelemetryLife life =
        new TelemetryLife()
            .slots(
                60 * MINUTE,
                slot -> {
                  if (i[0]++ % 2 == 0) {
                    slot.lags.put(names.get(i[0] / 2 % 4), 3_000L);
                  }
                });
    assertThat(life.said()).isEmpty();
    Finding ticket = life.slots(10 * MINUTE, NOTHING).last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).contains("functions that log now and then are missed");
  }
}
