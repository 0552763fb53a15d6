package dev.stormwatch.core.detect.cascade.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Are calls refused for want of concurrency? Begins and ends only after it was so for a while. */
public final class Refusing {

  /** It is over when the estimate is below so much of the threshold. */
  private static final double RELEASE = 0.5;

  private static final int OPEN = 1;
  private static final int ONRUSH = 2;

  /** End of the first slot of an unbroken run at the limit, epoch milliseconds. */
  private long fullSince = Member.NONE;

  /** When it last came to the limit or left it, epoch milliseconds. */
  private long changedAt = Member.NONE;

  /** Is an incident open about it? */
  private boolean open;

  /**
   * Of a function, did what fills it come at once? See {@link
   * dev.stormwatch.core.detect.cascade.saturation.Onrush}. Of an account, does it only fill up?
   */
  public boolean onrush;

  /** What is to be said. */
  public enum Word {
    NOTHING,
    /** They are, but not yet for long enough to be certain. */
    BUILDS,
    /** They were, but not for long. */
    EASES,
    BEGINS,
    GOES_ON,
    IS_OVER
  }

  /**
   * Takes in a slot.
   *
   * @param refused share of calls that are refused
   * @param threshold from which share on that is too many
   * @param settleMillis how long it must have been so, or not
   */
  public Word judge(long end, double refused, double threshold, long settleMillis) {
    boolean full = refused >= threshold * (open ? RELEASE : 1);
    if (full == (fullSince == Member.NONE)) {
      fullSince = full ? end : Member.NONE;
      changedAt = end;
    }
    boolean settled = end - changedAt >= settleMillis;
    if (full && open) {
      return Word.GOES_ON;
    }
    if (full == open || !settled) {
      return Word.NOTHING;
    }
    open = full;
    return full ? Word.BEGINS : Word.IS_OVER;
  }

  /** The same, but what is not certain yet is told as well, from its second slot on. */
  public Word judgeEarly(long end, double refused, double threshold, long settleMillis) {
    boolean wasFull = fullSince != Member.NONE;
    Word word = judge(end, refused, threshold, settleMillis);
    boolean full = fullSince != Member.NONE;
    if (word != Word.NOTHING || open || !wasFull) {
      return word;
    }
    return full ? Word.BUILDS : Word.EASES;
  }

  /** Is what a word says that calls are not refused, or no longer? */
  public static boolean over(Word word) {
    return word == Word.EASES || word == Word.IS_OVER;
  }

  public boolean open() {
    return open;
  }

  /** Is an incident open about what is full, not only about what fills up? */
  public boolean full() {
    return open && !onrush;
  }

  /** Tells whether it only fills up so far: it is full from the slot on that says otherwise. */
  public void fills(boolean fills, long end) {
    if (onrush && !fills && fullSince != Member.NONE) {
      fullSince = end;
    }
    onrush = fills;
  }

  /** For how long it has been full, milliseconds. */
  public long fullFor(long end) {
    return onrush ? 0 : end - onset(end);
  }

  /** Since when calls are refused, epoch milliseconds; now where they are not. */
  public long onset(long end) {
    return fullSince == Member.NONE ? end : fullSince;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(fullSince);
    out.writeLong(changedAt);
    // One byte, as before there was the second of them.
    out.writeByte((open ? OPEN : 0) | (onrush ? ONRUSH : 0));
  }

  static Refusing read(DataInput in) throws IOException {
    Refusing refusing = new Refusing();
    refusing.fullSince = in.readLong();
    refusing.changedAt = in.readLong();
    byte flags = in.readByte();
    refusing.open = (flags & OPEN) != 0;
    refusing.onrush = (flags & ONRUSH) != 0;
    return refusing;
  }
}
