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

/** An account of a hundred places, of which one function takes more and more. */
class SurgeTest {

  private static final int BEGIN = 905;

  private final Random random = new Random(40_117);

  private static Account account() {
    TestSettings settings = TestSettings.usual().with("cascade.accountConcurrency", 100L);
    return new Account(settings.settings());
  }

  /** Calls that know nothing of one another. */
  private Account visit(Account account, String function, int from, int to, double rate, double s) {
    for (double at = from; at < to; ) {
      at -= Math.log(1 - random.nextDouble()) / rate;
      if (at < to) {
        account.call(function, at, s * (0.8 + 0.4 * random.nextDouble()));
      }
    }
    return account;
  }

  /** Pollers of a queue that join one a second, each of which is never idle. */
  private Account poll(int pollers) {
    Account account = visit(account(), "claims", 0, BEGIN, 0.5, 1);
    for (int poller = 0; poller < pollers; poller++) {
      for (double at = BEGIN + poller; at < BEGIN + 240; ) {
        double seconds = 0.7 + 0.6 * random.nextDouble();
        account.call("claims", at, seconds);
        at += seconds;
      }
    }
    return account.play(0, 1_300);
  }

  private static List<Finding> told(Account account) {
    return account.findings().stream()
        .filter(finding -> finding.kind == Kind.CONCURRENCY_SATURATION)
        .filter(finding -> finding.severity != Severity.INFO)
        .toList();
  }

  @Test
  void whoTakesUpTheAccountIsToldBeforeItIsFull() {
    Account account = poll(120);
    Finding first = told(account).get(0);
    assertThat(first.headline)
        .startsWith("claims takes up the account's concurrency: ")
        .contains(" of 100 in use, ")
        .contains("none is left within ");
    assertThat(first.measure.name).isEqualTo("concurrency-used");
    assertThat(first.impact.seen).isFalse();
    assertThat(first.recommendations)
        .extracting(row -> row.action)
        .contains("see whether claims feeds its own source")
        .doesNotContain("ask for a larger quota of concurrent executions");
    assertThat(account.pagedAfter(BEGIN)).isBetween(60L, 115L);
    assertThat(told(account))
        .last()
        .satisfies(full -> assertThat(full.headline).contains("is used up, mostly by claims"));
  }

  @Test
  void aFewPollersAreNoSurge() {
    assertThat(told(poll(30))).isEmpty();
  }

  /** Half of the account is another's calls that wait: those who come are no more than ever. */
  private Account doubled(double rate, double seconds) {
    Account account = visit(account(), "quotes", 0, BEGIN, 3, 0.2);
    return visit(account, "quotes", BEGIN, BEGIN + 180, rate, seconds).play(0, 1_100);
  }

  @Test
  void callsThatWaitForTheirOwnAreAPageWhileHalfOfItIsLeft() {
    Account account = doubled(45, 1.1);
    assertThat(told(account).get(0).headline)
        .contains("times as many calls as before take")
        .contains("times as long");
    assertThat(account.pagedAfter(BEGIN)).isBetween(20L, 80L);
  }

  @Test
  void aCrowdThatTakesHalfOfItIsNoSurge() {
    assertThat(told(doubled(245, 0.2))).isEmpty();
  }
}
