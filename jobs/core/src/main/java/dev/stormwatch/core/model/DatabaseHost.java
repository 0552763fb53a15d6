package dev.stormwatch.core.model;

/** What a database's host says of which database it is. */
public final class DatabaseHost {

  /** Readers of a cluster: each takes as many connections as all others do. */
  private static final String READERS = ".cluster-ro-";

  private DatabaseHost() {}

  /** RDS names an instance, a cluster or a proxy in the first part of its host. */
  public static String id(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.contains(".rds.") ? host.substring(0, dot) : host;
  }

  /** Does a gauge under its {@link #id} count the connections that are made to it? */
  public static boolean gauged(String host) {
    return !host.contains(READERS);
  }
}
