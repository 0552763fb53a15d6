package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Batch.Item;
import dev.stormwatch.lab.estate.Call.Answer;
import dev.stormwatch.lab.estate.StreamSource.Mapping;
import dev.stormwatch.lab.log.ApplicationLines.GivenUp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A shard and its poller. A batch that fails is tried again, whole, after pauses that double, until
 * it succeeds, its retries are used up or its records are too old; nothing behind it is read
 * meanwhile. Bisecting halves the batch instead and uses up no retry. A partial response moves the
 * checkpoint to the first item that failed (Lambda Developer Guide, "Retry failed batches" and
 * "Partial batch response"). With unlimited retries some eight attempts were recorded in the first
 * minute, which is what pauses from 0.4 s on give. A shard that came of others by resharding is
 * read once those are read to their end.
 */
final class Shard {

  /** Items from one place on, up to another. */
  private record Range(int from, int to) {
    int size() {
      return to - from;
    }
  }

  private static final double POLL_MILLIS = 250;
  private static final double THROTTLE_MILLIS = 1_000;

  private final StreamSource source;
  final String id;
  private final Dice dice;
  private final List<Item> items = new ArrayList<>();
  private final Deque<Range> split = new ArrayDeque<>();
  private int position;
  private int attempts;
  private boolean waiting;
  private boolean running;
  private boolean paused;
  private boolean closed;

  /** Partitions' offsets are far apart, so that one tells its record from all others. */
  private final long firstOffset;

  private final List<Shard> parents;
  private final List<Shard> children = new ArrayList<>();

  /** Its share of the stream's keys. */
  final double width;

  Shard(StreamSource source, String id, double width, List<Shard> parents, Dice dice) {
    this.source = source;
    this.id = id;
    this.firstOffset = source.shards.size() * 1_000_000L;
    this.width = width;
    this.parents = parents;
    this.dice = dice;
    parents.forEach(parent -> parent.children.add(this));
  }

  /** Takes no more records; what it holds is still read. */
  void close() {
    closed = true;
  }

  /** Of a Kafka partition, the offset behind its last record. */
  long end() {
    return firstOffset + items.size();
  }

  /** Of a Kafka partition, the offset up to which records are done with. */
  long processed() {
    return firstOffset + position;
  }

  boolean closed() {
    return closed;
  }

  private boolean drained() {
    return closed && !running && position >= items.size();
  }

  void append(Item item) {
    items.add(item);
    pollAfter(dice.between(0, 2 * POLL_MILLIS));
  }

  void pause(boolean now) {
    paused = now;
    pollAfter(0);
  }

  private void pollAfter(double millis) {
    if (!waiting && !running) {
      waiting = true;
      source.estate.simulation.at(
          source.estate.simulation.now() + (long) millis,
          () -> {
            waiting = false;
            poll();
          });
    }
  }

  private void poll() {
    if (paused
        || running
        || position >= items.size()
        || !parents.stream().allMatch(Shard::drained)) {
      return;
    }
    Mapping mapping = source.mapping;
    if (split.isEmpty() && gathers(mapping)) {
      return;
    }
    if (split.isEmpty()) {
      split.push(new Range(position, Math.min(items.size(), position + mapping.batchSize())));
      attempts = 0;
    }
    Range range = split.element();
    long age = source.estate.simulation.now() - items.get(range.from).sent();
    if (age > mapping.oldestMillis(source.retentionMillis)) {
      giveUp(range, true);
      return;
    }
    Batch batch =
        new Batch(
            source.arn,
            id,
            "",
            false,
            items.subList(range.from, range.to),
            attempts + 1,
            mapping.partialResponses());
    running = true;
    attempts++;
    source
        .estate
        .function(source.consumer)
        .invoke(
            new Call(
                dice.requestId(),
                attempts,
                batch.items.get(0).hop(),
                batch,
                answer -> answered(answer, range, batch)));
  }

  /** Within the batching window a batch waits for more records, until it is full. */
  private boolean gathers(Mapping mapping) {
    long waited = source.estate.simulation.now() - items.get(position).sent();
    if (items.size() - position >= mapping.batchSize() || waited >= mapping.windowMillis()) {
      return false;
    }
    pollAfter(mapping.windowMillis() - waited);
    return true;
  }

  private void answered(Answer answer, Range range, Batch batch) {
    running = false;
    Mapping mapping = source.mapping;
    if (answer == Answer.THROTTLED) {
      attempts--;
      pollAfter(THROTTLE_MILLIS * dice.between(0.7, 1.3));
    } else if (answer == Answer.OK && batch.failed.isEmpty()) {
      done(range);
      pollAfter(dice.between(5, 60));
    } else if (answer == Answer.OK) {
      retryFrom(range.from + batch.firstPoison(), range);
    } else if (mapping.bisect() && range.size() > 1) {
      split.pop();
      int middle = range.from + range.size() / 2;
      split.push(new Range(middle, range.to));
      split.push(new Range(range.from, middle));
      attempts = 0;
      pollAfter(pause(1));
    } else {
      retryFrom(range.from, range);
    }
  }

  private void retryFrom(int failed, Range range) {
    int allowed = source.mapping.maximumRetryAttempts();
    if (failed > range.from) {
      split.pop();
      split.push(new Range(failed, range.to));
      position = failed;
    }
    if (allowed >= 0 && attempts > allowed) {
      giveUp(split.element(), false);
    } else {
      pollAfter(pause(attempts));
    }
  }

  private double pause(int attempt) {
    Mapping mapping = source.mapping;
    double doubled = mapping.firstPauseMillis() * StrictMath.pow(2, Math.min(attempt - 1, 20));
    return Math.min(doubled, mapping.longestPauseMillis()) * dice.between(0.85, 1.15);
  }

  private void done(Range range) {
    split.pop();
    position = range.to;
    attempts = 0;
    if (drained()) {
      children.forEach(child -> child.pollAfter(dice.between(0, 2 * POLL_MILLIS)));
    }
  }

  private void giveUp(Range range, boolean tooOld) {
    Estate estate = source.estate;
    long now = estate.simulation.now();
    Item first = items.get(range.from);
    Item last = items.get(range.to - 1);
    items.subList(range.from, range.to).forEach(item -> estate.truth.gone(item.id(), now));
    if (!source.mapping.destination().isEmpty()) {
      estate.deliverFailure(
          source.mapping.destination(),
          new GivenUp(
              estate.functionArn(source.consumer),
              source.arn,
              id,
              first.id(),
              last.id(),
              attempts,
              range.size(),
              first.sent(),
              last.sent(),
              tooOld));
    }
    done(range);
    pollAfter(dice.between(5, 60));
  }
}
