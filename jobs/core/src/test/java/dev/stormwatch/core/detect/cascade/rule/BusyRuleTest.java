package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shards that are busy all the time, and what makes them so. */
class BusyRuleTest {

  private static final int START = 900;
  private static final int END = 1_500;
  private static final double QUICK = 0.08;
  private static final int SHARDS = 2;

  private final Random dice = new Random(7);
  private final Account account = new Account(TestSettings.usual().settings());

  /** Calls as records come, each of them quick. */
  private BusyRuleTest seldom(String function, double from, double to, double perSecond) {
    for (double at = from + apart(perSecond); at < to; at += apart(perSecond)) {
      account.call(function, at, QUICK);
    }
    return this;
  }

  private double apart(double perSecond) {
    return -Math.log(1 - dice.nextDouble()) / perSecond;
  }

  /** Calls of full batches, one after another in each shard. */
  private BusyRuleTest busy(String function, double from, double to, double seconds) {
    for (int shard = 0; shard < SHARDS; shard++) {
      double at = from + dice.nextDouble();
      while (at < to) {
        double takes = seconds * (0.95 + 0.1 * dice.nextDouble());
        account.call(function, at, takes);
        at += takes + 0.02;
      }
    }
    return this;
  }

  private long pagedAfter() {
    seldom("checkout", 0, END, 3);
    return account.play(0, END).pagedAfter(START);
  }

  @Test
  void aStreamThatItsConsumerFeedsIsPagedThoughItsCallsAreOnlyAFewTimesTheUsualOnes() {
    assertThat(seldom("index", 0, START, 1).busy("index", START, END, 0.5).pagedAfter())
        .isBetween(240L, 400L);
    assertThat(account.first().headline).startsWith("index: ");
  }

  @Test
  void whatReadsInMinutesWhatAPauseLeftIsNothing() {
    seldom("index", 0, START - 600, 1).busy("index", START, START + 120, 0.5);
    assertThat(seldom("index", START + 120, END, 1).pagedAfter()).isEqualTo(Long.MAX_VALUE);
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void whatPausedAndReadsForLongIsNothing() {
    seldom("index", 0, START - 300, 1).busy("index", START, END, 0.5);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
  }

  /** Its shards fill one after another; that they were half full is nothing that was before. */
  @Test
  void aStreamThatFillsWithinHalfAMinuteIsPagedAsSoon() {
    for (double at = apart(1.8); at < START; at += apart(1.8)) {
      account.call("index", at, 0.03);
    }
    for (int shard = 0; shard < 4; shard++) {
      for (double at = START + 10 * shard; at < END; at += 0.116) {
        account.call("index", at, 0.114);
      }
    }
    seldom("checkout", 0, END, 3);
    assertThat(account.play(0, END).pagedAfter(START)).isBetween(300L, 400L);
  }

  /** Somebody writes as fast as the consumer can well follow: its batches are twice as large. */
  @Test
  void aBackfillThatItsConsumerFollowsWakesNobodyForTenMinutes() {
    seldom("index", 0, START, 1).busy("index", START, END, 2.2 * QUICK);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
    assertThat(account.findings()).isNotEmpty();
  }

  /** What writes to the stream has become busier. */
  @Test
  void whatSomethingElseFeedsWakesNobodyForTenMinutes() {
    seldom("index", 0, START, 1).busy("index", START, END, 0.5);
    seldom("orders", 0, START, 2).seldom("orders", START, END, 12);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
    assertThat(account.findings()).isNotEmpty();
  }

  /** As many calls as ever, which take longer. */
  @Test
  void aConsumerThatBecameSlowIsNoLoop() {
    seldom("index", 0, START, 4).busy("index", START, END, 0.5);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
    assertThat(account.findings()).isEmpty();
  }

  /** Each call does what it always did. */
  @Test
  void fewWorkersThatEmptyAQueueAreNoStream() {
    seldom("index", 0, START, 1).busy("index", START, END, QUICK);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
  }

  /** Whether their calls take longer than they used to is not known of them. */
  @Test
  void fewWorkersOfAFunctionThatWasIdleWakeNobodyForTenMinutes() {
    assertThat(busy("index", START, END, 0.3).pagedAfter()).isEqualTo(Long.MAX_VALUE);
  }

  /** Calls of ever larger batches in so many shards, one after another, until those are full. */
  private BusyRuleTest fills(int shards, double first, double full, double within) {
    for (int shard = 0; shard < shards; shard++) {
      double at = START + dice.nextDouble();
      while (at < END) {
        double share = Math.min(1, (at - START) / within);
        double takes = (first + share * (full - first)) * (0.95 + 0.1 * dice.nextDouble());
        account.call("index", at, takes);
        at += takes + 0.02;
      }
    }
    return this;
  }

  @Test
  void aStreamOfManyShardsWhoseBatchesBecomeLargerIsPaged() {
    assertThat(seldom("index", 0, START, 7).fills(10, 0.2, 0.9, 120).pagedAfter())
        .isBetween(240L, 400L);
  }

  /** The more records go round the fewer calls there are: in the end fewer than before. */
  @Test
  void aStreamIsPagedThoughItsCallsBecomeFewerThanEver() {
    assertThat(seldom("index", 0, START, 2).fills(1, 0.1, 1.2, 150).pagedAfter())
        .isBetween(240L, 400L);
    assertThat(account.findings())
        .as("all of its calls are the loop's")
        .allSatisfy(finding -> assertThat(finding.headline).contains("; 0.8"));
  }

  /** A queue's batches are full at once, and its workers as many as they may be. */
  @Test
  void tenWorkersOfALongQueueAreNoStream() {
    assertThat(seldom("index", 0, START, 7).fills(10, 0.9, 0.9, 120).pagedAfter())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(account.findings()).isEmpty();
  }

  /** One shard whose full batches take the same time is as regular as a clock. */
  @Test
  void aShardThatIsReadAsRegularlyAsByAClockIsPaged() {
    seldom("index", 0, START, 0.3);
    for (double at = START; at < END; at += 0.48) {
      account.call("index", at, 0.45);
    }
    assertThat(pagedAfter()).isBetween(240L, 400L);
  }

  /** Of a minute and a half nobody knows whether it is usual: it is a page as other chains are. */
  @Test
  void whatWasBusySoonAfterItsFirstCallsWakesNobodyBeforeFiveMinutesAreOver() {
    seldom("index", START - 100, START, 1).busy("index", START, END, 0.5);
    assertThat(pagedAfter()).isGreaterThanOrEqualTo(300 - 100);
  }
}
