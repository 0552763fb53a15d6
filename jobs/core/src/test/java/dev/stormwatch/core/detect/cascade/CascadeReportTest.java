package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an alert of a cascade says agrees with itself and can be done. */
class CascadeReportTest {

  private static final Pattern COUNTED = Pattern.compile("\\(([0-9,]+)\\)");

  private static final String EXTRACT = "extract";

  /** Traffic, and one upload that becomes sixty pages with so many images in all. */
  private static Account fanOut(Settings settings, String last, int images, double perSecond) {
    Account account = new Account(settings);
    Random dice = new Random(5);
    for (double at = 0; at < 2_400; at -= Math.log(1 - dice.nextDouble()) / 3) {
      account.call("checkout", at);
    }
    upload(account, last, 700, images, perSecond);
    return account.lasting(last, 400).lasting("checkout", 100);
  }

  private static void upload(
      Account account, String last, double at, int images, double perSecond) {
    account.call("split", at);
    for (int page = 0; page < 60; page++) {
      account.call("render", at + 1);
    }
    for (int image = 0; image < images; image++) {
      account.call(last, at + 3 + image / perSecond);
    }
  }

  private static Settings quota(long concurrency) {
    return TestSettings.usual().with("cascade.accountConcurrency", concurrency).settings();
  }

  private static List<Finding> recoveries(Account account) {
    return account.findings().stream().filter(f -> f.recovered).collect(Collectors.toList());
  }

  private static long pathSum(Finding finding) {
    Matcher counted = COUNTED.matcher(finding.evidence.get(1).text);
    long sum = 0;
    while (counted.find()) {
      sum += Long.parseLong(counted.group(1).replace(",", ""));
    }
    return sum;
  }

  /** The first stages are over ten minutes before the last; they are in no ring of seconds then. */
  @Test
  void thePathAddsUpToTheCallsHoweverLongAgoItsFirstStagesWere() {
    Account account = fanOut(quota(1_000), EXTRACT, 18_000, 25).play(0, 1_700);
    assertThat(recoveries(account)).hasSize(1);
    for (Finding finding : account.findings()) {
      assertThat(pathSum(finding)).isEqualTo(finding.measure.samples);
      assertThat(finding.headline).contains(String.format("%,d", finding.measure.samples));
    }
    Finding last = recoveries(account).get(0);
    assertThat(last.evidence.get(1).text).contains("split (1) → render (60) → extract (18,000)");
    assertThat(last.headline)
        .contains("is over after 18,061 calls since 10:21:40 UTC")
        .hasSizeLessThanOrEqualTo(Finding.MAX_HEADLINE);
    assertThat(last.impact.what).isEqualTo("none any more; for checkout there is room");
  }

  /** What is called again before it is told to be over is one incident, with one sum. */
  @Test
  void whatGoesOnAfterAPauseIsCountedFromItsBeginning() {
    Account account = fanOut(quota(1_000), EXTRACT, 6_000, 50);
    upload(account, EXTRACT, 940, 3_000, 50);
    account.play(0, 905);
    account.state = Bytes.copy(new CascadeState.ByteCodec(), account.state);
    account.play(905, 1_250);
    List<Finding> over = recoveries(account);
    assertThat(over).hasSize(2);
    assertThat(over.get(0).measure.samples).isEqualTo(6_061);
    assertThat(over.get(1).measure.samples).isEqualTo(6_061 + 3_061);
    assertThat(over.get(1).measure.value).as("calls of each event").isEqualTo(4_561);
    assertThat(over.get(1).evidence.get(1).text).contains("before it paused, 6,061 calls");
  }

  /** Each of its events became as many as the one before: it is not over between two of them. */
  @Test
  void aFanOutIsNotOverBeforeItsNextEventsAreNone() {
    Account account = fanOut(quota(1_000), EXTRACT, 6_000, 100);
    Random people = new Random(8);
    for (double at = 20; at < 690; at -= 40 * Math.log(1 - people.nextDouble())) {
      account.call("split", at).call("render", at + 1).call(EXTRACT, at + 3);
    }
    for (int at = 860; at < 1_300; at += 110) {
      upload(account, EXTRACT, at, 6_000, 100);
    }
    account.play(0, 1_400);
    assertThat(account.findings()).isNotEmpty();
    assertThat(recoveries(account)).as("a minute without any is the rule").isEmpty();
    account.play(1_400, 2_200);
    assertThat(recoveries(account)).hasSize(1);
  }

  /** A resolved incident is another one's past. */
  @Test
  void whatComesBackLongAfterIsCountedAnew() {
    Account account = fanOut(quota(1_000), EXTRACT, 6_000, 50);
    upload(account, EXTRACT, 1_700, 40_000, 400);
    List<Finding> over = recoveries(account.play(0, 2_100));
    assertThat(over.get(over.size() - 1).measure.samples).isEqualTo(40_061);
  }

  @Test
  void aHeadlineOfLongNamesStillTellsTheMoney() {
    String name = "media-production-extract-image-from-page-of-document-function";
    Account account = fanOut(quota(1_000), name, 6_000, 50).play(0, 760);
    String headline = account.first().headline;
    assertThat(headline).contains("split → …:").contains("an hour");
    assertThat(headline.length() + "sooner than forecast: ".length()).isLessThanOrEqualTo(140);
  }

  /** AWS refuses to reserve what leaves less than 100 to everybody else. */
  @Test
  void noCapIsAdvisedThatWouldBeRefused() {
    for (long concurrency : new long[] {100, 120, 1_000}) {
      Account account = fanOut(quota(concurrency), EXTRACT, 6_000, 50).play(0, 760);
      long caps = 0;
      for (Recommendation row : account.first().recommendations) {
        caps += row.action.startsWith("once it is over, cap") ? Long.parseLong(row.value) : 0;
        assertThat(row.command).doesNotContain("UUID");
        assertThat(row.reason).as("what nobody called before").doesNotContain("0.0 calls");
      }
      assertThat(concurrency - caps).isGreaterThanOrEqualTo(100);
      assertThat(caps > 0).isEqualTo(concurrency > 100);
    }
  }
}
