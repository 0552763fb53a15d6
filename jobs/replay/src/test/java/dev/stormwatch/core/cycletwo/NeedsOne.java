package dev.stormwatch.core.cycletwo;

import dev.stormwatch.core.cycleone.NeedsTwo;

/** The other half of a cycle, which breaks a law on purpose. */
public final class NeedsOne {
  Object broken() {
    return new NeedsTwo();
  }
}
