package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.ConnectionSettings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Lines by which a server refuses that {@link Complaints} does not believe, and that go on.
 *
 * <p>Calls that answer well beside them may do so from a cache, or leave something out. That wakes
 * nobody, but where it is new for the function and lasts, somebody should look at it by day. New is
 * what is <i>newLineRatio</i> times the share of calls that was usual before the first line; of a
 * function that was not known before nothing is new. It lasts where half of the minutes of
 * <i>lineTicketSeconds</i> have such lines, and is over after {@link #SILENCE_MILLIS} without.
 */
final class UnbelievedLines {

  static final long SILENCE_MILLIS = 300_000;

  private static final long NEVER = Long.MIN_VALUE;
  private static final long MINUTE = 60_000;

  /** Slot of the first line, and of the latest. */
  private long since = NEVER;

  private long lastAt = NEVER;

  private long calls;
  private long lines;

  /** Minutes with a line. */
  private long minutes;

  /** Lines a call that were usual before the first one; negative where unknown. */
  private float usual = (float) FunctionShare.UNKNOWN;

  private boolean open;
  private boolean over;

  void add(long end, FunctionShare share, boolean believed, ConnectionSettings settings) {
    over = false;
    if (believed) {
      over = open;
      clear();
      return;
    }
    if (since != NEVER && end - lastAt >= SILENCE_MILLIS) {
      over = open;
      clear();
    }
    if (since == NEVER && share.refused > 0) {
      since = end;
      usual = (float) share.usualRefusals;
    }
    if (since == NEVER) {
      return;
    }
    calls += Math.max(share.ended, share.failures);
    if (share.refused > 0) {
      minutes += lastAt == NEVER || end / MINUTE != lastAt / MINUTE ? 1 : 0;
      lines += share.refused;
      lastAt = end;
    }
    long lasted = lastAt - since;
    open |=
        usual >= 0
            && lasted >= settings.lineTicketMillis
            && 2 * minutes * MINUTE >= lasted
            && lines >= settings.newLineRatio * usual * calls;
  }

  private void clear() {
    since = NEVER;
    lastAt = NEVER;
    calls = 0;
    lines = 0;
    minutes = 0;
    open = false;
  }

  /** Is it worth a ticket? */
  boolean open() {
    return open;
  }

  /** Was it until this slot? */
  boolean over() {
    return over;
  }

  long since() {
    return since;
  }

  long lines() {
    return lines;
  }

  /** Lines a call, and how many were usual. */
  double share() {
    return calls == 0 ? 0 : (double) lines / calls;
  }

  double usual() {
    return usual;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeLong(lastAt);
    Wire.writeLong(out, calls);
    Wire.writeLong(out, lines);
    Wire.writeLong(out, minutes);
    out.writeFloat(usual);
    out.writeBoolean(open);
  }

  static UnbelievedLines read(DataInput in) throws IOException {
    UnbelievedLines read = new UnbelievedLines();
    read.since = in.readLong();
    read.lastAt = in.readLong();
    read.calls = Wire.readLong(in);
    read.lines = Wire.readLong(in);
    read.minutes = Wire.readLong(in);
    read.usual = in.readFloat();
    read.open = in.readBoolean();
    return read;
  }
}
