package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Mechanism;

/** Why calls wait for environments, as far as the lines tell. */
enum Cause {
  /** More calls at a time than environments were warm. */
  BURST("traffic-burst"),

  /** A new version has none yet. */
  DEPLOY("deploy"),

  /** Calls exit the process, or time out in a loop. */
  DEATHS(Mechanism.ENVIRONMENT_DEATHS),

  /** Calls take longer, so each keeps its environment from the others. */
  SLOW_CALLS("slow-calls"),

  /** Environments are gone although traffic is as before. */
  REAPED("reaped-environments"),

  /** More calls at a time than concurrency is provisioned. */
  SPILL_OVER("provisioned-spill-over"),

  /** Snapshots are not restored as they should be. */
  RESTORE("failing-restores"),

  /** Init itself is slower than in the version before. */
  INIT_OF_VERSION("init-of-version"),

  /** Init is slower, and no new version came. */
  INIT_OF_DEPENDENCY("init-of-dependency"),

  /** The memory size was changed, which replaces every environment. */
  CONFIGURATION("configuration-change"),

  /** Something updates the function again and again, which replaces every environment each time. */
  UPDATES("configuration-change"),

  /** The first traffic after a long pause. */
  IDLE("idle-pause"),

  /** It comes on schedule. */
  SCHEDULE("schedule"),

  /** Too little is known of the function's past. */
  LEARNING("learning");

  /** As it is called in alerts and labels. */
  final String wireName;

  Cause(String wireName) {
    this.wireName = wireName;
  }
}
