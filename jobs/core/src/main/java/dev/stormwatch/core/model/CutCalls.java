package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Calls of which one delivery told the beginning and a later one the end: from them it can be told
 * how many deliveries are lost.
 *
 * <p>A log stream is delivered piece by piece, mostly in order, and pieces end anywhere, inside of
 * calls too. Of a call that is cut so, the end without the beginning says that the piece before was
 * lost. Whether the end came does not depend on that, so their share among ends is the share that
 * is lost. Where single lines are lost instead, calls inside of a piece show the same, and most
 * calls still show by another of their lines.
 */
public final class CutCalls {

  /** Fewer cut calls tell nothing. */
  private static final long ENOUGH = 20;

  /** So little can be a beginning before the stream was read, or a delivery that came twice. */
  private static final double LEAST = 0.02;

  /** Of more calls the first line must be filtered out, not lost. */
  private static final double MOST = 0.5;

  /** Both halves came. */
  public long met;

  /** The end came, the beginning did not. */
  public long beheaded;

  /** The end came inside of a piece that ought to have held the beginning, and does not. */
  public long torn;

  /** Ends inside of pieces. */
  public long whole;

  /**
   * Counts a call that has ended.
   *
   * @param flags those of {@link FunctionSlot#requests} that came with the end
   * @param all those and earlier ones
   */
  public void ended(int flags, int all, long weight) {
    if ((flags & FunctionSlot.CUT_ON) != 0) {
      if ((all & FunctionSlot.CUT_OFF) != 0) {
        met += weight;
      } else {
        beheaded += weight;
      }
    } else if ((flags & FunctionSlot.CUT_OFF) == 0) {
      whole += weight;
      torn += (flags & FunctionSlot.TORN) == 0 ? 0 : weight;
    }
  }

  /** Counts a beginning that came after its end, which was taken for beheaded. */
  public void began(long weight) {
    met += weight;
    beheaded -= weight;
  }

  /** The share of the deliveries that is lost, and so of the calls; not a number if not known. */
  public double lostShare() {
    long ends = met + beheaded;
    double share = ends == 0 ? 0 : beheaded / (double) ends;
    if (ends < ENOUGH || share > MOST) {
      return Double.NaN;
    }
    boolean byLine = torn > LEAST * whole;
    return share < LEAST || byLine ? 0 : share;
  }

  public void add(CutCalls other) {
    met += other.met;
    beheaded += other.beheaded;
    torn += other.torn;
    whole += other.whole;
  }

  /** Lets what is known count for half. */
  public void halve() {
    met /= 2;
    beheaded /= 2;
    torn /= 2;
    whole /= 2;
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeLong(out, met);
    Wire.writeLong(out, beheaded);
    Wire.writeLong(out, torn);
    Wire.writeLong(out, whole);
  }

  public static CutCalls read(DataInput in) throws IOException {
    CutCalls cut = new CutCalls();
    cut.met = Wire.readLong(in);
    cut.beheaded = Wire.readLong(in);
    cut.torn = Wire.readLong(in);
    cut.whole = Wire.readLong(in);
    return cut;
  }
}
