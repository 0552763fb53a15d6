package dev.stormwatch.core.track;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which environments have gone, though no line says so.
 *
 * <p><b>Mechanism.</b> Lambda takes down idle environments when it likes, after one minute or after
 * many, and nothing is logged. But it makes a new one for a call only where none of the same
 * version is idle. So a cold call says of every environment that was idle when it was placed that
 * it is there no more.
 *
 * <p><b>Rule.</b> Of each version the latest cold call counts whose lines have all arrived: it was
 * placed when its environment was first heard of. Whatever ended its last call before and has not
 * been heard of since has gone. A call may be placed as long as an init takes before the first line
 * of its environment, where that line is filtered out, and one that ended meanwhile was no choice:
 * so much earlier an environment must have been idle.
 *
 * <p><b>What it must not mistake.</b> An environment whose call has not ended is busy. A line names
 * its call or its environment, not both, so each open call is taken to run in the environment that
 * was heard of soonest after it began. One that has not ended any call is in its init, or kept
 * ready. An init long before the first call was not made for it. What runs another version, or is
 * only for another tenant, was no choice either.
 *
 * <p>A wrong verdict lasts until the environment's next line.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Lambda scaling behavior" and "Understanding the
 * Lambda execution environment lifecycle".
 */
final class ReapedEnvironments {

  private static final int CALLED = FunctionSlot.ANSWERED | FunctionSlot.HAS_FAILED;

  private static final int BEGAN = FunctionSlot.BEGAN_COLD | FunctionSlot.BEGAN_READY;

  private ReapedEnvironments() {}

  /**
   * Drops them.
   *
   * @param settled event time up to which lines have arrived
   */
  static void drop(Sightings environments, UnfinishedRequests requests, long end, long settled) {
    if (environments.weight() > 1 || !requests.exact()) {
      // Of a sample nobody knows which of its environments run the open calls.
      return;
    }
    BitSet reaped = idleAtColdCalls(environments, settled);
    if (!reaped.isEmpty()) {
      spareBusy(environments, requests.openSince(end), reaped);
      environments.dropAll(reaped);
    }
  }

  private static BitSet idleAtColdCalls(Sightings environments, long settled) {
    BitSet idle = new BitSet();
    Map<Integer, Long> coldAt = new HashMap<>();
    for (int i = 0; i < environments.size(); i++) {
      if ((environments.flags(i) & BEGAN) == FunctionSlot.BEGAN_COLD
          && environments.first(i) <= settled) {
        coldAt.merge(version(environments, i), environments.first(i), Math::max);
      }
    }
    if (coldAt.isEmpty()) {
      return idle;
    }
    for (int i = 0; i < environments.size(); i++) {
      Long placed = coldAt.get(version(environments, i));
      if (placed != null
          && (environments.flags(i) & CALLED) != 0
          && environments.last(i) < placed - FunctionSlot.INIT_MILLIS) {
        idle.set(i);
      }
    }
    return idle;
  }

  private static int version(Sightings environments, int index) {
    return environments.flags(index) & FunctionSlot.VERSION;
  }

  /**
   * @param openSince when calls began that run, earliest first
   */
  private static void spareBusy(Sightings environments, long[] openSince, BitSet reaped) {
    int[] byLastHeard =
        IntStream.range(0, environments.size())
            .boxed()
            .sorted((one, other) -> Long.compare(environments.last(one), environments.last(other)))
            .mapToInt(Integer::intValue)
            .toArray();
    int next = 0;
    for (long since : openSince) {
      while (next < byLastHeard.length && environments.last(byLastHeard[next]) < since) {
        next++;
      }
      if (next < byLastHeard.length) {
        reaped.clear(byLastHeard[next++]);
      }
    }
  }
}
