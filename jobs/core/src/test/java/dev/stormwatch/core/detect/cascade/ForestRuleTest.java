package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Orders that one call each was enough for, and that go round now, all of them. */
class ForestRuleTest {

  /** Nothing else is to find it first. */
  private static final TestSettings ALONE =
      TestSettings.usual().with("cascade.learningSeconds", 86_400L);

  private static final int RELEASE = 900;
  private static final int END = RELEASE + 420;
  private static final double EVERY = 3;
  private static final int FOR_EVER = 10_000;

  private final Random dice = new Random(1);
  private long traces = 1_000;

  /** Events of one call from one second to another, as they please. */
  private Account ordinary(Account account, String function, double to, double every) {
    for (double at = next(0, every); at < to; at = next(at, every)) {
      account.traced(function, at, traces++, -1);
    }
    return account;
  }

  private Account orders(int to) {
    return ordinary(new Account(ALONE.settings()), "order", to, EVERY);
  }

  private double next(double at, double every) {
    return at - every * Math.log(1 - dice.nextDouble());
  }

  /** One event: so many calls, each a turn after the last, give or take a fifth. */
  private void chain(Account account, double at, int calls, double turn, double lost) {
    long trace = traces++;
    for (int k = 0; k < calls && at < END; k++) {
      if (dice.nextDouble() >= lost) {
        account.traced("order", at, trace, -1);
      }
      at += turn * (0.8 + 0.4 * dice.nextDouble());
    }
  }

  /** All events since the release are chains of so many calls. */
  private Account released(int calls, double turn, double lost) {
    return released(calls, turn, lost, EVERY);
  }

  private Account released(int calls, double turn, double lost, double every) {
    Account account = ordinary(new Account(ALONE.settings()), "order", RELEASE, every);
    for (double at = next(RELEASE, every); at < END; at = next(at, every)) {
      chain(account, at, calls, turn, lost);
    }
    return account;
  }

  /** What the rule finds first, and seconds from the release until then; -1 for never. */
  private static final class Found {
    Suspect suspect;
    long after = -1;

    Found(Account account) {
      this(account, ALONE.settings());
    }

    Found(Account account, Settings settings) {
      ForestRule rule = new ForestRule(settings.cascade);
      for (int at = 0; at < END && suspect == null; at += Account.SLOT_SECONDS) {
        account.play(at, at + Account.SLOT_SECONDS);
        suspect = rule.find(account.state);
        after = suspect == null ? -1 : at + Account.SLOT_SECONDS - RELEASE;
      }
    }
  }

  @Test
  void eventsOfWhichNoneEndsAnyMoreAreALoopWithinTwoAndAHalfMinutes() {
    for (double turn : new double[] {1, 2, 5, 8}) {
      for (double lost : new double[] {0, 0.1}) {
        Found found = new Found(released(FOR_EVER, turn, lost));
        assertThat(found.after).as("turns of %s s, %s lost", turn, lost).isBetween(60L, 200L);
        assertThat(found.suspect.shape).isEqualTo(Shape.LOOP);
        assertThat(found.suspect.path).containsExactly("order");
        assertThat(found.suspect.since - Account.START).isBetween(RELEASE - 1L, RELEASE + 30L);
        assertThat(found.suspect.roots).isGreaterThanOrEqualTo(5);
      }
    }
  }

  /** All places for traces are taken long before, by others. */
  @Test
  void itIsFoundInABusyAccount() {
    Account account = released(FOR_EVER, 4, 0);
    ordinary(account, "api", END, 0.2);
    assertThat(new Found(account).after).isBetween(60L, 150L);
  }

  @Test
  void whatMultipliesIsAnExplosion() {
    Account account = orders(RELEASE);
    for (double at = next(RELEASE, EVERY); at < END; at = next(at, EVERY)) {
      long trace = traces++;
      for (int k = 0; k < 8; k++) {
        for (int i = 0; i < 1 << k; i++) {
          account.traced("order", at + 25 * k + dice.nextInt(3), trace, -1);
        }
      }
    }
    Found found = new Found(account);
    assertThat(found.after).isBetween(60L, 160L);
    assertThat(found.suspect.shape).isEqualTo(Shape.EXPLOSION);
  }

  /** Pages, tries, redeliveries and chains that Lambda stops all end, or are far apart. */
  @Test
  void eventsThatEndAreSilent() {
    assertThat(new Found(released(8, 5, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(17, 1, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(17, 8, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(30, 1.5, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(50, 1, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(42, 1.5, 0, 10)).after).isEqualTo(-1);
    assertThat(new Found(released(10, 30, 0)).after).isEqualTo(-1);
    assertThat(new Found(released(FOR_EVER, 30, 0)).after).isEqualTo(-1);
  }

  /** Whoever reads a table in twenty parts begins them at once, idle or beside others. */
  @Test
  void longChainsSideBySideAreSilent() {
    for (int ordinary : List.of(RELEASE, END)) {
      for (double apart : new double[] {0.1, 1}) {
        Account account = orders(ordinary);
        for (int part = 0; part < 20; part++) {
          chain(account, RELEASE + part * apart, 300, 1, 0);
        }
        assertThat(new Found(account).after).as("%d, %s s apart", ordinary, apart).isEqualTo(-1);
      }
    }
  }

  /** Every other event is as it was. */
  @Test
  void longChainsAmongEventsThatEndAreSilent() {
    Account account = orders(END);
    for (double at = RELEASE; at < END; at = next(at, EVERY)) {
      chain(account, at, FOR_EVER, 2, 0);
    }
    assertThat(new Found(account).after).isEqualTo(-1);
  }

  /** Eight shards, on each of which one batch is tried again and again: no other begins. */
  @Test
  void batchesThatAStreamTriesAgainAreSilent() {
    Account account = orders(RELEASE);
    for (int shard = 0; shard < 8; shard++) {
      chain(account, RELEASE + EVERY * shard, FOR_EVER, 3, 0);
    }
    assertThat(new Found(account).after).isEqualTo(-1);
  }

  /** Where events had forty calls, sixty are nothing new. */
  @Test
  void rootsWhoseEventsWereLargeOrAreUnknownAreSilent() {
    Account known = orders(RELEASE);
    chain(known, 300, 60, 2, 0);
    Account unknown = new Account(ALONE.settings());
    for (double at = next(RELEASE, EVERY); at < END; at = next(at, EVERY)) {
      chain(known, at, 140, 1, 0);
      chain(unknown, at, FOR_EVER, 2, 0);
    }
    assertThat(new Found(known).after).isEqualTo(-1);
    assertThat(new Found(unknown).after).isEqualTo(-1);
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings meant = TestSettings.usual().with("cascade.meant", List.of("order")).settings();
    assertThat(new Found(released(FOR_EVER, 4, 0), meant).after).isEqualTo(-1);
  }
}
