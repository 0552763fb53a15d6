package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Batch.Item;
import dev.stormwatch.lab.estate.Call.Answer;
import dev.stormwatch.lab.format.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * An SQS queue and its event source mapping. A message that is handed out is invisible for the
 * visibility timeout and comes back when nobody deleted it; after {@code maxReceiveCount} receives
 * it goes to the dead-letter queue. A batch that fails comes back whole unless the handler names
 * the items that failed. In a FIFO queue nothing of a message group is handed out while an earlier
 * message of it is out (Lambda Developer Guide, "Using Lambda with Amazon SQS"; scaling: five
 * batches at once, 300 more each minute).
 */
final class QueueSource implements EventSource {

  private static final int FIRST_CONCURRENCY = 5;
  private static final double MORE_PER_MILLI = 300.0 / 60_000;
  private static final double POLL_MILLIS = 150;

  /** A message and how often it was handed out. */
  private static final class Message {
    final Item item;
    final int group;
    int receives;
    long visibleAt;

    Message(Item item, int group) {
      this.item = item;
      this.group = group;
      this.visibleAt = item.sent();
    }
  }

  private final String arn;
  private final String consumer;
  private final Estate estate;
  private final Dice dice;
  private final Traffic traffic;
  private final int batchSize;
  private final long visibilityMillis;
  private final int maxReceiveCount;
  private final boolean partialResponses;
  private final int groups;
  private final int maximumConcurrency;
  private final PriorityQueue<Message> messages =
      new PriorityQueue<>(
          Comparator.<Message>comparingLong(message -> message.visibleAt)
              .thenComparingLong(message -> message.item.sent())
              .thenComparing(message -> message.item.id()));
  private final Set<Integer> blocked = new HashSet<>();
  private int inFlight;
  private long busySince = -1;
  private boolean paused;

  QueueSource(String name, Section section, Estate estate, Dice dice) {
    this.estate = estate;
    this.dice = dice;
    groups = section.whole("messageGroups", 0);
    arn = "arn:aws:sqs:" + estate.place() + ":" + name + (groups > 0 ? ".fifo" : "");
    consumer = section.text("consumer");
    batchSize = section.whole("batchSize", 10);
    visibilityMillis = (long) (section.number("visibilitySeconds", 60) * 1000);
    maxReceiveCount = section.whole("maxReceiveCount", 0);
    partialResponses = section.flag("partialResponses", false);
    maximumConcurrency = section.whole("maximumConcurrency", 1_250);
    traffic = section.section("traffic").map(Traffic::new).orElse(new Traffic(Section.EMPTY));
  }

  @Override
  public void begin(long from, long start) {
    traffic.schedule(estate.simulation, from, start, dice, () -> append(false, Hop.NONE));
  }

  @Override
  public void append(boolean poison, Hop hop) {
    Item item = new Item(dice.requestId(), estate.simulation.now(), poison, hop);
    messages.add(new Message(item, groups > 0 ? (int) dice.between(0, groups) : -1));
    pollAfter(dice.between(0, 2 * POLL_MILLIS));
  }

  @Override
  public void pause(boolean now) {
    paused = now;
    pollAfter(0);
  }

  private void pollAfter(double millis) {
    estate.simulation.at(estate.simulation.now() + (long) millis, this::poll);
  }

  private void poll() {
    long now = estate.simulation.now();
    while (!paused && inFlight < concurrency(now)) {
      List<Message> batch = take(now);
      if (batch.isEmpty()) {
        return;
      }
      hand(batch);
    }
  }

  private double concurrency(long now) {
    if (inFlight == 0) {
      busySince = now;
    }
    double grown = FIRST_CONCURRENCY + (now - busySince) * MORE_PER_MILLI;
    return Math.min(grown, maximumConcurrency);
  }

  /** Visible messages that may go out together: of a FIFO queue those of one group. */
  private List<Message> take(long now) {
    List<Message> batch = new ArrayList<>();
    List<Message> passedOver = new ArrayList<>();
    while (batch.size() < batchSize) {
      Message next = messages.peek();
      if (next == null || next.visibleAt > now) {
        break;
      }
      messages.remove();
      boolean otherGroup = !batch.isEmpty() && batch.get(0).group != next.group;
      if (groups > 0 && (blocked.contains(next.group) || otherGroup)) {
        passedOver.add(next);
      } else {
        batch.add(next);
      }
    }
    messages.addAll(passedOver);
    return batch;
  }

  private void hand(List<Message> out) {
    long now = estate.simulation.now();
    int most = 0;
    for (Message message : out) {
      message.receives++;
      message.visibleAt = now + visibilityMillis;
      most = Math.max(most, message.receives);
    }
    if (groups > 0) {
      blocked.add(out.get(0).group);
    }
    inFlight++;
    Batch batch =
        new Batch(
            arn,
            "",
            groups > 0 ? "account-" + out.get(0).group : "",
            true,
            out.stream().map(message -> message.item).toList(),
            most,
            partialResponses);
    estate
        .function(consumer)
        .invoke(
            new Call(
                dice.requestId(),
                most,
                batch.items.get(0).hop(),
                batch,
                answer -> answered(answer, out, batch)));
  }

  private void answered(Answer answer, List<Message> out, Batch batch) {
    inFlight--;
    long now = estate.simulation.now();
    boolean comesBack = false;
    for (Message message : out) {
      boolean failed = answer != Answer.OK || batch.failed.contains(message.item.id());
      if (!failed) {
        continue;
      }
      if (maxReceiveCount > 0 && message.receives >= maxReceiveCount) {
        estate.truth.gone(message.item.id(), now);
      } else {
        comesBack = true;
        messages.add(message);
        estate.simulation.at(message.visibleAt, this::poll);
      }
    }
    if (groups > 0) {
      int group = out.get(0).group;
      if (comesBack) {
        estate.simulation.at(out.get(0).visibleAt, () -> release(group));
      } else {
        release(group);
      }
    }
    pollAfter(dice.between(5, 40));
  }

  private void release(int group) {
    blocked.remove(group);
    poll();
  }

  @Override
  public String arn() {
    return arn;
  }

  @Override
  public String consumer() {
    return consumer;
  }
}
