package dev.stormwatch.core.fold;

/** What a line told of a database's connections. A number not told is {@link Observation#NONE}. */
public final class DatabaseGauge {

  /** The database's, cluster's or proxy's identifier; empty where the line names none. */
  public String database = "";

  /** Open connections. */
  public long connections;

  /** How many the database accepts. */
  public long maxConnections;

  /** Of a client's pool: connections in use, and callers that wait for one. */
  public long poolActive;

  public long poolWaiting;

  void reset() {
    database = "";
    connections = Observation.NONE;
    maxConnections = Observation.NONE;
    poolActive = Observation.NONE;
    poolWaiting = Observation.NONE;
  }
}
