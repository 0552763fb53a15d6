package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where one incident stands. Times are of the arrival clock, epoch milliseconds. */
public final class IncidentState {

  static final long NEVER = Long.MIN_VALUE;

  /**
   * More openings than this within the flap window are not told apart: the hold is long by then.
   */
  private static final int MAX_OPENINGS = 16;

  /** Empty while no incident is open. */
  String incidentId = "";

  int sequence;
  Severity severity = Severity.INFO;
  long onset;

  /** When the detector last said anything. */
  long lastHeard = NEVER;

  /** Since when the data shows recovery; {@link #NEVER} while it does not. */
  long recoveredSince = NEVER;

  /** The finding that a message about the incident rests on. */
  @Nullable Finding latest;

  Said said = Said.nothing();

  /** Null while no incident is open, and for one that opened before peaks were kept. */
  @Nullable Peak peak;

  /** When it opened within the flap window, oldest first, the open incident included. */
  private long[] openings = {};

  boolean open() {
    return !incidentId.isEmpty();
  }

  /** It opens now: how often within the window, this time included? */
  int opened(long now, long windowMillis) {
    forgetOpeningsBefore(now - windowMillis);
    int kept = Math.min(openings.length, MAX_OPENINGS - 1);
    openings = Arrays.copyOfRange(openings, openings.length - kept, openings.length + 1);
    openings[kept] = now;
    return openings.length;
  }

  int openings() {
    return openings.length;
  }

  void forgetOpeningsBefore(long time) {
    int old = 0;
    while (old < openings.length && openings[old] <= time) {
      old++;
    }
    openings = Arrays.copyOfRange(openings, old, openings.length);
  }

  /** The last of the openings that are kept. */
  long lastOpening() {
    return openings[openings.length - 1];
  }

  /** It is over; how often it was open is all that is kept. */
  void close() {
    incidentId = "";
    sequence = 0;
    severity = Severity.INFO;
    onset = 0;
    lastHeard = NEVER;
    recoveredSince = NEVER;
    latest = null;
    said = Said.nothing();
    peak = null;
  }

  /**
   * The byte form of an incident's state. Version 2 added what was said and the openings, 3 the
   * peak.
   */
  public static final class ByteCodec implements Codec<IncidentState> {

    private static final long serialVersionUID = 1L;

    private final Finding.ByteCodec findings = new Finding.ByteCodec();

    @Override
    public int version() {
      return 3;
    }

    @Override
    public void write(IncidentState state, DataOutput out) throws IOException {
      Wire.writeString(out, state.incidentId);
      Wire.writeInt(out, state.sequence);
      Wire.writeString(out, state.severity.name());
      Wire.writeLong(out, state.onset);
      Wire.writeLong(out, state.lastHeard);
      Wire.writeLong(out, state.recoveredSince);
      Finding latest = state.latest;
      out.writeByte(latest == null ? 0 : findings.version());
      if (latest != null) {
        findings.write(latest, out);
      }
      state.said.write(out);
      Wire.writeInt(out, state.openings.length);
      for (long opening : state.openings) {
        Wire.writeLong(out, opening);
      }
      Peak.write(state.peak, out);
    }

    @Override
    public IncidentState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an incident");
      IncidentState state = new IncidentState();
      state.incidentId = Wire.readString(in);
      state.sequence = Wire.readInt(in);
      state.severity = Wire.readEnum(Severity.class, in);
      state.onset = Wire.readLong(in);
      state.lastHeard = Wire.readLong(in);
      state.recoveredSince = Wire.readLong(in);
      int findingVersion = in.readUnsignedByte();
      state.latest = findingVersion == 0 ? null : findings.read(findingVersion, in);
      if (version >= 2) {
        state.said = Said.read(in);
        state.openings = new long[Wire.readLength(in)];
        for (int i = 0; i < state.openings.length; i++) {
          state.openings[i] = Wire.readLong(in);
        }
      } else if (state.latest != null) {
        state.said = state.said.and(state.latest);
      }
      state.peak = version >= 3 ? Peak.read(in) : null;
      return state;
    }
  }
}
