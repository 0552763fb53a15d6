package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;

/** What the platform owner says about one database. */
public final class DatabaseRule implements Serializable {

  private static final long serialVersionUID = 1L;

  public final String id;
  public final long maxConnections;
  public final long reservedConnections;
  public final long otherClients;
  public final long connectionsPerEnvironment;

  private final ArrayList<Glob> functions = new ArrayList<>();

  public DatabaseRule(Values values) {
    id = values.text("id");
    maxConnections = values.whole("maxConnections");
    reservedConnections = values.whole("reservedConnections");
    otherClients = values.whole("otherClients");
    connectionsPerEnvironment = values.whole("connectionsPerEnvironment");
    values.texts("functions").forEach(text -> functions.add(new Glob(text)));
  }

  /** Of a database that the settings do not name: what is known of it without them. */
  public DatabaseRule(String id, long maxConnections, long otherClients) {
    this.id = id;
    this.maxConnections = maxConnections;
    this.reservedConnections = 0;
    this.otherClients = otherClients;
    this.connectionsPerEnvironment = 1;
  }

  /** Does the function connect to this database? */
  public boolean uses(String function) {
    for (Glob glob : functions) {
      if (glob.matches(function)) {
        return true;
      }
    }
    return false;
  }
}
