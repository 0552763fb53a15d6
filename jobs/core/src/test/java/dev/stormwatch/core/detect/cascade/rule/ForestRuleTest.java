package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Orders.ALONE;
import static dev.stormwatch.core.detect.cascade.Orders.EVERY;
import static dev.stormwatch.core.detect.cascade.Orders.FOR_EVER;
import static dev.stormwatch.core.detect.cascade.Orders.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.Orders;
import dev.stormwatch.core.detect.cascade.Orders.Found;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders that one call each was enough for, and that go round now, all of them. */
class ForestRuleTest {

  private static final int END = RELEASE + 420;

  private final Orders orders = new Orders(END);

  private static Found found(Account account) {
    return found(account, ALONE);
  }

  private static Found found(Account account, Settings settings) {
    return new Found(account, END, new ForestRule(settings.cascade)::find);
  }

  @Test
  void eventsOfWhichNoneEndsAnyMoreAreALoopWithinTwoAndAHalfMinutes() {
    for (double turn : new double[] {1, 2, 5, 8}) {
      for (double lost : new double[] {0, 0.1}) {
        Found found = found(orders.released(FOR_EVER, turn, lost));
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
    Account account = orders.released(FOR_EVER, 4, 0);
    orders.ordinary(account, "api", END, 0.2);
    assertThat(found(account).after).isBetween(60L, 150L);
  }

  @Test
  void whatMultipliesIsAnExplosion() {
    Account account = orders.orders(RELEASE);
    for (double at = orders.next(RELEASE, EVERY); at < END; at = orders.next(at, EVERY)) {
      long trace = orders.traces++;
      for (int k = 0; k < 8; k++) {
        for (int i = 0; i < 1 << k; i++) {
          account.traced("order", at + 25 * k + orders.dice.nextInt(3), trace, -1);
        }
      }
    }
    Found found = found(account);
    assertThat(found.after).isBetween(60L, 160L);
    assertThat(found.suspect.shape).isEqualTo(Shape.EXPLOSION);
  }

  /** Pages, tries, redeliveries and chains that Lambda stops all end, or are far apart. */
  @Test
  void eventsThatEndAreSilent() {
    assertThat(found(orders.released(8, 5, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(17, 1, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(17, 8, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(30, 1.5, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(50, 1, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(42, 1.5, 0, 10)).after).isEqualTo(-1);
    assertThat(found(orders.released(10, 30, 0)).after).isEqualTo(-1);
    assertThat(found(orders.released(FOR_EVER, 30, 0)).after).isEqualTo(-1);
  }

  /** Whoever reads a table in twenty parts begins them at once, idle or beside others. */
  @Test
  void longChainsSideBySideAreSilent() {
    for (int ordinary : List.of(RELEASE, END)) {
      for (double apart : new double[] {0.1, 1}) {
        Account account = orders.orders(ordinary);
        for (int part = 0; part < 20; part++) {
          orders.chain(account, RELEASE + part * apart, 300, 1, 0);
        }
        assertThat(found(account).after).as("%d, %s s apart", ordinary, apart).isEqualTo(-1);
      }
    }
  }

  /** Every other event is as it was. */
  @Test
  void longChainsAmongEventsThatEndAreSilent() {
    Account account = orders.orders(END);
    for (double at = RELEASE; at < END; at = orders.next(at, EVERY)) {
      orders.chain(account, at, FOR_EVER, 2, 0);
    }
    assertThat(found(account).after).isEqualTo(-1);
  }

  /** Eight shards, on each of which one batch is tried again and again: no other begins. */
  @Test
  void batchesThatAStreamTriesAgainAreSilent() {
    Account account = orders.orders(RELEASE);
    for (int shard = 0; shard < 8; shard++) {
      orders.chain(account, RELEASE + EVERY * shard, FOR_EVER, 3, 0);
    }
    assertThat(found(account).after).isEqualTo(-1);
  }

  /** Where events had forty calls, sixty are nothing new. */
  @Test
  void rootsWhoseEventsWereLargeOrAreUnknownAreSilent() {
    Account known = orders.orders(RELEASE);
    orders.chain(known, 300, 60, 2, 0);
    Account unknown = new Account(ALONE);
    for (double at = orders.next(RELEASE, EVERY); at < END; at = orders.next(at, EVERY)) {
      orders.chain(known, at, 140, 1, 0);
      orders.chain(unknown, at, FOR_EVER, 2, 0);
    }
    assertThat(found(known).after).isEqualTo(-1);
    assertThat(found(unknown).after).isEqualTo(-1);
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings meant = TestSettings.usual().with("cascade.meant", List.of("order")).settings();
    assertThat(found(orders.released(FOR_EVER, 4, 0), meant).after).isEqualTo(-1);
  }
}
