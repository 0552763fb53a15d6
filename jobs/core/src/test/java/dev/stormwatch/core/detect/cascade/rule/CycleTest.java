package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cycles of several functions, and what happens beside them. Names are in no useful order. */
class CycleTest {

  private static final int START = 700;

  private final Account account = new Account(TestSettings.usual().settings());

  private record Call(double at, int stage) {}

  /** Calls of people who do not know of one another. */
  private void arrivals(Random dice, String function, double from, double to, double perSecond) {
    for (double at = from; at < to; at -= Math.log(1 - dice.nextDouble()) / perSecond) {
      account.call(function, at);
    }
  }

  /**
   * Now and then one call of each stage after the other, as there was before anything went wrong.
   */
  private void usual(Random dice, String... stages) {
    for (double at = 0; at < START; at -= Math.log(1 - dice.nextDouble()) * 6) {
      for (int i = 0; i < stages.length; i++) {
        account.call(stages[i], at + 0.7 * i);
      }
    }
    arrivals(dice, "other", 0, 1_300, 3);
  }

  /**
   * Each stage calls the next about a second later and the last one the first.
   *
   * @param gain calls of the first that one of the last causes, in the mean, while there are few
   * @param most chains at a time
   */
  private void cycle(Random dice, double gain, int most, double to, String... stages) {
    PriorityQueue<Call> calls = new PriorityQueue<>(Comparator.comparingDouble(Call::at));
    calls.add(new Call(START, 0));
    for (Call call = calls.remove(); call.at < to; call = calls.remove()) {
      account.call(stages[call.stage], call.at);
      int next = (call.stage + 1) % stages.length;
      int children = next > 0 || calls.size() >= most ? 1 : (int) (gain + dice.nextDouble());
      for (int i = 0; i < children; i++) {
        calls.add(new Call(call.at + 0.7 + 0.6 * dice.nextDouble(), next));
      }
    }
  }

  @Test
  void aGrowingCycleOfThreeIsNamedWholeAndItsRootIsWhatWasCalledFirst() {
    int ordered = 0;
    for (long seed = 1; seed <= 5; seed++) {
      CycleTest test = new CycleTest();
      Random dice = new Random(seed);
      test.usual(dice, "tenant", "seat", "licence");
      test.cycle(dice, 1.3, 290, 1_300, "tenant", "seat", "licence");
      test.account.play(0, 1_300);
      assertThat(test.account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(test.account.first().subject.functions())
          .as("seed %d", seed)
          .containsExactly("licence", "seat", "tenant");
      assertThat(test.account.state.cascades.get(0).root()).as("seed %d", seed).isEqualTo("tenant");
      ordered +=
          String.join(" ", test.account.state.cascades.get(0).path).equals("tenant seat licence")
              ? 1
              : 0;
    }
    assertThat(ordered).isGreaterThanOrEqualTo(4);
  }

  /** One chain, a turn in a quarter of a second: each is called within the first second. */
  @Test
  void aSteadyCycleIsNamedInTheOrderOfItsCalls() {
    for (long seed = 1; seed <= 10; seed++) {
      CycleTest test = new CycleTest();
      Random dice = new Random(seed);
      arrivalsOfEach(test, dice, "write", "mirror", "audit");
      double at = START;
      for (int turn = 0; at < 1_300; turn++) {
        test.account.call(new String[] {"write", "mirror", "audit"}[turn % 3], at);
        at += 0.055 + 0.06 * dice.nextDouble();
      }
      test.account.play(0, 1_300);
      assertThat(test.account.state.cascades.get(0).path)
          .as("seed %d", seed)
          .containsExactly("write", "mirror", "audit");
    }
  }

  private static void arrivalsOfEach(CycleTest test, Random dice, String... functions) {
    for (String function : functions) {
      test.arrivals(dice, function, 0, START - 60, 0.01);
    }
    test.arrivals(dice, "other", 0, 1_300, 3);
  }

  @Test
  void aFunctionThatEachTurnCallsThreeTimesBelongsToIt() {
    for (long seed = 1; seed <= 10; seed++) {
      CycleTest test = new CycleTest();
      Random dice = new Random(seed);
      arrivalsOfEach(test, dice, "walk", "part");
      for (double at = START; at < 1_300; at += 0.21 + 0.11 * dice.nextDouble()) {
        test.account.call("walk", at);
        for (int i = 0; i < 3; i++) {
          test.account.call("part", at + 0.3 + 0.3 * dice.nextDouble());
        }
      }
      test.account.lasting("part", 60).play(0, 1_300);
      assertThat(test.account.state.cascades.get(0).path)
          .as("seed %d", seed)
          .containsExactly("walk", "part");
    }
  }

  /** As many calls from the same second on, of people: nothing but chance makes them equal. */
  @Test
  void whatSurgesBesideItAtTheSameRateIsNoPartOfIt() {
    for (long seed = 1; seed <= 10; seed++) {
      CycleTest test = new CycleTest();
      Random dice = new Random(seed);
      arrivalsOfEach(test, dice, "sync", "shop", "cart");
      for (double at = START; at < 1_300; at += 0.07 + 0.04 * dice.nextDouble()) {
        test.account.call("sync", at);
      }
      test.arrivals(dice, "shop", START, 1_300, 1 / 0.09);
      test.arrivals(dice, "cart", START + 2, 1_300, 2 / 0.09);
      test.account.lasting("sync", 60).play(0, 1_300);
      assertThat(test.account.first().subject.functions())
          .as("seed %d", seed)
          .containsExactly("sync");
    }
  }

  /** All three would do; nobody waits for the audit. */
  @Test
  void whatIsStoppedIsWhatFewestOthersWaitFor() {
    Random dice = new Random(4);
    arrivals(dice, "write", 0, 1_300, 0.2);
    arrivals(dice, "audit", 0, 1_300, 0.01);
    arrivals(dice, "other", 0, 1_300, 3);
    cycle(dice, 1.3, 100, 1_300, "write", "audit");
    account.play(0, 1_300);
    assertThat(account.state.cascades.get(0).path).containsExactly("write", "audit");
    assertThat(account.first().recommendations.get(0).command).contains("--function-name audit ");
    assertThat(account.first().recommendations.get(0).reason).contains("stop write");
  }
}
