package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A database that nobody declared, as its own refusals have told it.
 *
 * <p><b>Mechanism.</b> A limit shows where it is reached: the environments that its functions had
 * when it first refused one are as many as it lets in, beside whoever else connects to it. The next
 * time they come near that number it can be said beforehand.
 *
 * <p><b>When it holds.</b> Only where it was reached from below: calls that ran at a time were
 * {@link #RISEN} times what is usual. A database that refuses at an ordinary number of environments
 * was filled by something else, such as a leak, a fail-over or another client, and the number says
 * nothing. A step opens hundreds of environments before the first line arrives; it has not risen by
 * then, either. What is let in later without a refusal, long after the last, raises the limit.
 *
 * <p><b>With a gauge.</b> A gauge of its name counts connections of everybody: its own limit where
 * it tells one, else the most that it showed while the database refused, is the limit, and what
 * environments do not explain of that are other clients.
 *
 * <p><b>What it mistakes.</b> Functions of two databases that are refused in the same words within
 * one incident, where no line names a host.
 */
final class InferredDatabase {

  /**
   * A limit is believed where so many times the usual number of calls ran at a time: less is within
   * the tide of a day and what chance makes of few calls.
   */
  private static final double RISEN = 1.5;

  /** Its id; empty where neither a host nor a gauge tells. */
  String name = "";

  /** The function that was refused most. */
  String loudest = "";

  /** Functions that it refused. */
  final TreeSet<String> functions = new TreeSet<>();

  /** Environments of these that it had let in when it first refused one. */
  long environments;

  /** By its gauge, while it refused; 0 where it has none. */
  long gauged;

  /** Event time of the refusal that told. */
  long learnedAt = NEVER;

  /** Latest slot in which it refused, on the arrival clock. */
  long refusedAt = NEVER;

  /** Was there room since it refused last? Before, what comes next is the same storm. */
  boolean relieved;

  /** Is the open incident one that was foretold? */
  boolean foretold;

  /** What these functions do, apart from others that may have another database. */
  ConnectionState estate = new ConnectionState();

  long limit() {
    return Math.max(environments, gauged);
  }

  /** What is known of it, in the form in which the settings would tell it. */
  DatabaseRule rule() {
    return new DatabaseRule(name.isEmpty() ? "NAME" : name, limit(), limit() - environments);
  }

  /** What a slot tells of it. */
  DatabaseSlot part(DatabaseSlot slot) {
    DatabaseSlot part = new DatabaseSlot(slot.account, slot.region, slot.database);
    slot.functions.forEach(
        (function, share) -> {
          if (functions.contains(function)) {
            part.add(function, share);
          }
        });
    slot.readings.stream().filter(r -> r.database.equals(name)).forEach(part::add);
    return part;
  }

  /** Learns from a slot of an incident in which a server refuses. */
  static void learn(long end, ConnectionState state) {
    if (!state.risen) {
      return;
    }
    InferredDatabase known = state.inferred;
    if (known == null || !known.functions.contains(state.loudest)) {
      known = new InferredDatabase();
      state.inferred = known;
    }
    if (known.learnedAt != state.firstRefusedAt) {
      known.learnedAt = state.firstRefusedAt;
      known.gauged = 0;
    }
    known.name = state.subject;
    known.loudest = state.loudest;
    for (String function : UndeclaredDatabase.refused(state)) {
      if (known.functions.size() < ConnectionState.MEMBERS) {
        known.functions.add(function);
      }
    }
    known.environments = 0;
    for (String function : known.functions) {
      known.environments += state.members.getOrDefault(function, new Member()).atRefusal;
    }
    known.environments = Math.max(1, known.environments);
    known.gauge(state.readings);
    known.refusedAt = end;
    known.relieved = false;
  }

  void gauge(List<GaugeReading> readings) {
    for (GaugeReading reading : readings) {
      if (reading.database.equals(name) && reading.at >= learnedAt) {
        gauged = Math.max(gauged, Math.max(reading.connections, reading.maxConnections));
      }
    }
  }

  /** An incident opens because of what is expected of it. */
  void foretell(ConnectionState state) {
    foretold = true;
    state.subject = name;
    state.loudest = loudest;
  }

  /** Did the functions that are refused in this slot run more calls at a time than is usual? */
  static boolean risen(ConnectionState state) {
    long now = 0;
    long usual = 0;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      if (member.refused > 0) {
        now += member.milliConcurrency;
        usual += member.usualMilliConcurrency;
      }
    }
    return usual > 0 && now >= RISEN * usual;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, name);
    Wire.writeString(out, loudest);
    Wire.writeInt(out, functions.size());
    for (String function : functions) {
      Wire.writeString(out, function);
    }
    Wire.writeLong(out, environments);
    Wire.writeLong(out, gauged);
    out.writeLong(learnedAt);
    out.writeLong(refusedAt);
    out.writeBoolean(relieved);
    out.writeBoolean(foretold);
    new ConnectionState.ByteCodec().write(estate, out);
  }

  static InferredDatabase read(int version, DataInput in) throws IOException {
    InferredDatabase known = new InferredDatabase();
    known.name = Wire.readString(in);
    known.loudest = Wire.readString(in);
    for (int left = Wire.readLength(in); left > 0; left--) {
      known.functions.add(Wire.readString(in));
    }
    known.environments = Wire.readLong(in);
    known.gauged = Wire.readLong(in);
    known.learnedAt = in.readLong();
    known.refusedAt = in.readLong();
    known.relieved = in.readBoolean();
    known.foretold = in.readBoolean();
    known.estate = new ConnectionState.ByteCodec().read(version, in);
    return known;
  }
}
