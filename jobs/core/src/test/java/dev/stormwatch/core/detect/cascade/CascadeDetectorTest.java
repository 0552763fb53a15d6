package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CascadeDetectorTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  /** Ten minutes of ordinary life, then what a test adds. */
  private static Account account(Settings settings, long seed, int minutes) {
    Account account = new Account(settings);
    arrivals(account, new Random(seed), "checkout", 0, minutes * 60, 3);
    arrivals(account, new Random(seed + 1), "sync", 0, minutes * 60, 0.01);
    return account;
  }

  /** Calls of people who do not know of one another. */
  private static void arrivals(
      Account account, Random dice, String function, double from, double to, double perSecond) {
    double at = from;
    while (true) {
      at += -Math.log(1 - dice.nextDouble()) / perSecond;
      if (at >= to) {
        return;
      }
      account.call(function, at);
    }
  }

  /** A chain that never ends, with turns of nearly the same length. */
  private static void chain(
      Account account, Random dice, String function, double from, double to, double turn) {
    for (double at = from; at < to; at += turn * (0.8 + 0.4 * dice.nextDouble())) {
      account.call(function, at);
    }
  }

  private static Account loop(long seed) {
    Account account = account(SETTINGS, seed, 24);
    chain(account, new Random(seed), "sync", 700, 1_440, 0.09);
    return account.lasting("sync", 55).play(0, 1_440);
  }

  @Test
  void aLoopThroughATableIsPagedWithinFiveMinutes() {
    for (long seed = 1; seed <= 20; seed++) {
      Account account = loop(seed);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      Finding first = account.first();
      assertThat(first.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
      assertThat(first.severity).isEqualTo(Severity.PAGE);
      assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/sync");
      assertThat(first.subject.functions()).containsExactly("sync");
      assertThat(account.firstAt()).isBetween(700L, 1_000L);
      assertThat(first.measure.value).isGreaterThan(0.99);
      assertThat(Math.abs(first.onset / 1000 - Account.START - 700)).isLessThanOrEqualTo(60);
    }
  }

  /** Turns whose length varies by half: the counts still scatter less than traffic does. */
  @Test
  void aLoopWhoseTurnsVaryIsPagedToo() {
    int paged = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Account account = account(SETTINGS, seed, 24);
      Random dice = new Random(seed);
      for (double at = 700; at < 1_440; at += 0.09 * Math.exp(0.5 * dice.nextGaussian() - 0.125)) {
        account.call("sync", at);
      }
      account.lasting("sync", 55).play(0, 1_440);
      paged += account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(paged).isEqualTo(20);
  }

  /** 11 calls a second at 55 ms and 1 GB: 2178 GB-s and 39,600 requests an hour. */
  @Test
  void theBillOfAnHourIsRight() {
    Account account = loop(7);
    String text = account.first().evidence.get(0).text;
    double expected = 3_600 / 0.09 * (0.055 * 1.66667e-5 + 0.2e-6);
    String hour = text.replaceAll("(?s).* calls/s, \\$([0-9.]+) an hour.*", "$1");
    assertThat(Double.parseDouble(hour)).isBetween(expected * 0.9, expected * 1.1);
    assertThat(account.first().recommendations.get(0).command)
        .isEqualTo(
            "aws lambda put-function-concurrency --function-name sync"
                + " --reserved-concurrent-executions 0");
    assertThat(account.first().recommendations.get(0).sideEffect)
        .contains("go to the dead-letter queue or on-failure destination at once", "receives")
        .endsWith("delete-function-concurrency, or the number it had before");
  }

  /** The same rate from outside: as many calls, and nobody waits for another. */
  @Test
  void asMuchTrafficFromOutsideIsNoLoop() {
    for (long seed = 1; seed <= 60; seed++) {
      Account account = account(SETTINGS, seed, 30);
      arrivals(account, new Random(seed), "sync", 700, 1_800, 11);
      assertThat(account.play(0, 1_800).findings()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aLoopThatIsMeantIsSilent() {
    Settings settings = TestSettings.usual().with("cascade.meant", List.of("sy*")).settings();
    Account account = account(settings, 3, 24);
    chain(account, new Random(3), "sync", 700, 1_440, 0.09);
    assertThat(account.lasting("sync", 55).play(0, 1_440).findings()).isEmpty();
  }

  /** Ten at a time from the first second on, as workers of a queue are, and done in six minutes. */
  @Test
  void aQueueThatIsEmptiedIsSilent() {
    Account account = account(SETTINGS, 5, 30);
    for (int worker = 0; worker < 10; worker++) {
      chain(account, new Random(worker), "sync", 700, 1_060, 0.4);
    }
    assertThat(account.lasting("sync", 400).play(0, 1_500).findings()).isEmpty();
  }

  @Test
  void aHundredPagesOneAfterAnotherAreSilent() {
    Account account = account(SETTINGS, 6, 30);
    chain(account, new Random(6), "sync", 700, 700 + 110 * 1.5, 1.5);
    assertThat(account.lasting("sync", 1_300).play(0, 1_500).findings()).isEmpty();
  }

  private static boolean tells(Finding finding, String words) {
    return finding.evidence.stream().anyMatch(row -> row.text.contains(words));
  }

  /** Ten places, the least that is advised, would not have held what never used more than two. */
  @Test
  void aLoopThatUsesLessThanItsCapIsAdvisedNone() {
    Account account = account(SETTINGS, 3, 24);
    chain(account, new Random(3), "sync", 700, 1_440, 0.09);
    account.lasting("sync", 55).busy("sync", 0.6).play(0, 1_440);
    assertThat(account.first().headline).contains("calls itself without end");
    assertThat(account.first().recommendations)
        .isNotEmpty()
        .noneMatch(row -> row.action.startsWith("once it is over"));
  }

  /** Four hundred pages may be meant; nobody waits for a thousand. */
  @Test
  void oneChainIsATicketUntilItHasAThousandCalls() {
    Account pages = account(SETTINGS, 6, 30);
    chain(pages, new Random(6), "sync", 700, 700 + 400 * 0.8, 0.8);
    pages.lasting("sync", 700).play(0, 1_500);
    assertThat(pages.first().severity).isEqualTo(Severity.TICKET);
    assertThat(pages.first().headline).contains("one chain of calls has no end");
    assertThat(pages.findings()).noneMatch(finding -> finding.severity == Severity.PAGE);
    Account endless = account(SETTINGS, 6, 34);
    chain(endless, new Random(6), "sync", 700, 2_000, 0.8);
    endless.lasting("sync", 700).play(0, 2_000);
    assertThat(endless.first().severity).isEqualTo(Severity.TICKET);
    assertThat(endless.pagedAfter(700)).isBetween(780L, 900L);
  }

  /** One more chain for each upload of somebody: it need not be waited for. */
  @Test
  void aLoopThatEveryEventStartsAnewIsMostlyPagedInThreeMinutes() {
    int soon = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Account account = account(SETTINGS, seed, 20);
      Random people = new Random(seed);
      for (double at = 700; at < 1_100; at -= 7 * Math.log(1 - people.nextDouble())) {
        chain(account, new Random(people.nextLong()), "sync", at, 1_200, 1.6);
      }
      account.lasting("sync", 800).play(0, 1_200);
      soon += !account.findings().isEmpty() && account.firstAt() <= 880 ? 1 : 0;
    }
    assertThat(soon).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aLoopThatDoublesIsPagedInAMinuteAndAHalf() {
    Account account = account(SETTINGS, 8, 15);
    for (int generation = 0; generation < 120; generation++) {
      long calls = Math.min(400, 1L << Math.min(20, generation));
      for (int i = 0; i < calls; i++) {
        account.call("sync", 700 + generation);
      }
    }
    account.play(0, 900);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.firstAt()).isLessThanOrEqualTo(790);
    assertThat(account.first().headline).contains("more than once");
    assertThat(account.findings())
        .as("it has made as many calls for a while")
        .anyMatch(finding -> tells(finding, "stands at 40 is held by some limit"));
    assertThat(account.first().recommendations)
        .anyMatch(row -> row.action.equals("once it is over, cap sync"));
  }

  private static Account uploads(int pages, int images, double at, double until) {
    Account account = account(SETTINGS, 9, (int) Math.ceil(until / 60));
    upload(account, pages, images, at);
    return account.play(0, (int) until);
  }

  private static void upload(Account account, int pages, int images, double at) {
    account.call("split", at);
    for (int page = 0; page < pages; page++) {
      account.call("render", at + 1);
      for (int image = 0; image < images; image++) {
        account.call("extract", at + 3 + image * 0.2);
      }
    }
  }

  @Test
  void aFanOutIsPagedAtItsSecondGeneration() {
    Account account = uploads(60, 60, 700, 780);
    assertThat(account.findings()).isNotEmpty();
    Finding first = account.first();
    assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/split");
    assertThat(first.subject.functions()).containsExactly("extract", "render", "split");
    assertThat(account.firstAt()).isLessThanOrEqualTo(725);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.measure.name).isEqualTo("amplification");
    assertThat(last.measure.value).isBetween(3_661 * 0.95, 3_661 * 1.05);
    assertThat(last.evidence.get(1).text).contains("split (1) → render (60) → extract (3,600)");
  }

  /**
   * Sixty pages in one second, images from {@code first} in that second on: told by their rates.
   */
  private static Account quick(int first) {
    Account account = account(SETTINGS, 9, 15);
    account.call("split", 700).calls("render", 701, 702, 60).calls("extract", 701, 702, first);
    return account.calls("extract", 702, 762, 60).play(0, 780);
  }

  @Test
  void aFanOutIsPagedThoughAQuickParentsFirstChildIsCalledInItsFirstSecond() {
    Account account = quick(1);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.firstAt()).isLessThanOrEqualTo(750);
    assertThat(account.findings().get(0).evidence.get(1).text)
        .startsWith("path: split (1) → render (6");
  }

  /** Whether one event calls both, or a quick one the other, its first second does not tell. */
  @Test
  void thousandsOfCallsOfTwoFunctionsAfterOneEventAreATicket() {
    Account account = quick(61);
    assertThat(account.firstAt()).isLessThanOrEqualTo(720);
    assertThat(account.findings()).allMatch(finding -> finding.severity == Severity.TICKET);
    assertThat(account.first().headline).startsWith("split → render → extract: each event becomes");
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.measure.value).isBetween(3_400.0, 3_800.0);
  }

  /** A map over as many items calls one function, and whoever calls two as often calls pairs. */
  @Test
  void oneFunctionOrPairsOfCallsAfterOneEventAreNone() {
    Account one = account(SETTINGS, 9, 15).call("split", 700).calls("extract", 701, 762, 60);
    assertThat(one.play(0, 780).findings()).isEmpty();
    Account pairs = account(SETTINGS, 9, 15).call("split", 700).calls("extract", 701, 762, 60);
    assertThat(pairs.calls("render", 701, 762, 60).play(0, 780).findings()).isEmpty();
  }

  /**
   * A queue is worked off by ever more environments of a first stage, and few of its calls have one
   * more of a second. Deliveries of five seconds of an environment's log are lost.
   */
  private static Account stages(long seed, double lost) {
    Random dice = new Random(seed);
    Account account = account(SETTINGS, seed, 15);
    arrivals(account, dice, "take", 0, 900, 0.5);
    arrivals(account, dice, "mail", 0, 900, 0.08);
    for (int environment = 0; environment < 60; environment++) {
      double begin = 700 + (environment < 5 ? 0 : environment / 5.0) + dice.nextDouble();
      double delivery = 0;
      boolean told = true;
      boolean mailTold = true;
      for (double at = begin; at < 760; at += 0.1 + 0.1 * dice.nextDouble()) {
        if (at >= delivery) {
          delivery = at + 5;
          told = dice.nextDouble() >= lost;
          mailTold = dice.nextDouble() >= lost;
        }
        if (told) {
          account.call("take", at);
        }
        if (mailTold && dice.nextDouble() < 0.08) {
          account.call("mail", at + 0.3);
        }
      }
    }
    return account.play(0, 800);
  }

  @Test
  void stagesThatAreToldOfInNoOrderAreNoGenerations() {
    for (long seed = 1; seed <= 100; seed++) {
      double lost = 0.05 * (seed % 5);
      assertThat(stages(seed, lost).findings())
          .extracting(f -> f.headline)
          .as("seed %d, %s lost", seed, lost)
          .isEmpty();
    }
  }

  /** Calls are divided by the events that there were until then, not by those of the first page. */
  @Test
  void whatEveryFurtherEventBecomesIsToldAsOften() {
    Account account = account(SETTINGS, 9, 20);
    for (int event = 0; event < 12; event++) {
      upload(account, 30, 30, 700 + 10 * event);
    }
    account.play(0, 850);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.measure.value).isBetween(931 * 0.95, 931 * 1.05);
    assertThat(last.headline).contains("each of 12 calls became 9");
  }

  /** One becomes a thousand, and each of them one more. */
  @Test
  void aMapAThousandWideIsSilent() {
    assertThat(uploads(1_000, 1, 700, 900).findings()).isEmpty();
  }

  /** Nobody knows what is usual in the first minutes. */
  @Test
  void nothingIsSaidBeforeAnythingIsKnown() {
    assertThat(uploads(60, 60, 100, 200).findings()).isEmpty();
  }

  /** What came, was no incident and went is usual: here because nothing was judged yet. */
  @Test
  void aFanOutThatIsOverIsToldToBeOver() {
    Account account = uploads(60, 60, 700, 1_000);
    Finding last = account.findings().get(account.findings().size() - 1);
    assertThat(last.recovered).isTrue();
    assertThat(last.headline).contains("3,661 calls");
    assertThat(account.state.active()).isFalse();
  }

  @Test
  void aWideMapTeachesThatItIsUsual() {
    Account account = account(SETTINGS, 10, 30);
    // A map of maps too small to page teaches what the last stage may do.
    upload(account, 20, 14, 700);
    upload(account, 22, 16, 1_400);
    assertThat(account.play(0, 1_800).findings()).isEmpty();
  }

  /** A state that went through bytes goes on as if nothing had happened. */
  @Test
  void aStateThatWasWrittenAndReadGoesOnTheSame() {
    Account whole = loop(11);
    Account halved = account(SETTINGS, 11, 24);
    chain(halved, new Random(11), "sync", 700, 1_440, 0.09);
    halved.lasting("sync", 55).play(0, 800);
    halved.state = Bytes.copy(new CascadeState.ByteCodec(), halved.state);
    halved.play(800, 1_440);
    assertThat(halved.findings()).hasSameSizeAs(whole.findings());
    assertThat(halved.firstAt()).isEqualTo(whole.firstAt());
    assertThat(halved.first().headline).isEqualTo(whole.first().headline);
  }
}
