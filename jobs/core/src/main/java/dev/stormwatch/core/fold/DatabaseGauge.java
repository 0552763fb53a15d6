package dev.stormwatch.core.fold;

/** What a line told of a database's connections. A number not told is {@link Observation#NONE}. */
public final class DatabaseGauge {

  /** The database's, cluster's or proxy's identifier; empty where the line names none. */
  public String database = "";

  /** Open connections. */
  public long connections;

  /** How many the database accepts. */
  public long maxConnections;

  void reset() {
    database = "";
    connections = Observation.NONE;
    maxConnections = Observation.NONE;
  }
}
