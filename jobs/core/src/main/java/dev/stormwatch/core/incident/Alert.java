package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One message about an incident: what a pager, a file or a person receives. */
public final class Alert {

  /** What happened to the incident: a closed set, part of the public alert format. */
  public enum Action {
    OPEN("open"),
    ESCALATE("escalate"),
    UPDATE("update"),
    RESOLVE("resolve"),
    EXPIRE("expire");

    private final String wireName;

    Action(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public final String incidentId;

  /** 1, 2, … within the incident. */
  public final int sequence;

  public final Action action;
  public final Severity severity;

  /** Start of the mechanism, as it was estimated when the incident opened. */
  public final long onset;

  /** The arrival clock at the decision, epoch milliseconds. */
  public final long decidedAt;

  /** The one line that is read first. */
  public final String headline;

  /** What the decision rests on. */
  public final Finding finding;

  public Alert(
      String incidentId,
      int sequence,
      Action action,
      Severity severity,
      long onset,
      long decidedAt,
      String headline,
      Finding finding) {
    this.incidentId = incidentId;
    this.sequence = sequence;
    this.action = action;
    this.severity = severity;
    this.onset = onset;
    this.decidedAt = decidedAt;
    this.headline = headline;
    this.finding = finding;
  }

  /** The byte form of an alert. */
  public static final class ByteCodec implements Codec<Alert> {

    private static final long serialVersionUID = 1L;

    private final Finding.ByteCodec findings = new Finding.ByteCodec();

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Alert alert, DataOutput out) throws IOException {
      Wire.writeString(out, alert.incidentId);
      Wire.writeInt(out, alert.sequence);
      Wire.writeString(out, alert.action.name());
      Wire.writeString(out, alert.severity.name());
      Wire.writeLong(out, alert.onset);
      Wire.writeLong(out, alert.decidedAt);
      Wire.writeString(out, alert.headline);
      out.writeByte(findings.version());
      findings.write(alert.finding, out);
    }

    @Override
    public Alert read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an alert");
      return new Alert(
          Wire.readString(in),
          Wire.readInt(in),
          Wire.readEnum(Action.class, in),
          Wire.readEnum(Severity.class, in),
          Wire.readLong(in),
          Wire.readLong(in),
          Wire.readString(in),
          findings.read(in.readUnsignedByte(), in));
    }
  }
}
