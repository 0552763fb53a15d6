package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.account.TreesTest;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one event becomes, as its trace shows it. */
class TreeFanOutTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  private static void mapOfMaps(Account account, long trace, double at, int wide) {
    account.traced("plan", at, trace, -1);
    for (int i = 0; i < wide; i++) {
      account.traced("resize", at + 1, trace, -1);
      for (int j = 0; j < wide; j++) {
        account.traced("store", at + 2, trace, -1);
      }
    }
  }

  /** What a root came to before and what stopped by itself is usual. */
  @Test
  void aFanOutInABusyAccountIsPagedUnlessItIsUsual() {
    Account account = TreesTest.busy(SETTINGS, 6, 960);
    account.calls("store", 0, 960, 90);
    mapOfMaps(account, 9, 700, 60);
    account.play(0, 900);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().headline)
        .startsWith("plan → resize → store: one call became at least 3,661");
    assertThat(account.firstAt()).isLessThanOrEqualTo(720);

    Account usual = TreesTest.busy(SETTINGS, 6, 1_800);
    usual.calls("store", 0, 1_800, 90);
    mapOfMaps(usual, 8, 100, 23);
    mapOfMaps(usual, 9, 700, 24);
    mapOfMaps(usual, 10, 1_300, 26);
    assertThat(usual.play(0, 1_700).findings()).isEmpty();
  }

  /** Events of a busy root, of which X-Ray keeps one in five: their number is known to a range. */
  @Test
  void aFewSampledTracesTellARange() {
    Account account = TreesTest.busy(SETTINGS, 6, 960).calls("store", 0, 960, 90);
    for (int event = 0; event < 25; event++) {
      for (int part = 0; part < 600; part++) {
        String function = part == 0 ? "plan" : part < 25 ? "resize" : "store";
        double at = 700 + 2 * event + (part == 0 ? 0 : part < 25 ? 1 : 2);
        if (event % 5 == 0) {
          account.traced(function, at, 900 + event, -1);
        } else {
          account.call(function, at);
        }
      }
    }
    account.calls("plan", 0, 960, 20).play(0, 775);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.measure.unit).isEqualTo("calls per event");
    assertThat(last.evidence).anyMatch(row -> row.text.contains("so one event became"));
  }

  /** One call that becomes many, or many calls, and all places of the account are taken. */
  private static Account full(boolean oneEvent, double places) {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", 100L).settings();
    Account account = new Account(settings).calls("web", 0, 960, 2).busy("web", 0.4);
    account.calls("resize", 0, 700, 0.2).busy("resize", 0.1).traced("plan", 699, 9, -1);
    for (int call = 0; call < 6_000; call++) {
      account.traced("resize", 700 + call / 100.0, oneEvent ? 9 : 1_000 + call, -1);
    }
    account.play(0, 705).busy("resize", places).play(705, 760);
    return account.busy("resize", 0.1).play(760, 900);
  }

  /** A map is a bounded tree, but not if it leaves nothing to anybody else. */
  @Test
  void oneEventThatFillsTheAccountIsPagedAsOne() {
    Account account = full(true, 99.6);
    assertThat(account.findings())
        .filteredOn(finding -> finding.kind == Kind.FAN_OUT_CASCADE)
        .isNotEmpty()
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.severity).isEqualTo(Severity.PAGE);
              assertThat(finding.headline).startsWith("plan → resize: one call became");
            });
    assertThat(account.pagedAfter(700)).isLessThanOrEqualTo(40);

    for (Account other : List.of(full(false, 99.6), full(true, 60))) {
      assertThat(other.findings()).noneMatch(finding -> finding.kind == Kind.FAN_OUT_CASCADE);
    }
  }

  /** The event's first line comes when all is over, and half of its calls tell no trace. */
  @Test
  void whatBurstsBesideAnEventThatFillsTheAccountIsPartOfIt() {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", 100L).settings();
    Account account = new Account(settings).calls("web", 0, 960, 2).busy("web", 0.4);
    account.call("plan", 699);
    for (int call = 0; call < 6_000; call++) {
      account.call("resize", 700 + call / 100.0).traced("store", 700.5 + call / 100.0, 9, -1);
    }
    account.play(0, 705).busy("resize", 60).busy("store", 39.6).play(705, 760);
    assertThat(account.findings())
        .filteredOn(finding -> finding.kind == Kind.FAN_OUT_CASCADE)
        .isNotEmpty()
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.headline).startsWith("plan → resize → store: one ");
              assertThat(finding.evidence)
                  .anySatisfy(row -> assertThat(row.text).contains("plan (1) → resize ("));
            });
  }

  private static Finding oneEvent(boolean sampled) {
    Account account = TreesTest.busy(SETTINGS, 6, 960);
    account.call("plan", 100);
    for (int part = 0; part < 3_601; part++) {
      String function = part == 0 ? "plan" : part < 61 ? "part" : "store";
      double at = 700 + (part == 0 ? 0 : part < 61 ? 1 : 2);
      if (sampled) {
        account.traced(function, at, 9, -1);
      } else {
        account.call(function, at);
      }
    }
    account.play(0, 745);
    return account.findings().get(account.findings().size() - 1);
  }

  /**
   * X-Ray keeps all of an event or nothing: without its trace rates find it as soon, and with it
   * nothing is scaled where each event's own call is counted.
   */
  @Test
  void oneEventIsOneEventWhetherXrayKeptItOrNot() {
    Finding kept = oneEvent(true);
    Finding not = oneEvent(false);

    assertThat(kept.evidence.get(4).text)
        .contains("plan (1) → part (60) → store (3,540); ")
        .endsWith("% of plan's calls tell their trace, this is one of them");
    assertThat(not.evidence).hasSize(4);
    for (Finding finding : List.of(kept, not)) {
      assertThat(finding.measure.unit).isEqualTo("calls per root call");
      assertThat(finding.measure.value).isEqualTo(3_601);
    }
  }

  /** In one second sixty calls of a stage, and some of the next, of which more follow. */
  private static Account quick(int first, boolean depth) {
    Account account = TreesTest.busy(SETTINGS, 6, 960).calls("extract", 0, 960, 90);
    account.traced("plan", 700, 9, depth ? 0 : -1);
    for (int i = 0; i < 60; i++) {
      account.traced("resize", 701, 9, depth ? 1 : -1);
    }
    for (int i = 0; i < first; i++) {
      account.traced("extract", 701, 9, depth ? 2 : -1);
    }
    for (int i = 0; i < 3_000; i++) {
      account.traced("extract", 702 + i / 60.0, 9, depth ? 2 : -1);
    }
    return account.play(0, 900);
  }

  @Test
  void aQuickStagesFirstChildrenMayBeCalledInItsFirstSecond() {
    assertThat(quick(1, false).firstAt()).isLessThanOrEqualTo(750);
    assertThat(quick(61, true).firstAt()).as("depth tells").isLessThanOrEqualTo(750);
    assertThat(quick(61, false).findings()).as("both of one event").isEmpty();
  }

  /**
   * What one event comes to is measured within a tenth where a tenth of all lines is lost, the
   * root's among them, and where X-Ray keeps one trace in twenty.
   */
  @Test
  void theAmplificationIsRightWhereLinesAreLost() {
    for (double lost : new double[] {0, 0.1}) {
      for (long seed = 0; seed < 5; seed++) {
        Account account = TreesTest.busy(SETTINGS, seed, 960);
        Random dice = new Random(seed);
        for (int page = -1; page < 70; page++) {
          if (dice.nextDouble() >= lost) {
            account.traced(page < 0 ? "split" : "render", page < 0 ? 700 : 701, 5, -1);
          }
          for (int image = 0; page >= 0 && image < 70; image++) {
            // A call's START and its REPORT are seldom in one record: both must be lost.
            if (dice.nextDouble() >= lost * lost) {
              account.traced("extract", 704 + image * 0.1, 5, -1);
            }
          }
        }
        account.play(0, 780);
        Finding last = account.findings().get(account.findings().size() - 1);
        double error = last.measure.value / (1 + 70 + 70 * 70) - 1;
        assertThat(Math.abs(error)).as("seed %d", seed).isLessThan(lost == 0 ? 0.05 : 0.10);
      }
    }
  }
}
