package dev.stormwatch.core.detect.cascade.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.CascadeState;
import dev.stormwatch.core.detect.cascade.account.FlatTop;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InferredSaturationTest {

  private static final String KEY = "function/111122223333/eu-west-1/";

  private final Random dice = new Random(7);
  private final Account account = new Account(TestSettings.usual().settings());

  /** Calls of a second each: pane means scatter as calls do that come as they please. */
  private void scatter(String function, double mean, int from, int to) {
    for (int at = from; at < to; at += Account.SLOT_SECONDS) {
      double deviation = FlatTop.deviation(mean, 1);
      account.busy(function, Math.max(0, mean + deviation * dice.nextGaussian()));
      account.play(at, at + Account.SLOT_SECONDS);
    }
  }

  /** A front calls a core of which fifteen may run. */
  private Account estate() {
    account.calls("core", 0, 1_200, 5).calls("front", 0, 1_200, 5).calls("other", 0, 1_200, 20);
    account.busy("front", 0.5).busy("other", 20).lasting("core", 1_000);
    scatter("core", 5, 0, 600);
    account.calls("core", 600, 900, 10);
    return account.calls("front", 600, 900, 15);
  }

  @Test
  void aFunctionWhoseCallersAreRefusedAndFailPagesAndRecovers() {
    estate().busy("core", 14.9).refused("front", 40, 40, "", false).play(600, 900);
    account.refused("front", 0, 0, "", false);
    scatter("core", 5, 900, 1_100);
    Finding first = account.first();
    assertThat(first.kind).isEqualTo(Kind.CONCURRENCY_SATURATION);
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.subject.key()).isEqualTo(KEY + "core");
    assertThat(first.subject.functions()).containsExactly("front");
    assertThat(first.headline).contains("calls of front are refused");
    assertThat(account.firstAt()).isBetween(630L, 690L);
    assertThat(first.onset / 1000 - Account.START).as("its callers tell").isBetween(600L, 615L);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.impact.what).isEqualTo("none any more");
    assertThat(last.subject.key()).isEqualTo(KEY + "core");
    assertThat(account.state.inferred.cases).isEmpty();
    assertThat(account.state.inferred.callers).isEmpty();
  }

  private static Settings reserved() {
    return TestSettings.usual()
        .with("functions", List.of(TestSettings.rule("core", true, 15)))
        .settings();
  }

  /** It is told by its declared reserve, which need not be flat: who is refused is no news then. */
  @Test
  void callersOfAFunctionAtItsReserveAreToldWithIt() {
    Account limited = new Account(reserved());
    limited.calls("core", 0, 600, 14).calls("core", 600, 900, 40).calls("front", 0, 900, 15);
    limited.busy("front", 0.5).busy("core", 5).lasting("core", 350).play(0, 600);
    limited.refused("front", 40, 40, "", false);
    for (int at = 600; at < 900; at += Account.SLOT_SECONDS) {
      limited.busy("core", 11.8 + 3.1 * dice.nextDouble()).play(at, at + Account.SLOT_SECONDS);
    }
    assertThat(limited.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.subject.key().equals(KEY + "core"));
    assertThat(limited.findings()).anyMatch(finding -> finding.severity == Severity.PAGE);
  }

  /** For how long it lasts, and where lines tell of nobody who refuses. */
  @Test
  void callersAreNotToldAgainOfALimitThatIs() {
    Account limited = new Account(reserved());
    limited.calls("core", 0, 900, 14).calls("core", 900, 1_600, 40).calls("front", 0, 1_600, 15);
    limited.busy("front", 0.5).busy("core", 5).lasting("core", 350).play(0, 900);
    limited.refused("front", 3, 3, "", false);
    limited.busy("core", 14.8).play(900, 1_600);
    assertThat(limited.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.subject.key().equals(KEY + "core"));
  }

  /** Single refusals long before say nothing of how long it has been looked for. */
  @Test
  void aFewRefusalsBeforeDoNotMakeItTheCallersOwn() {
    account.refused("front", 1, 0, "", false);
    estate().busy("core", 14.9).refused("front", 40, 40, "", false).play(600, 800);
    assertThat(account.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.subject.key().equals(KEY + "core"));
  }

  @Test
  void callersThatGetThroughInTheEndAreATicket() {
    estate().busy("core", 14.9).refused("front", 40, 0, "core", false).play(600, 800);
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.findings()).allMatch(finding -> finding.severity == Severity.TICKET);
  }

  /** A log line is a claim: the function that it names is as it always was. */
  @Test
  void aNamedFunctionThatShowsNothingOfItIsNotBlamed() {
    estate().refused("front", 40, 40, "core", false);
    scatter("core", 5, 600, 900);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "front");
    assertThat(account.firstAt()).isGreaterThan(690L);
  }

  @Test
  void theAccountsLimitIsToldOfWhoUsesMost() {
    estate().busy("core", 60).refused("front", 40, 40, "", true).play(600, 800);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "core");
    assertThat(account.first().headline).contains("the account's concurrency");
  }

  /** No line says whose limit it is: of calls that take a minute the top is never flat. */
  @Test
  void whoHoldsHalfOfWhatAllShareIsToldThoughItIsNotFlat() {
    estate().refused("front", 40, 40, "", false);
    scatter("core", 700, 600, 900);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "core");
    assertThat(account.first().headline)
        .matches("core holds \\d+ of the account's 1,000 places: calls of front are refused .*");
    assertThat(account.firstAt()).isBetween(630L, 690L);
  }

  /** What callers tell comes and goes; the account is as full as before. */
  @Test
  void whileTheAccountStaysFullItIsNotOver() {
    estate().refused("front", 40, 40, "", false);
    scatter("core", 900, 600, 700);
    account.refused("front", 1, 0, "", false);
    scatter("core", 900, 700, 850);
    assertThat(account.findings()).isNotEmpty().noneMatch(finding -> finding.recovered);
    assertThat(account.first().recommendations.get(0).action).startsWith("cap core");
    assertThat(account.first().recommendations)
        .noneMatch(row -> row.value.contains("reservedConcurrency"));
    account.refused("front", 0, 0, "", false);
    scatter("core", 5, 850, 1_000);
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
  }

  /** Of few long calls one more is half as many again, and stays for as long as it takes. */
  @Test
  void oneThatHappensToDoMoreIsNotBlamedForAnother() {
    account.calls("archive", 0, 1_200, 1).busy("archive", 20);
    estate().busy("core", 14.9).busy("archive", 33).refused("front", 40, 40, "", false);
    account.play(600, 900);
    assertThat(account.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.subject.key().equals(KEY + "core"));
  }

  /** Of seventy-five calls a slot. */
  @Test
  void aFewRefusalsOrASmallShareOfThemAreSilent() {
    estate().busy("core", 9).refused("front", 1, 1, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.findings()).isEmpty();
  }

  /** One in seventy-five: a peak of seconds leaves as many behind, but not for so long. */
  @Test
  void aFewThatGoOnForMinutesAreATicket() {
    estate().refused("front", 1, 0, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.findings()).isEmpty();
    account.calls("core", 900, 1_200, 10).calls("front", 900, 1_200, 15);
    scatter("core", 9, 900, 960);
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "front");
    assertThat(account.first().headline)
        .contains("calls that front makes")
        .contains("1 % of its own meet it for 5 min");
    account.refused("front", 0, 0, "", false);
    scatter("core", 9, 960, 1_100);
    assertThat(account.findings()).allMatch(finding -> finding.severity != Severity.PAGE);
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
  }

  /** What a caller has always told is no news. */
  @Test
  void aFewThatWereThereFromTheBeginningAreSilent() {
    account.refused("front", 1, 0, "core", false);
    estate();
    scatter("core", 5, 600, 900);
    assertThat(account.findings()).isEmpty();
  }

  /** Two in three minutes are what any busy account shows. */
  @Test
  void aFewWithPausesAreSilent() {
    estate();
    for (int at = 600; at < 900; at += 100) {
      account.refused("front", 1, 0, "core", false);
      scatter("core", 9, at, at + 5);
      account.refused("front", 0, 0, "", false);
      scatter("core", 9, at + 5, at + 100);
    }
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void oneCallInFifteenThatFailsAllThroughAMinuteIsAPage() {
    estate().refused("front", 5, 5, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.first().severity).isEqualTo(Severity.PAGE);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "core");
    assertThat(account.first().headline).contains("calls of front are refused");
    assertThat(account.firstAt()).isBetween(650L, 690L);
  }

  @Test
  void oneInFortyIsATicket() {
    estate().refused("front", 2, 2, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.findings()).noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  /** The attempts after them succeed. */
  @Test
  void oneInFifteenThatIsTriedAgainIsSilent() {
    estate().refused("front", 5, 0, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.findings()).isEmpty();
  }

  /** A queue gives the same message again. */
  @Test
  void oneInFifteenOfCallsForWhichNobodyWaitsIsSilent() {
    account.batches("front");
    estate().refused("front", 5, 5, "core", false);
    scatter("core", 9, 600, 900);
    assertThat(account.findings()).isEmpty();
  }

  /** For most of a minute after it the minute still holds it. */
  @Test
  void aBurstOfTwentySecondsThatHealsIsSilent() {
    estate().busy("core", 14.9).refused("front", 40, 40, "core", false).play(600, 620);
    account.refused("front", 0, 0, "", false);
    scatter("core", 9, 620, 900);
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void aFlatTopAloneIsATicketAfterThreeMinutes() {
    estate().busy("core", 14.9).play(600, 900);
    scatter("core", 5, 900, 1_100);
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.first().subject.key()).isEqualTo(KEY + "core");
    assertThat(account.first().impact.what).contains("inferred");
    assertThat(account.firstAt()).isBetween(780L, 860L);
    assertThat(account.first().onset / 1000 - Account.START)
        .as("its top is flat")
        .isBetween(600L, 640L);
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
  }

  /** A map state's workers are as flat; before it nothing ran, and nobody is refused. */
  @Test
  void workersThatBeginAtOnceWhereNothingRanAreSilent() {
    for (boolean idle : new boolean[] {true, false}) {
      Account map = new Account(TestSettings.usual().settings()).calls("other", 0, 1_200, 20);
      map.calls("item", 0, 600, idle ? 0.01 : 4).calls("item", 600, 1_200, 15);
      map.lasting("item", 1_000).busy("item", idle ? 0 : 4).busy("other", 20).play(0, 600);
      map.busy("item", 14.9).play(600, 1_200);
      assertThat(map.findings().isEmpty()).as("idle: %s", idle).isEqualTo(idle);
    }
  }

  /** Three minutes flat, and no longer so when half a minute more would make it certain. */
  @Test
  void aTopThatIsFlatNoLongerIsNotTold() {
    estate().busy("core", 14.9).play(600, 795);
    scatter("core", 20, 795, 1_000);
    assertThat(account.findings()).noneMatch(finding -> finding.headline.contains("flat for 0 s"));
  }

  /** As many pollers as a queue allows never rest while there is a backlog, by design. */
  @Test
  void aFlatTopOfAFunctionThatIsPolledIsSilent() {
    account.batches("core");
    estate().busy("core", 14.9).play(600, 1_100);
    assertThat(account.findings()).isEmpty();
  }

  /** A surge that lasts scatters about its level. */
  @Test
  void aPlateauOfTrafficIsSilent() {
    estate();
    scatter("core", 15, 600, 1_200);
    assertThat(account.findings()).isEmpty();
  }

  /** Shards, pollers and workers that never rest were there before. */
  @Test
  void whatIsAlwaysFlatIsSilent() {
    account.calls("poll", 0, 1_200, 10).busy("poll", 12).play(0, 1_200);
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void aStateInTheMiddleOfItGoesOnAfterARestore() {
    estate().busy("core", 14.9).refused("front", 40, 40, "", false).play(600, 700);
    account.state = Bytes.copy(new CascadeState.ByteCodec(), account.state);
    int before = account.findings().size();
    account.play(700, 705);
    assertThat(account.findings()).hasSizeGreaterThan(before);
  }
}
