package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.ConnectionState.Member;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.GaugeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which database is it that refuses, when the settings name none? */
final class UndeclaredDatabase {

  /** A gauge this close to its limit is that of the database that refuses. */
  private static final double FULL = 0.85;

  /** From so much of its limit on a gauge's growth is believed. */
  private static final double HIGH = 0.4;

  /** Growth must be so many times what it was between the two readings before. */
  private static final double FASTER = 1.5;

  /** A function whose environments grew by so much of a gauge's growth explains it. */
  private static final double EXPLAINED = 0.5;

  private UndeclaredDatabase() {}

  /**
   * That of the host that functions named, else the one whose gauge stands at its limit, else the
   * only one that has a gauge; empty when neither tells.
   */
  static String name(String host, ConnectionState state) {
    if (!host.isEmpty()) {
      return ofHost(host);
    }
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

  /** RDS names an instance, a cluster or a proxy in the first part of its host. */
  static String ofHost(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.contains(".rds.") ? host.substring(0, dot) : host;
  }

  /**
   * Does a gauge that has just been read rise faster and faster towards its limit, and is there a
   * function whose environments grew by about as many? So that function is taken for one that
   * connects to it. A constant rise is not believed: traffic makes those, and they end.
   */
  static boolean foretold(DatabaseSlot slot, ConnectionState state, long horizonMillis) {
    int n = state.readings.size();
    if (slot.readings.isEmpty() || n < 3) {
      return false;
    }
    GaugeReading now = state.readings.get(n - 1);
    GaugeReading before = state.readings.get(n - 2);
    GaugeReading first = state.readings.get(n - 3);
    double growth = now.connections - before.connections;
    boolean same = now.database.equals(before.database) && now.database.equals(first.database);
    boolean faster = growth >= FASTER * Math.max(1, before.connections - first.connections);
    if (!same || !faster || now.maxConnections <= 0 || now.at <= before.at) {
      return false;
    }
    double speed = growth * 1000 / (now.at - before.at);
    double seconds =
        Trend.secondsGrowing((double) now.connections, (double) now.maxConnections, speed);
    return now.connections >= HIGH * now.maxConnections
        && seconds * 1000 <= horizonMillis
        && state.members.values().stream().anyMatch(m -> m.grown >= EXPLAINED * growth);
  }

  /** Functions that were refused, by name. */
  static List<String> refused(ConnectionState state) {
    List<String> names = new ArrayList<>();
    state.members.forEach(
        (name, member) -> {
          if (member.refused > 0 || member.grown > 0 && state.refused == 0) {
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
      long size = Math.max(entry.getValue().refused, entry.getValue().grown);
      if (size > most) {
        most = size;
        loudest = entry.getKey();
      }
    }
    return loudest;
  }
}
