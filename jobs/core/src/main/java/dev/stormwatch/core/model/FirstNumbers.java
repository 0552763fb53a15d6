package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where batches that succeeded began, as a set that answers "surely not" or "perhaps": two bits for
 * each sequence number, by its hash (a Bloom filter). It merges in any order and stays small
 * however many batches there were; who asks whether a batch was never processed must take a perhaps
 * for a yes. With 25 batches in a slot one such answer in 400 is wrong.
 */
public final class FirstNumbers {

  private static final int WORDS = 16;
  private static final int BITS = 64 * WORDS;

  private long[] bits = new long[0];

  void add(String number) {
    long hash = Hash64.of(number);
    room();
    set(first(hash));
    set(second(hash));
  }

  private void room() {
    bits = bits.length == 0 ? new long[WORDS] : bits;
  }

  private void set(int bit) {
    bits[bit >>> 6] |= 1L << bit;
  }

  private boolean has(int bit) {
    return (bits[bit >>> 6] & (1L << bit)) != 0;
  }

  private static int first(long hash) {
    return (int) (hash & (BITS - 1));
  }

  private static int second(long hash) {
    return (int) (hash >>> 32 & (BITS - 1));
  }

  /** Did perhaps a batch begin with it? */
  public boolean mayHold(String number) {
    long hash = Hash64.of(number);
    return bits.length > 0 && has(first(hash)) && has(second(hash));
  }

  void addAll(FirstNumbers other) {
    if (other.bits.length > 0) {
      room();
      for (int i = 0; i < WORDS; i++) {
        bits[i] |= other.bits[i];
      }
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(bits.length > 0);
    for (long word : bits) {
      out.writeLong(word);
    }
  }

  static FirstNumbers read(DataInput in) throws IOException {
    FirstNumbers numbers = new FirstNumbers();
    if (in.readBoolean()) {
      numbers.room();
      for (int i = 0; i < WORDS; i++) {
        numbers.bits[i] = in.readLong();
      }
    }
    return numbers;
  }
}
