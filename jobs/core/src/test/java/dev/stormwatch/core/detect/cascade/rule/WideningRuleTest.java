package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.CascadeState;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Events of a planner, each of one trace, that become more than they ever did. */
class WideningRuleTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();
  private static final int EVERY = 60;
  private static final int EVENTS = 45;

  /** Other functions of the account, called as ever. */
  private static Account account(Settings settings) {
    return new Account(settings).calls("api", 0, EVENTS * EVERY + 300, 3);
  }

  private static void event(Account account, double at, long trace, int wide) {
    account.traced("plan", at, trace, -1);
    for (int i = 0; i < wide; i++) {
      account.traced("work", at + 1 + 20.0 * i / Math.max(400, wide), trace, -1);
    }
  }

  private static Account planned(Account account, IntUnaryOperator wide) {
    for (int i = 0; i < EVENTS; i++) {
      event(account, EVERY * i, 100 + i, wide.applyAsInt(i));
    }
    return account;
  }

  private static int fault(int event) {
    return event < 30 ? 20 : 1_000;
  }

  @Test
  void theSecondEventOfFiftyTimesAsManyCallsIsATicketAndAPageWhenTheyGoOn() {
    Account account = planned(account(SETTINGS), WideningRuleTest::fault).play(0, 2_400);
    assertThat(account.findings()).isNotEmpty();
    Finding first = account.findings().get(0);
    assertThat(account.firstAt()).isBetween(31L * EVERY, 31L * EVERY + 40);
    assertThat(first.severity).isEqualTo(Severity.TICKET);
    assertThat(account.pagedAfter(account.firstAt())).isBetween(230L, 400L);
    assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/plan");
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.headline)
        .contains("each event becomes up to 1,001 calls")
        .contains("(before at most 21)");
    assertThat(last.measure.value).isBetween(900.0, 1_100.0);
  }

  @Test
  void thatLeavesNoConcurrencyItIsAPage() {
    Settings settings = TestSettings.usual().with("cascade.accountConcurrency", 100L).settings();
    Account account = account(settings).lasting("work", 4_000);
    planned(account, WideningRuleTest::fault).play(0, 2_400);
    assertThat(account.findings().get(0).severity).isEqualTo(Severity.PAGE);
  }

  /** What fails is tried again, in each of the tiers: the outage is what is told. */
  @Test
  void triesOfWhatFailsAreATicketHoweverLongTheyGoOn() {
    Account account = account(SETTINGS);
    for (int i = 0; i < EVENTS; i++) {
      event(account, EVERY * i, 100 + i, i < 30 ? 5 : 300);
      for (int call = 0; i >= 30 && call < 300; call++) {
        account.failed("work", EVERY * i + 6);
      }
    }
    account.play(0, 2_600);
    assertThat(account.findings()).hasSizeGreaterThan(100);
    assertThat(account.findings())
        .filteredOn(finding -> !finding.recovered)
        .allMatch(finding -> finding.severity == Severity.TICKET)
        .allMatch(finding -> finding.cause.equals("retries"));
    Finding first = account.findings().get(0);
    assertThat(first.headline).contains("calls (tries of work, which fails)");
    assertThat(first.recommendations)
        .extracting(row -> row.action)
        .containsExactly("see why work fails", "let one tier alone try again");
  }

  /** The account allows fewer than is declared, and who calls is told so. */
  @Test
  void whereCallersAreRefusedForItItIsAPage() {
    Account account = planned(account(SETTINGS), WideningRuleTest::fault).play(0, 1_860);
    account.busy("work", 300).refused("api", 5, 5, "", true).play(1_860, 2_400);
    assertThat(account.findings())
        .filteredOn(f -> f.kind == Kind.FAN_OUT_CASCADE)
        .extracting(f -> f.severity)
        .contains(Severity.PAGE)
        .first()
        .isEqualTo(Severity.TICKET);
  }

  /** Between those of always comes a backfill, of one event or several. */
  @Test
  void aFirstBackfillIsSilent() {
    for (int events : new int[] {1, 3, 6}) {
      for (int apart : new int[] {1, 5, 25}) {
        Account account = planned(account(SETTINGS), i -> 20);
        for (int i = 0; i < events; i++) {
          event(account, 30.5 * EVERY + i * apart, 1_000 + i, 1_000);
        }
        assertThat(account.play(0, 2_700).findings())
            .as("%d events, %d s apart", events, apart)
            .isEmpty();
      }
    }
  }

  @Test
  void eventsOfEverySizeAreSilent() {
    for (long seed = 0; seed < 20; seed++) {
      Random dice = new Random(seed);
      Account account =
          planned(
              account(SETTINGS), i -> (int) Math.min(2_000, 5 * Math.pow(dice.nextDouble(), -1.1)));
      assertThat(account.play(0, 2_700).findings()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void growthAndLargeRunsThatComeNowAndThenAreSilent() {
    assertThat(
            planned(account(SETTINGS), i -> (int) (20 * Math.pow(1.3, Math.min(i, 18))))
                .play(0, 2_700)
                .findings())
        .isEmpty();
    assertThat(planned(account(SETTINGS), i -> i % 7 == 6 ? 1_000 : 20).play(0, 2_700).findings())
        .isEmpty();
    assertThat(planned(account(SETTINGS), i -> i < 5 ? 20 : 1_000).play(0, 2_700).findings())
        .as("too little is known")
        .isEmpty();
  }

  /**
   * Each event begins a loop of gain three now: hundreds of calls are a ticket, thousands a page.
   */
  @Test
  void aLoopThatEveryEventBeginsIsPagedAllTheSame() {
    Account account = planned(account(SETTINGS), i -> 20);
    for (int event = 0; event < 3; event++) {
      long calls = 1;
      for (int turn = 0; turn < (event < 2 ? 6 : 8); turn++) {
        for (int i = 0; i < calls; i++) {
          double at = EVENTS * EVERY + EVERY * event + turn * 4;
          account.traced(turn == 0 ? "plan" : "work", at, 5_000 + event, -1);
        }
        calls *= 3;
      }
    }
    account.play(0, EVENTS * EVERY + 200);
    assertThat(account.findings().get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(account.findings())
        .filteredOn(f -> f.severity == Severity.PAGE)
        .isNotEmpty()
        .allMatch(f -> f.headline.matches(".*(calls itself|seems to have stopped).*"))
        .first()
        .satisfies(f -> assertThat(f.headline).contains("calls itself"));
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings settings = TestSettings.usual().with("cascade.meant", List.of("work")).settings();
    assertThat(planned(account(settings), WideningRuleTest::fault).play(0, 2_400).findings())
        .isEmpty();
  }

  @Test
  void whatEventsBecameSurvivesBytes() {
    Account whole = planned(account(SETTINGS), WideningRuleTest::fault).play(0, 2_400);
    Account halved = planned(account(SETTINGS), WideningRuleTest::fault).play(0, 1_830);
    halved.state = Bytes.copy(new CascadeState.ByteCodec(), halved.state);
    halved.play(1_830, 2_400);
    assertThat(halved.firstAt()).isEqualTo(whole.firstAt());
    assertThat(Bytes.of(new CascadeState.ByteCodec(), halved.state))
        .isEqualTo(Bytes.of(new CascadeState.ByteCodec(), whole.state));
  }
}
