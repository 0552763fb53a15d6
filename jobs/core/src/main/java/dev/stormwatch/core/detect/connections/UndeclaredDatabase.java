package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.model.DatabaseHost;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.GaugeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which database is it that refuses, when the settings name none?
 *
 * <p>Functions that name a host are told apart by it. Of the others, those that are refused in the
 * same server's words are taken for functions of one database: the one that the loudest of them is
 * refused by. What it takes is how many of their environments there were when it first refused one.
 */
final class UndeclaredDatabase {

  /** A gauge this close to its limit is that of the database that refuses. */
  private static final double FULL = 0.85;

  /** From so much of its limit on a gauge's growth is believed. */
  private static final double HIGH = 0.4;

  /** Growth must be so many times what it was between the two readings before, twice in a row. */
  private static final double FASTER = 1.5;

  /** Of the limit, what it must have grown by before it grew faster: less comes and goes. */
  private static final double GREW = 0.02;

  /** A function whose environments grew by so much of a gauge's growth explains it. */
  private static final double EXPLAINED = 0.5;

  /** Readings closer to one another differ by what a moment opened and closed. */
  private static final long APART_MILLIS = 30_000;

  /** A number of environments that others are less than so many times of is about the limit. */
  private static final double SURE = 1.5;

  private UndeclaredDatabase() {}

  /**
   * That of the host that functions named, else the one whose gauge stands at its limit, else the
   * only one that has a gauge; empty when neither tells.
   */
  static String name(String host, ConnectionState state) {
    if (!host.isEmpty()) {
      return DatabaseHost.id(host);
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

  /**
   * Does a gauge that has just been read rise faster and faster towards its limit, and is there a
   * function whose environments grew by about as many? So that function is taken for one that
   * connects to it. A constant rise is not believed: traffic makes those, and they end. One that
   * begins between two readings is faster from the first of them to the second once, hence twice.
   */
  static boolean foretold(DatabaseSlot slot, ConnectionState state, long horizonMillis) {
    if (slot.readings.isEmpty()) {
      return false;
    }
    GaugeReading now = state.newestReading();
    GaugeReading before = before(now, state);
    GaugeReading third = before == null ? null : before(before, state);
    GaugeReading fourth = third == null ? null : before(third, state);
    if (before == null || third == null || fourth == null || now.maxConnections <= 0) {
      return false;
    }
    double growth = now.connections - before.connections;
    double lately = before.connections - third.connections;
    double once = third.connections - fourth.connections;
    if (once < GREW * now.maxConnections || lately < FASTER * once || growth < FASTER * lately) {
      return false;
    }
    double speed = growth * 1000 / (now.at - before.at);
    double seconds =
        Trend.secondsGrowing((double) now.connections, (double) now.maxConnections, speed);
    return now.connections >= HIGH * now.maxConnections
        && seconds * 1000 <= horizonMillis
        && state.members.values().stream().anyMatch(m -> m.grown >= EXPLAINED * growth);
  }

  /** The latest reading of the same gauge that is old enough to show growth and not chance. */
  private static @Nullable GaugeReading before(GaugeReading reading, ConnectionState state) {
    for (int i = state.readings.size() - 1; i >= 0; i--) {
      GaugeReading other = state.readings.get(i);
      if (other.database.equals(reading.database) && other.at <= reading.at - APART_MILLIS) {
        return other;
      }
    }
    return null;
  }

  /** Could it be one server that has words for both? */
  private static boolean same(String one, String other) {
    return one.equals(other)
        || one.equals(ExhaustionLine.ANY_SERVER)
        || other.equals(ExhaustionLine.ANY_SERVER);
  }

  /**
   * Counts the lines that are believed. Before anything is told of them only the window's count:
   * what was said long before is not how it began.
   */
  static void count(long end, ConnectionState state) {
    long before = state.refused;
    if (state.active) {
      for (Member member : state.members.values()) {
        boolean spoke = member.heardAt == end;
        state.refused += spoke ? member.complaints.newestRefused() : 0;
        state.poolEmpty += spoke ? member.complaints.newestPoolEmpty() : 0;
      }
      takes(state);
    } else {
      state.refused = 0;
      state.poolEmpty = 0;
      for (Member member : state.members.values()) {
        member.refused = member.complaints.refused() + member.complaints.poolEmpty();
        state.refused += member.complaints.refused();
        state.poolEmpty += member.complaints.poolEmpty();
      }
    }
    if (before == 0 && state.refused > 0) {
      learn(state);
    }
    if (state.refused + state.poolEmpty == 0) {
      state.firstRefusedAt = NEVER;
      state.lines = new ArrayList<>();
    } else if (state.firstRefusedAt == NEVER) {
      state.firstRefusedAt = firstLine(end, state);
    }
  }

  /** Event time of the first line that is kept; now where none is. */
  static long firstLine(long end, ConnectionState state) {
    return state.lines.isEmpty() ? end : state.lines.get(0).at;
  }

  /** Learns what it takes, in a slot with the first refusals since it last took all. */
  static void learn(ConnectionState state) {
    state.risen = InferredDatabase.risen(state);
    for (Member member : state.members.values()) {
      // What is new in this slot is what was refused, or came after, unless all is new.
      long before = member.living - member.fresh;
      member.atRefusal = before > 0 ? before : member.living;
    }
    takes(state);
  }

  /** Counts what it takes: what it had let in of all functions that it refused since. */
  static void takes(ConnectionState state) {
    Member loudest = state.members.get(loudest(state));
    long let = 0;
    for (Member member : state.members.values()) {
      if (member.refused > 0 && loudest != null && same(member.words, loudest.words)) {
        let += member.atRefusal;
      }
    }
    if (let > 0) {
      state.learnedLimit = let;
    }
  }

  /**
   * Environments of all functions that it refused, also those that it did not let in. When the
   * first refusal is heard of, lines of many that it let in have not arrived yet.
   */
  static long most(ConnectionState state) {
    Member loudest = state.members.get(loudest(state));
    long most = 0;
    for (Member member : state.members.values()) {
      if (member.refused > 0 && loudest != null && same(member.words, loudest.words)) {
        most += member.living;
      }
    }
    return most;
  }

  /** Did so many more come after the first refusal that what it takes is not known yet? */
  static boolean unsure(ConnectionState state) {
    return state.refused > 0
        && limit(state) == state.learnedLimit
        && most(state) > SURE * state.learnedLimit;
  }

  /** What it takes: by its gauge, where one is known to be its, else as refusals taught. */
  static long limit(ConnectionState state) {
    for (int i = state.readings.size() - 1; i >= 0; i--) {
      GaugeReading reading = state.readings.get(i);
      if (reading.database.equals(state.subject) && reading.maxConnections > 0) {
        return reading.maxConnections;
      }
    }
    return state.learnedLimit;
  }

  /** Functions that were refused in the loudest one's words, by name. */
  static List<String> refused(ConnectionState state) {
    List<String> names = new ArrayList<>();
    Member loudest = state.members.getOrDefault(loudest(state), new Member());
    state.members.forEach(
        (name, member) -> {
          if (member.refused > 0 && same(member.words, loudest.words)
              || member.grown > 0 && state.refused == 0) {
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
