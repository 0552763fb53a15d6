package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is kept of one database. Times are of the arrival clock where nothing else is said. */
public final class ConnectionState {

  static final long NEVER = Long.MIN_VALUE;

  /** Slots kept: four minutes at five seconds. */
  static final int PANES = 48;

  /** Functions kept; of more, those whose names come first. */
  static final int MEMBERS = 512;

  /** Gauge readings kept. */
  static final int READINGS = 8;

  /** Oldest first. */
  final List<Pane> panes = new ArrayList<>();

  final TreeMap<String, Member> members = new TreeMap<>();

  /** Latest last; of the databases that nobody declared, several may be mixed. */
  final List<GaugeReading> readings = new ArrayList<>();

  /** Learned attempts a second; 0 while nothing is learned. */
  double usualAttempts;

  long learnedAt = NEVER;

  /** From when on growth is judged: what is first heard of after a silence is not new. */
  long judgedFrom = NEVER;

  /** Consecutive slots in which a forecast has held. */
  int forecastSlots;

  /** Consecutive slots in which the database was under strain. */
  int strainSlots;

  /** Refusals of the open incident by which a proxy says that connections are opened too fast. */
  long tooFast;

  /** Host that its functions named last; empty where they named none. */
  String endpoint = "";

  LoopState loop = new LoopState();
  PeakHistory history = new PeakHistory();

  /** A quarter of an hour of its gauge, and an hour. */
  final GaugeHistory gauge = GaugeHistory.ofQuarter();

  final GaugeHistory hourOfGauge = GaugeHistory.ofHour();

  boolean active;

  /** Of the open incident. */
  String subject = "";

  /** The function that was refused most when the incident opened. */
  String loudest = "";

  long openedAt = NEVER;
  long onset;
  long refused;

  /** Is it a matter of pools inside processes alone, and not of the server? */
  boolean ofPool;

  /** Lines of the open incident that say that such a pool is empty. */
  long poolEmpty;

  /**
   * Environments that an undeclared database had let in when it first refused one, in the open
   * incident or ever before: what it takes; 0 while it refused none.
   */
  long learnedLimit;

  /** Event time of the first refusal; {@link #NEVER} while there was none. */
  long firstRefusedAt = NEVER;

  /** Latest slot in which the incident showed. */
  long troubleAt = NEVER;

  List<ExhaustionLine> lines = new ArrayList<>();

  /** Had the functions' calls become more when the database first refused one? */
  boolean risen;

  /** Of a database that nobody declared: what its refusals told; null before. */
  @Nullable InferredDatabase inferred;

  /** Of a declared database: do its functions show that the settings are wrong? */
  Declaration declaration = new Declaration();

  Pane newest() {
    return panes.get(panes.size() - 1);
  }

  GaugeReading newestReading() {
    return readings.get(readings.size() - 1);
  }

  /** The latest reading of a time or before; null where there is none. */
  @Nullable GaugeReading readingAt(long time) {
    int last = readings.size() - 1;
    while (last >= 0 && readings.get(last).at > time) {
      last--;
    }
    return last < 0 ? null : readings.get(last);
  }

  /** Believed lines of the window by which a server refuses. */
  long refusedLately() {
    return members.values().stream().mapToLong(member -> member.complaints.refused()).sum();
  }

  /** Lines of the window that tell of pools so empty that calls fail. */
  long poolEmptyLately() {
    return members.values().stream().mapToLong(member -> member.complaints.poolEmpty()).sum();
  }

  /** Members that were heard of and hold environments, by name. */
  List<String> names() {
    return List.copyOf(members.keySet());
  }

  /**
   * The byte form. Version 2 added the loop, the days' peaks and who refuses, version 3 by which
   * words, and the limit that refusals reveal, version 4 what is believed of it, and pools, version
   * 5 what is known of a database that nobody declared once it has refused, version 6 a quarter of
   * an hour of its gauge, version 7 an hour of it, version 8 whether what is declared stands.
   */
  public static final class ByteCodec implements Codec<ConnectionState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 8;
    }

    @Override
    public void write(ConnectionState state, DataOutput out) throws IOException {
      Wire.writeInt(out, state.panes.size());
      for (Pane pane : state.panes) {
        pane.write(out);
      }
      Wire.writeInt(out, state.members.size());
      for (Map.Entry<String, Member> entry : state.members.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
      Wire.writeInt(out, state.readings.size());
      for (GaugeReading reading : state.readings) {
        reading.write(out);
      }
      out.writeDouble(state.usualAttempts);
      out.writeLong(state.learnedAt);
      out.writeLong(state.judgedFrom);
      Wire.writeInt(out, state.forecastSlots);
      Wire.writeInt(out, state.strainSlots);
      out.writeBoolean(state.active);
      Wire.writeString(out, state.subject);
      Wire.writeString(out, state.loudest);
      out.writeLong(state.openedAt);
      Wire.writeLong(out, state.onset);
      Wire.writeLong(out, state.refused);
      out.writeLong(state.firstRefusedAt);
      out.writeLong(state.troubleAt);
      ExhaustionLine.writeList(state.lines, out);
      Wire.writeLong(out, state.tooFast);
      Wire.writeString(out, state.endpoint);
      state.loop.write(out);
      state.history.write(out);
      Wire.writeLong(out, state.learnedLimit);
      out.writeBoolean(state.ofPool);
      Wire.writeLong(out, state.poolEmpty);
      out.writeBoolean(state.risen);
      out.writeBoolean(state.inferred != null);
      if (state.inferred != null) {
        state.inferred.write(out);
      }
      state.gauge.write(out);
      state.hourOfGauge.write(out);
      state.declaration.write(out);
    }

    @Override
    public ConnectionState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a database's state");
      ConnectionState state = new ConnectionState();
      for (int left = Wire.readLength(in); left > 0; left--) {
        state.panes.add(Pane.read(in));
      }
      for (int left = Wire.readLength(in); left > 0; left--) {
        String name = Wire.readString(in);
        state.members.put(name, Member.read(version, in));
      }
      for (int left = Wire.readLength(in); left > 0; left--) {
        state.readings.add(GaugeReading.read(in));
      }
      state.usualAttempts = in.readDouble();
      state.learnedAt = in.readLong();
      state.judgedFrom = in.readLong();
      state.forecastSlots = Wire.readInt(in);
      state.strainSlots = Wire.readInt(in);
      state.active = in.readBoolean();
      state.subject = Wire.readString(in);
      state.loudest = Wire.readString(in);
      state.openedAt = in.readLong();
      state.onset = Wire.readLong(in);
      state.refused = Wire.readLong(in);
      state.firstRefusedAt = in.readLong();
      state.troubleAt = in.readLong();
      state.lines = ExhaustionLine.readList(in);
      if (version >= 2) {
        state.tooFast = Wire.readLong(in);
        state.endpoint = Wire.readString(in);
        state.loop = LoopState.read(in);
        state.history = PeakHistory.read(in);
      }
      if (version >= 3) {
        state.learnedLimit = Wire.readLong(in);
      }
      if (version >= 4) {
        state.ofPool = in.readBoolean();
        state.poolEmpty = Wire.readLong(in);
      }
      if (version >= 5) {
        state.risen = in.readBoolean();
        state.inferred = in.readBoolean() ? InferredDatabase.read(version, in) : null;
      }
      if (version >= 6) {
        state.gauge.read(in);
      }
      if (version >= 7) {
        state.hourOfGauge.read(in);
      }
      if (version >= 8) {
        state.declaration = Declaration.read(in);
      }
      return state;
    }
  }
}
