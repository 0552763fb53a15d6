package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where batches that succeeded began, as a set that answers "surely not" or "perhaps": a bit for
 * each sequence number, by its hash. It merges in any order and stays small however many batches
 * there were; who asks whether a batch was never processed must take a perhaps for a yes.
 */
public final class FirstNumbers {

  private static final int WORDS = 4;

  private final long[] bits = new long[WORDS];

  void add(String number) {
    int bit = bit(number);
    bits[bit >>> 6] |= 1L << bit;
  }

  /** Did perhaps a batch begin with it? */
  public boolean mayHold(String number) {
    int bit = bit(number);
    return (bits[bit >>> 6] & (1L << bit)) != 0;
  }

  private static int bit(String number) {
    return (int) (Hash64.of(number) >>> 56);
  }

  void addAll(FirstNumbers other) {
    for (int i = 0; i < WORDS; i++) {
      bits[i] |= other.bits[i];
    }
  }

  void write(DataOutput out) throws IOException {
    boolean none = Arrays.stream(bits).allMatch(word -> word == 0);
    out.writeBoolean(none);
    for (int i = 0; !none && i < WORDS; i++) {
      out.writeLong(bits[i]);
    }
  }

  static FirstNumbers read(DataInput in) throws IOException {
    FirstNumbers numbers = new FirstNumbers();
    boolean none = in.readBoolean();
    for (int i = 0; !none && i < WORDS; i++) {
      numbers.bits[i] = in.readLong();
    }
    return numbers;
  }
}
