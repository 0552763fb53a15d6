package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOLD;
import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.database;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static dev.stormwatch.core.incident.Pager.over;
import static dev.stormwatch.core.incident.Pager.storm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which incident explains which other. */
class PagerCausesTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

  /** Each attempt at it ends the process; that others start cold has another reason. */
  @Test
  void aRecordThatKillsEnvironmentsExplainsTheirStartsAlone() {
    Subject shard =
        Subject.shard(
            new FunctionId(Pager.ACCOUNT, Pager.REGION, "checkout"), "arn:stream", "s-1", "7", "7");
    Finding poison = finding(Kind.POISON_RECORD, shard, Severity.TICKET, START);
    pager.slot(poison);
    pager.keep(5 * MINUTE, poison, cold("checkout", Severity.TICKET).because("environment-deaths"));
    assertThat(pager.said()).doesNotContain("open cold-start-spike");
    Pager other = new Pager(TestSettings.usual().settings());
    other.keep(5 * MINUTE, poison, cold("checkout", Severity.TICKET).because("traffic-burst"));
    assertThat(other.said()).contains("open cold-start-spike");
  }

  /** It costs more since its calls take longer; of slow calls alone the sum is no reason. */
  @Test
  void aReleaseThatIsSlowAndBurnsMoneyIsOnePage() {
    Finding cost = finding(Kind.COST_CROSSOVER, function("checkout"), Severity.PAGE, START);
    Finding slow = finding(Kind.DEPENDENCY_OUTAGE, function("checkout"), Severity.PAGE, START);
    pager.slot(cost.because(Mechanism.RELEASE));
    pager.keep(5 * MINUTE, cost.because(Mechanism.RELEASE), slow.because(Mechanism.RELEASE));
    assertThat(pager.said()).doesNotContain("open dependency-outage");
    Pager other = new Pager(TestSettings.usual().settings());
    other.keep(5 * MINUTE, cost.because(Mechanism.RELEASE), slow);
    assertThat(other.said()).contains("open dependency-outage");
  }

  /** Its calls were seen failing before the pollers said at which offset; that is one page. */
  @Test
  void aPartitionThatStandsWhereItsFunctionFailsIsNoSecondPage() {
    FunctionId function = new FunctionId(Pager.ACCOUNT, Pager.REGION, "checkout");
    Subject partition = Subject.shard(function, "arn:kafka", "clicks-2", "7", "7");
    Finding calls = finding(Kind.POISON_RECORD, Subject.function(function), Severity.PAGE, START);
    Finding other = finding(Kind.POISON_RECORD, partition, Severity.PAGE, START);
    pager.slot(calls);
    pager.keep(5 * MINUTE, calls, other.because("standstill"));
    assertThat(pager.said()).containsExactly("open poison-record", "update poison-record");
    assertThat(pager.last().inhibits).hasSize(1);
    pager.keep(MINUTE, calls, other);
    assertThat(pager.said()).as("what else a shard is blocked by").contains("open poison-record");
  }

  /** A cascade makes calls fail; tries of what fails are made by the failures. */
  @Test
  void triesAreAnEffectOfTheOutageThatTheyTry() {
    Finding cascade =
        finding(Kind.FAN_OUT_CASCADE, database("checkout", "refund"), Severity.TICKET, START);
    Finding outage = finding(Kind.DEPENDENCY_OUTAGE, function("refund"), Severity.PAGE, START);
    Finding tries = cascade.because("retries");
    pager.slot(outage, tries);
    pager.keep(5 * MINUTE, outage, tries);
    assertThat(pager.said()).containsExactly("open dependency-outage");
    assertThat(pager.last().inhibits).hasSize(1);
    Pager other = new Pager(TestSettings.usual().settings());
    other.keep(
        5 * MINUTE, tries, finding(Kind.DEPENDENCY_OUTAGE, function("cart"), Severity.PAGE, START));
    assertThat(other.said())
        .as("who is no part of them")
        .contains("open fan-out-cascade", "open dependency-outage");
  }

  /** It does nothing but try one batch again: that is why most of its calls fail. */
  @Test
  void callsThatFailForTheOnlyBatchAreNoOutage() {
    FunctionId function = new FunctionId(Pager.ACCOUNT, Pager.REGION, "checkout");
    Subject calls = Subject.function(function);
    Finding poison = finding(Kind.POISON_RECORD, calls, Severity.PAGE, START);
    Finding outage = finding(Kind.DEPENDENCY_OUTAGE, calls, Severity.PAGE, START);
    pager.slot(poison.because("only-batch"));
    pager.keep(5 * MINUTE, poison.because("only-batch"), outage);
    assertThat(pager.said()).doesNotContain("open dependency-outage");
    Pager other = new Pager(TestSettings.usual().settings());
    other.keep(5 * MINUTE, poison, outage);
    assertThat(other.said()).as("there are other calls").contains("open dependency-outage");
  }

  @Test
  void onlyTheShardThatIsBlockedIsExplainedByItsRecord() {
    FunctionId consumer = new FunctionId(Pager.ACCOUNT, Pager.REGION, "consume");
    String stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
    Finding poison =
        finding(
            Kind.POISON_RECORD,
            Subject.shard(consumer, stream, "shard-1", "1", "9"),
            Severity.PAGE,
            START);
    Subject blocked = Subject.shard(consumer, stream, "shard-1", "", "");
    Subject other = Subject.shard(consumer, stream, "shard-2", "", "");
    pager.slot(poison);
    pager.keep(
        MINUTE - SLOT,
        poison,
        finding(Kind.CONSUMER_LAG, blocked, Severity.TICKET, START),
        finding(Kind.CONSUMER_LAG, other, Severity.TICKET, START));
    assertThat(pager.said()).containsExactly("open poison-record", "open consumer-lag");
    assertThat(pager.last().finding.subject.names()).containsEntry("shard", "shard-2");
  }

  @Test
  void aDatabaseExplainsAnApplicationAllOfWhoseFunctionsUseIt() {
    Subject all = Subject.application(Pager.ACCOUNT, Pager.REGION, "a", List.of("refund"));
    Subject some = Subject.application(Pager.ACCOUNT, Pager.REGION, "b", List.of("refund", "x"));
    pager.slot(storm());
    pager.slot(storm(), finding(Kind.COLD_START_SPIKE, all, Severity.PAGE, START));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    pager.slot(storm(), finding(Kind.COLD_START_SPIKE, some, Severity.PAGE, START));
    assertThat(pager.said()).containsExactly("open connection-exhaustion", "open cold-start-spike");
  }

  @Test
  void functionsThatTurnColdTogetherAreOnePageOfTheirApplication() {
    Finding application =
        finding(
            Kind.COLD_START_SPIKE,
            Subject.application(Pager.ACCOUNT, Pager.REGION, "shop", List.of("cart", "checkout")),
            Severity.PAGE,
            START - MINUTE);
    Finding cart = cold("cart", Severity.PAGE);
    Finding checkout = cold("checkout", Severity.PAGE);
    pager.slot(application, cart);
    pager.slot(application, cart, checkout, cold("search", Severity.PAGE));
    assertThat(pager.heard().stream().map(alert -> alert.finding.subject.key()))
        .containsExactly(
            "application/111122223333/eu-west-1/shop", "function/111122223333/eu-west-1/search");
  }

  @Test
  void everyEffectIsListedUnderTheFirstCause() {
    Finding cascade =
        finding(
            Kind.FAN_OUT_CASCADE,
            database("checkout"), // any subject that names the function
            Severity.PAGE,
            START - MINUTE);
    Finding full =
        finding(Kind.CONCURRENCY_SATURATION, function("checkout"), Severity.PAGE, START - MINUTE);
    pager.slot(cascade, full, cold("checkout", Severity.PAGE));
    assertThat(pager.heard())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.finding.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
              assertThat(alert.inhibits).hasSize(2);
            });
  }

  private static Finding gap(Severity severity, String... functions) {
    return finding(
        Kind.TELEMETRY_GAP,
        Subject.telemetry(Pager.ACCOUNT, Pager.REGION, "arn:stream", List.of(functions)),
        severity,
        START);
  }

  private static Finding cascade() {
    return finding(
        Kind.FAN_OUT_CASCADE,
        Subject.cascade(Pager.ACCOUNT, Pager.REGION, "split", List.of("split", "item"), ""),
        Severity.PAGE,
        START);
  }

  /** It was stopped as advised, and the functions without concurrency fall silent. */
  @Test
  void whatFallsSilentAfterItsCascadeWasStoppedIsNoGap() {
    pager.keep(MINUTE, cascade());
    pager.keep(HOLD + MINUTE, over(cascade()));
    assertThat(pager.said()).containsExactly("open fan-out-cascade", "resolve fan-out-cascade");
    pager.pass(6 * MINUTE);
    for (int i = 0; i < 12; i++) {
      pager.slot(gap(Severity.TICKET, "item"));
      pager.pass(5 * MINUTE);
    }
    assertThat(pager.said()).doesNotContain("open telemetry-gap");
    pager.keep(HOLD + MINUTE, over(gap(Severity.TICKET, "item")));
    pager.pass(HOUR);
    assertThat(pager.said()).containsExactly("open fan-out-cascade", "resolve fan-out-cascade");
    assertThat(pager.keepsNothing()).isTrue();
  }

  @Test
  void whatFallsSilentLongAfterACascadeOrWithOthersIsAGap() {
    pager.keep(MINUTE, cascade());
    pager.keep(HOLD + MINUTE, over(cascade()));
    pager.pass(20 * MINUTE);
    pager.keep(MINUTE, gap(Severity.TICKET, "item"));
    assertThat(pager.said()).contains("open telemetry-gap");
    Pager other = new Pager(TestSettings.usual().settings());
    other.keep(MINUTE, cascade());
    other.keep(MINUTE, cascade(), gap(Severity.TICKET, "item", "mailer"));
    assertThat(other.said()).contains("open telemetry-gap");
  }

  private static Finding felt(Finding finding) {
    return new Finding(
        finding.kind,
        finding.subject,
        finding.severity,
        false,
        finding.onset,
        finding.headline,
        finding.measure,
        new Impact(true, START, "calls wait or are refused"),
        List.of(),
        List.of());
  }

  /** What fills the account is heard, so the way of the logs is open; the others cannot run. */
  @Test
  void whoFindsNoConcurrencyInTheAccountIsNoGap() {
    Finding full =
        finding(Kind.CONCURRENCY_SATURATION, function("item"), Severity.PAGE, START - MINUTE);
    for (Finding cause : List.of(full.because("account-limit"), felt(cascade()))) {
      Pager one = new Pager(TestSettings.usual().settings());
      one.keep(MINUTE, cause);
      one.keep(5 * MINUTE, cause, gap(Severity.PAGE, "web", "mailer", "search"));
      assertThat(one.said()).doesNotContain("open telemetry-gap");
    }
    for (Finding other : List.of(full, cascade())) {
      Pager one = new Pager(TestSettings.usual().settings());
      one.keep(MINUTE, other);
      one.keep(5 * MINUTE, other, gap(Severity.PAGE, "web", "mailer", "search"));
      assertThat(one.said()).as("others have room").contains("open telemetry-gap");
    }
  }
}
