package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever reads in the morning that it is over reads how bad it was. */
class PeakTest {

  private final IncidentHost host = new IncidentHost(Pager.START);

  private static Finding measured(String name, double value, double threshold, boolean recovered) {
    return measured(name, value, threshold, recovered, false);
  }

  private static Finding measured(
      String name, double value, double threshold, boolean recovered, boolean felt) {
    return new Finding(
        Kind.CONNECTION_EXHAUSTION,
        Pager.database("checkout"),
        Severity.PAGE,
        recovered,
        Pager.START,
        "orders-db",
        new Measure(name, value, "connections", threshold, 60, 400, 20),
        new Impact(felt, felt ? Pager.START : Long.MIN_VALUE, felt ? "calls failed" : ""),
        List.of(),
        List.of());
  }

  private Alert end() {
    return host.alerts.get(host.alerts.size() - 1);
  }

  @Test
  void theEndTellsTheWorstOfWhatOpenedIt() {
    host.say(measured("in-use", 81, 77, false));
    host.say(measured("in-use", 97, 77, false));
    long worst = host.now;
    host.say(measured("in-use", 90, 77, false));
    host.say(measured("refused", 1_000, 5, false));
    host.say(measured("in-use", 20, 77, true));
    host.passUntil(host.now + HOUR);
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.RESOLVE);
    assertThat(host.alerts.get(0).peak).as("while it is open it is not over its peak").isNull();
    assertThat(end().peak).isNotNull();
    assertThat(end().peak.name).isEqualTo("in-use");
    assertThat(end().peak.value).isEqualTo(97);
    assertThat(end().peak.at).isEqualTo(worst);
  }

  @Test
  void ofAShareThatOughtToBeBusyLessIsWorse() {
    host.say(measured(Measure.BUSY_SHARE, 0.4, 0.5, false));
    host.say(measured(Measure.BUSY_SHARE, 0.1, 0.5, false));
    host.say(measured(Measure.BUSY_SHARE, 0.9, 0.5, false));
    host.passUntil(host.now + 2 * HOUR);
    assertThat(end().action).isEqualTo(Action.EXPIRE);
    assertThat(end().peak.value).isEqualTo(0.1);
  }

  /** A rule of its own opened it before the threshold was reached. */
  @Test
  void whatOpensBelowItsThresholdIsNoWorseWhenItIsOver() {
    host.say(measured("failure-share", 0.11, 0.2, false));
    host.say(measured("failure-share", 0.58, 0.2, false));
    host.say(measured("failure-share", 0.02, 0.2, true));
    host.passUntil(host.now + HOUR);
    assertThat(end().peak.value).isEqualTo(0.58);
  }

  @Test
  void whatIsFeltOutranksWhatWasFeared() {
    host.say(measured("in-use", 81, 77, false));
    host.say(measured("refused", 40, 5, false, true));
    host.say(measured("refused", 60, 5, false, true));
    host.say(measured("in-use", 100, 77, false, true));
    host.say(measured("in-use", 20, 77, true, true));
    host.passUntil(host.now + HOUR);
    assertThat(end().peak.name).isEqualTo("refused");
    assertThat(end().peak.value).isEqualTo(60);
  }

  @Test
  void whatOpensAnewHasAPeakOfItsOwn() {
    host.say(measured("in-use", 97, 77, false));
    host.say(measured("in-use", 20, 77, true));
    host.passUntil(host.now + HOUR / 2);
    host.say(measured("in-use", 80, 77, false));
    host.say(measured("in-use", 20, 77, true));
    host.passUntil(host.now + HOUR / 2);
    assertThat(end().peak.value).isEqualTo(80);
  }

  @Test
  void itReachesWhoeverIsTold() {
    Pager pager = new Pager(TestSettings.usual().settings());
    pager.slot(measured("in-use", 97, 77, false));
    pager.slot(measured("in-use", 20, 77, true));
    pager.pass(HOUR);
    assertThat(pager.last().action).isEqualTo(Action.RESOLVE);
    assertThat(pager.last().peak.value).isEqualTo(97);
  }
}
