package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cascade whose calls have stopped is not told in the present tense. */
class StopTest {

  private static final int STOPPED = 1_000;

  private static final String ENDED = "seems to have stopped at 10:26:";

  private static Account estate(int silentFrom) {
    return new Account(TestSettings.usual().settings()).calls("web", 0, silentFrom, 5);
  }

  /** Each event begins one more chain of calls, until all of them end at once. */
  private static Account loop(Account account, double busy) {
    Random dice = new Random(8);
    for (double at = 0; busy > 0 && at < 2_000; at -= Math.log(1 - dice.nextDouble()) / busy) {
      account.call("sync", at);
    }
    for (double from = 700; from < STOPPED; from -= 6 * Math.log(1 - dice.nextDouble())) {
      for (double at = from; at < STOPPED; at += 0.9 + 0.2 * dice.nextDouble()) {
        account.call("sync", at);
      }
    }
    return account.lasting("sync", 900);
  }

  private static List<Finding> between(Account account, int from, int to) {
    List<Finding> findings = account.findings();
    return findings.stream()
        .filter(f -> account.at(findings.indexOf(f)) > from)
        .filter(f -> account.at(findings.indexOf(f)) <= to)
        .collect(Collectors.toList());
  }

  @Test
  void whatStoppedIsToldSoWithoutAForecast() {
    for (double busy : new double[] {0, 0.2}) {
      Account account = loop(estate(2_000), busy).play(0, STOPPED + 60);
      List<Finding> before = between(account, 0, STOPPED + 10);
      assertThat(before).isNotEmpty();
      assertThat(before).noneMatch(finding -> finding.headline.contains("seems to have"));
      List<Finding> after = between(account, STOPPED + 40, STOPPED + 55);
      assertThat(after).isNotEmpty();
      for (Finding finding : after) {
        assertThat(finding.recovered).isFalse();
        assertThat(finding.headline)
            .contains("seems to have stopped at 10:26:")
            .contains(" calls since 10:2");
        assertThat(finding.prediction).isNull();
        assertThat(finding.evidence.get(0).text)
            .contains("none but usual calls since")
            .doesNotContain("by 08:00")
            .doesNotContain("an hour");
        assertThat(finding.evidence.get(3).text).contains("since it stopped there is room for web");
        assertThat(finding.recommendations)
            .anyMatch(row -> row.action.startsWith("should it go on, stop it: give sync"));
      }
    }
  }

  /** Twice as many calls every forty seconds: a pause between two turns is no end. */
  @Test
  void aPauseBetweenTurnsIsNoEnd() {
    Account account = estate(2_000);
    int calls = 4;
    for (int at = 600; at < 1_200; at += 40) {
      for (int call = 0; call < calls; call++) {
        account.call("sync", at + call / 200.0);
      }
      calls = Math.min(2 * calls, 400);
    }
    account.lasting("sync", 1_000).play(0, 1_200);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.findings()).noneMatch(f -> f.headline.contains("seems to have stopped"));
  }

  /** Nothing at all is told any more: that says nothing of the loop. */
  @Test
  void whereAllTelemetryStopsNothingIsKnown() {
    Account account = loop(estate(STOPPED), 0).play(0, STOPPED + 60);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.findings()).noneMatch(f -> f.headline.contains("seems to have stopped"));
  }

  /** It is under way again with its first calls. */
  @Test
  void whatBeginsAnewIsToldAtOnce() {
    Account account = loop(estate(2_000), 0);
    account.calls("sync", STOPPED + 50, STOPPED + 200, 40).play(0, STOPPED + 90);
    List<Finding> stopped = between(account, STOPPED + 40, STOPPED + 55);
    assertThat(stopped).isNotEmpty().allMatch(f -> f.headline.contains(ENDED));
    List<Finding> anew = between(account, STOPPED + 70, STOPPED + 90);
    assertThat(anew).isNotEmpty().noneMatch(f -> f.headline.contains("seems to have"));
  }
}
