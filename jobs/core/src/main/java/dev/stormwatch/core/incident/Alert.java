package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message about an incident: what a pager, a file or a person receives. */
public final class Alert {

  /** Most muted incidents that a message lists: beyond, their number says more than their names. */
  public static final int MAX_INHIBITS = 100;

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

  /**
   * Start of the mechanism, epoch milliseconds, as it was estimated when the incident opened or
   * became more severe.
   */
  public final long onset;

  /** The arrival clock at the decision, epoch milliseconds. */
  public final long decidedAt;

  /** The one line that is read first. */
  public final String headline;

  /** What the decision rests on. */
  public final Finding finding;

  /** What this incident causes and therefore mutes, at most {@link #MAX_INHIBITS}. */
  public final List<Headline> inhibits;

  /** How many more it mutes than are listed. */
  public final int moreInhibited;

  /** The incident that explains this one; null where none does. */
  public final @Nullable Headline inhibitedBy;

  /** How bad it was at its worst, when it is over; null where that is not known. */
  public final @Nullable Peak peak;

  private Alert(Builder built) {
    this.incidentId = built.incidentId;
    this.sequence = built.sequence;
    this.action = built.action;
    this.severity = built.severity;
    this.onset = built.onset;
    this.decidedAt = built.decidedAt;
    this.headline = built.headline;
    this.finding = built.finding;
    this.inhibits = built.inhibits;
    this.moreInhibited = built.moreInhibited;
    this.inhibitedBy = built.inhibitedBy;
    this.peak = built.peak;
  }

  /**
   * A message about a finding, with its severity, onset and headline unless told otherwise; nothing
   * is muted.
   */
  public static Builder about(
      Finding finding, String incidentId, int sequence, Action action, long decidedAt) {
    return new Builder(finding, incidentId, sequence, action, decidedAt);
  }

  /** Puts together what is not the same in every message. */
  public static final class Builder {

    private final Finding finding;
    private final String incidentId;
    private final int sequence;
    private final Action action;
    private final long decidedAt;
    private Severity severity;
    private long onset;
    private String headline;
    private List<Headline> inhibits = List.of();
    private int moreInhibited;
    private @Nullable Headline inhibitedBy;
    private @Nullable Peak peak;

    private Builder(
        Finding finding, String incidentId, int sequence, Action action, long decidedAt) {
      this.finding = finding;
      this.incidentId = incidentId;
      this.sequence = sequence;
      this.action = action;
      this.decidedAt = decidedAt;
      this.severity = finding.severity;
      this.onset = finding.onset;
      this.headline = finding.headline;
    }

    /** The incident's, which may be worse than what was found last. */
    public Builder severity(Severity ofIncident) {
      severity = ofIncident;
      return this;
    }

    public Builder onset(long ofIncident) {
      onset = ofIncident;
      return this;
    }

    public Builder headline(String text) {
      headline = text;
      return this;
    }

    /**
     * @param listed what it mutes
     * @param more how many besides
     */
    public Builder inhibits(List<Headline> listed, int more) {
      inhibits = List.copyOf(listed);
      moreInhibited = more;
      return this;
    }

    public Builder inhibitedBy(@Nullable Headline cause) {
      inhibitedBy = cause;
      return this;
    }

    public Builder peak(@Nullable Peak worst) {
      peak = worst;
      return this;
    }

    public Alert build() {
      return new Alert(this);
    }
  }

  /** Does it say nothing new, and only keeps the figures of its incident current? */
  boolean refreshes() {
    return action == Action.UPDATE && headline.equals(Finding.cut(finding.headline));
  }

  /** Is the incident over with this message? */
  public boolean ends() {
    return action == Action.RESOLVE || action == Action.EXPIRE;
  }

  /**
   * The byte form of an alert. Version 2 added what it inhibits and what inhibits it, 3 its peak.
   */
  public static final class ByteCodec implements Codec<Alert> {

    private static final long serialVersionUID = 1L;

    private final Finding.ByteCodec findings = new Finding.ByteCodec();

    @Override
    public int version() {
      return 3;
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
      Wire.writeInt(out, alert.inhibits.size());
      for (Headline muted : alert.inhibits) {
        muted.write(out);
      }
      Wire.writeInt(out, alert.moreInhibited);
      Headline cause = alert.inhibitedBy;
      out.writeBoolean(cause != null);
      if (cause != null) {
        cause.write(out);
      }
      Peak.write(alert.peak, out);
    }

    @Override
    public Alert read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an alert");
      String incidentId = Wire.readString(in);
      int sequence = Wire.readInt(in);
      Action action = Wire.readEnum(Action.class, in);
      Severity severity = Wire.readEnum(Severity.class, in);
      long onset = Wire.readLong(in);
      long decidedAt = Wire.readLong(in);
      String headline = Wire.readString(in);
      Finding finding = findings.read(in.readUnsignedByte(), in);
      List<Headline> inhibits = new ArrayList<>();
      for (int rows = version >= 2 ? Wire.readLength(in) : 0; rows > 0; rows--) {
        inhibits.add(Headline.read(in));
      }
      int more = version >= 2 ? Wire.readInt(in) : 0;
      Headline cause = version >= 2 && in.readBoolean() ? Headline.read(in) : null;
      return about(finding, incidentId, sequence, action, decidedAt)
          .severity(severity)
          .onset(onset)
          .headline(headline)
          .inhibits(inhibits, more)
          .inhibitedBy(cause)
          .peak(version >= 3 ? Peak.read(in) : null)
          .build();
    }
  }
}
