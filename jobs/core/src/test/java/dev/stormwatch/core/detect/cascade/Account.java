package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An account, slot by slot: a test says when calls start, and reads what comes of it. */
public final class Account {

  public static final long START = 1_772_446_200L;
  public static final int SLOT_SECONDS = 5;

  /** Upper half of the ids of its traces. */
  public static final long TRACES = 0x67c39e80cdffd5ddL;

  /** Log lines take so long to arrive. */
  private static final int DELAY_SECONDS = 8;

  private final CascadeLogic logic;
  public final RecordingEffects<Finding> effects = new RecordingEffects<>();
  private final List<Long> decided = new ArrayList<>();
  private final Map<String, TreeMap<Long, Integer>> starts = new TreeMap<>();
  private final Map<String, Integer> millis = new TreeMap<>();
  private final Map<String, Double> concurrency = new TreeMap<>();
  private final Map<String, TreeMap<Long, Double>> used = new TreeMap<>();
  private final Map<String, TreeMap<Long, Double>> taken = new TreeMap<>();
  private final Map<String, TreeMap<Long, Integer>> failing = new TreeMap<>();
  private final TreeMap<Long, List<Traced>> traced = new TreeMap<>();
  private final Map<String, Refusal> refusals = new TreeMap<>();
  private final Map<String, Integer> environments = new TreeMap<>();
  private final Set<String> polled = new TreeSet<>();
  private final Map<String, Double> ages = new TreeMap<>();
  private final Map<String, int[]> cut = new TreeMap<>();
  public AccountState state;

  private record Refusal(int lines, int failures, String function, boolean ofAccount) {}

  public Account(Settings settings) {
    logic = new CascadeLogic(settings);
    state = logic.newState();
  }

  /** A call of a function starts, in seconds from the beginning. */
  public Account call(String function, double at) {
    starts
        .computeIfAbsent(function, name -> new TreeMap<>())
        .merge(START + (long) Math.floor(at), 1, Integer::sum);
    return this;
  }

  /** The same, and it takes so many seconds; then its concurrency is that of such calls. */
  public Account call(String function, double at, double seconds) {
    long second = START + (long) Math.floor(at);
    taken.computeIfAbsent(function, name -> new TreeMap<>()).merge(second, seconds, Double::sum);
    TreeMap<Long, Double> inUse = used.computeIfAbsent(function, name -> new TreeMap<>());
    for (double from = at; from < at + seconds; from = Math.floor(from) + 1) {
      double until = Math.min(at + seconds, Math.floor(from) + 1);
      inUse.merge(START + (long) Math.floor(from), until - from, Double::sum);
    }
    return call(function, at);
  }

  /** A call that fails. */
  public Account fails(String function, double at) {
    return failed(function, at).call(function, at);
  }

  /** Some call that is there already has failed. */
  public Account failed(String function, double at) {
    failing
        .computeIfAbsent(function, name -> new TreeMap<>())
        .merge(START + (long) Math.floor(at), 1, Integer::sum);
    return this;
  }

  /** What the calls of a slot take, those of which it is said; of others it is always the same. */
  private long micros(String function, long from, long calls) {
    if (millis.containsKey(function) || !taken.containsKey(function)) {
      return calls * millis.getOrDefault(function, 100) * 1000L;
    }
    return taken.get(function).subMap(from, from + SLOT_SECONDS).values().stream()
        .mapToLong(seconds -> Math.round(seconds * 1e6))
        .sum();
  }

  /** Mean in the newest pane of ten seconds of which all is told. */
  private double concurrency(String function, long to) {
    TreeMap<Long, Double> inUse = used.get(function);
    if (inUse == null) {
      return concurrency.getOrDefault(function, 0.0);
    }
    long end = Math.floorDiv(to, 10L) * 10;
    return inUse.subMap(end - 10, end).values().stream().mapToDouble(d -> d).sum() / 10;
  }

  public Account calls(String function, double from, double to, double perSecond) {
    for (double at = from; at < to; at += 1 / perSecond) {
      call(function, at);
    }
    return this;
  }

  public Account lasting(String function, int callMillis) {
    millis.put(function, callMillis);
    return this;
  }

  /** Mean concurrency from now on. */
  public Account busy(String function, double mean) {
    concurrency.put(function, mean);
    return this;
  }

  /** Environments that live from now on. */
  public Account environments(String function, int living) {
    environments.put(function, living);
    return this;
  }

  /** In each slot from now on so many of a function's calls are cut in two, some beheaded. */
  public Account cut(String function, int met, int beheaded, int whole) {
    cut.put(function, new int[] {met, beheaded, whole});
    return this;
  }

  /** In each slot from now on a function tells of so many refused calls, and so many fail. */
  public Account refused(
      String caller, int lines, int failures, String function, boolean ofAccount) {
    refusals.put(caller, new Refusal(lines, failures, function, ofAccount));
    return this;
  }

