package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Uploads that one call each was enough for, and that go round now until Lambda stops them. */
class CutChainRuleTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();
  private static final int EVERY = 5;
  private static final int EVENTS = 600;

  /** The release is of event 400, at about second 2,000. */
  private static final int RELEASE = 400;

  private static Account uploads(
      Settings settings, IntUnaryOperator calls, double turn, double lost) {
    Account account = new Account(settings).calls("api", 0, EVERY * EVENTS + 300, 3);
    Random dice = new Random(1);
    double at = 0;
    for (int i = 0; i < EVENTS; i++) {
      at -= EVERY * StrictMath.log(1 - dice.nextDouble());
      for (int k = 0; k < calls.applyAsInt(i); k++) {
        if (dice.nextDouble() >= lost) {
          account.traced("stamp", at + turn * k, 1_000 + i, -1);
        }
      }
    }
    return account.play(0, EVERY * EVENTS + 200);
  }

  private static int cut(int event) {
    return event < RELEASE ? 1 : 17;
  }

  @Test
  void eventsThatLambdaStopsAfterSixteenReturnsAreATicket() {
    for (double lost : new double[] {0, 0.1}) {
      Account account = uploads(SETTINGS, CutChainRuleTest::cut, 1.1, lost);
      assertThat(account.findings()).as("%s lost", lost).isNotEmpty();
      assertThat(account.firstAt()).isBetween(2_000L, 2_400L);
      assertThat(account.findings())
          .filteredOn(f -> f.severity != Severity.TICKET && !f.recovered)
          .extracting(f -> f.headline)
          .isEmpty();
      Finding first = account.first();
      assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/stamp");
      assertThat(first.headline).contains("goes round about 16 times (before at most 1)");
      assertThat(first.measure.value).isBetween(15.0, 17.0);
      assertThat(first.evidence.get(0).text).contains("a month");
      assertThat(first.prediction).isNull();
      assertThat(first.recommendations)
          .extracting(row -> row.command)
          .anyMatch(command -> command.contains("RecursiveInvocationsDropped"))
          .noneMatch(command -> command.contains("reserved-concurrent-executions 0"));
    }
  }

  /** What its calls cost is of those beyond usual, from the release on. */
  @Test
  void itIsToldWhatItCostsAndWhenItIsOver() {
    Account account = uploads(SETTINGS, i -> i < RELEASE || i >= RELEASE + 60 ? 1 : 17, 1.1, 0);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(account.findings()).filteredOn(f -> f.recovered).hasSize(1);
    assertThat(last.measure.samples).isBetween(850L, 1_050L);
  }

  /**
   * Pages of any number, of a few always, and sixteen as ever: nothing of it is that protection.
   */
  @Test
  void chainsOfOtherLengthsAreSilent() {
    Random dice = new Random(2);
    List<IntUnaryOperator> lengths =
        List.of(
            i -> i < RELEASE ? 1 : 4 + dice.nextInt(40),
            i -> i < RELEASE ? 1 : 12,
            i -> i < RELEASE ? 1 : 19,
            i -> i < RELEASE || i % 4 > 0 ? 1 : 16,
            i -> 17,
            i -> i < RELEASE ? 1 + i % 6 : 17);
    for (int i = 0; i < lengths.size(); i++) {
      assertThat(uploads(SETTINGS, lengths.get(i), 1.1, 0).findings()).as("case %d", i).isEmpty();
    }
  }

  /** A queue's deliveries of one message are half a minute apart. */
  @Test
  void redeliveriesAreNotWhatLambdaStops() {
    assertThat(uploads(SETTINGS, CutChainRuleTest::cut, 30, 0).findings())
        .noneMatch(finding -> finding.headline.contains("goes round"));
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings settings = TestSettings.usual().with("cascade.meant", List.of("stamp")).settings();
    assertThat(uploads(settings, CutChainRuleTest::cut, 1.1, 0).findings()).isEmpty();
  }
}
