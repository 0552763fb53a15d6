package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import org.junit.jupiter.api.Test;

/** Two stages that burst within a second: is there a call that began it? */
class RootCallTest {

  private static final int BURST = 905;

  /** A campaign a minute, of four segments of four messages each, but for the last. */
  private static Account campaigns(int lastAt) {
    Account account = new Account(TestSettings.usual().settings());
    account.calls("web", 0.3, 1_200, 2);
    for (int at = 5; at <= lastAt; at += 60) {
      account.call("campaign", at);
      if (at < lastAt) {
        account.calls("segment", at + 1, at + 1.9, 4).calls("notify", at + 1.1, at + 4.9, 4);
      }
    }
    return account;
  }

  private static Account burst(Account account) {
    account.calls("segment", BURST + 1, BURST + 2, 100);
    return account.calls("notify", BURST + 1, BURST + 21, 400).play(0, BURST + 60);
  }

  @Test
  void aFunctionCalledOnceAMinuteIsTheRootOfWhatFollowsItAtOnce() {
    Account account = burst(campaigns(BURST));
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.first().headline).startsWith("campaign → segment → notify: each event");
    assertThat(account.firstAt()).isLessThanOrEqualTo(BURST + 20L);
  }

  @Test
  void notOfWhatComesHalfAMinuteLater() {
    assertThat(burst(campaigns(BURST - 60)).findings()).isEmpty();
    assertThat(burst(campaigns(BURST - 60).call("campaign", BURST - 15)).findings()).isEmpty();
  }

  /** A check a minute, too, that nothing follows. */
  @Test
  void norIsOneThatIsCalledAsOftenAndWasNotFollowed() {
    Account account = campaigns(BURST - 60);
    for (int at = 35; at < BURST; at += 60) {
      account.call("check", at);
    }
    assertThat(burst(account.call("check", BURST)).findings()).isEmpty();
  }

  @Test
  void ofTwoTheOneThatWasCalledJustBeforeIsTaken() {
    Account account = campaigns(BURST).call("rates", 100).call("rates", BURST - 25);
    assertThat(burst(account).first().headline).startsWith("campaign → segment");
  }

  /** A job every five minutes that nothing ever followed comes in the same second by chance. */
  @Test
  void ofTwoTheOneThatWasAlwaysFollowedIsTaken() {
    Account account = campaigns(BURST);
    for (int at = BURST; at > 0; at -= 310) {
      account.call("cleanup", at);
    }
    assertThat(burst(account).first().headline).startsWith("campaign → segment");
  }

  /** One that is called every few seconds is the root at the time of its latest call alone. */
  @Test
  void aFunctionThatIsCalledOftenBeganItWithItsLatestCall() {
    Account account = new Account(TestSettings.usual().settings());
    account.calls("web", 0.3, 1_200, 2);
    for (int at = 5; at < BURST; at += 15) {
      account.call("split", at).calls("page", at + 1, at + 1.9, 2);
    }
    account.call("split", BURST + 1).calls("page", BURST + 2, BURST + 3, 100);
    account.calls("tile", BURST + 4, BURST + 64, 150).play(0, BURST + 60);
    assertThat(account.first().headline).startsWith("split → page → tile: one call became");
    assertThat(account.first().onset / 1000 - Account.START).isEqualTo(BURST + 1L);
  }
}
