package dev.stormwatch.lab.estate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What really happened, known because the model did it. */
public final class Truth {

  /** Halving the largest batch leaves one record after fourteen. */
  private static final int ATTEMPTS = 20;

  /** Something that happened to a function. */
  public record Moment(long at, String function) {}

  /** An item whose content makes its consumer throw. */
  public static final class Poison {
    public final String eventSource;
    public final String shard;
    public final boolean queue;
    public final String function;
    public final String id;
    public final long firstFailure;
    public long lastFailure;
    public int failures;

    /** When it came into its source. */
    public final long sent;

    /** Items of the batch that it first failed in. */
    public final int batchSize;

    /** When attempts at it failed: the first so many. */
    public final List<Long> attempts = new ArrayList<>();

    /** When it left its source, by being dropped or done; 0 while it is there. */
    public long goneAt;

    Poison(Batch batch, Batch.Item item, String function, long now) {
      this.eventSource = batch.eventSource;
      this.shard = batch.shard;
      this.queue = batch.queue;
      this.function = function;
      this.id = item.id();
      this.sent = item.sent();
      this.batchSize = batch.items.size();
      this.firstFailure = now;
    }
  }

  /** A caller came back after a call that failed or took too long for it. */
  public record Return(long at, String function, long afterMillis) {}

  private final List<Return> returns = new ArrayList<>();
  private final Map<String, List<Invocation>> invocations = new LinkedHashMap<>();
  private final List<Moment> throttles = new ArrayList<>();
  private final List<Moment> loopsCut = new ArrayList<>();
  private final Map<String, Poison> poison = new LinkedHashMap<>();

  void ran(String function, Invocation invocation) {
    invocations.computeIfAbsent(function, name -> new ArrayList<>()).add(invocation);
  }

  void cameBack(String function, long at, long afterMillis) {
    returns.add(new Return(at, function, afterMillis));
  }

  void throttled(String function, long now) {
    throttles.add(new Moment(now, function));
  }

  void loopCut(String function, long now) {
    loopsCut.add(new Moment(now, function));
  }

  void poisonFailed(Batch batch, Batch.Item item, String function, long now) {
    Poison known = poison.computeIfAbsent(item.id(), id -> new Poison(batch, item, function, now));
    known.lastFailure = now;
    known.failures++;
    if (known.attempts.size() < ATTEMPTS) {
      known.attempts.add(now);
    }
  }

  /** An item was dropped, or was done at last. */
  void gone(String id, long now) {
    Poison known = poison.get(id);
    if (known != null && known.goneAt == 0) {
      known.goneAt = now;
    }
  }

  /** Everything that a function ran, in order of its end. */
  public List<Invocation> invocations(String function) {
    return invocations.getOrDefault(function, List.of());
  }

  /** Callers that came back, in the order in which they decided to. */
  public List<Return> returns() {
    return returns;
  }

  /** Calls that found no environment and left no line, in order. */
  public List<Moment> throttles() {
    return throttles;
  }

  /** Calls that Lambda's recursive loop detection dropped, in order. */
  public List<Moment> loopsCut() {
    return loopsCut;
  }

  /** In order of their first failure. */
  public List<Poison> poison() {
    return List.copyOf(poison.values());
  }

  /** Calls that arrived from {@code from} on and before {@code to}. */
  public long calls(String function, long from, long to) {
    return invocations(function).stream().filter(call -> within(call, from, to)).count();
  }

  public long coldStarts(String function, long from, long to) {
    return invocations(function).stream()
        .filter(call -> call.cold() && within(call, from, to))
        .count();
  }

  /** Cold calls per call; 0 where there was no call. */
  public double coldShare(String function, long from, long to) {
    long calls = calls(function, from, to);
    return calls == 0 ? 0 : (double) coldStarts(function, from, to) / calls;
  }

  private static boolean within(Invocation invocation, long from, long to) {
    return invocation.arrival() >= from && invocation.arrival() < to;
  }
}
