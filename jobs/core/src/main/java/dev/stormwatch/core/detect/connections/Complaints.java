package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.ConnectionSettings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Do a function's lines about connections mean what they say?
 *
 * <p>A line is a claim: a form can list too many connections as well. What makes it believed are
 * the calls beside it, over the refusal window, from its first line on. Lines by which a server
 * refuses are believed where calls fail, <i>failuresPerLine</i> times as many as there are lines;
 * or, as a handler may catch the error and answer, where <i>complainingShare</i> of the calls say
 * so and that is <i>newLineRatio</i> times the function's own usual share. Lines of an empty pool
 * are told by many libraries that wait and go on, so they are believed only where about as many
 * calls fail, neither fewer nor more than by <i>failuresPerLine</i>, and those are
 * <i>complainingShare</i> of all.
 */
final class Complaints {

  private static final int REFUSES = 1;
  private static final int POOL_IS_EMPTY = 2;

  /** One slot of the window. */
  private static final class Slot {
    long end;
    long calls;
    long failures;
    long refused;
    long poolEmpty;

    long lines() {
      return refused + poolEmpty;
    }
  }

  /** Oldest first. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  /** The first lines of the window, while they are not believed. */
  private List<ExhaustionLine> lines = new ArrayList<>();

  /** Lines a call that are usual for the function; negative while unknown. */
  private float usual = (float) FunctionShare.UNKNOWN;

  private boolean refuses;
  private boolean poolIsEmpty;

  /** Takes in what a function did in a slot. */
  void add(long end, FunctionShare share) {
    Slot slot = new Slot();
    slot.end = end;
    slot.calls = Math.max(share.ended, share.failures);
    slot.failures = share.failures;
    slot.refused = share.refused;
    slot.poolEmpty = share.poolEmpty;
    slots.addLast(slot);
    lines = ExhaustionLine.first(lines, share.lines);
    usual = (float) share.usualRefusals;
  }

  /**
   * Drops what is older than the window and judges what is left.
   *
   * @param keep is what was believed to stay so, as in an incident that is told of?
   */
  void judge(long end, boolean keep, ConnectionSettings settings) {
    // What failed before the first line is not why it was written.
    while (!slots.isEmpty()
        && (slots.getFirst().end <= end - settings.refusalWindowMillis
            || slots.getFirst().lines() == 0
            || slots.size() > ConnectionState.PANES)) {
      slots.removeFirst();
    }
    long calls = 0;
    long failures = 0;
    long refused = 0;
    long pool = 0;
    for (Slot slot : slots) {
      calls += slot.calls;
      failures += slot.failures;
      refused += slot.refused;
      pool += slot.poolEmpty;
    }
    double enough = settings.complainingShare * calls;
    boolean isNew =
        usual >= 0 && refused >= enough && refused >= settings.newLineRatio * usual * calls;
    boolean failing = failures >= settings.failuresPerLine * refused;
    boolean poolFails =
        failures >= Math.max(enough, settings.failuresPerLine * pool)
            && failures >= settings.undeclaredRefusals
            && pool >= settings.failuresPerLine * failures;
    refuses = keep && refuses || refused > 0 && (failing || isNew);
    poolIsEmpty = keep && poolIsEmpty || pool > 0 && poolFails;
    if (!believed()) {
      long oldest = end - settings.refusalWindowMillis - settings.delayMillis;
      lines.removeIf(line -> line.at < oldest);
    }
  }

  boolean believed() {
    return refuses || poolIsEmpty;
  }

  /** Of the newest slot. */
  long newestRefused() {
    return refuses && !slots.isEmpty() ? slots.getLast().refused : 0;
  }

  /** Of the newest slot. */
  long newestPoolEmpty() {
    return poolIsEmpty && !slots.isEmpty() ? slots.getLast().poolEmpty : 0;
  }

  /** Lines of the window by which a server refuses, as far as they are believed. */
  long refused() {
    return refuses ? slots.stream().mapToLong(slot -> slot.refused).sum() : 0;
  }

  /** Lines of the window that tell of an empty pool, as far as they are believed. */
  long poolEmpty() {
    return poolIsEmpty ? slots.stream().mapToLong(slot -> slot.poolEmpty).sum() : 0;
  }

  /** The first lines, each once. */
  List<ExhaustionLine> takeLines() {
    List<ExhaustionLine> taken = lines;
    lines = new ArrayList<>();
    return taken;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, slots.size());
    long before = 0;
    for (Slot slot : slots) {
      Wire.writeLong(out, slot.end - before);
      before = slot.end;
      Wire.writeLong(out, slot.calls);
      Wire.writeLong(out, slot.failures);
      Wire.writeLong(out, slot.refused);
      Wire.writeLong(out, slot.poolEmpty);
    }
    ExhaustionLine.writeList(lines, out);
    out.writeFloat(usual);
    out.writeByte((refuses ? REFUSES : 0) | (poolIsEmpty ? POOL_IS_EMPTY : 0));
  }

  static Complaints read(DataInput in) throws IOException {
    Complaints complaints = new Complaints();
    long before = 0;
    for (int left = Wire.readLength(in); left > 0; left--) {
      Slot slot = new Slot();
      slot.end = before + Wire.readLong(in);
      before = slot.end;
      slot.calls = Wire.readLong(in);
      slot.failures = Wire.readLong(in);
      slot.refused = Wire.readLong(in);
      slot.poolEmpty = Wire.readLong(in);
      complaints.slots.addLast(slot);
    }
    complaints.lines = ExhaustionLine.readList(in);
    complaints.usual = in.readFloat();
    int flags = in.readByte();
    complaints.refuses = (flags & REFUSES) != 0;
    complaints.poolIsEmpty = (flags & POOL_IS_EMPTY) != 0;
    return complaints;
  }
}
