package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.Recursion;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.TraceId;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where it is known what a root's events become, fewer turns of a loop are enough. */
class UnprecedentedTest {

  private static final long SEEDS = 12;
  private static final long EVENTS = 40;

  /** Median of the seconds from its third return to when it is told; never counts as a thousand. */
  private static double after(int gain, double turn, boolean depth, long events) {
    List<Double> after = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Recursion loop = new Recursion(new double[] {gain}, true, turn, 300, depth, true, seed);
      long at = loop.after(events).foundAt((int) (300 / turn * 100));
      after.add(at < 0 ? 1_000 : at - loop.thirdReturn());
    }
    Collections.sort(after);
    return after.get((int) SEEDS / 2);
  }

  /** Until it is a thousand calls it takes three turns more. */
  @Test
  void aLoopOfTurnsOfFourSecondsIsToldHalfAMinuteAfterItsThirdReturn() {
    for (int gain : new int[] {2, 3}) {
      assertThat(after(gain, 4, false, EVENTS)).as("gain %d", gain).isLessThanOrEqualTo(30);
      assertThat(after(gain, 4, true, EVENTS)).as("gain %d, depth", gain).isLessThanOrEqualTo(30);
    }
    assertThat(after(2, 4, false, 0)).as("of a root that is new").isGreaterThan(33);
    assertThat(after(2, 4, true, 20)).as("of one that is hardly known").isGreaterThan(33);
    assertThat(after(2, 10, false, EVENTS)).isLessThan(after(2, 10, false, 0) - 30);
  }

  private static int found(double[] walk, boolean depth, double turn, int limit) {
    int found = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      boolean even = seed % 2 == 0;
      Recursion work = new Recursion(walk, false, turn, limit, depth, even, seed);
      found += work.after(EVENTS).foundAt(12_000) > 0 ? 1 : 0;
    }
    return found;
  }

  /** It is over before as many calls, each after the last, could have been made. */
  @Test
  void theFirstLargeWalkOfThreeOrFourLevelsIsSilent() {
    double[][] walks = {{5, 5, 5}, {22, 15, 8}, {40, 40}, {6, 4, 4, 3}};
    for (double[] walk : walks) {
      for (double turn : new double[] {1, 3, 10}) {
        for (int limit : new int[] {30, 100, 5_000}) {
          for (boolean depth : new boolean[] {true, false}) {
            assertThat(found(walk, depth, turn, limit))
                .as("%.0f, %.0f, turn %.0f, limit %d", walk[0], walk[1], turn, limit)
                .isEqualTo(0);
          }
        }
      }
    }
  }

  /** Of 60 traces a second none that is light stays for long, but some of them are a sample. */
  @Test
  void inABusyAccountItIsKnownWhatEventsBecome() {
    Settings settings = TestSettings.usual().settings();
    for (double perSecond : new double[] {0.5, 60}) {
      Account account = new Account(settings).lasting("resize", 4_000);
      Random dice = new Random(11);
      for (double at = 0; at < 1_560; at += -Math.log(1 - dice.nextDouble()) / perSecond) {
        long trace = dice.nextLong();
        account.traced("api", at, trace, -1);
        account.traced(dice.nextInt(3) == 0 ? "resize" : "store", at + 1, trace, -1);
      }
      for (double at = 0; at < 1_560; at += 3) {
        account.traced("resize", at, dice.nextLong(), -1);
      }
      for (int turn = 0; turn < 8; turn++) {
        for (int i = 0; i < 1 << turn; i++) {
          account.traced("resize", 1_500 + 4 * turn + dice.nextDouble(), 77, -1);
        }
      }
      account.play(0, 1_550);
      assertThat(account.findings()).as("%.1f a second", perSecond).isNotEmpty();
      assertThat(account.firstAt()).isLessThan(1_512 + 30);
    }
  }

  /** A tree that is beyond one before, but not by far, must become a thousand calls. */
  @Test
  void aRootThatCausedMuchOnceIsWaitedFor() {
    AccountState state = new AccountState();
    state.end = 1_000;
    Member root = new Member();
    state.members.put("walk", root);
    Tree tree = new Tree(new TraceId(1, 2));
    tree.branches.add(new Branch("walk"));
    tree.calls = 200;
    assertThat(Unprecedented.is(tree, state)).as("no history").isFalse();
    for (int event = 0; event < EVENTS; event++) {
      root.sizes.take(6);
    }
    assertThat(Unprecedented.is(tree, state)).isTrue();
    root.sizes.take(7);
    assertThat(Unprecedented.is(tree, state)).as("200 are not 32 times 7").isFalse();
  }
}
