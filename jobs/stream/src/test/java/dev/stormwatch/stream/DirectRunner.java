package dev.stormwatch.stream;

import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@link SlotLogic} promises, in the plainest words: for each key its slots in order, one
 * wake, and a loop. No Flink, so it is the oracle for {@link SlotOperator}.
 */
final class DirectRunner<D extends Mergeable<D>, S, R> {

  private static final long NEVER = Long.MAX_VALUE;

  private final SlotLogic<D, S, R> logic;
  private final long slotMillis;
  private final Map<String, Key> keys = new TreeMap<>();
  private long clock = Long.MIN_VALUE;

  DirectRunner(SlotLogic<D, S, R> logic, long slotMillis) {
    this.logic = logic;
    this.slotMillis = slotMillis;
  }

  void piece(String key, long time, D piece) {
    long end = endOfSlot(clock == Long.MIN_VALUE ? time : Math.max(time, clock + 1));
    keys.computeIfAbsent(key, k -> new Key()).open.merge(end, piece, D::merge);
  }

  /** Everything up to and including a time is known. */
  void known(long time) {
    clock = time;
    keys.values().forEach(key -> key.runTo(time));
  }

  /** Everything that came out so far, by key. */
  Map<String, List<R>> output() {
    Map<String, List<R>> all = new LinkedHashMap<>();
    keys.forEach((name, key) -> all.put(name, key.out));
    return all;
  }

  private long endOfSlot(long time) {
    return time - Math.floorMod(time, slotMillis) + slotMillis;
  }

  private final class Key implements SlotLogic.Effects<R> {

    private final TreeMap<Long, D> open = new TreeMap<>();
    private final List<R> out = new ArrayList<>();
    private S state;
    private long wake = NEVER;
    private long now;
    private boolean forgotten;

    private void runTo(long time) {
      while (next() <= time) {
        now = next() + 1;
        D slot = open.remove(now);
        if (slot != null) {
          state = state == null ? logic.newState() : state;
          logic.onSlot(now, slot, state, this);
        }
        if (wake == now && !forgotten) {
          wake = NEVER;
          logic.onWake(now, state, this);
        }
        if (forgotten) {
          state = null;
          wake = NEVER;
          forgotten = false;
        }
      }
    }

    /** Last instant of the slot in which something is due. */
    private long next() {
      return (open.isEmpty() ? wake : Math.min(wake, open.firstKey())) - 1;
    }

    @Override
    public void emit(R result) {
      out.add(result);
    }

    @Override
    public void report(Activity activity) {
      // Not compared here.
    }

    @Override
    public void wakeAt(long time) {
      wake = Math.max(endOfSlot(time), now + slotMillis);
    }

    @Override
    public void forget() {
      forgotten = true;
    }
  }
}
