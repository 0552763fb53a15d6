package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A database that nobody declared, whose limit its first refusals told. */
class LearnedForecastTest {

  private static final ConnectionState.ByteCodec CODEC = new ConnectionState.ByteCodec();

  /** Refused environments are gone by then, and the first slots after are not new. */
  private static final int QUIET = 120;

  private Estate unknown = new Estate("");

  /** Environments rise to sixty, which is all that the database takes. */
  private void storm(double timesUsual) {
    unknown.slots(40, 10, 100).busy(1_000 * (long) (4 * timesUsual), 4_000);
    for (long living = 10; living < 60; living += 5) {
      unknown.slot(living, 100);
    }
    unknown.slot(60, 100);
    for (int i = 0; i < 6; i++) {
      unknown.refusing(10).slot(70 + 5L * i, 100);
    }
  }

  private void quiet() {
    unknown.busy(4_000, 4_000).slots(QUIET, 10, 100);
    assertThat(unknown.last().recovered).isTrue();
  }

  /** What is said while environments rise to a number. */
  private List<Finding> rise(long to) {
    int before = unknown.findings().size();
    for (long living = 10; living <= to; living += 3) {
      unknown.slot(living, 100);
    }
    unknown.slots(40, to, 100);
    return unknown.findings().subList(before, unknown.findings().size()).stream()
        .filter(finding -> finding.severity == Severity.PAGE)
        .collect(Collectors.toList());
  }

  @Test
  void theNextStormIsForetoldWithTheLimitThatTheFirstOneShowed() {
    storm(3);
    quiet();
    unknown.state = Bytes.copy(CODEC, unknown.state);
    Finding page = rise(58).get(0);
    assertThat(page.subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(page.impact.seen).isFalse();
    assertThat(page.headline)
        .startsWith("the database of checkout runs out of connections")
        .contains("of 60 used, a limit learned on 2 Mar 10:14 UTC");
    assertThat(page.headline.length()).isLessThanOrEqualTo(140);
    assertThat(page.recommendations)
        .extracting(row -> row.action)
        .contains(
            "cap the concurrency of checkout",
            "declare the database, to be warned before it refuses");
    assertThat(unknown.last().recovered).isTrue();
  }

  @Test
  void refusalsThatWereForetoldAreToldInTheSameIncident() {
    storm(3);
    quiet();
    int before = unknown.findings().size();
    for (long living = 10; living <= 64; living += 3) {
      unknown.slot(living, 100);
    }
    for (int i = 0; i < 3; i++) {
      unknown.refusing(10).slot(67, 100);
    }
    List<Finding> said = unknown.findings().subList(before, unknown.findings().size());
    assertThat(said).noneMatch(finding -> finding.recovered);
    assertThat(said.get(0).impact.seen).isFalse();
    assertThat(unknown.last().impact.seen).isTrue();
    assertThat(unknown.last().headline).contains("refuses connections of checkout");
  }

  @Test
  void halfOfWhatItTakesIsNoCauseForAlarm() {
    storm(3);
    quiet();
    assertThat(rise(34)).isEmpty();
  }

  /** A leak, a fail-over, another client: the number of environments says nothing then. */
  @Test
  void aDatabaseThatRefusesAtAnOrdinaryTimeShowsNoLimit() {
    storm(1);
    quiet();
    assertThat(rise(58)).isEmpty();
  }

  @Test
  void whatItLetsInLaterRaisesTheLimit() {
    storm(3);
    quiet();
    unknown.slots(1, 65, 100).slots(QUIET, 100, 100).slots(QUIET, 10, 100);
    assertThat(rise(61)).isEmpty();
  }

  @Test
  void whileRefusedEnvironmentsLiveItIsTheSameStorm() {
    storm(3);
    unknown.slots(14, 10, 100);
    assertThat(rise(58)).allSatisfy(finding -> assertThat(finding.impact.seen).isTrue());
  }

  @Test
  void aGaugeOfItsNameCountsOtherClientsToo() {
    String host = "crm-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com";
    unknown = new Estate(host);
    unknown.naming(host);
    storm(3);
    unknown.gauge("crm-db", 100, -1).refusing(10).slot(95, 100);
    assertThat(unknown.state.inferred).isNotNull();
    assertThat(unknown.state.inferred.rule().maxConnections).isEqualTo(100);
    assertThat(unknown.state.inferred.rule().otherClients).isEqualTo(40);
    quiet();
    Finding page = rise(58).get(0);
    assertThat(page.subject.key()).isEqualTo("database/111122223333/eu-west-1/crm-db");
    assertThat(page.headline).contains("of 100 used, a limit learned");
  }

  @Test
  void gaugesThatNoFunctionBelongsToAreNotKept() {
    Estate gaugeAlone = new Estate("any-db");
    gaugeAlone.gaugeAlone("any-db", 50, 100);
    assertThat(gaugeAlone.state.panes).isEmpty();
    assertThat(gaugeAlone.state.readings).isEmpty();
  }

  @Test
  void whatIsLearnedOfAFunctionFitsThreeKilobytes() {
    storm(1);
    int before = Bytes.of(CODEC, unknown.state).length;
    unknown = new Estate("");
    storm(3);
    quiet();
    assertThat(Bytes.of(CODEC, unknown.state).length - before).isLessThan(3 * 1024);
  }
}
