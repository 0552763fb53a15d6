package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an alert says of a fan-out whose rate changes all the time, statement by statement. */
class FiguresTest {

  private static final Pattern PRICE =
      Pattern.compile(
          "([0-9.,]+) calls/s, \\$([0-9.]+) an hour while it lasts, at most \\$([0-9.]+)");

  /** Dollars for a call of a gigabyte for so many seconds. */
  private static double dollars(double seconds) {
    return 0.2e-6 + seconds * 1.66667e-5;
  }

  private final List<Double> extracts = new ArrayList<>();

  /** Sixty pages with sixty images each, which at most 100 at a time take 2 s each. */
  private Account fanOut(long quota) {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", quota).settings();
    Account account = new Account(settings);
    Random dice = new Random(5);
    for (double at = 0; at < 1_000; at -= Math.log(1 - dice.nextDouble()) / 3) {
      account.call("checkout", at);
    }
    account.call("split", 700);
    for (int page = 0; page < 60; page++) {
      account.call("render", 701);
    }
    for (int image = 0; image < 3_600; image++) {
      double at = 703 + image / 50.0;
      extracts.add(at);
      account.call("extract", at);
    }
    return account.lasting("extract", 2_000).lasting("checkout", 100);
  }

  private double trueHourly(double asOf) {
    double from = Math.max(700, asOf - 60);
    long calls = extracts.stream().filter(at -> at >= from && at < asOf).count();
    double earlier = from <= 701 && asOf > 701 ? 61 * dollars(0.1) : 0;
    return (calls * dollars(2) + earlier) * 3_600 / (asOf - from);
  }

  @Test
  void eachStatementIsTrueOfTheMinuteThatItNames() {
    Account account = fanOut(200).play(0, 780);
    assertThat(account.findings()).hasSizeGreaterThan(5);
    for (Finding finding : account.findings()) {
      String text = finding.evidence.get(0).text;
      Matcher matcher = PRICE.matcher(text);
      assertThat(matcher.find()).as(text).isTrue();
      double asOf = finding.evidence.get(0).at / 1000.0 - Account.START;
      double was = trueHourly(asOf);
      assertThat(Double.parseDouble(matcher.group(2))).as(text).isCloseTo(was, within(0.1 * was));
      long calls = 61 + extracts.stream().filter(at -> at < asOf).count();
      assertThat((double) finding.measure.samples).isCloseTo(calls, within(0.05 * calls));
    }
  }

  /** 200 at a time, each a gigabyte; shorter calls are more requests, so those are the dearest. */
  @Test
  void itCostsAtMostWhatAllOfTheConcurrencyCosts() {
    Account account = fanOut(200).play(0, 760);
    Matcher matcher = PRICE.matcher(account.findings().get(0).evidence.get(0).text);
    assertThat(matcher.find()).isTrue();
    double most = 3_600 * 200 * dollars(0.1) / 0.1;
    assertThat(Double.parseDouble(matcher.group(3))).isCloseTo(most, within(0.02 * most));
  }

  /** Fifty calls a second of two seconds may begin for a moment, but twenty places carry ten. */
  @Test
  void noHourCostsMoreThanAllOfTheConcurrencyDoes() {
    Account account = fanOut(20).play(0, 745);
    double most = 3_600 * 20 * dollars(0.1) / 0.1;
    for (Finding finding : account.findings()) {
      Matcher matcher = PRICE.matcher(finding.evidence.get(0).text);
      assertThat(matcher.find()).isTrue();
      assertThat(Double.parseDouble(matcher.group(2))).isLessThanOrEqualTo(1.02 * most);
      assertThat(Double.parseDouble(matcher.group(3))).isCloseTo(most, within(0.02 * most));
    }
  }

  /** Of 61 calls of a tenth of a second and some hundred of two seconds. */
  @Test
  void whatMakesTheBillIsToBeStoppedAndStagesAreCappedAfterwards() {
    Finding first = fanOut(200).play(0, 760).first();
    assertThat(first.recommendations.get(0).command).contains("--function-name extract ");
    assertThat(first.recommendations.get(0).reason).contains("about 100 % of the bill");
    assertThat(first.recommendations.get(1).command)
        .contains("AsyncEventAge --dimensions Name=FunctionName,Value=extract ");
    assertThat(first.recommendations.get(1).reason)
        .contains("a Map state of Step Functions waits for its calls");
    assertThat(first.recommendations)
        .extracting(row -> row.reason)
        .anyMatch(reason -> reason.contains("aws stepfunctions stop-execution --execution-arn"));
    assertThat(first.recommendations)
        .extracting(row -> row.action)
        .contains("once it is over, cap extract", "once it is over, cap render")
        .doesNotContain("once it is over, cap split");
  }

  /** A hundred places are no limit to what doubles in one; ten times what is usual is no harm. */
  @Test
  void aCapIsWhatBusyMinutesTakeAndNotWhatTheAccountCouldSpare() {
    Finding first = fanOut(200).play(0, 760).first();
    Recommendation cap =
        first.recommendations.stream()
            .filter(row -> row.action.equals("once it is over, cap extract"))
            .findFirst()
            .orElseThrow();
    assertThat(cap.value).isEqualTo("10");
    assertThat(cap.command).endsWith("--reserved-concurrent-executions 10");
    assertThat(cap.reason).contains("hardly any calls of it at a time are usual");
  }

  /** It ends when its events are worked off: nobody knows what it will have cost by morning. */
  @Test
  void ofAFanOutNoMorningIsForetold() {
    for (Finding finding : fanOut(200).play(0, 1_000).findings()) {
      assertThat(finding.evidence.get(0).text).doesNotContain("by 08:00");
    }
  }

  @Test
  void whatIsOverIsToldInAll() {
    Account account = fanOut(200).play(0, 1_000);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.evidence.get(0).text).contains("3,661 calls").contains("in all");
  }

  /** Fifty calls a second of two seconds come to a hundred at a time. */
  @Test
  void concurrencyIsKnownFromStartsBeforeCallsEnd() {
    Account full = fanOut(100).play(0, 745);
    Finding last = full.findings().get(full.findings().size() - 1);
    assertThat(last.impact.seen).isTrue();
    assertThat(last.evidence.get(3).text).contains("none is left for checkout");
    assertThat(last.prediction).isNull();

    Account ample = fanOut(1_000).play(0, 745);
    Finding calm = ample.findings().get(ample.findings().size() - 1);
    assertThat(calm.impact.seen).isFalse();
    assertThat(calm.evidence.get(3).text)
        .contains("of them by it; at this pace it comes to 100, the rest is left for checkout");
    // It comes to a hundred of the thousand and no further.
    assertThat(calm.prediction).isNull();
  }

  /** A loop that gains ten concurrent calls a minute has used up a hundred in some minutes. */
  @Test
  void aLoopThatGrowsIsForetoldToUseUpTheAccount() {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", 100L).settings();
    Account account = new Account(settings);
    Random dice = new Random(8);
    account.calls("checkout", 0, 1_000, 2);
    for (double from = 700; from < 880; from -= 6 * Math.log(1 - dice.nextDouble())) {
      for (double at = from; at < 1_000; at += 0.9 + 0.2 * dice.nextDouble()) {
        account.call("sync", at);
      }
    }
    account.lasting("sync", 900).play(0, 880);
    assertThat(account.findings()).isNotEmpty();
    Prediction prediction = account.first().prediction;
    assertThat(prediction).isNotNull();
    long at = prediction.at / 1000 - Account.START;
    // At nine more in progress each minute a hundred are reached some 660 s after the beginning.
    assertThat(at).isBetween(700L + 450, 700L + 900);
  }
}
