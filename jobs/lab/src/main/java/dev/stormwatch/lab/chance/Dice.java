package dev.stormwatch.lab.chance;

import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/**
 * Seeded chance. {@link Random} rather than a better generator because its sequence is part of its
 * specification, so that a seed means the same recording on every JDK.
 */
public final class Dice {

  private final long seed;
  private final Random random;

  public Dice(long seed) {
    this.seed = seed;
    this.random = new Random(mix(seed));
  }

  /** Dice for one purpose. What they show depends on the seed and the purpose alone. */
  public Dice forPurpose(String purpose) {
    return new Dice(mix(seed) + purpose.hashCode());
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  public long bits() {
    return random.nextLong();
  }

  public double gaussian() {
    return random.nextGaussian();
  }

  /** Knuth's product of uniforms, good for the small means of short bins. */
  public int poisson(double mean) {
    if (mean > 500) { // the limit below would underflow; a sum of Poisson numbers is one
      return poisson(mean / 2) + poisson(mean / 2);
    }
    double product = random.nextDouble();
    if (product < 1 - mean) { // below exp(-mean), too, which most short bins need not know
      return 0;
    }
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** A version 4 UUID, as Lambda's request ids are. */
  public String requestId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  /** 32 hexadecimal digits, as at the end of a log stream's name. */
  public String hex32() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  /** The finalizer of SplitMix64: neighbouring seeds give unrelated states. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
