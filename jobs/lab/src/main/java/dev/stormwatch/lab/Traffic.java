package dev.stormwatch.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** When a function is called. */
@FunctionalInterface
interface Traffic {

  /** Milliseconds since the start at which calls arrive, ascending, each below {@code length}. */
  List<Long> arrivals(long length, Dice dice);

  /** Calls a second as a function of the seconds since the start. */
  @FunctionalInterface
  interface Rate {
    double at(double second);
  }

  /**
   * Callers who know nothing of each other: a Poisson process. Its rate wanders by some ten percent
   * from minute to minute, because real traffic varies more than a Poisson process of fixed rate.
   */
  static Traffic poisson(Rate rate) {
    return (length, dice) -> {
      final int bin = 50;
      final int binsPerMinute = 60_000 / bin;
      List<Long> arrivals = new ArrayList<>();
      double mood = 1;
      for (int i = 0; (long) i * bin < length; i++) {
        long from = (long) i * bin;
        if (i % binsPerMinute == 0) {
          mood = StrictMath.exp(0.1 * dice.gaussian());
        }
        int calls = dice.poisson(mood * rate.at((from + bin / 2.0) / 1000) * bin / 1000);
        LongStream.generate(() -> from + (long) dice.between(0, bin))
            .limit(calls)
            .sorted()
            .forEach(arrivals::add);
      }
      return arrivals;
    };
  }

  /** An EventBridge schedule: one call every {@code period}, within a second of its time. */
  static Traffic every(Duration period, Duration first) {
    return (length, dice) -> {
      List<Long> arrivals = new ArrayList<>();
      for (long at = first.toMillis(); at + 1000 < length; at += period.toMillis()) {
        arrivals.add(at + (long) dice.between(0, 1000));
      }
      return arrivals;
    };
  }
}
