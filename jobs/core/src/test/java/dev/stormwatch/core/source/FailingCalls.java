package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.queueGoesOn;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Calls that fail as far as default logs show it. */
final class FailingCalls {

  private FailingCalls() {}

  /** Calls fail at these times among others that succeed. */
  static MappingLife failingAt(List<Long> times) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    failAt(life, times, slot -> queueGoesOn(life, slot));
    return life;
  }

  static void failAt(MappingLife life, List<Long> times, Consumer<EventSourceSlot> others) {
    failAt(life, times, "ValueError", others);
  }

  /**
   * @param others what is told in each slot besides
   */
  static void failAt(
      MappingLife life, List<Long> times, String error, Consumer<EventSourceSlot> others) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    int[] next = new int[1];
    while (next[0] < sorted.size()) {
      life.slots(
          1,
          slot -> {
            others.accept(slot);
            while (next[0] < sorted.size() && sorted.get(next[0]) <= life.now) {
              fail(slot, sorted.get(next[0]), error, "r" + next[0]++);
            }
          });
    }
  }

  static void fail(EventSourceSlot slot, long at, String error, String request) {
    slot.part(EventSourceSlot.NO_SHARD).panes.failed(at);
    slot.part(EventSourceSlot.ERROR + error)
        .failed(new FailedBatch(at, "", "", error, -1, -1, -1, -1, "s" + at % 4, request));
  }

  /** In one slot a call fails with some errors and no other succeeds. */
  static void failOnce(MappingLife life, String request, String... errors) {
    life.slots(
        1,
        slot -> {
          for (String error : errors) {
            slot.part(EventSourceSlot.ERROR + error)
                .failed(
                    new FailedBatch(
                        life.now, "", "", error, -1, -1, -1, -1, "stream", request + error));
          }
        });
  }

  /** When calls fail that have nothing to do with each other. */
  static List<Long> byChance(int seed, int meanSeconds, int count) {
    Random random = new Random(seed);
    List<Long> failures = new ArrayList<>();
    long at = MappingLife.T;
    for (int i = 0; i < count; i++) {
      at += (long) (-1000.0 * meanSeconds * Math.log(1 - random.nextDouble()));
      failures.add(at);
    }
    return failures;
  }

  /** When the attempts at a batch fail, the pauses between which double up to the longest. */
  static List<Long> blocked(int seed, long from, long until, long longest) {
    Random random = new Random(seed);
    List<Long> failures = new ArrayList<>();
    long at = from;
    for (long pause = 500; at < until; pause = Math.min(longest, 2 * pause)) {
      failures.add(at);
      at += (long) (pause * (0.85 + 0.3 * random.nextDouble()));
    }
    return failures;
  }

  /** Of what was said last. */
  static Severity severity(MappingLife life) {
    List<Finding> said = life.said(Kind.POISON_RECORD);
    return said.get(said.size() - 1).severity;
  }
}
