package dev.stormwatch.core.detect.shard;

import java.util.ArrayList;
import java.util.List;

/** Ages that follow one another without a long pause or a jump. */
final class AgeRun {

  /** A record ages a second each second: what got older by more was older when it came. */
  private static final long JUMP_MILLIS = 15_000;

  /** It has not left its least while it is above it by this share of all that it rose by. */
  private static final double STILL_LEAST = 0.1;

  /** Fewer points than this have no slope of their own. */
  private static final int FEWEST = 3;

  private final long longestPause;
  private final List<Long> times = new ArrayList<>();
  private final List<Long> ages = new ArrayList<>();
  private int steps;
  private int rises;

  AgeRun(long longestPauseMillis) {
    this.longestPause = longestPauseMillis;
  }

  /**
   * @param mayRise whether a greater age than the last says that records wait longer
   */
  void add(long at, long age, boolean mayRise) {
    if (follows(at, age)) {
      steps++;
      rises += mayRise && age > lastAge() ? 1 : 0;
    }
    times.add(at);
    ages.add(age);
  }

  /** Adds the oldest of several ages; where it is the same one still, that is no step. */
  void addOldest(long at, long age) {
    boolean changes = follows(at, age) && age != lastAge();
    steps += changes ? 1 : 0;
    rises += changes && age > lastAge() ? 1 : 0;
    times.add(at);
    ages.add(age);
  }

  /** Does a point go on with the run? If not, it begins a new one. */
  private boolean follows(long at, long age) {
    if (times.isEmpty()) {
      return false;
    }
    long pause = at - times.get(times.size() - 1);
    if (pause <= longestPause && age - lastAge() <= pause + JUMP_MILLIS) {
      return true;
    }
    times.clear();
    ages.clear();
    steps = 0;
    rises = 0;
    return false;
  }

  int points() {
    return times.size();
  }

  /** Epoch milliseconds of a point; 0 where there is none. */
  long at(int point) {
    return times.isEmpty() ? 0 : times.get(point);
  }

  long lastAge() {
    return ages.isEmpty() ? 0 : ages.get(ages.size() - 1);
  }

  double rising() {
    return steps == 0 ? 0 : (double) rises / steps;
  }

  long spanMillis(int from) {
    return at(Math.max(0, points() - 1)) - at(from);
  }

  /** When the age was at its least at last. */
  long leastAt() {
    return at(lastUpTo(least()));
  }

  /**
   * The point from which on the age was above its least; the first where too few are behind it to
   * tell.
   */
  int leaves() {
    long least = least();
    int from = lastUpTo(least + Math.round(STILL_LEAST * (lastAge() - least)));
    return points() - from >= FEWEST ? from : 0;
  }

  private long least() {
    return ages.stream().mapToLong(age -> age).min().orElse(0);
  }

  private int lastUpTo(long age) {
    int last = 0;
    for (int i = 0; i < ages.size(); i++) {
      last = ages.get(i) <= age ? i : last;
    }
    return last;
  }

  /** Of the least squares from a point on; seconds a second, 0 where there are too few. */
  double slope(int from) {
    int n = points() - from;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int i = from; i < points(); i++) {
      double x = (times.get(i) - times.get(from)) / 1000.0;
      double y = ages.get(i) / 1000.0;
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
    }
    double spread = n * sumXx - sumX * sumX;
    return spread <= 0 ? 0 : (n * sumXy - sumX * sumY) / spread;
  }
}
