package dev.stormwatch.core.fold;

/** What a log line says about connections to a database, by the words of drivers and servers. */
public enum ConnectionSignal {
  NONE,

  /** Seen in outages of every kind; means something only beside stronger signals. */
  WEAK,

  /** The server or its proxy refuses new connections because they come too fast. */
  RATE_LIMITED,

  /** The client's own pool has no connection left. */
  POOL_EXHAUSTED,

  /** The server or its proxy is at its limit. */
  REFUSED,

  /** The same, in words that only MySQL has, and what speaks its protocol. */
  REFUSED_BY_MYSQL,

  /** The same, in words that only PostgreSQL has, and what speaks its protocol. */
  REFUSED_BY_POSTGRESQL;

  /** Does it say by itself that connections ran out? */
  public boolean strong() {
    return compareTo(WEAK) > 0;
  }
}
