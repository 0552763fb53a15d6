package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of calls that call themselves more than once each: how much, and until when. */
class GainTest {

  /** A turn of these takes four seconds in the mean, and each call of the cycle causes 1.8. */
  private static final double GAIN = 1.8;

  private static final double TURN = 4;
  private static final double DOUBLING = TURN * Math.log(2) / Math.log(GAIN);
  private static final int BEGINS = 700;
  private static final int UNTIL = 768;
  private static final int CALLS = 100_000;

  private final Random dice = new Random(11);

  /** One order that becomes three, whose parts call it again. */
  private Account order(boolean traced) {
    Account account = new Account(TestSettings.usual().settings());
    for (double at = 0; at < 1_000; at -= Math.log(1 - dice.nextDouble()) / 3) {
      account.call("checkout", at);
    }
    call(account, "intake", BEGINS, 0, traced);
    double[] level = {BEGINS + 1, BEGINS + 1.5, BEGINS + 2};
    int calls = 0;
    for (int depth = 1; calls < CALLS; depth += 2) {
      double[] next = new double[times(level.length * GAIN)];
      for (double at : level) {
        call(account, "split", at, depth, traced);
      }
      for (int i = 0; i < next.length; i++) {
        double at = level[i % level.length] + 0.5 + dice.nextDouble();
        call(account, "item", at, depth + 1, traced);
        next[i] = at + TURN - 1.5 + dice.nextDouble();
      }
      calls += level.length + next.length;
      level = next;
    }
    return account.lasting("split", 300).lasting("item", 900).lasting("checkout", 100);
  }

  private int times(double mean) {
    return (int) Math.floor(mean + dice.nextDouble());
  }

  private static void call(Account account, String name, double at, int depth, boolean traced) {
    if (traced) {
      account.traced(name, at, 77, depth);
    } else {
      account.call(name, at);
    }
  }

  private static Finding first(Account account) {
    return account.findings().get(0);
  }

  private static Finding last(Account account) {
    List<Finding> findings = account.findings();
    return findings.get(findings.size() - 1);
  }

  private static String path(Finding finding) {
    return finding.evidence.get(1).text;
  }

  @Test
  void depthTellsHowManyCallsACallCauses() {
    Finding last = last(order(true).play(0, UNTIL));
    assertThat(last.measure.value).isCloseTo(GAIN, within(0.1));
    assertThat(path(last)).contains("each call causes 1.").doesNotContain("at least");
  }

  @Test
  void whatBeganItAloneIsNotToldToComeBackNorToBeStopped() {
    Finding first = first(order(true).play(0, UNTIL));
    assertThat(path(first)).contains("intake (1) → split").contains("→ split again");
    Recommendation stop = first.recommendations.get(0);
    assertThat(stop.action).isEqualTo("stop it: give split no concurrency");
    assertThat(stop.reason).contains("intake only began it").contains("then stop item");
  }

  @Test
  void ratesTellInWhatTimeCallsDouble() {
    Finding last = last(order(false).play(0, UNTIL));
    assertThat(path(last)).containsPattern("they doubled every [45]\\.\\d s");
    assertThat(last.measure.value).isBetween(1.0, GAIN);
  }

  /** All of a growing minute is no rate of its end. */
  @Test
  void theRateIsThatOfTheLatestSeconds() {
    Account account = order(false).play(0, UNTIL);
    Finding last = last(account);
    assertThat(last.headline).containsPattern("; [0-9,]{3,}/s");
    String rate = last.headline.replaceAll(".*; ([0-9,]+)/s.*", "$1");
    double told = Double.parseDouble(rate.replace(",", ""));
    double mean = last.measure.samples / (double) last.measure.windowSeconds;
    assertThat(told).isGreaterThan(2 * mean);
  }

  /** What multiplies fills the account in the time of some doublings, not in that of a line. */
  @Test
  void theForecastIsThatOfWhatMultiplies() {
    Finding first = first(order(true).play(0, UNTIL));
    double own =
        Double.parseDouble(
            room(first).replaceAll(".*in use, ([0-9]+)(?: to [0-9]+)? of them.*", "$1"));
    double doublings = Math.log(1_000 / own) / Math.log(2);
    assertThat((first.prediction.at / 1000.0 - first.evidence.get(0).at / 1000.0))
        .isCloseTo(doublings * DOUBLING, within(0.5 * doublings * DOUBLING));
  }

  /** A reserve that nobody declared holds it after six doublings; it uses up no more. */
  @Test
  void whatALimitHoldsUsesUpNoMore() {
    Account account = new Account(TestSettings.usual().settings());
    for (double at = 0; at < 1_000; at -= Math.log(1 - dice.nextDouble()) / 3) {
      account.call("checkout", at);
    }
    for (double at = BEGINS;
        at < BEGINS + 200;
        at += Math.max(1 / 40.0, Math.pow(2, (BEGINS - at) / 4))) {
      account.traced("split", at, 77, (int) ((at - BEGINS) / 4));
    }
    account.lasting("split", 1_000).lasting("checkout", 100).play(0, BEGINS + 200);
    List<Finding> flat = account.findings();
    assertThat(flat).hasSizeGreaterThan(12);
    assertThat(room(first(account))).contains("of them by it");
    for (int i = 0; i < flat.size(); i++) {
      if (account.at(i) > BEGINS + 70) {
        assertThat(flat.get(i).prediction).as("at %d", account.at(i) - BEGINS).isNull();
      }
    }
  }

  private static String room(Finding finding) {
    return finding.evidence.get(3).text;
  }
}
