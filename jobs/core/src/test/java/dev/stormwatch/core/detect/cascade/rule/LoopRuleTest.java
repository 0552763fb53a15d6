package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.LoopLab;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops of which a part is not told, and loops that could be clients. */
class LoopRuleTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  private static final int START = 700;
  private static final int END = 1_300;

  /** Calls of an idle function, of which each tenth delivery of three seconds is lost. */
  private static Account lossy(Random dice, boolean turns, boolean told) {
    Account account = new Account(SETTINGS);
    account.calls("checkout", 0, END, 3);
    double at = START;
    boolean lost = false;
    long delivery = -1;
    while (at < END) {
      lost = delivery == (long) at / 3 ? lost : dice.nextDouble() < 0.1;
      delivery = (long) at / 3;
      if (!lost) {
        account.call("sync", at);
      }
      double chance = -Math.log(1 - dice.nextDouble());
      at += turns ? 0.09 * (0.7 + 0.6 * dice.nextDouble()) : 0.09 * chance;
    }
    account.lasting("sync", 55);
    return told ? account.cut("sync", 9, 1, 50) : account;
  }

  @Test
  void aLoopThatLosesATenthOfItsRecordsIsPagedWithinSixMinutes() {
    int paged = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Account account = lossy(new Random(seed), true, true).play(0, START + 360);
      paged += account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(paged).isGreaterThanOrEqualTo(19);
  }

  /** What looks like pauses is no loop as long as nothing says that records are lost. */
  @Test
  void pausesThatNothingExplainsSpeakAgainstALoop() {
    for (long seed = 1; seed <= 10; seed++) {
      Account account = lossy(new Random(seed), true, false).play(0, END);
      assertThat(account.findings()).as("seed %d", seed).isEmpty();
    }
  }

  /** A loss makes wide panes less even, so what is even there needs no look at narrow ones. */
  @Test
  void turnsOfTwoCallsAreEvenInWidePanesThoughRecordsAreLost() {
    int told = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Random dice = new Random(seed);
      Account account = new Account(SETTINGS);
      account.calls("checkout", 0, END, 3);
      for (double chain = START; chain < START + 100; chain += 8) {
        for (double at = chain; at < END; at += 4.5 + dice.nextDouble()) {
          account.call("webhook", at);
          account.call("webhook", at + 0.1);
        }
      }
      account.lasting("webhook", 400).cut("webhook", 9, 1, 50).play(0, END);
      told += account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(told).isGreaterThanOrEqualTo(8);
  }

  @Test
  void trafficThatLosesATenthOfItsRecordsIsNoLoop() {
    for (long seed = 1; seed <= 30; seed++) {
      Account account = lossy(new Random(seed), false, true).play(0, END);
      assertThat(account.findings()).as("seed %d", seed).isEmpty();
    }
  }

  /**
   * Each of them calls back to back: as many from the first moment on, or one more now and then.
   *
   * @param apart seconds from one to the next
   * @param clock whether they are always as far apart
   */
  private static Account workers(long seed, double apart, boolean clock, int lasts) {
    return workers(new Account(SETTINGS), seed, apart, clock, lasts);
  }

  private static Account workers(
      Account account, long seed, double apart, boolean clock, int lasts) {
    return workers(account, seed, 12, apart, clock, lasts);
  }

  private static Account workers(
      Account account, long seed, int workers, double apart, boolean clock, int lasts) {
    Random dice = new Random(seed);
    account.calls("checkout", 0, START + lasts, 3);
    double from = START;
    for (int worker = 0; worker < workers; worker++) {
      for (double at = from; at < START + lasts; at += 0.4 * (0.6 + 0.8 * dice.nextDouble())) {
        account.call("sync", at);
      }
      from += apart * (clock ? 1 : -Math.log(1 - dice.nextDouble()));
    }
    return account.lasting("sync", 380).play(0, START + lasts);
  }

  /** What waits for an account without room is worked off as evenly, and for as long. */
  @Test
  void whatIsToldToUseUpTheAccountIsNotTakenForALoopAsWell() {
    for (long places : new long[] {9, 100}) {
      Settings settings =
          TestSettings.usual().with("cascade.accountConcurrency", places).settings();
      Account account = new Account(settings).busy("sync", 0).busy("checkout", 0.3);
      Random dice = new Random(4);
      account.calls("checkout", 0, 2_000, 3).lasting("sync", 380).play(0, START);
      for (int worker = 0; worker < 9; worker++) {
        for (double at = START; at < 2_000; at += 0.4 * (0.6 + 0.8 * dice.nextDouble())) {
          account.call("sync", at);
        }
      }
      account.busy("sync", 8.8).play(START, 2_000);
      assertThat(account.findings())
          .extracting(finding -> finding.kind)
          .containsOnly(places == 9 ? Kind.CONCURRENCY_SATURATION : Kind.FAN_OUT_CASCADE);
    }
  }

  private static long pagedAt(Account account) {
    return account.pagedAfter(START);
  }

  @Test
  void whatRunsTwelveAtATimeFromTheFirstMomentOnWakesNobody() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = workers(seed, 0, false, 1_000);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(pagedAt(account)).as("seed %d", seed).isEqualTo(Long.MAX_VALUE);
      assertThat(account.firstAt()).isGreaterThan(START + 900);
      assertThat(account.first().headline).contains("a loop, or clients");
      assertThat(account.first().evidence.get(1).text).contains("looks the same");
      assertThat(account.first().recommendations.get(0).reason).contains("cascade.meant");
    }
  }

  /** A load test that adds its clients by the clock or by chance, and has them all then. */
  @Test
  void whatCameToBeManyOneByOneIsATicketSoonAndAPageWhenItHasLasted() {
    int told = 0;
    for (long seed = 1; seed <= 3; seed++) {
      for (boolean clock : new boolean[] {true, false}) {
        Account account = workers(seed, 15, clock, 2_000);
        long ticket = account.firstAt() - START;
        told += ticket <= 600 ? 1 : 0;
        assertThat(pagedAt(account))
            .as("seed %d, %s", seed, clock)
            .isCloseTo(ticket + 600, within(5L));
      }
    }
    assertThat(told).isGreaterThanOrEqualTo(4);
  }

  /**
   * Chains that events begin, and that go on to become more. What rose evenly in its first two
   * minutes comes to light then, as clients of a load test do, and must last; what came to light
   * later is a page after five minutes.
   */
  @Test
  void whatBecomesMoreChainByChainIsAPageAfterFiveMinutes() {
    int soon = 0;
    for (long seed = 1; seed <= 6; seed++) {
      Account account = workers(new Account(SETTINGS), seed, 60, 20, false, 1_200);
      long ticket = account.firstAt() - START;
      soon += ticket >= 240 && pagedAt(account) <= Math.max(300, ticket + 90) + 5 ? 1 : 0;
      assertThat(pagedAt(account)).as("seed %d", seed).isLessThanOrEqualTo(ticket + 605);
    }
    assertThat(soon).isGreaterThanOrEqualTo(2);
  }

  /** A call of every day shortly before does not make them few at first. */
  @Test
  void pollersThatBeginJustAfterAnUsualCallAreNotGradual() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = new Account(LoopLab.unattended("sync"));
      for (double at = START - 14; at > 0; at -= 50) {
        account.call("sync", at);
      }
      assertThat(pagedAt(workers(account, seed, 0.3, true, 500)))
          .as("seed %d", seed)
          .isEqualTo(Long.MAX_VALUE);
    }
  }

  /** A client waits for its answer. */
  @Test
  void chainsOfAFunctionThatNobodyWaitsForAreALoopAtOnce() {
    int paged = 0;
    for (long seed = 1; seed <= 5; seed++) {
      Account account = new Account(LoopLab.unattended("sync"));
      paged += pagedAt(workers(account, seed, 20, false, 600)) <= 420 ? 1 : 0;
    }
    assertThat(paged).isGreaterThanOrEqualTo(4);
  }

  @Test
  void oneChainIsAPageWithinFiveMinutes() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = new Account(SETTINGS);
      Random dice = new Random(seed);
      account.calls("checkout", 0, END, 3);
      for (double at = START; at < END; at += 0.14 * (0.6 + 0.8 * dice.nextDouble())) {
        account.call("sync", at);
      }
      account.lasting("sync", 100).play(0, END);
      assertThat(pagedAt(account)).as("seed %d", seed).isLessThanOrEqualTo(300);
    }
  }

  /** It costs cents an hour, for as long as nobody looks. */
  @Test
  void aSlowChainIsATicketWhenItIsThreeHundredCallsAndWakesNobody() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = new Account(SETTINGS);
      Random dice = new Random(seed);
      account.calls("checkout", 0, START + 3_600, 3);
      for (double at = START; at < START + 3_600; at += 1.7 * (0.6 + 0.8 * dice.nextDouble())) {
        account.call("sync", at);
      }
      account.lasting("sync", 300).play(0, START + 3_600);
      assertThat(account.findings())
          .as("seed %d", seed)
          .isNotEmpty()
          .allMatch(finding -> finding.severity == Severity.TICKET);
      assertThat(account.firstAt() - START).isBetween(500L, 600L);
    }
  }

  /** Each of them is called less than once a second, and the two together more often. */
  @Test
  void aSlowChainThroughTwoFunctionsKeepsItsNameAndWakesNobody() {
    Account account = new Account(SETTINGS);
    Random dice = new Random(1);
    account.calls("checkout", 0, START + 3_600, 3);
    for (double at = START; at < START + 3_600; at += 1.7 * (0.6 + 0.8 * dice.nextDouble())) {
      account.call("sync", at).call("store", at + 0.8);
    }
    account.lasting("sync", 300).lasting("store", 200).play(0, START + 3_600);
    assertThat(account.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET)
        .extracting(finding -> finding.headline)
        .allMatch(headline -> headline.contains(": one chain of calls has no end"));
  }

  /** Each call of a consumer follows the last, for its records wait; then its mapping polls. */
  @Test
  void aConsumerThatReadsAStreamFromItsBeginningIsNoLoop() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = consumer(seed).batches("sync", 80_000).play(0, START + 180);
      account.batches("sync", 300).play(START + 180, START + 300);
      account.batches("sync", 0.3).play(START + 300, START + 2_000);
      assertThat(account.findings()).as("seed %d", seed).isEmpty();
    }
  }

  /** What a loop writes is read at once, or waits no longer than the loop has lasted. */
  @Test
  void aStreamsRecordsThatGrowOldDuringItsLoopDoNotExplainIt() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = consumer(seed).batches("sync", 0.2).play(0, START + 100);
      account.batches("sync", 50).play(START + 100, START + 300);
      account.batches("sync", 200).play(START + 300, START + 2_000);
      assertThat(pagedAt(account)).as("seed %d", seed).isLessThanOrEqualTo(1_600);
    }
  }

  /** Three shards, of each of which one batch is read at a time. */
  private static Account consumer(long seed) {
    Account account = new Account(SETTINGS);
    Random dice = new Random(seed);
    account.calls("checkout", 0, START + 2_000, 3);
    for (int shard = 0; shard < 3; shard++) {
      for (double at = START; at < START + 2_000; at += 0.4 * (0.6 + 0.8 * dice.nextDouble())) {
        account.call("sync", at);
      }
    }
    return account.lasting("sync", 380);
  }

  /** Chains of an idle function, one more each half minute; or its traffic, as it grows. */
  private static Account slow(long seed, boolean turns) {
    Account account = new Account(SETTINGS);
    Random dice = new Random(seed);
    int end = START + 1_800;
    account.calls("checkout", 0, end, 3);
    for (double from = START; from < end; from += 15 * -Math.log(1 - dice.nextDouble())) {
      double at = from;
      while (at < end) {
        account.call("sync", at);
        double mean = 9;
        at +=
            turns
                ? mean * (0.7 + 0.6 * dice.nextDouble())
                : mean * -Math.log(1 - dice.nextDouble());
      }
    }
    return account.lasting("sync", 300).play(0, end);
  }

  /** Two webhooks that answer each other, with seconds between. */
  @Test
  void turnsOfManySecondsAreALoopAllTheSame() {
    int paged = 0;
    for (long seed = 1; seed <= 5; seed++) {
      paged += pagedAt(slow(seed, true)) < 1_800 ? 1 : 0;
    }
    assertThat(paged).isGreaterThanOrEqualTo(4);
  }

  @Test
  void trafficThatGrowsForHalfAnHourIsNone() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(slow(seed, false).findings()).as("seed %d", seed).isEmpty();
    }
  }
}
