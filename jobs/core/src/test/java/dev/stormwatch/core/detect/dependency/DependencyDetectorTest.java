package dev.stormwatch.core.detect.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import dev.stormwatch.core.track.FunctionTrack;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyDetectorTest {

  private static final long SLOT = 5_000;
  private static final long START = 1_772_440_020_000L / SLOT * SLOT;
  private static final int MINUTE = 12;

  /** A function with four environments, called 20 times a slot unless said otherwise. */
  private static final class Life {
    private final DependencyDetector detector;
    private final DependencyState state = DependencyState.create();
    private final FunctionTrack track = new FunctionTrack();
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private final Random random = new Random(7);
    private long now = START;
    private int release;
    private int exhausted;
    private boolean batches;

    /** Do lines tell of the batches of calls that fail as well? */
    private boolean batchesTold;

    private boolean timesOut;
    private double complaining;

    /** The same calls are made again, minutes later. */
    private boolean again;

    /** Half of the calls go to environments of a release that always fails. */
    private boolean canary;

    private Life() {
      this(TestSettings.usual());
    }

    private Life(TestSettings settings) {
      detector = new DependencyDetector(settings.settings());
    }

    private Life complaining(int count, double share) {
      complaining = share;
      return slots(count, 0);
    }

    private Life slots(int count, double failing) {
      for (int i = 0; i < count; i++) {
        slot(20, failing);
      }
      return this;
    }

    private void slot(int calls, double failing) {
      FunctionSlot slot = new FunctionSlot(new FunctionId("1", "eu-west-1", "charge-card"));
      slot.callLines = calls;
      slot.exhaustionLines = exhausted;
      slot.inits.batches = batches ? 1 : 0;
      for (int i = 0; i < calls; i++) {
        boolean released = canary && i / 4 % 2 == 1;
        boolean fails = released || random.nextDouble() < failing;
        boolean complains = complaining > 0 && random.nextDouble() < complaining;
        long request = again ? Hash64.of(now / SLOT % 18, i) : Hash64.of(now, i);
        long environment =
            Hash64.of("environment-" + (released ? release + 1 : release) + "-" + i % 4);
        slot.requests.sight(
            request,
            now,
            FunctionSlot.STARTED
                | FunctionSlot.ENDED
                | (fails ? FunctionSlot.FAILED : complains ? FunctionSlot.COMPLAINED : 0)
                | (fails && batchesTold ? FunctionSlot.BATCH_TOLD : 0));
        slot.environments.sight(
            environment,
            now,
            (fails ? FunctionSlot.HAS_FAILED : FunctionSlot.ANSWERED)
                | (complains && !fails ? FunctionSlot.HAS_COMPLAINED : 0));
        slot.inits.timeouts += timesOut && fails ? 1 : 0;
        slot.invocations++;
      }
      now += SLOT;
      track.advance(slot, now, 360_000);
      detector.onSlot(new FunctionView(now, slot, track), state, effects);
    }

    private List<Finding> said() {
      return effects.emitted;
    }

    private Finding last() {
      return said().get(said().size() - 1);
    }
  }

  @Test
  void environmentsThatAnsweredAndNowFailTellOfWhatTheyCall() {
    Life life = new Life().slots(10 * MINUTE, 0.01);
    long outage = life.now;
    assertThat(life.said()).isEmpty();
    Finding ticket = life.slots(12, 0.9).said().get(0);
    assertThat(ticket.kind).isEqualTo(Kind.DEPENDENCY_OUTAGE);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.subject.key()).isEqualTo("function/1/eu-west-1/charge-card");
    assertThat(ticket.onset).isBetween(outage - MINUTE * SLOT, outage + SLOT);
    assertThat(ticket.headline)
        .matches(
            "charge-card: \\d+ % of calls fail, in environments that answered before: what it"
                + " calls is down");
    assertThat(life.slots(MINUTE + 1, 0).last().recovered).isTrue();
    int before = life.said().size();
    assertThat(life.slots(10 * MINUTE, 0.01).said()).hasSize(before);
  }

  @Test
  void whereNearlyAllCallsFailForTwoMinutesSomebodyIsWoken() {
    Life life = new Life().slots(10 * MINUTE, 0.01).slots(2 * MINUTE, 0.95);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.slots(MINUTE / 2, 0.95).last().severity).isEqualTo(Severity.PAGE);
    Life part = new Life().slots(10 * MINUTE, 0.01).slots(10 * MINUTE, 0.25);
    assertThat(part.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life waiting =
        new Life(
                TestSettings.usual()
                    .with("functions", List.of(TestSettings.rule("charge-*", false))))
            .slots(10 * MINUTE, 0.01)
            .slots(10 * MINUTE, 0.95);
    assertThat(waiting.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void whereMostCallsFailForThreeMinutesAndManyAreHurtSomebodyIsWoken() {
    Life life = new Life().slots(10 * MINUTE, 0.01).slots(3 * MINUTE, 0.65);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.slots(MINUTE, 0.65).last().severity).isEqualTo(Severity.PAGE);
    Life few = new Life();
    for (int i = 0; i < 30 * MINUTE; i++) {
      few.slot(7, i < 15 * MINUTE ? 0.01 : 0.55);
    }
    assertThat(few.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life asked =
        new Life(TestSettings.usual().with("dependency.partialPageShare", 0.8))
            .slots(10 * MINUTE, 0.01)
            .slots(10 * MINUTE, 0.65);
    assertThat(asked.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  /** One of two that share the work is down: in some minutes fewer fail than succeed. */
  @Test
  void whereHalfOfAllCallsFailForMinutesSomebodyIsWoken() {
    Life life = new Life().slots(10 * MINUTE, 0.01).slots(6 * MINUTE, 0.47);
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  /** As many succeed as ever; what a new client sends on top fails. */
  @Test
  void failuresThatComeOnTopWakeNobody() {
    Life life = new Life().slots(60 * MINUTE, 0.01);
    for (int i = 0; i < 15 * MINUTE; i++) {
      life.slot(60, 0.65);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void theHeadlineTellsTheShareSinceCallsBeganToFail() {
    Life life = new Life().slots(10 * MINUTE, 0).slots(8, 1);
    assertThat(life.said().get(0).headline).startsWith("charge-card: 100 % of calls fail, ");
    assertThat(life.said().get(0).measure.value).isLessThan(0.7);
  }

  /** Half of its calls are answered, so its environments soon have answered, too. */
  @Test
  void aReleaseThatThrowsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 0.5).said()).isEmpty();
  }

  /** A tenth of the old environments' calls fails as well, as a broken release beside them does. */
  @Test
  void aCanaryThatThrowsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.canary = true;
    assertThat(life.slots(10 * MINUTE, 0.1).said()).isEmpty();
  }

  /** Each call waits for its own: all time out, and they multiply. */
  @Test
  void callsThatTimeOutAndMultiplyAreNotBlamedOnWhatIsCalled() {
    Life life = new Life().slots(10 * MINUTE, 0.01);
    life.timesOut = true;
    for (int i = 0; i < 10 * MINUTE; i++) {
      life.slot(500, 0.99);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.last().headline)
        .containsPattern("2\\d times as many calls as usual, its own perhaps");
    Life retried = new Life().slots(10 * MINUTE, 0.01);
    retried.timesOut = true;
    for (int i = 0; i < 10 * MINUTE; i++) {
      retried.slot(120, 0.99);
    }
    assertThat(retried.last().severity).isEqualTo(Severity.PAGE);
    assertThat(retried.last().headline).contains("what it calls is down");
  }

  /** Of the five minutes in which the usual share is learned, all calls of the last two fail. */
  @Test
  void anOutageThatBeginsWhileLearningDoesNotTeachItself() {
    Life life = new Life().slots(3 * MINUTE, 0.01).slots(2 * MINUTE - 1, 1);
    assertThat(life.said()).isEmpty();
    assertThat(life.slots(MINUTE, 1).said()).isNotEmpty();
    assertThat(life.slots(2 * MINUTE, 1).last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
  }

  /** Where half of all calls fail as a rule, a handful of answers at the start is chance. */
  @Test
  void whatFailsFromTheBeginningOnIsUsual() {
    for (int answered = 0; answered <= 8; answered++) {
      Life life = new Life();
      for (int i = 0; i < answered; i++) {
        life.slot(1, 0);
      }
      assertThat(life.slots(20 * MINUTE, 0.5).said()).isEmpty();
    }
  }

  /** One minute of three, from the beginning on: a share of 0.3, and four times that is all. */
  @Test
  void whatIsDownEveryFewMinutesIsNoNews() {
    Life life = new Life();
    for (int i = 0; i < 20; i++) {
      life.slots(MINUTE, 0.9).slots(2 * MINUTE, 0);
    }
    assertThat(life.said()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sustainSeconds,600",
    "minVeterans,1000",
    "minFailures,100000",
    "learningSeconds,7200"
  })
  void asksForAsMuchAsTheSettingsSay(String setting, long asked) {
    TestSettings settings = TestSettings.usual().with("dependency." + setting, asked);
    assertThat(new Life(settings).slots(10 * MINUTE, 0).slots(5 * MINUTE, 0.9).said()).isEmpty();
  }

  @Test
  void exhaustedConnectionsAreTheDatabasesIncident() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.exhausted = 1;
    assertThat(life.slots(5 * MINUTE, 0.9).said()).isEmpty();
  }

  @Test
  void whatLogsAboutBatchesIsLeftToItsEventSource() {
    Life life = new Life();
    life.batches = true;
    life.batchesTold = true;
    assertThat(life.slots(10 * MINUTE, 0).slots(5 * MINUTE, 0.9).said()).isEmpty();
    assertThat(life.complaining(10 * MINUTE, 0.95).said()).isEmpty();
  }

  /** As where a batch's line is written at the end of the call, and calls run into the timeout. */
  @Test
  void aConsumersCallsOfWhichNoLineTellsAreJudgedLikeOthers() {
    Life life = new Life();
    life.batches = true;
    life.slots(10 * MINUTE, 0);
    life.batches = false;
    assertThat(life.slots(5 * MINUTE, 0.95).last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
  }

  /** One call every half a minute, from four environments. */
  private static Life seldom(int calls, double failing) {
    return seldom(new Life(), calls, failing);
  }

  private static Life seldom(Life life, int calls, double failing) {
    for (int i = 0; i < 6 * calls; i++) {
      life.slot(i % 6 == 0 ? 1 : 0, failing);
    }
    return life;
  }

  @Test
  void ofFewCallsFewAreEnoughWhereTheyUsedToSucceed() {
    Life life = seldom(400, 0);
    seldom(life, 5, 1);
    assertThat(life.said()).as("not yet three minutes").isEmpty();
    seldom(life, 3, 1);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.last().impact.what).contains("calls failed in the last");
    int before = life.said().size();
    assertThat(seldom(life, 3, 0).said()).as("three are no end").noneMatch(f -> f.recovered);
    assertThat(life.said().size()).isGreaterThan(before);
    assertThat(seldom(life, 20, 0).last().recovered).isTrue();
  }

  @Test
  void ofFewCallsFewSayNothingWhereSomeAlwaysFail() {
    for (double share : new double[] {0.05, 0.1, 0.3, 1}) {
      assertThat(seldom(2_000, share).said()).as("share %s", share).isEmpty();
    }
  }

  /** The same three requests, made again while nobody else calls. */
  @Test
  void attemptsAtWhatIsKnownToFailAreNoNews() {
    Life life = seldom(400, 0);
    life.again = true;
    assertThat(seldom(life, 40, 1).said()).isEmpty();
  }

  @Test
  void anOutageWithALullIsOne() {
    Life life = new Life().slots(20 * MINUTE, 0.002).slots(5 * MINUTE, 0.95);
    assertThat(life.last().recovered).isFalse();
    life.slots(4 * MINUTE, 0.06).slots(5 * MINUTE, 0.9);
    assertThat(life.said()).noneMatch(f -> f.recovered);
    assertThat(life.slots(2 * MINUTE, 0.002).last().recovered).isTrue();
  }

  @Test
  void aLowerShareThatStaysBecomesUsual() {
    Life life = new Life().slots(20 * MINUTE, 0.002).slots(5 * MINUTE, 0.95);
    life.slots(20 * MINUTE, 0.06);
    assertThat(life.said()).filteredOn(f -> f.recovered).hasSize(1);
  }

  @Test
  void aReleaseOnWhichEveryCallFailsForTwoMinutesIsAPage() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    life.release++;
    life.slots(2 * MINUTE, 1);
    assertThat(life.said()).isEmpty();
    Finding said = life.slots(MINUTE, 1).last();
    assertThat(said.severity).isEqualTo(Severity.PAGE);
    assertThat(said.recommendations.get(0).action).startsWith("take back what was released");
    assertThat(said.headline)
        .isEqualTo(
            "charge-card: 100 % of calls fail, in environments begun since they do: likely a"
                + " release");
    life.release++;
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
  }

  @Test
  void aReleaseOfWhichSomeCallsSucceedIsATicket() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    for (int i = 0; i < 10 * MINUTE; i++) {
      life.release++;
      life.slots(1, 0.88);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void aReleaseOfWhatNobodyWaitsForOrFewCallIsATicket() {
    Life worker =
        new Life(
                TestSettings.usual()
                    .with("functions", List.of(TestSettings.rule("charge-*", false))))
            .slots(10 * MINUTE, 0.002);
    worker.release++;
    worker.slots(10 * MINUTE, 1);
    assertThat(worker.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life few = new Life();
    for (int i = 0; i < 60 * MINUTE; i++) {
      few.release += i == 50 * MINUTE ? 1 : 0;
      few.slot(i % 3 == 0 ? 4 : 0, i < 50 * MINUTE ? 0 : 1);
    }
    assertThat(few.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void aReleaseThatIsTakenBackWithinAMinuteWakesNobody() {
    Life life = new Life().slots(10 * MINUTE, 0.002);
    life.release++;
    life.slots(MINUTE, 1);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 0.002).said()).isEmpty();
  }

  @Test
  void whatAlwaysFailedIsReleasedInVain() {
    Life life = new Life().slots(10 * MINUTE, 1);
    life.release++;
    assertThat(life.slots(10 * MINUTE, 1).said()).isEmpty();
  }

  /** Of a function that nobody knows nothing is known to have succeeded. */
  @Test
  void aHandfulOfCallsIsNoPast() {
    Life life = new Life();
    for (int i = 0; i < 6 * MINUTE; i++) {
      life.slot(i % 24 == 0 ? 1 : 0, 0);
    }
    life.release++;
    assertThat(life.slots(10 * MINUTE, 1).said()).isEmpty();
  }

  /** One of several endpoints is down, or one replica of four: somebody has to look, in a while. */
  @Test
  void aPartThatIsDownIsTheSameAfterMinutes() {
    assertThat(new Life().slots(20 * MINUTE, 0.01).slots(2 * MINUTE, 0.25).said()).isEmpty();
    assertThat(new Life().slots(20 * MINUTE, 0.01).slots(2 * MINUTE, 0.36).said()).isNotEmpty();
    Life life = new Life().slots(20 * MINUTE, 0.01).slots(5 * MINUTE, 0.25);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    life.slots(2 * MINUTE, 0.01);
    assertThat(life.last().recovered).isTrue();
  }

  @Test
  void oneInTwentyThatFailsIsNoOutageHoweverLong() {
    assertThat(new Life().slots(20 * MINUTE, 0.001).slots(60 * MINUTE, 0.05).said()).isEmpty();
  }

  @Test
  void aFunctionThatAlwaysFailsATenthIsNotDownAtThreeTenths() {
    assertThat(new Life().slots(20 * MINUTE, 0.1).slots(5 * MINUTE, 0.3).said()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.2, 0.5, 0.95})
  void aShareOfFailuresThatIsUsualSaysNothing(double share) {
    assertThat(new Life().slots(120 * MINUTE, share).said()).isEmpty();
  }

  @Test
  void callsThatAllAtOnceEndWithAnErrorInTheLogAreATicketToo() {
    Life life = new Life().slots(10 * MINUTE, 0);
    Finding ticket = life.complaining(12, 0.7).said().get(0);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.measure.name).isEqualTo("complaint-share");
    assertThat(ticket.headline)
        .matches(
            "charge-card: \\d+ % of calls end with an error in the log, in environments that did"
                + " not before");
    assertThat(life.complaining(MINUTE + 1, 0).last().recovered).isTrue();
    int before = life.said().size();
    assertThat(life.slots(10 * MINUTE, 0).said()).hasSize(before);
  }

  @Test
  void whereMostCallsEndSoForFiveMinutesSomebodyIsWoken() {
    Life life = new Life().slots(10 * MINUTE, 0).complaining(5 * MINUTE, 0.95);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.complaining(MINUTE / 2, 0.95).last().severity).isEqualTo(Severity.PAGE);
    Life part = new Life().slots(10 * MINUTE, 0).complaining(20 * MINUTE, 0.4);
    assertThat(part.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life always = new Life().complaining(60 * MINUTE, 0.95);
    assertThat(always.said()).isEmpty();
  }

  /** A consumer's batches wait ever longer for the next attempt, so few calls are left. */
  /** A bot tries passwords, four times as often as all others log in. */
  @Test
  void refusedCallsBesideThoseOfAlwaysWakeNobody() {
    Life life = new Life().slots(60 * MINUTE, 0);
    life.complaining = 0.85;
    for (int i = 0; i < 15 * MINUTE; i++) {
      life.slot(100, 0);
    }
    assertThat(life.said()).isNotEmpty();
    assertThat(life.said()).noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  @Test
  void ofWhatIsCalledLessWhileItIsDownSomebodyIsWokenToo() {
    Life life = new Life().slots(10 * MINUTE, 0.01).slots(12, 0.95);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    for (int i = 0; i < 4 * MINUTE; i++) {
      life.slot(i % 4 == 0 ? 1 : 0, 1);
    }
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    Life seldom = new Life();
    for (int i = 0; i < 60 * MINUTE; i++) {
      seldom.slot(i % 2, 0.01);
    }
    seldom.slots(2, 1);
    for (int i = 0; i < 20 * MINUTE; i++) {
      seldom.slot(i % 4 == 0 ? 1 : 0, 1);
    }
    assertThat(seldom.said()).allMatch(f -> f.severity == Severity.TICKET);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.12, 0.3, 0.5, 1})
  void aShareOfComplaintsThatIsUsualSaysNothing(double share) {
    assertThat(new Life().complaining(120 * MINUTE, share).said()).isEmpty();
  }

  @Test
  void aReleaseThatLogsErrorsIsNoOutage() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.release++;
    assertThat(life.complaining(10 * MINUTE, 0.8).said()).isEmpty();
  }

  @Test
  void failuresAreToldAsFailuresAndTheirEndWaitsForThatOfComplaints() {
    Life life = new Life().slots(10 * MINUTE, 0).complaining(4, 0.1);
    life.complaining = 0;
    life.slots(12, 0.9);
    assertThat(life.said()).isNotEmpty();
    assertThat(life.said()).allMatch(said -> said.measure.name.equals("failure-share"));
    life.complaining(2 * MINUTE, 0.9);
    assertThat(life.said()).noneMatch(said -> said.recovered);
    assertThat(life.last().measure.name).isEqualTo("complaint-share");
    assertThat(life.complaining(2 * MINUTE, 0).said())
        .filteredOn(said -> said.recovered)
        .hasSize(1);
  }

  @Test
  void fitsAKilobyteAndSurvivesItsBytes() throws IOException {
    DependencyState state = new Life().slots(10 * MINUTE, 0.01).slots(12, 0.9).state;
    byte[] bytes = Bytes.written(state::write);
    assertThat(bytes.length).isLessThan(1024);
    try (DataInputStream in = Bytes.in(bytes)) {
      assertThat(Bytes.written(DependencyState.read(in, true, true)::write)).isEqualTo(bytes);
    }
    byte[] former = Arrays.copyOf(bytes, bytes.length - 1);
    try (DataInputStream in = Bytes.in(former)) {
      DependencyState read = DependencyState.read(in, false, true);
      assertThat(read.complaining).isNotNull();
      assertThat(Bytes.written(read::write)).startsWith(former);
    }
  }

  @Test
  void ofWhatComplainsTwiceThatIsKept() throws IOException {
    DependencyState state = new Life().slots(10 * MINUTE, 0.01).complaining(12, 0.9).state;
    byte[] bytes = Bytes.written(state::write);
    assertThat(bytes.length).isLessThan(2048);
    try (DataInputStream in = Bytes.in(bytes)) {
      assertThat(Bytes.written(DependencyState.read(in, true, true)::write)).isEqualTo(bytes);
    }
  }

  /** Each call that times out takes its environment with it, so that soon none is from before. */
  @Test
  void environmentsThatReplaceThoseWhichTheTroubleEndedAreNoRelease() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.timesOut = true;
    life.slots(9, 1);
    for (int i = 0; i < 5 * MINUTE; i++) {
      life.release++;
      life.slots(1, 1);
    }
    assertThat(life.said()).noneMatch(f -> f.headline.contains("release"));
    assertThat(life.last().headline)
        .isEqualTo(
            "charge-card: 100 % of calls time out, first in environments that answered"
                + " before: what it calls is down");
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
    life.release++;
    life.timesOut = false;
    life.slots(5 * MINUTE, 1);
    assertThat(life.last().headline).endsWith("likely a release");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFewOfAHundredThatFailForLongAreATicket(boolean timesOut) {
    Life life = new Life().slots(30 * MINUTE, 0.001);
    life.timesOut = timesOut;
    for (int i = 0; i < 9 * MINUTE; i++) {
      life.slot(75, 0.06);
    }
    assertThat(life.said()).as("not yet ten minutes").isEmpty();
    for (int i = 0; i < 40 * MINUTE; i++) {
      life.slot(75, 0.06);
    }
    assertThat(life.said()).isNotEmpty();
    assertThat(life.said()).allMatch(f -> f.severity == Severity.TICKET && !f.recovered);
    assertThat(life.said().get(0).headline)
        .matches(
            "charge-card: \\d\\.\\d % of calls "
                + (timesOut ? "time out" : "fail")
                + ", for 10 min now, usually 0.\\d %: a part of what it calls is "
                + (timesOut ? "slow" : "down"));
    for (int i = 0; i < 2 * MINUTE; i++) {
      life.slot(75, 0.001);
    }
    assertThat(life.last().recovered).isTrue();
  }

  @Test
  void aSlightTroubleHastensNoPage() {
    Life life = new Life().slots(30 * MINUTE, 0);
    for (int i = 0; i < 12 * MINUTE; i++) {
      life.slot(75, 0.06);
    }
    for (int i = 0; i < MINUTE; i++) {
      life.slot(75, 0.95);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.last().headline).endsWith("what it calls is down");
  }
}
