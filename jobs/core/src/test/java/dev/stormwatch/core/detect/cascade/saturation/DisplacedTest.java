package dev.stormwatch.core.detect.cascade.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DisplacedTest {

  private static final int BURST = 905;

  private final Random random = new Random(1_902);

  /** Calls that know nothing of one another. */
  private void visit(Account account, String function, double from, double to, double perSecond) {
    for (double at = from; at < to; ) {
      at -= Math.log(1 - random.nextDouble()) / perSecond;
      if (at < to) {
        account.call(function, at, 0.2);
      }
    }
  }

  /**
   * An account of forty places; others are called so often before and in a burst of two minutes.
   */
  private Account account(double before, double beside) {
    return account(TestSettings.usual(), before, beside);
  }

  private Account account(TestSettings settings, double before, double beside) {
    Account account = new Account(settings.settings());
    for (String other : List.of("web", "search", "pricing")) {
      visit(account, other, 0, BURST + 1, before);
      visit(account, other, BURST + 1, BURST + 120, beside);
      visit(account, other, BURST + 120, 1_300, before);
    }
    return account;
  }

  /** Forty workers, each of which begins the next item when it has done one. */
  private Account fill(Account account) {
    for (int worker = 0; worker < 40; worker++) {
      double at = BURST + worker / 40.0;
      while (at < BURST + 120) {
        double seconds = 0.8 + 0.8 * random.nextDouble();
        account.call("resize", at, seconds);
        at += seconds;
      }
    }
    return account;
  }

  private static List<Finding> told(Account account) {
    return account.play(0, 1_250).findings().stream()
        .filter(finding -> finding.severity != Severity.INFO)
        .toList();
  }

  @Test
  void oneEventWhoseCallsLeaveOthersNoConcurrencyIsAPageWithItsRoot() {
    Account account = fill(account(1, 0.1).call("import", BURST));
    Finding first = told(account).get(0);
    assertThat(first.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/import");
    assertThat(first.headline).startsWith("import → resize: one call became 1,");
    assertThat(first.impact.seen).isTrue();
    assertThat(first.impact.firstAt / 1000 - Account.START)
        .as("all workers are there within a second")
        .isBetween((long) BURST, BURST + 3L);
    assertThat(first.evidence)
        .anySatisfy(row -> assertThat(row.text).contains("of the account's 40 concurrent"));
    assertThat(account.firstAt()).isBetween(BURST + 45L, BURST + 75L);
  }

  /** Others are called as often again while all places are still taken: it is the same limit. */
  @Test
  void aLimitThatWasFoundIsOneWhileNoMoreIsUsed() {
    Account account = fill(account(1, 0.1).call("import", BURST));
    for (String other : List.of("web", "search", "pricing")) {
      visit(account, other, BURST + 70, BURST + 120, 1.5);
    }
    List<Finding> told =
        told(account).stream().filter(finding -> finding.kind == Kind.FAN_OUT_CASCADE).toList();
    assertThat(told.size()).isGreaterThan(5);
    assertThat(told)
        .allSatisfy(
            finding -> {
              assertThat(finding.impact.seen).isTrue();
              assertThat(finding.impact.firstAt).isEqualTo(told.get(0).impact.firstAt);
              assertThat(finding.evidence)
                  .anySatisfy(
                      row -> assertThat(row.text).containsPattern("of the account's 4[01] "));
            });
  }

  /** All places that are declared are in use, so nobody else need tell. */
  @Test
  void oneEventThatTakesAllThatIsDeclaredIsAPageWithItsRoot() {
    TestSettings forty = TestSettings.usual().with("cascade.accountConcurrency", 40L);
    Account account = fill(account(forty, 0.05, 0.05).call("import", BURST));
    Finding first = told(account).get(0);
    assertThat(first.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.headline).startsWith("import → resize: one call became ");
    assertThat(account.firstAt()).isBetween(BURST + 30L, BURST + 75L);
    assertThat(told(fill(account(forty, 0.05, 0.05))))
        .as("no root")
        .extracting(finding -> finding.kind)
        .containsOnly(Kind.CONCURRENCY_SATURATION);
    TestSettings more = TestSettings.usual().with("cascade.accountConcurrency", 50L);
    assertThat(told(fill(account(more, 0.05, 0.05).call("import", BURST)))).isEmpty();
  }

  /** Maps that begin maps: the function that lists what is mapped is called again and again. */
  @Test
  void aBurstThatBeginsWithFewCallsOfWhatIsSeldomIsItsOwnRoot() {
    TestSettings forty = TestSettings.usual().with("cascade.accountConcurrency", 40L);
    Account account = fill(account(forty, 0.05, 0.05));
    for (int call = 0; call < 60; call++) {
      account.call("list", BURST - 1 + 2 * call, 0.1);
    }
    Finding first = told(account).get(0);
    assertThat(first.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.headline).startsWith("list → resize: each of ");
    Account usual = fill(account(forty, 0.05, 0.05));
    for (int call = 0; call < 300; call++) {
      usual.call("list", BURST - 901 + 3 * call, 0.1);
    }
    assertThat(told(usual))
        .as("a function that is called all the time begins nothing")
        .extracting(finding -> finding.kind)
        .containsOnly(Kind.CONCURRENCY_SATURATION);
  }

  /** Those refused try again, so that of many calls fewer than half are missing. */
  @Test
  void aThirdThatIsMissingOfManyCallsTellsAsHalfDoesOfFew() {
    List<Finding> told = told(fill(account(5, 3)));
    assertThat(told.get(0).kind).isEqualTo(Kind.CONCURRENCY_SATURATION);
    assertThat(told.get(0).severity).isEqualTo(Severity.PAGE);
    assertThat(told.get(0).headline).contains("of apparently 4").contains("fewer calls");
    assertThat(told(fill(account(1, 0.6))))
        .as("of few calls so many are missing by chance")
        .isEmpty();
    assertThat(told(fill(account(5, 4.4)))).isEmpty();
  }

  @Test
  void whereNoRootIsSeenItIsSaidOfTheAccount() {
    Account account = fill(account(1, 0.1));
    Finding first = told(account).get(0);
    assertThat(first.kind).isEqualTo(Kind.CONCURRENCY_SATURATION);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.headline)
        .contains("mostly by resize", "of apparently 40, others start 8")
        .endsWith(" % fewer calls");
    assertThat(first.evidence.get(0).text)
        .contains("3 other functions start 0.", "calls/s in all, 3.");
    assertThat(first.recommendations.get(0).action).isEqualTo("stop resize");
    assertThat(first.recommendations.get(0).value).isEqualTo("0");
    assertThat(first.recommendations)
        .anySatisfy(row -> assertThat(row.action).isEqualTo("tell Stormwatch the account's quota"));
    assertThat(account.findings()).last().matches(finding -> finding.recovered);
  }

  @Test
  void aMapBesideWhichOthersGoOnIsSilent() {
    assertThat(told(fill(account(1, 1).call("import", BURST)))).isEmpty();
    assertThat(told(fill(account(1, 0.7).call("import", BURST)))).isEmpty();
  }

  @Test
  void othersThatAreCalledByAClockOrHardlyAtAllTellNothing() {
    assertThat(told(fill(account(0.05, 0.0001).call("import", BURST)))).isEmpty();
    Account clocked = new Account(TestSettings.usual().settings());
    for (int minute = 0; minute < 1_300; minute += 60) {
      for (int i = 0; i < 120; i++) {
        clocked.call("report", minute + i / 40.0, 0.2);
      }
    }
    assertThat(told(fill(clocked.call("import", BURST)))).isEmpty();
  }

  @Test
  void callsThatWanedBeforeTheBurstAreNotItsDoing() {
    Account account = new Account(TestSettings.usual().settings());
    for (String other : List.of("web", "search", "pricing")) {
      visit(account, other, 0, BURST - 60, 1);
      visit(account, other, BURST - 60, 1_300, 0.1);
    }
    assertThat(told(fill(account.call("import", BURST)))).isEmpty();
  }

  /** A new version under another name takes over, call by call, and is as even as its callers. */
  @Test
  void callsThatMoveToAnotherFunctionAreNotDisplaced() {
    Account account = new Account(TestSettings.usual().settings());
    for (String other : List.of("web", "search", "pricing")) {
      visit(account, other, 0, BURST, 9);
      visit(account, other, BURST, 1_300, 0.5);
    }
    assertThat(told(fill(account.call("import", BURST)))).isEmpty();
  }
}
