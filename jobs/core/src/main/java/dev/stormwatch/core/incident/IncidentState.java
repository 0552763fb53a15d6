package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where one incident stands. Times are of the arrival clock, epoch milliseconds. */
public final class IncidentState {

  static final long NEVER = Long.MIN_VALUE;

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

  boolean open() {
    return !incidentId.isEmpty();
  }

  /** The byte form of an incident's state. */
  public static final class ByteCodec implements Codec<IncidentState> {

    private static final long serialVersionUID = 1L;

    private final Finding.ByteCodec findings = new Finding.ByteCodec();

    @Override
    public int version() {
      return 1;
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
      return state;
    }
  }
}
