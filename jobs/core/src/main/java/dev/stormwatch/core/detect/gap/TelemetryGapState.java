package dev.stormwatch.core.detect.gap;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one account's telemetry: its rhythm, how late it usually is, what is wrong. */
public final class TelemetryGapState {

  static final long NEVER = Long.MIN_VALUE;

  /** What is known of the delivery. */
  enum Condition {
    WELL,
    /** Nothing comes. */
    SILENT,
    /** What comes is old. */
    LATE
  }

  /** One function's rhythm. */
  static final class Member {

    /** Share of the slots in which it is heard, lately. */
    double presence;

    long slots;

    /** End of the last slot in which it was heard. */
    long heardAt = NEVER;

    /** Its shortest lag of a slot, lately, milliseconds; negative before the first. */
    double usualLagMillis = -1;

    /** End of the first of its slots in a row whose records are old. */
    long lateSince = NEVER;

    /** End of the first slot in which it was heard. */
    long since = NEVER;

    /** Since when it is heard nearly always. */
    long steadySince = NEVER;

    /** Share of the slots in which it is heard, over the last minutes. */
    float recent;

    /** Its longest silence that was none of delivery's, milliseconds; fades over days. */
    long longestSilenceMillis;

    /** When it was last told that it is missed; {@link #NEVER} while it is not. */
    long toldAt = NEVER;
  }

  String account = "";
  String region = "";

  /** By name; of many, those whose names come first. */
  final TreeMap<String, Member> members = new TreeMap<>();

  /** Ends of the first slot in which anything was heard, and of the last. */
  long since = NEVER;

  long heardAt = NEVER;

  /** Share of the slots in which anything is heard, lately. */
  double presence;

  /** The same over hours. */
  double usualPresence;

  /** Slots with data. */
  long slots;

  /** The longest silence that was none of delivery's, milliseconds; fades over days. */
  double longestSilenceMillis;

  Condition condition = Condition.WELL;

  /** When the condition began. */
  long onset = NEVER;

  /** Age of the oldest that came while delivery was not well, milliseconds. */
  long oldestMillis;

  /** Last line of the functions that fell silent together; {@link #NEVER} while none have. */
  long goneAt = NEVER;

  /** How many spoke until then. */
  int goneOf;

  /** When it was last told that they are missed. */
  long goneToldAt = NEVER;

  /**
   * The byte form of the state. Version 2 added what tells that one function is missed, version 3
   * that most are, version 4 that traffic fades over hours.
   */
  public static final class ByteCodec implements Codec<TelemetryGapState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 4;
    }

    @Override
    public void write(TelemetryGapState state, DataOutput out) throws IOException {
      Wire.writeString(out, state.account);
      Wire.writeString(out, state.region);
      Wire.writeLong(out, state.since);
      Wire.writeLong(out, state.heardAt);
      out.writeDouble(state.presence);
      Wire.writeLong(out, state.slots);
      out.writeDouble(state.longestSilenceMillis);
      Wire.writeString(out, state.condition.name());
      Wire.writeLong(out, state.onset);
      Wire.writeLong(out, state.oldestMillis);
      Wire.writeInt(out, state.members.size());
      for (Map.Entry<String, Member> entry : state.members.entrySet()) {
        Wire.writeString(out, entry.getKey());
        out.writeDouble(entry.getValue().presence);
        Wire.writeLong(out, entry.getValue().slots);
        Wire.writeLong(out, entry.getValue().heardAt);
        out.writeDouble(entry.getValue().usualLagMillis);
        Wire.writeLong(out, entry.getValue().lateSince);
        Wire.writeLong(out, entry.getValue().since);
        Wire.writeLong(out, entry.getValue().steadySince);
        out.writeFloat(entry.getValue().recent);
        Wire.writeLong(out, entry.getValue().longestSilenceMillis);
        Wire.writeLong(out, entry.getValue().toldAt == NEVER ? 0 : entry.getValue().toldAt);
      }
      Wire.writeLong(out, state.goneAt == NEVER ? 0 : state.goneAt);
      Wire.writeInt(out, state.goneOf);
      Wire.writeLong(out, state.goneToldAt == NEVER ? 0 : state.goneToldAt);
      out.writeDouble(state.usualPresence);
    }

    @Override
    public TelemetryGapState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a delivery's state");
      TelemetryGapState state = new TelemetryGapState();
      state.account = Wire.readString(in);
      state.region = Wire.readString(in);
      state.since = Wire.readLong(in);
      state.heardAt = Wire.readLong(in);
      state.presence = in.readDouble();
      state.slots = Wire.readLong(in);
      state.longestSilenceMillis = in.readDouble();
      state.condition = Wire.readEnum(Condition.class, in);
      state.onset = Wire.readLong(in);
      state.oldestMillis = Wire.readLong(in);
      int members = Wire.readLength(in);
      if (members > TelemetrySlot.FUNCTIONS) {
        throw new IOException(members + " functions of one account: the bytes are damaged");
      }
      for (int left = members; left > 0; left--) {
        Member member = new Member();
        String name = Wire.readString(in);
        member.presence = in.readDouble();
        member.slots = Wire.readLong(in);
        member.heardAt = Wire.readLong(in);
        member.usualLagMillis = in.readDouble();
        member.lateSince = Wire.readLong(in);
        if (version >= 2) {
          member.since = Wire.readLong(in);
          member.steadySince = Wire.readLong(in);
          member.recent = in.readFloat();
          member.longestSilenceMillis = Wire.readLong(in);
          member.toldAt = readTime(in);
        } else {
          member.since = state.since;
          member.steadySince = state.heardAt;
          member.recent = (float) member.presence;
        }
        state.members.put(name, member);
      }
      if (version >= 3) {
        state.goneAt = readTime(in);
        state.goneOf = Wire.readInt(in);
        state.goneToldAt = readTime(in);
      }
      state.usualPresence = version >= 4 ? in.readDouble() : state.presence;
      return state;
    }

    /** A time that is written as 0 where there is none. */
    private static long readTime(DataInput in) throws IOException {
      long time = Wire.readLong(in);
      return time == 0 ? NEVER : time;
    }
  }
}
