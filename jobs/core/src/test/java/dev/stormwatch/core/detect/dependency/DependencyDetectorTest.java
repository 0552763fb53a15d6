package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static dev.stormwatch.core.detect.dependency.Life.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that fail in environments that answered before. */
class DependencyDetectorTest {

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
  void theErrorThatMostCallsFailWithIsNamedAndShownInLines() {
    Life life = new Life();
    life.error = "java.net.SocketTimeoutException";
    Finding ticket = life.slots(10 * MINUTE, 0.01).slots(12, 0.9).said().get(0);
    assertThat(ticket.headline)
        .matches(
            "charge-card: \\d+ % of calls fail with SocketTimeoutException \\(timeout\\): what it"
                + " calls is down");
    assertThat(ticket.impact.what)
        .endsWith(": 100 % with java.net.SocketTimeoutException (timeout)");
    assertThat(ticket.evidence)
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(row.text)
                  .isEqualTo("call failed: java.net.SocketTimeoutException (timeout)");
              assertThat(row.logGroup).isEqualTo("/aws/lambda/charge-card");
              assertThat(row.logStream).startsWith("[7]");
              assertThat(row.requestId).startsWith("id-");
              assertThat(row.at).isGreaterThanOrEqualTo(ticket.onset - SLOT);
            });
    Finding over = life.slots(MINUTE + 1, 0).last();
    assertThat(over.recovered).isTrue();
    assertThat(over.evidence).isEmpty();
  }

  @Test
  void whereCallsFailWithManyThingsTheHeadlineNamesNone() {
    Life life = new Life().slots(10 * MINUTE, 0.01);
    for (int i = 0; i < MINUTE; i++) {
      life.error = "Error" + i % 3;
      life.slots(1, 0.9);
    }
    assertThat(life.last().headline).contains("% of calls fail, in environments");
    assertThat(life.last().impact.what).contains("% with Error0 (timeout)", "% with Error2");
    assertThat(life.last().evidence).hasSize(5);
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
    for (int i = 0; i < 24 * MINUTE; i++) {
      few.slot(7, i < 15 * MINUTE ? 0.01 : 0.55);
    }
    assertThat(few.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life asked =
        new Life(TestSettings.usual().with("dependency.partialPageShare", 0.8))
            .slots(10 * MINUTE, 0.01)
            .slots(9 * MINUTE, 0.65);
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

  /**
   * One in three, for minutes that do not end; a retry that makes it good shows in what succeeds.
   */
  @Test
  void aPartThatFailsForTenMinutesIsAPageUnlessRetriesMakeItGood() {
    Life life = new Life().slots(60 * MINUTE, 0.01).slots(9 * MINUTE, 0.33);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.slots(3 * MINUTE, 0.33).last().severity).isEqualTo(Severity.PAGE);

    Life retried = new Life().slots(60 * MINUTE, 0.01);
    for (int i = 0; i < 15 * MINUTE; i++) {
      retried.slot(30, 0.33);
    }
    assertThat(retried.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  /** Of two attempts one call in five fails twice: fewer succeed, but more than half of them. */
  @Test
  void nearlyHalfThatFailsWithARetryIsAPageWithinFiveMinutesUnlessRetriesMakeAllOfItGood() {
    Life life = new Life().slots(60 * MINUTE, 0.01);
    for (int i = 0; i < 4 * MINUTE; i++) {
      life.slot(25, 0.45);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    for (int i = 0; i < 2 * MINUTE; i++) {
      life.slot(25, 0.45);
    }
    assertThat(life.said()).anyMatch(f -> f.severity == Severity.PAGE);

    Life healed = new Life().slots(60 * MINUTE, 0.01);
    for (int i = 0; i < 15 * MINUTE; i++) {
      healed.slot(36, 0.45);
    }
    assertThat(healed.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  /** Callers try again until a call succeeds, and wait for each that timed out before. */
  @Test
  void timeoutsThatComeOnTopAreRetriesOfCallersWhoWait() {
    Life life = new Life().slots(60 * MINUTE, 0.01);
    life.timesOut = true;
    for (int i = 0; i < 6 * MINUTE; i++) {
      life.slot(80, 0.75);
    }
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  /**
   * What it calls is tried again within each call, and its callers try again until one succeeds.
   */
  @Test
  void callersWhoTryAgainAndWaitForEachAttemptAreHurtThoughAsManySucceed() {
    assertThat(triedAgain(8_000, 2 * MINUTE).last().severity).isEqualTo(Severity.TICKET);
    assertThat(triedAgain(8_000, 3 * MINUTE).last().severity).isEqualTo(Severity.PAGE);
    assertThat(triedAgain(400, 10 * MINUTE).said())
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET);
  }

  private static Life triedAgain(long millis, int slots) {
    Life life = new Life();
    life.millis = 150;
    life.slots(60 * MINUTE, 0.01);
    life.millis = millis;
    for (int i = 0; i < slots; i++) {
      life.slot(37, 0.47);
    }
    return life;
  }

  /** Of twenty a minute as few as twelve succeed now and then though nothing is wrong. */
  @Test
  void thatFewerSucceedByChanceWakesNobody() {
    Life life = new Life();
    for (int i = 0; i < 60 * MINUTE; i++) {
      life.both(i % 3 == 0 ? 1 : 2, 0);
    }
    for (int i = 0; i < 10 * MINUTE; i++) {
      life.both(1, 5);
    }
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void theHeadlineTellsTheShareSinceCallsBeganToFail() {
    Life life = new Life().slots(10 * MINUTE, 0).slots(8, 1);
    assertThat(life.said().get(0).headline).startsWith("charge-card: 100 % of calls fail, ");
    assertThat(life.said().get(0).measure.value).isLessThan(0.7);
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

  @Test
  void anOutageWithALullIsOne() {
    Life life = new Life().slots(20 * MINUTE, 0.002).slots(5 * MINUTE, 0.95);
    assertThat(life.last().recovered).isFalse();
    life.slots(4 * MINUTE, 0.06).slots(5 * MINUTE, 0.9);
    assertThat(life.said()).noneMatch(f -> f.recovered);
    assertThat(life.slots(2 * MINUTE, 0.002).last().recovered).isTrue();
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

  /** A consumer's batches wait ever longer for the next attempt, so few calls are left. */
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
