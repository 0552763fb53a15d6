package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rings of which one function alone is found: what goes round with it is told as well. */
class CompanionsTest {

  private static final int BEGINS = 700;
  private static final int LASTS = 300;

  private final Account account = new Account(TestSettings.usual().settings());
  private final Random dice = new Random(3);
  private long trace;

  private List<Double> arrivals(double from, double to, double perSecond) {
    List<Double> times = new ArrayList<>();
    for (double at = from; at < to; at -= Math.log(1 - dice.nextDouble()) / perSecond) {
      times.add(at);
    }
    return times;
  }

  private void usual() {
    arrivals(0, 1_300, 3).forEach(at -> account.call("other", at));
    for (String name : List.of("crm", "order", "shop")) {
      arrivals(0, BEGINS - 60, 0.02).forEach(at -> account.call(name, at));
    }
  }

  /** Each event goes round between two functions for ever; the trace is in lines of the first. */
  private void ring(double perSecond) {
    for (double event : arrivals(BEGINS, BEGINS + LASTS, perSecond)) {
      trace++;
      int depth = 0;
      for (double at = event; at < BEGINS + LASTS; at += 1 + 2 * dice.nextDouble()) {
        account.traced("crm", at, trace, depth);
        account.call("order", at + 0.3 + dice.nextDouble());
        depth += 2;
      }
    }
  }

  private Finding first() {
    account.lasting("crm", 60).lasting("order", 60).lasting("shop", 60);
    return account.play(0, BEGINS + LASTS).first();
  }

  @Test
  void whatGrowsWithATracedLoopIsPartOfIt() {
    usual();
    ring(0.4);
    Finding first = first();
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.functions()).containsExactly("crm", "order");
    assertThat(first.evidence.get(1).text).contains("→ crm again");
  }

  /** One event goes round at a limit from its first seconds on; two or three calls follow each. */
  @Test
  void whatBeganAtOnceWithATracedLoopAndIsAsEvenIsPartOfIt() {
    usual();
    for (int turn = 0; turn < 10 * LASTS; turn++) {
      double at = BEGINS + turn / 10.0 + 0.05 * dice.nextDouble();
      account.traced("crm", at, 1, turn);
      for (int i = 0; i < 2 + turn % 2; i++) {
        account.call("order", at + 0.3 + 0.05 * dice.nextDouble());
      }
    }
    Finding first = first();
    assertThat(first.subject.functions()).containsExactly("crm", "order");
    assertThat(first.evidence.get(0).text).containsPattern("over the .* before, 3[45] calls/s");
  }

  /** People who came in the same second, and stay as many. */
  @Test
  void whatIsFlatBesideIsNoPartOfIt() {
    usual();
    ring(0.4);
    arrivals(BEGINS, BEGINS + LASTS, 12).forEach(at -> account.call("shop", at));
    assertThat(first().subject.functions()).containsExactly("crm", "order");
  }

  /** Clients may be meant, but not that others have no place for them. */
  @Test
  void chainsThatLeaveOthersNoPlaceAreAPage() {
    Account small =
        new Account(TestSettings.usual().with("cascade.accountConcurrency", 60L).settings());
    arrivals(0, 1_600, 3).forEach(at -> small.call("other", at));
    for (int client = 0; client < 58; client++) {
      double first = BEGINS + client;
      for (double at = first; at < 1_600; at += 1 + 0.05 * dice.nextDouble()) {
        small.call("sync", at);
      }
    }
    small.lasting("sync", 1_000).lasting("other", 100).play(0, BEGINS + 420);
    Finding first = small.first();
    assertThat(first.headline).contains("clients that call back to back");
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.impact.what).contains("calls wait or are refused of other");
  }

  /** One chain of twelve is sampled; the other function was called more often before already. */
  @Test
  void whatComesBackInOneTraceWithItIsPartOfItWheneverItBegan() {
    usual();
    arrivals(BEGINS - 90, BEGINS + LASTS, 2).forEach(at -> account.call("order", at));
    for (int chain = 0; chain < 12; chain++) {
      for (double at = BEGINS + 8 * chain; at < BEGINS + LASTS; at += 3.6 + dice.nextDouble()) {
        List<Double> calls = List.of(at + 3 * dice.nextDouble(), at + 3 * dice.nextDouble());
        if (chain == 0) {
          account.traced("crm", at, 1, -1);
          calls.forEach(call -> account.traced("order", call, 1, -1));
        } else {
          account.call("crm", at);
          calls.forEach(call -> account.call("order", call));
        }
      }
    }
    assertThat(first().subject.functions()).containsExactly("crm", "order");
  }
}
