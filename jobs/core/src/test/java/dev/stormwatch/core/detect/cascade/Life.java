package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.settings.TestSettings;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/** A function that is called now and then, and what a test adds. */
public final class Life {

  public static final int START = 400;

  public final Random dice;
  public final Account account;

  public Life(long seed, double usual) {
    dice = new Random(seed);
    account = new Account(TestSettings.usual().settings());
    arrivals("other", 0, 800, at -> 3, 3);
    arrivals("work", 0, 800, at -> usual, usual);
  }

  /** Calls of people who do not know of one another, at a rate that changes. */
  public void arrivals(
      String function, double from, double to, DoubleUnaryOperator perSecond, double most) {
    double at = from;
    while (most > 0) {
      at -= Math.log(1 - dice.nextDouble()) / most;
      if (at >= to) {
        return;
      }
      if (dice.nextDouble() * most < perSecond.applyAsDouble(at - START)) {
        account.call(function, at);
      }
    }
  }

  /**
   * Calls that call the function again, as long as there is a place for them to run in; the others
   * wait.
   *
   * @param gain calls that one call causes, in the mean
   * @param seconds what a call takes
   * @param delay until what it causes arrives, half of it less or more
   */
  public void feedsItself(double gain, double seconds, double delay, int places, double until) {
    PriorityQueue<Double> waiting = new PriorityQueue<>();
    PriorityQueue<Double> free = new PriorityQueue<>();
    waiting.add((double) START);
    int unused = places;
    for (Double next = waiting.poll(); next != null; next = waiting.poll()) {
      double at = unused-- > 0 ? next : Math.max(next, free.remove());
      if (at > until) {
        return;
      }
      double end = at + seconds * (0.7 + 0.6 * dice.nextDouble());
      account.call("work", at, end - at);
      account.call("mirror", at + 0.5);
      free.add(end);
      int children = (int) (gain + dice.nextDouble());
      for (int i = 0; i < children; i++) {
        double child = end + delay * (0.5 + dice.nextDouble());
        if (child <= until) {
          waiting.add(child);
        }
      }
    }
  }

  /** Workers that each begin at some time and call again and again, each call after the last. */
  public void worker(double from, double to, double seconds) {
    for (double at = from; at < to; at += seconds * (0.7 + 0.6 * dice.nextDouble())) {
      account.call("work", at);
    }
  }

  /** Of so many seeds: how often an explosion of a function is told up to a second. */
  public static int explosions(
      int seeds, double usual, int millis, int until, Consumer<Life> adds) {
    int found = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      Life life = new Life(seed, usual);
      adds.accept(life);
      life.account.lasting("work", millis).play(0, until);
      found +=
          life.account.findings().stream()
                  .anyMatch(finding -> finding.headline.contains("more than once"))
              ? 1
              : 0;
    }
    return found;
  }

  public boolean explodes(int until) {
    account.lasting("work", 400).play(0, until);
    return !account.findings().isEmpty();
  }
}
