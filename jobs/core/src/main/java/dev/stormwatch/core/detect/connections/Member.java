package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is kept of one function of a database. */
final class Member {
  long living;
  long open;
  long heardAt;
  long memoryMegabytes;

  /** Most environments since the incident opened, else ever. */
  long peak;

  /** Lines of the open incident; of a database that nobody declared those that are believed. */
  long refused;

  /** Words by which it was refused last, see {@link ExhaustionLine}; empty where it was not. */
  String words = "";

  /** Learned mean duration of a call, and how many calls taught it. */
  double usualMicros;

  long seen;

  /** Environments at the latest reading of a gauge, and how many more than at the one before. */
  long atReading;

  long grown;

  Complaints complaints = new Complaints();

  /** Environments that had been let in when the database first refused one in an incident. */
  long atRefusal;

  UnbelievedLines unbelieved = new UnbelievedLines();

  /** As the latest slot told them; not kept between slots. */
  long fresh;

  long milliConcurrency;
  long usualMilliConcurrency;

  @Nullable Release release;

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, living);
    Wire.writeLong(out, open);
    Wire.writeLong(out, heardAt);
    Wire.writeLong(out, memoryMegabytes);
    Wire.writeLong(out, peak);
    Wire.writeLong(out, refused);
    out.writeDouble(usualMicros);
    Wire.writeLong(out, seen);
    Wire.writeLong(out, atReading);
    Wire.writeLong(out, grown);
    Wire.writeString(out, words);
    complaints.write(out);
    Wire.writeLong(out, atRefusal);
    unbelieved.write(out);
  }

  /**
   * @param version of the database's state
   */
  static Member read(int version, DataInput in) throws IOException {
    Member member = new Member();
    member.living = Wire.readLong(in);
    member.open = Wire.readLong(in);
    member.heardAt = Wire.readLong(in);
    member.memoryMegabytes = Wire.readLong(in);
    member.peak = Wire.readLong(in);
    member.refused = Wire.readLong(in);
    member.usualMicros = in.readDouble();
    member.seen = Wire.readLong(in);
    member.atReading = Wire.readLong(in);
    member.grown = Wire.readLong(in);
    member.words = version >= 3 ? Wire.readString(in) : "";
    member.complaints = version >= 4 ? Complaints.read(in) : new Complaints();
    if (version >= 5) {
      member.atRefusal = Wire.readLong(in);
      member.unbelieved = UnbelievedLines.read(in);
    }
    return member;
  }
}
