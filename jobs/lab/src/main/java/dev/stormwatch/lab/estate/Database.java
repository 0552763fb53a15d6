package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.DatabaseWords;
import java.util.ArrayList;
import java.util.List;

/**
 * A database: so many connections and no more, and queries that slow down when too many run at
 * once.
 *
 * <p>Up to {@code capacity} queries run at full speed; beyond that they share it, so each takes as
 * many times longer as there are too many (processor sharing, taken at the query's begin). A
 * connection beyond {@code maxConnections - reservedConnections} is refused at once, as PostgreSQL
 * does it with SQLSTATE 53300.
 */
public final class Database {

  /** A connection that was refused for want of a free one. */
  public record Refusal(long at, String function) {}

  public final String id;
  public final int maxConnections;
  public final int reservedConnections;
  public final int otherClients;

  /** Do the recording's settings name it? */
  public final boolean declared;

  final DatabaseWords words;
  final String host;

  private final double capacity;
  private final List<Refusal> refusals = new ArrayList<>();
  private int connections;
  private int peak;
  private int active;
  private double slowdown = 1;
  private boolean restarting;
  private boolean leaking;
  private long recoveredAt;

  Database(String id, Section section) {
    this.id = id;
    maxConnections = section.whole("maxConnections", 100);
    reservedConnections = section.whole("reservedConnections", 3);
    otherClients = section.whole("otherClients", 10);
    capacity = section.number("capacity", 40);
    words = section.choice("words", DatabaseWords.POSTGRES);
    declared = section.flag("declared", true);
    host = id + ".cluster-c9akciq32.eu-west-1.rds.amazonaws.com";
  }

  /** Takes one more connection, or refuses it. */
  boolean connect(long now, String function) {
    if (connections + otherClients + 1 > maxConnections - reservedConnections) {
      refusals.add(new Refusal(now, function));
      return false;
    }
    connections++;
    peak = Math.max(peak, connections);
    return true;
  }

  void disconnect(int number) {
    connections -= number;
  }

  /** Begins a query and says how many times longer than alone it will take. */
  double begin() {
    active++;
    return slowdown * Math.max(1, active / capacity);
  }

  void end() {
    active--;
  }

  void slowDown(double factor) {
    slowdown = factor;
  }

  void restart() {
    restarting = true;
  }

  boolean restarting() {
    return restarting;
  }

  /** Its trouble is over. */
  void recovered(long now) {
    slowdown = 1;
    restarting = false;
    recoveredAt = now;
  }

  /** A connection was opened that is never used again. */
  void leaked() {
    leaking = true;
  }

  /** Is it slower than it should be, or away, or short of leaked connections? */
  public boolean troubled() {
    return slowdown > 1 || restarting || leaking;
  }

  /** When its own trouble was over; 0 when it had none. */
  public long recoveredAt() {
    return recoveredAt;
  }

  /** Connections open now, those of others included. */
  int open(Dice dice) {
    return connections + otherClients + (int) dice.between(-1, 2);
  }

  /** Connections that functions held at most. */
  public int peak() {
    return peak;
  }

  /** In order of time. */
  public List<Refusal> refusals() {
    return refusals;
  }
}
