package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How full a database was in the last days, and what held connections that nobody explains. */
final class PeakHistory {

  static final long NEVER = Long.MIN_VALUE;

  static final long HOUR = 3_600_000;
  static final long DAY = 24 * HOUR;

  /** Days and hours kept. */
  static final int KEPT = 8;

  /** Why a ticket is open. */
  enum Ticket {
    NONE,
    VULNERABLE,
    DAYS_RISE,
    LEAK,
    DECLARED_TOO_MANY,
    FULL,
    RISING,
    SLOWING
  }

  /** Where the database is, for a word while it is silent. */
  String account = "";

  String region = "";
  String database = "";

  /** Days and hours are counted from when it was first heard of. */
  long dayStart = NEVER;

  long hourStart = NEVER;

  /** Connections of functions at most today so far, other clients at the least this hour. */
  double dayPeak;

  double hourFloor = Double.MAX_VALUE;

  /** Complete ones, the latest first. */
  final float[] dayPeaks = new float[KEPT];

  final float[] hourFloors = new float[KEPT];
  int days;
  int hours;

  Ticket ticket = Ticket.NONE;
  long ticketSince = NEVER;

  /** No ticket before this: a page was just over. */
  long restsUntil = NEVER;

  static void push(float[] latestFirst, double value) {
    System.arraycopy(latestFirst, 0, latestFirst, 1, latestFirst.length - 1);
    latestFirst[0] = (float) value;
  }

  /** Connections of functions at most on a day before this one; 0 where none is known. */
  double highestDay() {
    double highest = 0;
    for (int i = 0; i < days; i++) {
      highest = Math.max(highest, dayPeaks[i]);
    }
    return highest;
  }

  /** A page takes the ticket's place. */
  void paged(long until) {
    ticket = Ticket.NONE;
    restsUntil = until;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, account);
    Wire.writeString(out, region);
    Wire.writeString(out, database);
    out.writeLong(dayStart);
    out.writeLong(hourStart);
    out.writeFloat((float) dayPeak);
    out.writeDouble(hourFloor);
    Wire.writeInt(out, days);
    Wire.writeInt(out, hours);
    for (int i = 0; i < days; i++) {
      out.writeFloat(dayPeaks[i]);
    }
    for (int i = 0; i < hours; i++) {
      out.writeFloat(hourFloors[i]);
    }
    Wire.writeString(out, ticket.name());
    out.writeLong(ticketSince);
    out.writeLong(restsUntil);
  }

  static PeakHistory read(DataInput in) throws IOException {
    PeakHistory history = new PeakHistory();
    history.account = Wire.readString(in);
    history.region = Wire.readString(in);
    history.database = Wire.readString(in);
    history.dayStart = in.readLong();
    history.hourStart = in.readLong();
    history.dayPeak = in.readFloat();
    history.hourFloor = in.readDouble();
    history.days = length(in);
    history.hours = length(in);
    for (int i = 0; i < history.days; i++) {
      history.dayPeaks[i] = in.readFloat();
    }
    for (int i = 0; i < history.hours; i++) {
      history.hourFloors[i] = in.readFloat();
    }
    history.ticket = Wire.readEnum(Ticket.class, in);
    history.ticketSince = in.readLong();
    history.restsUntil = in.readLong();
    return history;
  }

  private static int length(DataInput in) throws IOException {
    int length = Wire.readInt(in);
    if (length < 0 || length > KEPT) {
      throw new IOException(length + " of " + KEPT + " peaks: the bytes are damaged");
    }
    return length;
  }
}
