package dev.stormwatch.stream;

/** Names of states in savepoints. A name that changes loses the state under it. */
final class StateNames {

  static final String OPEN_SLOTS = "open-slots-v1";
  static final String KEPT = "kept-v1";
  static final String CLOCK = "clock-v1";
  static final String RECENT_RECORDS = "recent-records-v1";

  static final String SILENCES = "silences-v1";
  static final String PAGED = "paged-v1";

  private StateNames() {}
}
