package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Chains of calls that become more and more, and clients that are all there after a while. */
class AccumulationTest {

  private static final long SEEDS = 8;
  private static final int UNTIL = START + 560;

  /** How often somebody is paged, of so many seeds. */
  private static int pages(Consumer<Life> adds) {
    int pages = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Life life = new Life(seed, 0.3);
      adds.accept(life);
      life.account.lasting("work", 1_000).play(0, UNTIL);
      boolean paged =
          life.account.findings().stream().anyMatch(finding -> finding.severity == Severity.PAGE);
      pages += paged ? 1 : 0;
    }
    return pages;
  }

  /** A release after which no event ends any more: as many events as ever, each goes round. */
  @Test
  void whatEachEventAddsToIsPagedBeforeItHasLastedForTenMinutes() {
    for (double turn : new double[] {1, 2}) {
      int pages =
          pages(
              life -> {
                double at = START;
                while (at < UNTIL) {
                  life.worker(at, UNTIL, turn);
                  at -= Math.log(1 - life.dice.nextDouble()) / 0.3;
                }
              });
      assertThat(pages).as("turn %.1f", turn).isGreaterThanOrEqualTo((int) SEEDS - 2);
    }
  }

  @Test
  void aLoadTestWhoseClientsComeOneByOneForMinutesIsATicketMeanwhile() {
    for (int ramp : new int[] {60, 150, 240, 300}) {
      int pages =
          pages(
              life -> {
                for (int client = 0; client < 60; client++) {
                  life.worker(START + ramp * client / 60.0, UNTIL, 1.5);
                }
              });
      assertThat(pages).as("ramp of %d s", ramp).isEqualTo(0);
    }
  }
}
