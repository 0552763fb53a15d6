package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.EventSourceSlot;
import java.util.Arrays;

/**
 * Lines that name an item but no event source, as Powertools writes them, tell of failures alone.
 * What went well beside them is told by the REPORTs of the same record: calls of the same function
 * in which no item failed.
 */
final class UnnamedSource {

  /** Calls of a record that are looked at. */
  private static final int MOST = 1_000;

  private long[] reported = new long[16];
  private long[] failed = new long[4];
  private int reports;
  private int failures;
  private long newest;
  private boolean told;

  void begin() {
    reports = 0;
    failures = 0;
    newest = Long.MIN_VALUE;
    told = false;
  }

  /** An item failed in this call; 0 where the line does not say in which. */
  void failed(long requestKey) {
    if (failures < MOST) {
      failed = withRoom(failed, failures);
      failed[failures++] = requestKey;
    }
  }

  void report(long requestKey, long at) {
    if (reports < MOST) {
      reported = withRoom(reported, reports);
      reported[reports++] = requestKey;
      newest = Math.max(newest, at);
    }
  }

  private static long[] withRoom(long[] keys, int used) {
    return used < keys.length ? keys : Arrays.copyOf(keys, 2 * used);
  }

  /** Is there something to tell that was not told yet? */
  boolean tell() {
    boolean tells = failures > 0 && !told;
    told = true;
    return tells;
  }

  void fill(EventSourceSlot slot) {
    Arrays.sort(failed, 0, failures);
    int ok = failed[0] == 0 ? -1 : 0;
    for (int i = 0; i < reports; i++) {
      ok += Arrays.binarySearch(failed, 0, failures, reported[i]) < 0 ? 1 : 0;
    }
    for (; ok > 0; ok--) {
      slot.part(EventSourceSlot.NO_SHARD).succeeded(newest, "", "", 1, -1);
    }
  }
}
