package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The byte form of what is kept of one function; its version is that of the account's state. */
final class MemberBytes {

  private MemberBytes() {}

  static void write(Member member, DataOutput out, long end) throws IOException {
    member.starts.write(out, end);
    out.writeDouble(member.usual);
    out.writeDouble(member.largest);
    out.writeLong(member.burst.since);
    out.writeDouble(member.burst.usual);
    Wire.writeLong(out, member.burst.calls);
    Wire.writeLong(out, member.burst.peak);
    out.writeLong(member.burst.start);
    out.writeLong(member.burst.coolSince);
    member.cost.write(out);
    member.readings.write(out);
    Wire.writeLong(out, member.living);
    member.refusing.write(out);
    out.writeLong(member.heardAt);
    out.writeDouble(member.largestTree);
    Wire.writeLong(out, member.traced);
    Wire.writeLong(out, member.tracedOf);
    member.cut.write(out);
    member.flatTop.write(out);
    member.lateness.write(out);
    member.trail.write(out);
    out.writeLong(member.clockAt);
    out.writeBoolean(member.backlogAt != Member.NONE);
    if (member.backlogAt != Member.NONE) {
      out.writeLong(member.backlogAt);
    }
    member.sizes.write(out);
    member.work.write(out);
    member.failed.write(out);
  }

  /**
   * @param version of the account's state
   */
  static Member read(int version, DataInput in, long end) throws IOException {
    Member member = new Member();
    member.starts.read(in, end);
    member.usual = in.readDouble();
    member.largest = in.readDouble();
    member.burst.since = in.readLong();
    member.burst.usual = in.readDouble();
    member.burst.calls = Wire.readLong(in);
    member.burst.peak = Wire.readLong(in);
    member.burst.start = in.readLong();
    member.burst.coolSince = in.readLong();
    member.cost = CallCost.read(in);
    member.readings.read(in);
    member.living = Wire.readLong(in);
    member.refusing = Refusing.read(in);
    member.heardAt = in.readLong();
    if (version >= 2) {
      member.largestTree = in.readDouble();
      member.traced = Wire.readLong(in);
      member.tracedOf = Wire.readLong(in);
    }
    if (version >= 4) {
      member.cut = CutCalls.read(in);
    }
    if (version >= 5) {
      member.flatTop = FlatTop.read(in);
    }
    if (version >= 6) {
      member.lateness = Lateness.read(in);
      member.trail = Trail.read(in);
      member.clockAt = in.readLong();
    }
    if (version >= 9) {
      member.backlogAt = in.readBoolean() ? in.readLong() : Member.NONE;
      member.sizes = TreeSizes.read(in);
    }
    if (version >= 10) {
      member.work = Trail.read(in);
    }
    if (version >= 11) {
      member.failed = Trail.read(in);
    }
    return member;
  }
}
