package dev.stormwatch.core.detect.cascade.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationDetectorTest {

  private static Account account(boolean synchronous, long reserved) {
    return new Account(
        TestSettings.usual()
            .with("functions", List.of(TestSettings.rule("pricing", synchronous, reserved)))
            .settings());
  }

  private static Account busy(Account account, double usually, double then) {
    account.calls("pricing", 0, 900, 10).busy("pricing", usually).play(0, 600);
    return account.busy("pricing", then).play(600, 700).busy("pricing", usually).play(700, 880);
  }

  @Test
  void aFunctionAtItsReservedConcurrencyPagesAndRecovers() {
    Account account = busy(account(true, 7), 2.3, 6.7);
    Finding first = account.first();
    assertThat(first.kind).isEqualTo(Kind.CONCURRENCY_SATURATION);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.key()).isEqualTo("function/111122223333/eu-west-1/pricing");
    assertThat(account.firstAt()).isBetween(630L, 650L);
    assertThat(first.impact.what).contains("inferred");
    assertThat(first.evidence.get(0).text)
        .as("ten calls a second that fill 6.7 places, and filled 2.3 before")
        .matches("10.0 calls/s of 670 ms each; usually 10.0 calls/s of 2[3-9]\\d ms");
    assertThat(first.measure.baseline).as("nothing was refused").isLessThan(0.05);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.impact.what).isEqualTo("none any more");
  }

  /** Ten calls a second of 0.67 s are 6.7 places, whatever those that are tried again offer. */
  @Test
  void slowCallsAreLookedIntoBeforeMoreOfThemAreLetIn() {
    Account account = busy(account(true, 6), 2.3, 6.7);
    assertThat(account.first().recommendations)
        .extracting(row -> row.action)
        .containsExactly("find what slows its calls", "raise the function's reserved concurrency");
    assertThat(account.first().recommendations.get(1).value).isEqualTo("11");
  }

  @Test
  void noMoreIsAdvisedThanAwsLetsAnybodyReserve() {
    TestSettings small =
        TestSettings.usual()
            .with("cascade.accountConcurrency", 109L)
            .with("functions", List.of(TestSettings.rule("pricing", true, 7)));
    assertThat(busy(new Account(small.settings()), 2.3, 6.7).first().recommendations)
        .extracting(row -> row.action)
        .containsExactly(
            "find what slows its calls", "ask for more concurrency, or let fewer calls come");
  }

  /** A page about what it does to cold starts and to the bill waits for it from then on. */
  @Test
  void whatIsNotCertainYetIsKnownTwentySecondsBefore() {
    for (Account account : List.of(busy(account(true, 7), 2.3, 6.7), shared(40, 139))) {
      Finding early = account.findings().get(0);
      assertThat(early.severity).isEqualTo(Severity.INFO);
      assertThat(early.recovered).isFalse();
      assertThat(early.incidentKey()).isEqualTo(account.first().incidentKey());
      assertThat(account.at(0)).isBetween(account.firstAt() - 25, account.firstAt() - 20);
    }
  }

  @Test
  void whoNobodyWaitsForIsATicket() {
    Finding first = busy(account(false, 7), 2.3, 6.7).first();
    assertThat(first.severity).isEqualTo(Severity.TICKET);
    assertThat(first.headline).contains("6.7 of 7 in use").doesNotContain("refused");
    assertThat(first.impact.what).contains("tried again").doesNotContain("429");
    assertThat(first.measure.name).isEqualTo("concurrency-used");
  }

  /** With four places a tenth of the attempts is refused at any time, and each comes again. */
  @Test
  void eventsThatFindNoPlaceForSecondsConcernNobody() {
    for (boolean synchronous : List.of(true, false)) {
      Account account = account(synchronous, 4).calls("pricing", 0, 900, 1);
      account.busy("pricing", 2).play(0, 600).busy("pricing", 3.3).play(600, 660);
      account.busy("pricing", 2.4).play(660, 780);
      assertThat(account.findings().isEmpty()).isEqualTo(!synchronous);
    }
  }

  @Test
  void eventsThatPileUpAreATicketUntilPlacesAreFreeAgain() {
    Account account = account(false, 4).calls("pricing", 0, 1500, 1);
    account.busy("pricing", 2).play(0, 600).busy("pricing", 3.9).play(600, 1200);
    assertThat(account.firstAt()).isBetween(680L, 720L);
    account.busy("pricing", 2.4).play(1200, 1400);
    assertThat(account.findings())
        .noneMatch(finding -> finding.severity == Severity.PAGE)
        .last()
        .matches(finding -> finding.recovered);
  }

  /** Half of them is refused, and how many are first attempts nobody knows. */
  @Test
  void callsThatAreTriedAgainAreNotCountedHalfAsOftenAgain() {
    Account account = account(true, 20).calls("pricing", 0, 590, 10);
    account.calls("pricing", 590, 800, 24).busy("pricing", 8).play(0, 600);
    Finding first = account.busy("pricing", 19).play(600, 700).first();
    long offered = (long) Math.ceil(20 / (1 - first.measure.value));
    assertThat(offered).isBetween(31L, 60L);
    assertThat(first.recommendations.get(0).value).isEqualTo(Long.toString(offered));
    assertThat(first.recommendations.get(0).reason).contains(offered + " are offered at most");
  }

  /** What was never called has no usual duration, and need not want more of what it has. */
  @Test
  void whatWasIdleIsAskedForItsSourceFirst() {
    Finding first = rises(0, 23, 19.5).play(600, 700).first();
    assertThat(first.evidence.get(0).text).endsWith("; hardly any before");
    assertThat(first.recommendations.get(0).action).startsWith("see whether pricing feeds its own");
    Finding busy = rises(20, 23, 19.5).play(600, 700).first();
    assertThat(busy.evidence.get(0).text).contains("; usually 20");
    assertThat(busy.recommendations).noneMatch(row -> row.action.startsWith("see whether"));
  }

  /** From ten seconds before it is full on so many calls a second; before that another number. */
  private static Account rises(double before, double calls, double full) {
    Account account = account(true, 20).calls("pricing", 0, 590, before);
    account.calls("pricing", 590, 800, calls).busy("pricing", 0.4).play(0, 600);
    return account.busy("pricing", full);
  }

  @Test
  void aQueueThatIsDrainedWithAllPlacesIsATicketToItsEnd() {
    Account account = rises(0.5, 23, 19.5).play(600, 700).busy("pricing", 0.4).play(700, 790);
    Finding first = account.first();
    assertThat(first.severity).isEqualTo(Severity.TICKET);
    assertThat(first.impact.seen).isFalse();
    assertThat(first.headline).contains("as when a queue is drained").doesNotContain("refused");
    assertThat(first.recommendations.get(0).value).isEqualTo("30");
    assertThat(account.findings())
        .noneMatch(finding -> finding.severity == Severity.PAGE)
        .last()
        .matches(finding -> finding.recovered);
  }

  /** Neither six times as many callers in a moment nor calls that hang are a queue. */
  @Test
  void aCrowdAndCallsThatHangArePages() {
    assertThat(rises(4, 23, 18).play(600, 700).first().severity).isEqualTo(Severity.PAGE);
    assertThat(rises(10, 2, 20).play(600, 700).first().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void callsThatBecomeManyWithinAMinuteArePages() {
    Account account = account(true, 20).calls("pricing", 0, 540, 0.5);
    for (int second = 540; second < 600; second++) {
      account.calls("pricing", second, second + 0.99, 1 + (second - 540) * 0.4);
    }
    account.calls("pricing", 600, 800, 23).busy("pricing", 0.4).play(0, 600);
    assertThat(account.busy("pricing", 19.5).play(600, 700).first().severity)
        .isEqualTo(Severity.PAGE);
  }

  @Test
  void whoIsRefusedAndTellsOfItMakesItAPage() {
    Account account = rises(0.5, 23, 19.5).calls("web", 0, 800, 40);
    account.refused("web", 40, 40, "pricing", false).play(600, 700);
    assertThat(account.findings()).anyMatch(finding -> finding.severity == Severity.PAGE);
  }

  @Test
  void whoLogsAboutBatchesIsCalledByPollersThatWait() {
    assertThat(busy(account(true, 7).batches("pricing"), 2.3, 6.7).first().severity)
        .isEqualTo(Severity.TICKET);
  }

  @Test
  void halfOfItsConcurrencyOrNoneDeclaredIsSilent() {
    assertThat(busy(account(true, 7), 2.3, 3.5).findings()).isEmpty();
    assertThat(busy(account(true, 0), 2.3, 6.7).findings()).isEmpty();
  }

  @Test
  void aPeakOfTwentySecondsConcernsNobodyAndOneOfASlotIsSilent() {
    List<Finding> short20 = peak(20).findings();
    assertThat(short20).allMatch(finding -> finding.severity == Severity.INFO);
    assertThat(short20.get(short20.size() - 1).recovered).isTrue();
    assertThat(peak(5).findings()).allMatch(finding -> finding.recovered);
  }

  private static Account peak(int seconds) {
    Account account = account(true, 7);
    account.calls("pricing", 0, 900, 10).busy("pricing", 2).play(0, 600);
    account.busy("pricing", 6.8).play(600, 600 + seconds);
    return account.busy("pricing", 2).play(600 + seconds, 880);
  }

  private static Account shared(double usually, double then) {
    Account account =
        new Account(
            TestSettings.usual()
                .with("cascade.accountConcurrency", 200L)
                .with("functions", List.of(TestSettings.rule("pricing", true, 50)))
                .settings());
    account.calls("resize", 0, 900, 10).calls("pricing", 0, 900, 10).calls("web", 0, 900, 10);
    account.busy("pricing", 20).busy("web", 10).busy("resize", usually).play(0, 600);
    account.busy("resize", then).play(600, 700);
    return account.busy("resize", usually).play(700, 880);
  }

  /** 200 less 50 in reserve: 150 are shared. */
  @Test
  void anAccountAtItsQuotaPagesWithWhoUsesItAndRecovers() {
    Account account = shared(40, 139);
    Finding first = account.first();
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.key()).isEqualTo("function/111122223333/eu-west-1/resize");
    assertThat(account.firstAt()).isBetween(630L, 650L);
    assertThat(first.headline).contains("149 of 150");
    assertThat(first.evidence.get(0).text).isEqualTo("in use by resize (139), web (10)");
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
  }

  /** Of 150 places 141 were in use: of calls that do not come again one in twenty is refused. */
  @Test
  void anAccountThatIsFullOfEventsIsATicketAtLeast() {
    Account account = shared(40, 131);
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.firstAt()).isBetween(630L, 650L);
    assertThat(account.first().headline).contains("141 of 150", "7 % of calls refused");
    assertThat(account.findings())
        .noneMatch(finding -> finding.severity == Severity.PAGE)
        .last()
        .matches(finding -> finding.recovered);
    assertThat(shared(40, 125).findings()).as("one of a hundred").isEmpty();
  }

  /**
   * What is refused waits: by the formula two of a hundred are, but nothing that is free scatters.
   */
  @Test
  void anAccountThatIsNearlyAllInUseAndRestsIsFull() {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", 1_000L).settings();
    for (boolean rests : List.of(true, false)) {
      Account account = new Account(settings);
      account.calls("resize", 0, 900, 10).lasting("resize", 2_000);
      account.busy("resize", 20).play(0, 600);
      for (int at = 600; at < 700; at += 10) {
        account.busy("resize", rests || at % 20 == 0 ? 965 : 940).play(at, at + 10);
      }
      account.busy("resize", 20).play(700, 880);
      if (rests) {
        assertThat(account.first().severity).isEqualTo(Severity.TICKET);
        assertThat(account.first().headline).contains("965 of 1000");
        assertThat(account.firstAt()).isBetween(640L, 670L);
      } else {
        assertThat(account.findings()).isEmpty();
      }
    }
  }

  /** Events that were refused come back: of 150 places 135 are in use on average. */
  private static Account besideEvents(double webThen, int environments) {
    Account account =
        new Account(
            TestSettings.usual()
                .with("cascade.accountConcurrency", 200L)
                .with("functions", List.of(TestSettings.rule("pricing", true, 50)))
                .settings());
    account.calls("resize", 0, 1300, 10).calls("pricing", 0, 1300, 10);
    account.calls("web", 0, 1000, 3).calls("web", 1000, 1120, webThen).calls("web", 1120, 1300, 3);
    account.environments("resize", 20).environments("web", 4);
    account.busy("pricing", 20).busy("web", 1).busy("resize", 9).play(0, 1000);
    account.environments("resize", environments).busy("resize", 133).play(1000, 1120);
    return account.busy("resize", 9).play(1120, 1300);
  }

  @Test
  void aNeighbourThatIsTurnedAwayTellsOfAFullAccount() {
    Account account = besideEvents(0.5, 146);
    Finding first = account.first();
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.key()).isEqualTo("function/111122223333/eu-west-1/resize");
    assertThat(account.firstAt()).isBetween(1_060L, 1_120L);
    assertThat(first.evidence.get(0).text).contains("; web starts ").contains("usually 3.0");
    assertThat(first.headline)
        .as("web has half a call a second of three")
        .containsPattern("134 of 150, others start 8\\d % fewer calls");
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
    assertThat(besideEvents(2.4, 146).findings()).as("web is served").isEmpty();
    assertThat(besideEvents(0.5, 120).findings()).as("fewer environments").isEmpty();
  }

  /** Nobody told that the quota was raised. */
  @Test
  void moreThanThereCanBeOrMuchLessIsSilent() {
    assertThat(shared(40, 200).findings()).isEmpty();
    assertThat(shared(40, 110).findings()).isEmpty();
  }
}
