package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long it takes until calls are told of: counts by how many slots ended between a call's start
 * and the slot that told of it. A slow delivery shows so, and a function whose first line is its
 * last.
 *
 * <p>Of the seconds k slots ago a share F(k) of the calls is known, F(k) the share of earlier calls
 * that were told within k slots. So what is known over F(k) is what there was: with four fifths of
 * the calls the others need not be waited for.
 */
public final class Lateness {

  /** Slots told apart; what is told of later is counted by the last of them. */
  public static final int SLOTS = 13;

  /** Of fewer calls it is not known. */
  private static final long ENOUGH = 50;

  /** Counts are halved beyond so many, so that they are those of late. */
  private static final int KEPT = 1 << 12;

  /** What is missing can be added when so large a share is told. */
  private static final double MOSTLY = 0.8;

  /** Of what is told later, nothing is waited for. */
  private static final double NEARLY_ALL = 0.995;

  /** Where it need not be known of each function: the newest seconds, of which much is not told. */
  public static final int UNTOLD_SECONDS = 20;

  /** Nor is longer waited for. */
  public static final long MOST_SECONDS = 60;

  /** Of a smaller share what there was cannot be told. */
  private static final double LEAST = 0.2;

  /** Taken for all of them where it is not known: CloudWatch takes some ten seconds. */
  private static final int USUAL_SLOTS = 3;

  private final int[] told = new int[SLOTS];

  private int total;

  /**
   * Takes in calls.
   *
   * @param seconds from their start to the end of the slot that tells of them
   */
  public void add(long seconds, long slotSeconds, long calls) {
    if (total > KEPT) {
      total = 0;
      for (int i = 0; i < SLOTS; i++) {
        told[i] /= 2;
        total += told[i];
      }
    }
    count(slot(seconds, slotSeconds), (int) calls);
  }

  /** Adds what is known of another function. */
  public void add(Lateness other) {
    for (int i = 0; i < SLOTS; i++) {
      count(i, other.told[i]);
    }
  }

  private void count(int slot, int calls) {
    told[slot] += calls;
    total += calls;
  }

  private static int slot(long seconds, long slotSeconds) {
    return (int) Math.min(SLOTS - 1, Math.max(0, (seconds - 1) / slotSeconds));
  }

  /** Is enough told to say it? */
  public boolean known() {
    return total >= ENOUGH;
  }

  /** Slots after which most calls are told. */
  public int slots() {
    int slots = known() ? 0 : USUAL_SLOTS;
    while (slots < SLOTS - 1 && share(slots) < MOSTLY) {
      slots++;
    }
    return slots;
  }

  /** Second up to which nearly all calls are told at another. */
  public long settled(long end, long slotSeconds) {
    return end - settles(slotSeconds);
  }

  /** Seconds after which nearly all calls are told. */
  public long settles(long slotSeconds) {
    int slots = USUAL_SLOTS;
    if (known()) {
      slots = 0;
      while (slots < SLOTS - 1 && share(slots) < NEARLY_ALL) {
        slots++;
      }
    }
    return Math.min(MOST_SECONDS, (slots + 1) * slotSeconds);
  }

  /** Calls of a function in the seconds from one to another, exclusive, those not told yet too. */
  public double count(Member member, long from, long to, long end, long slotSeconds) {
    double count = 0;
    for (long second = from; second < to; second++) {
      // What is known of is told, whatever is expected of it.
      double share = share(slot(end - second, slotSeconds));
      count += member.at(second) / Math.max(LEAST, share);
    }
    return count;
  }

  /** Share of the calls that are told within so many slots. */
  private double share(int slots) {
    if (!known()) {
      return 1;
    }
    double soFar = 0;
    for (int i = 0; i <= slots; i++) {
      soFar += told[i];
    }
    return soFar / total;
  }

  void write(DataOutput out) throws IOException {
    for (int calls : told) {
      Wire.writeInt(out, calls);
    }
  }

  static Lateness read(DataInput in) throws IOException {
    Lateness lateness = new Lateness();
    for (int i = 0; i < SLOTS; i++) {
      lateness.count(i, Wire.readInt(in));
    }
    return lateness;
  }
}
