package dev.stormwatch.core.detect.cascade;

import java.util.PriorityQueue;

/** Calls of varied length, in as many places as there are: of more, those are refused. */
public final class Places {

  private final Life life;
  private final int most;
  private final PriorityQueue<Double> ends = new PriorityQueue<>();

  public Places(Life life, int most) {
    this.life = life;
    this.most = most;
  }

  /** When the call ends; NaN if it is refused. */
  public double take(String function, double at, double seconds) {
    while (!ends.isEmpty() && ends.peek() <= at) {
      ends.remove();
    }
    if (ends.size() >= most) {
      return Double.NaN;
    }
    double lasts = seconds * Math.exp(0.5 * life.dice.nextGaussian());
    ends.add(at + lasts);
    life.account.call(function, at, lasts);
    return at + lasts;
  }
}
