package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/** What a metric said of a database's connections at one time. */
public final class GaugeReading {

  public static final long NOT_TOLD = -1;

  /** The latest first; ties are broken by content, so the choice is the same in any order. */
  static final Comparator<GaugeReading> LATEST_FIRST =
      Comparator.comparingLong((GaugeReading g) -> -g.at)
          .thenComparing(g -> g.database)
          .thenComparingLong(g -> -g.connections)
          .thenComparingLong(g -> g.maxConnections);

  public final String database;

  /** Event time, epoch milliseconds. */
  public final long at;

  /** Open connections, whoever holds them; {@link #NOT_TOLD} where it was not told. */
  public final long connections;

  /** How many the database accepts; {@link #NOT_TOLD} where it was not told. */
  public final long maxConnections;

  public GaugeReading(String database, long at, long connections, long maxConnections) {
    this.database = database;
    this.at = at;
    this.connections = connections;
    this.maxConnections = maxConnections;
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeString(out, database);
    Wire.writeLong(out, at);
    Wire.writeLong(out, connections + 1);
    Wire.writeLong(out, maxConnections + 1);
  }

  public static GaugeReading read(DataInput in) throws IOException {
    return new GaugeReading(
        Wire.readString(in), Wire.readLong(in), Wire.readLong(in) - 1, Wire.readLong(in) - 1);
  }
}
