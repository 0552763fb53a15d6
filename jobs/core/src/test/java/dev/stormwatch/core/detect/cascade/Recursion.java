package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.rule.TreeRule;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One event's calls of one function, each of which causes more of it when it ends. */
public final class Recursion {

  private static final Settings SETTINGS = TestSettings.usual().settings();
  private static final long BEGIN = 1_000;
  private static final int SLOT = 5;

  private final double[] children;
  private final boolean endless;
  private final double seconds;
  private final int limit;
  private final boolean depth;
  private final boolean even;
  private final Random dice;
  private final TreeMap<Long, TracePart> told = new TreeMap<>();
  private long known;
  private double thirdReturn = Double.NaN;

  /**
   * @param children mean of each level's calls; where endless the last goes for all below
   * @param seconds a call takes, half of it more or less
   * @param limit of concurrency
   * @param even if each call has as many children as another of its level
   */
  public Recursion(
      double[] children,
      boolean endless,
      double seconds,
      int limit,
      boolean depth,
      boolean even,
      long seed) {
    this.children = children;
    this.endless = endless;
    this.seconds = seconds;
    this.limit = limit;
    this.depth = depth;
    this.even = even;
    this.dice = new Random(seed);
  }

  /** Events of it that ended before, each of one call. */
  public Recursion after(long events) {
    known = events;
    return this;
  }

  /** When its first call three levels down began, seconds after the event. */
  public double thirdReturn() {
    return thirdReturn;
  }

  private int born(int level) {
    if (level >= children.length && !endless) {
      return 0;
    }
    double mean = children[Math.min(level, children.length - 1)];
    if (even) {
      return (int) (mean + dice.nextDouble());
    }
    int born = 0;
    for (double at = -Math.log(1 - dice.nextDouble()); at < mean; born++) {
      at -= Math.log(1 - dice.nextDouble());
    }
    return level == 0 ? Math.max(1, born) : born;
  }

  /** Second after the event at which it is told; -1 for never. */
  public long foundAt(int most) {
    PriorityQueue<double[]> ends = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
    ArrayDeque<Integer> waiting = new ArrayDeque<>();
    waiting.add(0);
    double now = 0;
    int calls = 0;
    while (calls < most && !(waiting.isEmpty() && ends.isEmpty())) {
      while (!waiting.isEmpty() && ends.size() < limit) {
        int level = waiting.remove();
        double end = now + seconds * (0.5 + dice.nextDouble());
        tell(level, now, end);
        thirdReturn = level == 3 && Double.isNaN(thirdReturn) ? now : thirdReturn;
        ends.add(new double[] {end, level});
        calls++;
      }
      double[] ended = ends.remove();
      now = ended[0];
      for (int i = born((int) ended[1]); i > 0; i--) {
        waiting.add((int) ended[1] + 1);
      }
    }
    return judged();
  }

  private void tell(int level, double start, double end) {
    long slot = (long) Math.ceil((BEGIN + end + 1 + 4 * dice.nextDouble()) / SLOT) * SLOT;
    told.computeIfAbsent(slot, key -> new TracePart(1, 7, "walk"))
        .add((BEGIN + (long) start) * 1000, depth ? level : -1, 1);
  }

  private long judged() {
    TreeRule rule = new TreeRule(SETTINGS);
    AccountState state = new AccountState();
    Member member = new Member();
    for (long event = 0; event < known; event++) {
      member.sizes.take(1);
    }
    FunctionFlow flow = new FunctionFlow();
    flow.ended = 1;
    flow.durationMicros = (long) (seconds * 1e6);
    member.cost.take(flow, Account.SLOT_SECONDS);
    state.members.put("walk", member);
    state.end = told.firstKey() - SLOT;
    for (long end = told.firstKey(); end <= told.lastKey() + 60; end += SLOT) {
      state.trees.advance(state.end, end);
      state.end = end;
      SortedSet<TracePart> parts = new TreeSet<>((one, other) -> 0);
      if (told.containsKey(end)) {
        parts.add(told.get(end));
      }
      state.trees.take(parts, end * 1000);
      if (rule.find(state) != null) {
        return end - BEGIN;
      }
    }
    return -1;
  }
}
