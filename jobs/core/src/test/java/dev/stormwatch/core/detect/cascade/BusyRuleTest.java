package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

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
    return account.lasting("index", 300).play(0, END).pagedAfter(START);
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
    account.lasting("index", 114);
    seldom("checkout", 0, END, 3);
    assertThat(account.play(0, END).pagedAfter(START)).isBetween(300L, 400L);
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
    account.lasting("index", 80);
    assertThat(pagedAfter()).isEqualTo(Long.MAX_VALUE);
  }

  /** Whether their calls take longer than they used to is not known of them. */
  @Test
  void fewWorkersOfAFunctionThatWasIdleWakeNobodyForTenMinutes() {
    assertThat(busy("index", START, END, 0.3).pagedAfter()).isEqualTo(Long.MAX_VALUE);
  }
}
