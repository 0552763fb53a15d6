package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.ConnectionState.Member;
import dev.stormwatch.core.model.GaugeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which database is it that refuses, when the settings name none? */
final class UndeclaredDatabase {

  /** A gauge this close to its limit is that of the database that refuses. */
  private static final double FULL = 0.85;

  private UndeclaredDatabase() {}

  /**
   * The one whose gauge stands at its limit, else the only one that has a gauge; empty when neither
   * tells.
   */
  static String name(ConnectionState state) {
    String full = "";
    String only = "";
    boolean several = false;
    for (GaugeReading reading : state.readings) {
      if (reading.maxConnections > 0 && reading.connections >= FULL * reading.maxConnections) {
        full = reading.database;
      }
      several |= !only.isEmpty() && !only.equals(reading.database);
      only = reading.database;
    }
    return !full.isEmpty() || several ? full : only;
  }

  /** Functions that were refused, by name. */
  static List<String> refused(ConnectionState state) {
    List<String> names = new ArrayList<>();
    state.members.forEach(
        (name, member) -> {
          if (member.refused > 0) {
            names.add(name);
          }
        });
    return names.isEmpty() ? state.names() : names;
  }

  /** The function that was refused most; of several the first by name. */
  static String loudest(ConnectionState state) {
    String loudest = "";
    long most = -1;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      if (entry.getValue().refused > most) {
        most = entry.getValue().refused;
        loudest = entry.getKey();
      }
    }
    return loudest;
  }
}
