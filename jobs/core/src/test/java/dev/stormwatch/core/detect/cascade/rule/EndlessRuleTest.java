package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Orders.ALONE;
import static dev.stormwatch.core.detect.cascade.Orders.FOR_EVER;
import static dev.stormwatch.core.detect.cascade.Orders.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.Orders;
import dev.stormwatch.core.detect.cascade.Orders.Found;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Orders of which those of one kind go round, and all others are what they were. */
class EndlessRuleTest {

  private static final int END = RELEASE + 700;

  private final Orders orders = new Orders(END);

  private static Found found(Account account) {
    return new Found(account, END, new EndlessRule(ALONE.cascade)::find);
  }

  /** Ordinary events without an end, and beside them chains that begin as they please. */
  private Account beside(double every, int calls, double turn) {
    Account account = orders.orders(END);
    for (double at = orders.next(RELEASE, every); at < END; at = orders.next(at, every)) {
      orders.chain(account, at, calls, turn, 0);
    }
    return account;
  }

  @Test
  void eventsOfOneKindThatNeverEndAreALoopWithinMinutes() {
    for (double every : new double[] {5, 15, 40}) {
      for (double turn : new double[] {1, 2.5, 6}) {
        Found found = found(beside(every, FOR_EVER, turn));
        assertThat(found.after)
            .as("one each %s s, turns of %s s", every, turn)
            .isBetween(90L, every < 20 ? 330L : 560L);
        assertThat(found.suspect.shape).isEqualTo(Shape.LOOP);
        assertThat(found.suspect.path).containsExactly("order");
        assertThat(found.suspect.since - Account.START).isBetween(RELEASE - 1L, RELEASE + 90L);
      }
    }
  }

  /** One event in four goes round, one trace in twenty is told: chains that make a burst. */
  @Test
  void aSampleOfTheChainsThatMakeABurstIsEnough() {
    for (long seed = 1; seed <= 3; seed++) {
      Random dice = new Random(seed);
      Account account = new Account(TestSettings.usual().settings()).lasting("render", 450);
      int end = RELEASE + 260;
      for (double at = 0; at < end; at -= Math.log(1 - dice.nextDouble()) / 3) {
        boolean told = dice.nextDouble() < 0.05;
        long trace = orders.traces++;
        boolean round = at >= RELEASE && dice.nextDouble() < 0.25;
        double next = at;
        do {
          if (told) {
            account.traced("render", next, trace, -1);
          } else {
            account.call("render", next);
          }
          next += 0.6 * (0.6 + 0.8 * dice.nextDouble());
        } while (round && next < end);
      }
      account.play(0, end);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(account.first().severity).isEqualTo(Severity.PAGE);
      assertThat(account.firstAt() - RELEASE).as("seed %d", seed).isBetween(60L, 240L);
      assertThat(account.first().headline).startsWith("render: calls itself without end");
    }
  }

  /** Of exports of a hundred pages some are over before several have begun. */
  @Test
  void longEventsThatEndAreSilent() {
    assertThat(found(beside(10, 60, 1)).after).isEqualTo(-1);
    assertThat(found(beside(10, 120, 1)).after).isEqualTo(-1);
    assertThat(found(beside(30, 60, 3)).after).isEqualTo(-1);
    assertThat(found(beside(10, 17, 8)).after).isEqualTo(-1);
  }

  /** Twenty parts of a table; eight shards on each of which one batch is tried again and again. */
  @Test
  void chainsThatBeginTogetherAreSilentForLong() {
    Account parts = orders.orders(END);
    Account shards = orders.orders(END);
    for (int i = 0; i < 20; i++) {
      orders.chain(parts, RELEASE + i, 300, 1, 0);
    }
    for (int i = 0; i < 8; i++) {
      orders.chain(shards, RELEASE + 3 * i, FOR_EVER, 3, 0);
    }
    assertThat(found(parts).after).isEqualTo(-1);
    assertThat(found(shards).after).isEqualTo(-1);
  }

  /** A job's parts that wait for workers: the more there are, the slower is each. */
  @Test
  void partsThatWaitForOneAnotherAreSilent() {
    Account account = orders.orders(END);
    for (int job = 0; job < 8; job++) {
      long trace = orders.traces++;
      double began = RELEASE + 40 * job;
      for (double at = began; at < END; at += 1.0 + 1.5 * job) {
        account.traced("order", at, trace, -1);
      }
    }
    assertThat(found(account).after).isEqualTo(-1);
  }

  @Test
  void whereEventsWereAlwaysLongOrNothingIsKnownItIsSilent() {
    Account known = orders.orders(END);
    Account unknown = new Account(ALONE);
    for (double at = 100; at < RELEASE; at += 60) {
      orders.chain(known, at, 100, 1, 0);
    }
    for (double at = orders.next(RELEASE, 5); at < END; at = orders.next(at, 5)) {
      orders.chain(known, at, 300, 1, 0);
      orders.chain(unknown, at, FOR_EVER, 2, 0);
    }
    assertThat(found(known).after).isEqualTo(-1);
    assertThat(found(unknown).after).isEqualTo(-1);
  }

  /** Two idle functions that answer one another; what asks one function again and again is none. */
  @Test
  void aRingOfWhatWasNeverCalledIsToldAfterMinutes() {
    for (boolean ring : new boolean[] {true, false}) {
      Account account = new Account(ALONE);
      for (int message = 0; message < 60; message++) {
        for (double at = RELEASE + message / 30.0; at < END; at += 3.4) {
          account.traced("order", at, message, -1);
          if (ring) {
            account.traced("confirm", at + 1.5, message, -1);
          }
        }
      }
      Found found = found(account);
      if (ring) {
        assertThat(found.after).isBetween(240L, 300L);
        assertThat(found.suspect.shape).isEqualTo(Shape.CHAINS);
        assertThat(found.suspect.path).containsExactly("order", "confirm");
      } else {
        assertThat(found.after).isEqualTo(-1);
      }
    }
  }
}
