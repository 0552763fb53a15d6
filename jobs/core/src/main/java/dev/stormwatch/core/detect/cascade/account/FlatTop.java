package dev.stormwatch.core.detect.cascade.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;

/**
 * How long a function's concurrency has stayed at one level, beside what is usual.
 *
 * <p>Calls that come as they please scatter: with a calls in progress of mean duration D, the mean
 * over a pane of T has the variance 2a/k² · (k − 1 + e^−k), k = T/D (of an M/M/∞ queue). Where all
 * places are taken there is nothing left to scatter.
 */
public final class FlatTop {

  /** Width of the panes that concurrency is told of. */
  private static final double PANE_SECONDS = 10;

  /** What was so for about this long is usual. */
  private static final double USUAL_SECONDS = 1800;

  /** Do pollers call it, of which there is a fixed number? */
  public boolean polled;

  /** End of the first slot of the run, epoch milliseconds. */
  private long since = Member.NONE;

  private float low;
  private float high;

  /** Mean concurrency, slowly. */
  private float usual;

  /** Seconds that entered into it. */
  private float known;

  /**
   * Takes in a slot.
   *
   * @param concurrency mean of the newest complete pane
   * @param seconds that a call takes
   * @param range how far a run's readings may be apart, in standard deviations
   * @param steps seconds since the slot before
   */
  public void take(long end, double concurrency, double seconds, double range, double steps) {
    float reading = (float) concurrency;
    known += (float) Math.min(steps, USUAL_SECONDS);
    known = (float) Math.min(known, USUAL_SECONDS);
    usual += (float) (Math.min(1, steps / known) * (reading - usual));
    float newLow = Math.min(low, reading);
    float newHigh = Math.max(high, reading);
    boolean goesOn =
        since != Member.NONE && newHigh - newLow <= range * deviation(newHigh, seconds);
    low = goesOn ? newLow : reading;
    high = goesOn ? newHigh : reading;
    since = goesOn ? since : end;
  }

  /** How long the run has lasted, milliseconds. */
  public long lasts(long end) {
    return since == Member.NONE ? 0 : end - since;
  }

  /** The lowest reading of the run. */
  public double level() {
    return low;
  }

  public double usual() {
    return usual;
  }

  /** For how long the function is known, half an hour at most; milliseconds. */
  public long knownMillis() {
    return (long) (known * 1000);
  }

  /**
   * The least that some functions together used in the latest slots; 0 where that scattered by more
   * than so many standard deviations.
   */
  public static double level(Collection<Member> members, int slots, double range) {
    double low = Double.MAX_VALUE;
    double high = 0;
    int first = Math.max(1, Readings.SLOTS - slots);
    double before = sum(members, first - 1);
    for (int i = first; i < Readings.SLOTS; i++) {
      // A pane is read in two slots, and calls that outlast it are known in the later one.
      double now = sum(members, i);
      double reading = Math.max(now, before);
      before = now;
      low = Math.min(low, reading);
      high = Math.max(high, reading);
    }
    double variance = 0;
    for (Member member : members) {
      double deviation = deviation(member.concurrency(), member.cost.seconds());
      variance += deviation * deviation;
    }
    return high - low <= range * Math.sqrt(variance) ? low : 0;
  }

  private static double sum(Collection<Member> members, int slot) {
    return members.stream().mapToDouble(member -> member.readings.at(slot)).sum();
  }

  /** Standard deviation of a pane's mean where nothing limits concurrency. */
  public static double deviation(double concurrency, double seconds) {
    if (concurrency <= 0 || seconds <= 0) {
      return 0;
    }
    double k = PANE_SECONDS / seconds;
    return Math.sqrt(2 * concurrency / (k * k) * (k - 1 + StrictMath.exp(-k)));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeFloat(low);
    out.writeFloat(high);
    out.writeFloat(usual);
    out.writeFloat(known);
    out.writeBoolean(polled);
  }

  static FlatTop read(DataInput in) throws IOException {
    FlatTop top = new FlatTop();
    top.since = in.readLong();
    top.low = in.readFloat();
    top.high = in.readFloat();
    top.usual = in.readFloat();
    top.known = in.readFloat();
    top.polled = in.readBoolean();
    return top;
  }
}
