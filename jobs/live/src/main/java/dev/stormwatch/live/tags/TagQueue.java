package dev.stormwatch.live.tags;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its tags, in order of arrival. What is wanted of a function or mapping last is all
 * that counts, so a change that comes while another waits takes its place.
 */
final class TagQueue {

  private final int max;
  private final Map<String, TagChange> waiting = new LinkedHashMap<>();

  TagQueue(int max) {
    this.max = max;
  }

  /** Returns false when there is no room. */
  synchronized boolean offer(TagChange change) {
    if (waiting.size() >= max && !waiting.containsKey(change.resource)) {
      return false;
    }
    waiting.put(change.resource, change);
    return true;
  }

  /** For another attempt, unless something newer is wanted by now. */
  synchronized void again(TagChange change) {
    waiting.putIfAbsent(change.resource, change);
  }

  synchronized @Nullable TagChange poll() {
    if (waiting.isEmpty()) {
      return null;
    }
    String first = waiting.keySet().iterator().next();
    return waiting.remove(first);
  }

  synchronized int size() {
    return waiting.size();
  }
}
