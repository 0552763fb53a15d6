package dev.stormwatch.core.cycleone;

import dev.stormwatch.core.cycletwo.NeedsOne;

/** Half of a cycle, which breaks a law on purpose. */
public final class NeedsTwo {
  Object broken() {
    return new NeedsOne();
  }
}