  /** A function logs about batches. */
  public Account batches(String function) {
    polled.add(function);
    return this;
  }

  /** A function logs about batches of records that are so many seconds old from now on. */
  public Account batches(String function, double age) {
    ages.put(function, age);
    return batches(function);
  }

  /** A call that belongs to a trace; its lines may tell how deep it is, or -1. */
  public Account traced(String function, double at, long trace, int depth) {
    call(function, at);
    traced
        .computeIfAbsent(START + (long) Math.floor(at), second -> new ArrayList<>())
        .add(new Traced(function, trace, depth));
    return this;
  }

  private record Traced(String function, long trace, int depth) {}

  /** Plays from one second to another. */
  public Account play(int from, int to) {
    for (int at = from; at < to; at += SLOT_SECONDS) {
      long end = (START + at + SLOT_SECONDS) * 1000;
      AccountSlot slot = slot(START + at - DELAY_SECONDS);
      int before = effects.emitted.size();
      if (slot.functions.isEmpty()) {
        if (effects.wakeAt != RecordingEffects.NEVER && effects.wakeAt < end) {
          logic.onWake(end, state, effects);
        }
      } else {
        logic.onSlot(end, slot, state, effects);
      }
      for (int i = before; i < effects.emitted.size(); i++) {
        decided.add(end / 1000 - START);
      }
    }
    return this;
  }

  private AccountSlot slot(long from) {
    AccountSlot slot = new AccountSlot("111122223333", "eu-west-1");
    starts.forEach(
        (name, times) -> {
          FunctionFlow flow = new FunctionFlow();
          flow.traced =
              traced.subMap(from, from + SLOT_SECONDS).values().stream()
                  .flatMap(List::stream)
                  .filter(call -> call.function.equals(name))
                  .count();
          times
              .subMap(from, from + SLOT_SECONDS)
              .forEach((second, calls) -> flow.starts.addAt(second * 1000, calls));
          flow.ended = flow.starts.total();
          flow.durationMicros = micros(name, from, flow.ended);
          flow.billedMegabyteMillis = flow.ended * millis.getOrDefault(name, 100) * 1024L;
          flow.milliConcurrency = Math.round(1000 * concurrency(name, from));
          flow.living = environments.getOrDefault(name, 0);
          Refusal refusal = refusals.getOrDefault(name, new Refusal(0, 0, "", false));
          flow.failures =
              refusal.failures
                  + failing
                      .getOrDefault(name, new TreeMap<>())
                      .subMap(from, from + SLOT_SECONDS)
                      .values()
                      .stream()
                      .mapToInt(calls -> calls)
                      .sum();
          flow.batches = polled.contains(name) ? 1 : 0;
          flow.oldestMillis = (long) (1000 * ages.getOrDefault(name, 0.0));
          int[] pieces = cut.getOrDefault(name, new int[3]);
          flow.cut.met = pieces[0];
          flow.cut.beheaded = pieces[1];
          flow.cut.whole = pieces[2];
          for (int i = 0; i < refusal.lines; i++) {
            flow.throttles.add(refusal.ofAccount, refusal.function);
          }
          if (flow.ended > 0) {
            slot.add(name, flow);
          }
        });
    parts(from).forEach(slot::add);
    return slot;
  }

  private Collection<TracePart> parts(long from) {
    TreeMap<String, TracePart> parts = new TreeMap<>();
    traced
        .subMap(from, from + SLOT_SECONDS)
        .forEach(
            (second, calls) ->
                calls.forEach(
                    call ->
                        parts
                            .computeIfAbsent(
                                call.function + call.trace,
                                key -> new TracePart(TRACES, call.trace, call.function))
                            .add(second * 1000, call.depth, 1)));
    return parts.values();
  }

  public List<Finding> findings() {
    return effects.emitted;
  }

  /** The first finding that concerns a human. */
  public Finding first() {
    return findings().get(firstOf(Severity.TICKET));
  }

  /** When it came, seconds from the beginning. */
  public long firstAt() {
    return at(firstOf(Severity.TICKET));
  }

  /** When a finding came, seconds from the beginning. */
  public long at(int finding) {
    return decided.get(finding);
  }

  /** How long after a second somebody was paged; {@link Long#MAX_VALUE} if nobody was. */
  public long pagedAfter(long second) {
    boolean paged = findings().stream().anyMatch(finding -> finding.severity == Severity.PAGE);
    return paged ? at(firstOf(Severity.PAGE)) - second : Long.MAX_VALUE;
  }

  private int firstOf(Severity least) {
    for (int i = 0; i < findings().size(); i++) {
      if (findings().get(i).severity.compareTo(least) >= 0) {
        return i;
      }
    }
    throw new AssertionError("nothing concerns a human: " + findings());
  }
}
