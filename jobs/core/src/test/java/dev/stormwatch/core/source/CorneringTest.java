package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.PREFIX;
import static dev.stormwatch.core.source.MappingLife.STREAM;
import static dev.stormwatch.core.source.MappingLife.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A batch is halved until one record is left, and the function names no item that failed. */
class CorneringTest {

  private static final int CASES = 300;
  private static final int FIRST = 5_000;

  /** A line of an attempt: which records it was about, when it was made and when it arrives. */
  private static final class Line {
    final int first;
    final int last;
    final boolean failed;
    final int slot;
    final int arrives;

    Line(int first, int last, boolean failed, int slot, int arrives) {
      this.first = first;
      this.last = last;
      this.failed = failed;
      this.slot = slot;
      this.arrives = arrives;
    }
  }

  /** Some lines are lost and some arrive after those behind them. */
  @Test
  void theRecordIsNamedAfterAsManyAttemptsAsHalvingTakesAndTwoMore() {
    int named = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      int size = 2 + random.nextInt(199);
      int poison = FIRST + random.nextInt(size);
      List<Line> lines = attempts(size, poison, random);
      lines.removeIf(line -> random.nextInt(100) < 3);
      named += cornered(lines, size, poison) ? 1 : 0;
    }
    assertThat(named).isGreaterThanOrEqualTo(CASES * 95 / 100);
  }

  private static List<Line> attempts(int size, int poison, Random random) {
    List<Line> lines = new ArrayList<>();
    int first = FIRST;
    int last = FIRST + size - 1;
    for (int slot = 0; slot < 20; slot++) {
      int arrives = slot + (random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0);
      lines.add(new Line(first, last, true, slot, arrives));
      int middle = first + (last - first + 1) / 2;
      if (first == last) {
        continue;
      }
      if (poison < middle) {
        last = middle - 1;
      } else {
        lines.add(new Line(first, middle - 1, false, slot, slot + random.nextInt(2)));
        first = middle;
      }
    }
    return lines;
  }

  private static boolean cornered(List<Line> lines, int size, int poison) {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    long began = life.now;
    for (int i = 0; i < 24; i++) {
      int now = i;
      life.slots(
          1,
          slot -> {
            List.of(1, 2).forEach(shard -> life.ok(slot, shard, 100));
            for (Line line : lines) {
              long at = began + line.slot * MappingLife.SLOT + (line.failed ? 0 : 2_000);
              String first = PREFIX + line.first;
              String last = PREFIX + line.last;
              if (line.arrives == now && line.failed) {
                slot.part(name(0))
                    .failed(
                        new FailedBatch(
                            at, first, last, "ValueError", 9, -1, -1, -1, "s", "r" + line.slot));
              } else if (line.arrives == now) {
                slot.part(name(0)).succeeded(at, first, last, 1, 9);
              }
            }
          });
    }
    int few = 32 - Integer.numberOfLeadingZeros(size - 1) + 2;
    return life.said(Kind.POISON_RECORD).stream()
        .filter(f -> (PREFIX + poison).equals(f.subject.names().get("sequenceNumber")))
        .findFirst()
        .filter(f -> attempt(f, began) <= few)
        .isPresent();
  }

  /** Which attempt it was, by its time, that left one record. */
  private static long attempt(Finding finding, long began) {
    return (finding.evidence.get(0).at - began) / MappingLife.SLOT + 1;
  }
}
