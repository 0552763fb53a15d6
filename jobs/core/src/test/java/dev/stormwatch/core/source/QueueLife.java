package dev.stormwatch.core.source;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiPredicate;

/** A queue and its consumer: messages come at random, and come back when a batch failed. */
final class QueueLife {

  /**
   * What a batch, a list of messages' ids, and the seconds since the start decide: does it fail?
   */
  interface Handler extends BiPredicate<List<String>, Double> {}

  /** A message and when it can be received, in seconds. */
  private static final class Message implements Comparable<Message> {
    private final String id;
    private final double visible;

    private Message(String id, double visible) {
      this.id = id;
      this.visible = visible;
    }

    @Override
    public int compareTo(Message other) {
      int order = Double.compare(visible, other.visible);
      return order != 0 ? order : id.compareTo(other.id);
    }
  }

  final MappingLife life = new MappingLife(MappingLife.QUEUE);
  private final Random random;
  private final PriorityQueue<Message> queue = new PriorityQueue<>();
  private final double visibility;
  private final int batchSize;
  private final double rate;
  private double seconds;
  private double nextArrival;
  private int sent;
  private int batches;

  /**
   * @param visibility seconds
   */
  QueueLife(long seed, double rate, int batchSize, double visibility) {
    this.random = new Random(seed);
    this.rate = rate;
    this.batchSize = batchSize;
    this.visibility = visibility;
  }

  void put(String id) {
    queue.add(new Message(id, seconds));
  }

  /** Nothing is sent for a time, and all that was there is gone. */
  void idle(int forSeconds) {
    life.slots((int) (forSeconds * 1_000L / MappingLife.SLOT), slot -> {});
    queue.clear();
    seconds += forSeconds;
    nextArrival = seconds;
  }

  /** Goes on for a time, four receives a second; batches are reported as a whole. */
  QueueLife run(int forSeconds, Handler fails) {
    double slotSeconds = MappingLife.SLOT / 1000.0;
    life.slots(
        (int) (forSeconds / slotSeconds),
        slot -> {
          for (int i = 0; i < 4 * slotSeconds; i++) {
            long at = life.now + 250L * i;
            arrive();
            while (!queue.isEmpty() && queue.peek().visible <= seconds) {
              batch(slot, at, fails);
            }
            seconds += 0.25;
          }
        });
    return this;
  }

  private void arrive() {
    while (nextArrival <= seconds) {
      put("m" + sent++);
      nextArrival += -Math.log(1 - random.nextDouble()) / rate;
    }
  }

  private void batch(EventSourceSlot slot, long at, Handler fails) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < batchSize && !queue.isEmpty() && queue.peek().visible <= seconds) {
      ids.add(queue.poll().id);
    }
    String request = "r" + batches++;
    if (!fails.test(ids, seconds)) {
      slot.part(EventSourceSlot.NO_SHARD).succeeded(at, "", "", ids.size(), -1);
      return;
    }
    FailedBatch failure =
        new FailedBatch(at, "", "", "ServiceUnavailable", -1, ids.size(), 0, -1, "s", request);
    slot.part(EventSourceSlot.NO_SHARD).failedForAny(failure);
    for (String id : ids) {
      slot.part(EventSourceSlot.MESSAGE + id).suspect(failure);
      queue.add(new Message(id, seconds + visibility));
    }
  }

  /** Chance decides anew for each batch. */
  Handler chance(double share) {
    return (ids, at) -> random.nextDouble() < share;
  }

  List<Finding> outages() {
    return life.said(Kind.DEPENDENCY_OUTAGE);
  }
}
