package dev.stormwatch.core.detect.coldstart;

/** Why calls wait for environments, as far as the lines tell. */
enum Cause {
  /** More calls at a time than environments were warm. */
  BURST,

  /** A new version has none yet. */
  DEPLOY,

  /** Calls exit the process, or time out in a loop. */
  DEATHS,

  /** Calls take longer, so each keeps its environment from the others. */
  SLOW_CALLS,

  /** Environments are gone although traffic is as before. */
  REAPED,

  /** More calls at a time than concurrency is provisioned. */
  SPILL_OVER,

  /** Snapshots are not restored as they should be. */
  RESTORE,

  /** Init itself is slower than in the version before. */
  INIT_OF_VERSION,

  /** Init is slower, and no new version came. */
  INIT_OF_DEPENDENCY,

  /** The memory size was changed, which replaces every environment. */
  CONFIGURATION,

  /** The first traffic after a long pause. */
  IDLE,

  /** It comes on schedule. */
  SCHEDULE,

  /** Too little is known of the function's past. */
  LEARNING
}
