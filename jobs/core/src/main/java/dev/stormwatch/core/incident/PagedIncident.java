package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One incident, and what a human was told of it. Times are of the arrival clock. */
final class PagedIncident {

  private static final int MOST_BEGINNING = 16;

  static final long NEVER = Long.MIN_VALUE;

  /** Begins what is told of an incident that is past. */
  static final String OVER = "over by now: ";

  /** What the incident itself said last. */
  Alert latest;

  /** When it was first heard of. */
  final long since;

  /** Was it opened to a human? */
  boolean told;

  int sequence;
  Severity severity = Severity.INFO;
  long lastSent = NEVER;
  int updates;

  /** Something came up that was not sent yet. */
  boolean news;

  /** It was muted or silenced before it was told. */
  boolean keptBack;

  /** It was one page too many, and nobody was told of it yet. */
  boolean overBudget;

  /** Was the incident that explains it named to them? */
  boolean causeNamed;

  /** How many of those that it mutes the messages listed so far. */
  int listed;

  /** Id of the incident that mutes it; empty when none does. */
  String mutedBy = "";

  /** When it was over; {@link #NEVER} while it is not. */
  long ended = NEVER;

  /** Was its end sent, or is there nobody to send it to? */
  boolean endSent;

  /** What it mutes, at most {@link Alert#MAX_INHIBITS}, and how many more. */
  final List<Headline> mutes = new ArrayList<>();

  int moreMuted;

  PagedIncident(Alert first, long since) {
    this.latest = first;
    this.since = since;
  }

  /** Takes in newer figures of what was said last; what was new about that stays so until sent. */
  void refresh(Alert newer) {
    String said = latest.headline;
    int at = said.indexOf(newer.finding.headline.substring(0, beginning(newer.finding)));
    String prefix = at > 0 && (news || !told) ? said.substring(0, at) : "";
    latest =
        Alert.about(newer.finding, id(), latest.sequence, latest.action, newer.decidedAt)
            .severity(latest.severity)
            .onset(latest.onset)
            .headline(Finding.cut(prefix + newer.finding.headline))
            .build();
  }

  /** Characters up to which a headline names its subject, which does not change. */
  private static int beginning(Finding finding) {
    int colon = finding.headline.indexOf(':');
    int all = colon < 0 ? finding.headline.length() : colon;
    return Math.min(all, MOST_BEGINNING);
  }

  String id() {
    return latest.incidentId;
  }

  Finding finding() {
    return latest.finding;
  }

  boolean over() {
    return ended != NEVER;
  }

  /** Was it over before anybody was told that it had begun, for want of budget? */
  boolean owed() {
    return over() && overBudget && !told && mutedBy.isEmpty();
  }

  boolean isPage() {
    return latest.severity == Severity.PAGE;
  }

  /**
   * Is it evidence that builds up, of what would explain others once it is certain? Nobody is told
   * of it, and it mutes nothing: its effects wait for it.
   */
  boolean builds() {
    return latest.severity == Severity.INFO && finding().kind == Kind.CONCURRENCY_SATURATION;
  }

  /** Is it more urgent than a human knows? */
  boolean roseUntold() {
    return latest.severity.compareTo(severity) > 0;
  }

  void mute(PagedIncident effect) {
    list(effect.headline());
    effect.mutedBy = id();
    // What the effect explained itself would else be listed where nobody reads it.
    effect.mutes.forEach(this::list);
    moreMuted += effect.moreMuted;
  }

  private void list(Headline muted) {
    if (muted.incidentId.equals(id())) {
      return; // it was muted by that one, and has become the graver of the two
    }
    for (Headline known : mutes) {
      if (known.incidentId.equals(muted.incidentId)) {
        return;
      }
    }
    if (mutes.size() < Alert.MAX_INHIBITS) {
      mutes.add(muted);
    } else {
      moreMuted++;
    }
  }

  int muted() {
    return mutes.size() + moreMuted;
  }

  Headline headline() {
    return new Headline(id(), Finding.cut(owed() ? OVER + latest.headline : latest.headline));
  }

  /** The next message to a human. */
  Alert message(long now, Action action, String headline, @Nullable Headline cause) {
    told = true;
    overBudget = false;
    sequence++;
    lastSent = now;
    news = false;
    listed = muted();
    if (action == Action.OPEN || action == Action.ESCALATE) {
      severity = latest.severity;
    }
    return Alert.about(latest.finding, id(), sequence, action, now)
        .severity(severity)
        .onset(latest.onset)
        .headline(Finding.cut(headline))
        .inhibits(mutes, moreMuted)
        .inhibitedBy(cause)
        .peak(latest.peak)
        .build();
  }

  void write(Alert.ByteCodec alerts, DataOutput out) throws IOException {
    out.writeByte(alerts.version());
    alerts.write(latest, out);
    Wire.writeLong(out, since);
    out.writeBoolean(told);
    Wire.writeInt(out, sequence);
    Wire.writeString(out, severity.name());
    Wire.writeLong(out, lastSent);
    Wire.writeInt(out, updates);
    out.writeBoolean(news);
    out.writeBoolean(keptBack);
    out.writeBoolean(causeNamed);
    Wire.writeInt(out, listed);
    Wire.writeString(out, mutedBy);
    Wire.writeLong(out, ended);
    out.writeBoolean(endSent);
    Wire.writeInt(out, mutes.size());
    for (Headline muted : mutes) {
      muted.write(out);
    }
    Wire.writeInt(out, moreMuted);
    out.writeBoolean(overBudget);
  }

  /**
   * @param budgeted whether the bytes say what was one page too many, as they do since version 2 of
   *     a pager's state
   */
  static PagedIncident read(Alert.ByteCodec alerts, DataInput in, boolean budgeted)
      throws IOException {
    PagedIncident incident =
        new PagedIncident(alerts.read(in.readUnsignedByte(), in), Wire.readLong(in));
    incident.told = in.readBoolean();
    incident.sequence = Wire.readInt(in);
    incident.severity = Wire.readEnum(Severity.class, in);
    incident.lastSent = Wire.readLong(in);
    incident.updates = Wire.readInt(in);
    incident.news = in.readBoolean();
    incident.keptBack = in.readBoolean();
    incident.causeNamed = in.readBoolean();
    incident.listed = Wire.readInt(in);
    incident.mutedBy = Wire.readString(in);
    incident.ended = Wire.readLong(in);
    incident.endSent = in.readBoolean();
    for (int rows = Wire.readLength(in); rows > 0; rows--) {
      incident.mutes.add(Headline.read(in));
    }
    incident.moreMuted = Wire.readInt(in);
    incident.overBudget = budgeted && in.readBoolean();
    return incident;
  }
}
