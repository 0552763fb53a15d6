package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.Inits;

/**
 * Which calls of one record killed their environment, and how the calls went that came right after
 * them. A record holds lines of one environment in order, so the call after a death is the one that
 * waits for the environment's second init.
 */
final class EnvironmentDeaths {

  private static final long NOBODY = 0;

  private long dying;
  private boolean dyingOfTime;
  private long dyingAt;
  private boolean counted;
  private boolean previousDied;

  void begin() {
    dying = NOBODY;
    counted = true;
    previousDied = false;
  }

  /** A line says that a call killed its environment; several lines may say so of one call. */
  void dies(long call, boolean ofTime, long at, Inits inits) {
    if (call == dying) {
      return;
    }
    flush(inits);
    dying = call;
    dyingOfTime = ofTime;
    dyingAt = at;
    counted = false;
  }

  /**
   * A call's REPORT, once all lines of the call are read.
   *
   * @param hasInit whether the REPORT shows the init, which then is no hidden one
   */
  void ended(long call, long durationMicros, boolean hasInit, Inits inits) {
    boolean died = call == dying;
    if (previousDied && !hasInit) {
      inits.followers++;
      if (died) {
        inits.followersThatDied++;
      } else {
        inits.followerMicros.add(durationMicros);
      }
    }
    flush(inits);
    previousDied = died;
  }

  /** Counts a death whose REPORT is in another record. */
  void flush(Inits inits) {
    if (counted) {
      return;
    }
    counted = true;
    inits.firstDeathAt = Math.min(inits.firstDeathAt, dyingAt);
    if (dyingOfTime) {
      inits.timeouts++;
    } else {
      inits.exits++;
    }
  }
}
