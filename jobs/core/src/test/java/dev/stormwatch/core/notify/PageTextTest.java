package dev.stormwatch.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.incident.Headline;
import dev.stormwatch.core.incident.Peak;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTextTest {

  private static final long AT = Instant.parse("2026-03-02T10:14:20Z").toEpochMilli();

  private static Alert alert(Action action, boolean felt) {
    Finding finding =
        new Finding(
                Kind.CONNECTION_EXHAUSTION,
                Subject.database(
                    "123456789012", "eu-west-1", "orders-db", List.of("checkout", "orders-refund")),
                Severity.PAGE,
                action == Action.RESOLVE,
                AT - 135_000,
                "orders-db runs out of connections at 10:15:50 UTC (in 90 s): 81 of 97 used, calls 2.4× slower",
                new Measure("connections-in-use", 81, "connections", 77.6, 60, 412, 23.5),
                new Impact(felt, felt ? AT - 18_000 : Long.MIN_VALUE, felt ? "3 calls failed" : ""),
                List.of(
                    new Evidence(
                        AT - 18_000,
                        "/aws/lambda/checkout",
                        "2026/03/02/[7]abc",
                        "5b0c",
                        "refused")),
                List.of(
                    new Recommendation(
                        "cap the concurrency of checkout",
                        "60",
                        "97 usable less 10 of others leaves 87",
                        "aws lambda put-function-concurrency --function-name checkout"
                            + " --reserved-concurrent-executions 60",
                        "calls beyond it are throttled"),
                    new Recommendation(
                        "stop the retry loop", "", "1.8 attempts a call", "", "none")))
            .predicting(
                new Prediction(
                    "orders-db refuses connections", AT + 90_000, AT + 50_000, AT + 165_000));
    return Alert.about(finding, "connection-exhaustion-5d20e8f1a7c4", 2, action, AT)
        .severity(Severity.PAGE)
        .inhibits(
            List.of(new Headline("cold-start-spike-1", "checkout: 22 % of calls cold, usual 3 %")),
            3)
        .peak(
            action == Action.RESOLVE
                ? new Peak("connections-in-use", 97, "connections", AT - 5_000, true)
                : null)
        .build();
  }

  /** What is needed at three in the morning stands above what is needed at ten. */
  @Test
  void theEmailSaysWhatIsFeltAndWhatToDoBeforeItSaysWhy() {
    assertThat(PageText.email(alert(Action.ESCALATE, true)))
        .isEqualTo(
            String.join(
                "\n",
                "[PAGE] orders-db runs out of connections at 10:15:50 UTC (in 90 s): 81 of 97 used,"
                    + " calls 2.4× slower",
                "",
                "Felt:    since 10:14:02: 3 calls failed",
                "Next:    orders-db refuses connections, at about 10:15:50 (10:15:10 to 10:17:05)",
                "What:    connection-exhaustion, database orders-db with checkout, orders-refund,"
                    + " account 123456789012, eu-west-1",
                "Since:   2026-03-02 10:12:05 UTC, 2 min ago",
                "Number:  connections in use 81 (connections); threshold 77.6, usual 23.5;"
                    + " over 60 s, 412 samples",
                "",
                "What to do in account 123456789012",
                "1. cap the concurrency of checkout: 60",
                "     aws lambda put-function-concurrency --region eu-west-1 --function-name checkout"
                    + " --reserved-concurrent-executions 60",
                "   Why: 97 usable less 10 of others leaves 87",
                "   Side effect: calls beyond it are throttled",
                "2. stop the retry loop",
                "   Why: 1.8 attempts a call",
                "",
                "Also muted (4)",
                "- checkout: 22 % of calls cold, usual 3 %",
                "- and 3 more",
                "",
                "Seen in the logs",
                "10:14:02  refused",
                "          /aws/lambda/checkout  2026/03/02/[7]abc  5b0c",
                "",
                "A message follows when it is over.",
                "Incident connection-exhaustion-5d20e8f1a7c4, message 2 (escalate), decided at"
                    + " 2026-03-02 10:14:20 UTC on what had arrived by then.",
                ""));
  }

  /** A record that is lost in 24 hours, read off at the same time of the day. */
  @Test
  void whatIsOfAnotherDayNamesIt() {
    Alert today = alert(Action.OPEN, false);
    Finding finding = today.finding;
    long tomorrow = AT + 24 * 3_600_000;
    Alert alert =
        Alert.about(
                new Finding(
                        finding.kind,
                        finding.subject,
                        finding.severity,
                        false,
                        finding.onset,
                        finding.headline,
                        finding.measure,
                        finding.impact,
                        List.of(),
                        List.of())
                    .predicting(new Prediction("a record is lost", tomorrow, tomorrow, tomorrow)),
                today.incidentId,
                1,
                Action.OPEN,
                AT)
            .severity(today.severity)
            .onset(today.onset)
            .build();
    assertThat(PageText.email(alert))
        .contains("Next:    a record is lost, at about 2026-03-03 10:14:20 UTC\n");
  }

  /** The reasons stand in the first message. */
  @Test
  void anUpdateSaysWhatToDoAndNotWhyOnceMore() {
    assertThat(PageText.email(alert(Action.UPDATE, true)))
        .contains("1. cap the concurrency of checkout: 60\n")
        .contains("   Side effect: calls beyond it are throttled\n")
        .doesNotContain("Why:");
  }

  @Test
  void whatChangesNothingSaysSoAndWhatMustBeFilledInIsNamed() {
    Alert alert =
        with(
            new Recommendation(
                "see",
                "",
                "because",
                "aws lambda get-alias --function-name a --name ALIAS",
                "none, it only reads; it prints the record's data"));
    assertThat(PageText.email(alert))
        .contains(
            "     aws lambda get-alias --region eu-west-1 --function-name a --name ALIAS\n"
                + "   Fill in: ALIAS\n"
                + "   Why: because\n"
                + "   Only reads; it prints the record's data\n");
  }

  /** What is said of a whole account names no log group. */
  @Test
  void evidenceWithoutASourceIsOneLine() {
    Finding finding = alert(Action.OPEN, true).finding;
    Alert alert =
        Alert.about(
                new Finding(
                    finding.kind,
                    finding.subject,
                    finding.severity,
                    false,
                    finding.onset,
                    finding.headline,
                    finding.measure,
                    finding.impact,
                    List.of(new Evidence(AT, "", "", "", "a -> b")),
                    List.of()),
                "i",
                1,
                Action.OPEN,
                AT)
            .build();
    assertThat(PageText.email(alert))
        .contains("Seen in the logs\n10:14:20  a -> b\n\nA message follows");
  }

  private static Alert with(Recommendation step) {
    Finding finding = alert(Action.OPEN, true).finding;
    return Alert.about(
            new Finding(
                finding.kind,
                finding.subject,
                finding.severity,
                false,
                finding.onset,
                finding.headline,
                finding.measure,
                finding.impact,
                List.of(),
                List.of(step)),
            "i",
            1,
            Action.OPEN,
            AT)
        .build();
  }

  @Test
  void aPagerThatShowsLittleShowsWhatToDoFirst() {
    Alert alert = alert(Action.ESCALATE, true);
    String whole = PageText.brief(alert, 10_000);
    assertThat(whole)
        .isEqualTo(
            String.join(
                "\n",
                "[PAGE] orders-db runs out of connections at 10:15:50 UTC (in 90 s): 81 of 97 used,"
                    + " calls 2.4× slower",
                "Felt:    since 10:14:02: 3 calls failed",
                "Next:    orders-db refuses connections, at about 10:15:50 (10:15:10 to 10:17:05)",
                "",
                "What to do in account 123456789012",
                "1. cap the concurrency of checkout: 60",
                "     aws lambda put-function-concurrency --region eu-west-1 --function-name checkout"
                    + " --reserved-concurrent-executions 60",
                "   Side effect: calls beyond it are throttled",
                "2. stop the retry loop",
                "",
                "What:    connection-exhaustion, database orders-db with checkout, orders-refund,"
                    + " account 123456789012, eu-west-1",
                "Since:   2026-03-02 10:12:05 UTC, 2 min ago",
                "Number:  connections in use 81 (connections); threshold 77.6, usual 23.5;"
                    + " over 60 s, 412 samples",
                ""));
    for (int length = 150; length < whole.length(); length++) {
      String some = PageText.brief(alert, length);
      assertThat(some.length()).isLessThanOrEqualTo(length);
      assertThat(whole).startsWith(some.substring(0, some.lastIndexOf('\n') + 1));
    }
    assertThat(PageText.brief(alert, 40)).hasSize(40).endsWith("...");
  }

  @Test
  void whatIsOverAsksForNothing() {
    String text = PageText.email(alert(Action.RESOLVE, true));
    assertThat(text)
        .startsWith("[RESOLVED] ")
        .contains("Lasted:  2 min")
        .contains("Peak:    connections in use 97 (connections), at 10:14:15\n");
    assertThat(text)
        .doesNotContain("What to do")
        .doesNotContain("Seen in the logs")
        .doesNotContain("A message follows")
        .doesNotContain("aws lambda")
        .doesNotContain("Next:");
  }

  @Test
  void whatNobodyFeltYetSaysSo() {
    assertThat(PageText.email(alert(Action.OPEN, false))).contains("Felt:    by nobody yet\n");
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void aSubjectIsWhatSnsTakes(Action action) {
    String subject = PageText.subject(alert(action, true));
    assertThat(subject).hasSizeLessThan(100).matches("[ -~]+").matches("^[A-Za-z0-9\\p{Punct}].*");
    assertThat(subject).contains("orders-db runs out of connections at 10:15:50");
  }

  @Test
  void aPhoneShowsWhereItIs() {
    String sms = PageText.sms(alert(Action.OPEN, true));
    assertThat(sms).hasSizeLessThanOrEqualTo(PageText.MAX_SMS).matches("[ -~]+");
    assertThat(sms).startsWith("[PAGE] orders-db").endsWith(" 123456789012/eu-west-1");
  }
}
