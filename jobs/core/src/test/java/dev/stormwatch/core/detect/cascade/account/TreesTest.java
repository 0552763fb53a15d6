package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.CascadeState;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What traces show, and rates do not or not so soon. */
public class TreesTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  /** A function so busy that no loop in it makes a burst. */
  public static Account busy(Settings settings, long seed, int seconds) {
    Account account = new Account(settings);
    Random dice = new Random(seed);
    double at = 0;
    while (at < seconds) {
      at += -Math.log(1 - dice.nextDouble()) / 40;
      account.call("resize", at);
    }
    return account;
  }

  /** Each call causes three more, a turn later. */
  private static void explosion(
      Account account, String function, double from, double turn, int generations, boolean depth) {
    long calls = 1;
    for (int generation = 0; generation < generations; generation++) {
      for (int i = 0; i < calls; i++) {
        double jitter = turn * i / (double) calls / 2;
        account.traced(function, from + generation * turn + jitter, 77, depth ? generation : -1);
      }
      calls *= 3;
    }
  }

  private static Account exploding(boolean depth, double turn) {
    Account account = busy(SETTINGS, 1, 960);
    explosion(account, "resize", 700, turn, 8, depth);
    return account.play(0, 900);
  }

  /** The third return is at 12 s; what is told of it arrives eight seconds and a slot later. */
  @Test
  void anExplosionInABusyFunctionIsPagedByItsTrace() {
    for (boolean depth : List.of(true, false)) {
      Account account = exploding(depth, 4);
      assertThat(account.findings()).isNotEmpty();
      Finding first = account.first();
      assertThat(account.firstAt()).isBetween(712L, 742L);
      assertThat(first.severity).isEqualTo(Severity.PAGE);
      assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/resize");
      assertThat(first.subject.names())
          .containsEntry("traceId", "1-67c39e80-cdffd5dd000000000000004d");
      assertThat(first.evidence).anyMatch(row -> row.text.contains("in trace 1-67c39e80"));
      assertThat(first.evidence).noneMatch(row -> row.text.contains("id of the application's own"));
      assertThat(first.evidence)
          .anyMatch(row -> row.text.contains(depth ? "share one trace" : "share one X-Ray trace"));
    }
  }

  /** Calls of one trace that double every three minutes, each as long as half a minute. */
  @Test
  void anExplosionThatDoublesInMinutesIsPagedBeforeItIsLarge() {
    Account account = busy(SETTINGS, 2, 2_100);
    Random dice = new Random(2);
    double made = 1;
    for (double at = 0; at < 1_400; at += 1) {
      double calls = 4 * Math.pow(2, at / 170);
      while (made < calls) {
        account.traced("index", 700 + at + dice.nextDouble(), 77, -1);
        made++;
      }
    }
    account.lasting("index", 30_000).play(0, 2_100);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().severity).isEqualTo(Severity.PAGE);
    assertThat(account.firstAt()).isLessThan(700 + 1_200);
  }

  /** Turns of half a minute: no rate doubles five times within a minute and a half. */
  @Test
  void anExplosionWithLongTurnsIsPagedBeforeItIsLarge() {
    Account account = busy(SETTINGS, 2, 1_200);
    explosion(account, "resize", 700, 30, 7, true);
    account.play(0, 1_000);
    assertThat(account.firstAt()).isLessThan(700 + 6 * 30 + 30);
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings settings = TestSettings.usual().with("cascade.meant", List.of("resize")).settings();
    Account account = busy(settings, 3, 960);
    explosion(account, "resize", 700, 4, 8, true);
    assertThat(account.play(0, 900).findings()).isEmpty();
  }

  /** One event, many calls of a worker at once or by and by: nothing calls itself. */
  @Test
  void aMapOfOneTraceIsSilent() {
    for (int atATime : List.of(5, 40, 1_000)) {
      Account account = busy(SETTINGS, 4, 1_800);
      account.traced("plan", 699, 5, 0);
      for (int i = 0; i < 2_000; i++) {
        account.traced("resize", 700 + i / atATime * 0.8, 5, 1);
      }
      assertThat(account.play(0, 1_500).findings()).as("%d at a time", atATime).isEmpty();
    }
  }

  /** Pollers that come one after another: the rate rises in a line. */
  @Test
  void aQueueOfOneTraceWhosePollersAreScaledUpIsSilent() {
    Account account = busy(SETTINGS, 5, 1_800);
    double at = 700;
    for (int i = 0; i < 6_000; i++) {
      account.traced("resize", at, 5, -1);
      at += 0.5 / (2 + (at - 700));
    }
    assertThat(account.play(0, 1_700).findings()).isEmpty();
  }

  @Test
  void aLoopWhoseTurnsShareNoTraceIsBeyondLambdasSight() {
    Account account = busy(SETTINGS, 7, 1_400);
    Random dice = new Random(7);
    double at = 700;
    for (int i = 0; i < 7_000; i++) {
      account.traced("sync", at, 1_000 + i, -1);
      at += 0.06 + 0.06 * dice.nextDouble();
    }
    account.lasting("sync", 55).play(0, 1_200);
    assertThat(account.first().subject.names()).doesNotContainKey("traceId");
    assertThat(account.first().evidence).anyMatch(row -> row.text.contains("cannot see this one"));
  }

  /** 3,000 new traces a slot, of which one grows: it keeps its place. */
  @Test
  void memoryIsBoundedAndTheWidestTreeStays() {
    Account account = busy(SETTINGS, 8, 960);
    long trace = 1_000;
    for (int second = 600; second < 800; second++) {
      for (int i = 0; i < 600; i++) {
        account.traced("api", second, trace++, -1);
      }
    }
    explosion(account, "resize", 700, 4, 8, true);
    account.play(0, 820);
    assertThat(account.state.trees.all()).hasSizeLessThanOrEqualTo(Trees.PLACES);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().subject.names()).containsKey("traceId");
  }

  /** A state that went through bytes in the middle goes on as if nothing had happened. */
  @Test
  void treesSurviveBytes() {
    Account whole = exploding(true, 4);
    Account halved = busy(SETTINGS, 1, 960);
    explosion(halved, "resize", 700, 4, 8, true);
    halved.play(0, 725);
    halved.state = Bytes.copy(new CascadeState.ByteCodec(), halved.state);
    halved.play(725, 900);
    assertThat(halved.firstAt()).isEqualTo(whole.firstAt());
    assertThat(Bytes.of(new CascadeState.ByteCodec(), halved.state))
        .isEqualTo(Bytes.of(new CascadeState.ByteCodec(), whole.state));
  }

  /** Two loops that have nothing to do with one another are two incidents. */
  @Test
  void aSecondCascadeIsPagedWhileTheFirstIsOpen() {
    Account account = busy(SETTINGS, 9, 1_300);
    explosion(account, "resize", 700, 4, 8, true);
    long calls = 1;
    for (int generation = 0; generation < 8; generation++) {
      for (int i = 0; i < calls; i++) {
        account.traced("notify", 730 + generation * 4, 78, generation);
      }
      calls *= 3;
    }
    account.play(0, 860);
    assertThat(account.findings())
        .extracting(finding -> finding.subject.names().get("root"))
        .contains("resize", "notify");
  }

  /** Threefold each four seconds and a bit, up to a limit: no pane of 2^n seconds holds a turn. */
  @Test
  void anExplosionWhoseTurnsStraddlePanesIsPagedByItsTrace() {
    Account account = busy(SETTINGS, 1, 960);
    int[] calls = {
      1, 0, 0, 3, 0, 0, 0, 3, 1, 5, 3, 0, 8, 14, 7, 8, 15, 29, 18, 39, 39, 60, 69, 69, 103, 49, 75
    };
    for (int second = 0; second < 180; second++) {
      int some = second < calls.length ? calls[second] : 70;
      for (int i = 0; i < some; i++) {
        account.traced("resize", 700 + second + 0.5, 77, -1);
      }
    }
    account.play(0, 850);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.firstAt()).isLessThan(835);
  }

  /** The clock of the environment that made the first call may be behind those that followed. */
  @Test
  void whereCallsCountTheirDepthThePathIsInThatOrder() {
    Tree tree = new Tree(new TraceId(Account.TRACES, 77));
    for (String[] call : new String[][] {{"leaf", "2"}, {"stage", "1"}, {"root", "0"}}) {
      TracePart part = new TracePart(Account.TRACES, 77, call[0]);
      int depth = Integer.parseInt(call[1]);
      part.add((Account.START - depth) * 1000, depth, 1 + depth);
      tree.take(part, Account.START + 10);
    }
    assertThat(tree.branches).extracting(b -> b.function).containsExactly("root", "stage", "leaf");
    tree.take(new TracePart(Account.TRACES, 77, "silent"), Account.START + 10);
    assertThat(tree.root()).as("not all count").isEqualTo("leaf");
  }

  /** Turns of two minutes, all calls of a turn at once: a tree that is silent has not stopped. */
  @Test
  void aLoopThatPausesBetweenItsTurnsIsPagedByItsTrace() {
    Account account = busy(SETTINGS, 10, 1_900);
    double calls = 1;
    for (int turn = 0; turn < 11; turn++) {
      for (int i = 0; i < (int) calls; i++) {
        account.traced("resize", 400 + 120 * turn + 10 * i / calls, 77, -1);
        account.traced("store", 410 + 120 * turn + 10 * i / calls, 77, -1);
      }
      calls *= 1.9;
    }
    account.play(0, 1_800);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().subject.names()).containsKey("traceId");
  }
}
