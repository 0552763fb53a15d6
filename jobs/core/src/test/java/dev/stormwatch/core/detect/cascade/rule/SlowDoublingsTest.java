package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What doubles in a minute or so, of an idle function whose calls take long. */
class SlowDoublingsTest {

  private static final int BEGIN = 900;
  private static final int END = 1_600;
  private static final int SECONDS = 20;

  private static Account account() {
    Account account = new Account(TestSettings.usual().settings()).calls("web", 0, END, 3);
    return account.lasting("render", SECONDS * 1000);
  }

  private static boolean explodes(Account account, int until) {
    return account.play(0, until).findings().stream()
        .anyMatch(
            finding ->
                finding.severity == Severity.PAGE && finding.headline.contains("more than once"));
  }

  /** Each call sends two messages, which a queue hands out half a minute later. */
  @Test
  void aLoopOfHalfAMinuteATurnIsPagedBeforeItHasAThousandCalls() {
    for (long seed = 1; seed <= 10; seed++) {
      Random dice = new Random(seed);
      Account account = account();
      PriorityQueue<Double> waiting = new PriorityQueue<>();
      waiting.add((double) BEGIN);
      int calls = 0;
      double thousandth = END;
      while (!waiting.isEmpty() && waiting.peek() < END - 60) {
        double at = waiting.remove();
        account.call("render", at, SECONDS);
        thousandth = ++calls == 1_000 ? at : thousandth;
        for (int message = 0; message < 2; message++) {
          waiting.add(at + SECONDS + 15 + 14 * dice.nextDouble());
        }
      }
      assertThat(explodes(account, (int) thousandth + 30)).as("seed %d", seed).isTrue();
    }
  }

  /** Each call takes minutes and calls its function twice when it is done. */
  @Test
  void aLoopOfMinutesATurnIsPagedBeforeItHasAThousandCalls() {
    int end = BEGIN + 1_800;
    for (long seed = 1; seed <= 5; seed++) {
      Random dice = new Random(seed);
      Account account = new Account(TestSettings.usual().settings()).calls("web", 0, end, 3);
      account.lasting("render", 150_000);
      PriorityQueue<Double> waiting = new PriorityQueue<>();
      waiting.add((double) BEGIN);
      int calls = 0;
      double thousandth = end;
      while (!waiting.isEmpty() && waiting.peek() < end) {
        double at = waiting.remove();
        double seconds = 150 * (0.8 + 0.4 * dice.nextDouble());
        account.call("render", at, seconds);
        thousandth = ++calls == 1_000 ? at : thousandth;
        waiting.add(at + seconds);
        waiting.add(at + seconds);
      }
      assertThat(explodes(account, (int) thousandth)).as("seed %d", seed).isTrue();
    }
  }

  /** People who come to it with time, with its square, or about one time. */
  @Test
  void whoComesFromOutsideIsNoExplosion() {
    assertThat(crowd(share -> share, 4)).isZero();
    assertThat(crowd(share -> share * share, 6)).isZero();
    assertThat(crowd(share -> Math.exp(-Math.pow(3 * (1 - share), 2) / 2), 6)).isZero();
  }

  private static int crowd(DoubleUnaryOperator rate, double most) {
    int paged = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Random dice = new Random(seed);
      Account account = account();
      for (double at = BEGIN; at < END; at -= Math.log(1 - dice.nextDouble()) / most) {
        if (dice.nextDouble() < rate.applyAsDouble((at - BEGIN) / (END - BEGIN))) {
          account.call("render", at, SECONDS);
        }
      }
      paged += explodes(account, END) ? 1 : 0;
    }
    return paged;
  }
}
