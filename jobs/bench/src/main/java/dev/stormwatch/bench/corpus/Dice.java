package dev.stormwatch.bench.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Seeded chance. {@link Random} because its sequence is part of its specification, so that a seed
 * means the same corpus on every JDK.
 */
final class Dice {

  private final Random random;

  /** Dice for one purpose: a change to what one purpose draws leaves the others alone. */
  Dice(long seed, String purpose) {
    this.random = new Random(mix(mix(seed) + purpose.hashCode()));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  double uniform() {
    return random.nextDouble();
  }

  long bits() {
    return random.nextLong();
  }

  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * random.nextGaussian());
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A version 4 UUID, as Lambda's request ids are. */
  String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  /** Sixteen hexadecimal digits. */
  String hex16() {
    return String.format(Locale.ROOT, "%016x", random.nextLong());
  }

  /** The finalizer of SplitMix64: neighbouring seeds give unrelated states. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
