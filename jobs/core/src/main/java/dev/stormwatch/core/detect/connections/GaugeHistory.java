package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a gauge showed over a latest while, and of it what no environment explains.
 *
 * <p>From one reading to the next a leak of an hour adds a connection or two, which is no more than
 * what comes and goes. Over a quarter of an hour it is many, and it has no pause: each fifth of the
 * time stands higher than the fifth before, and no single reading brings much of it. Clients that
 * open pools and keep them do so by the dozen. A leak of half a day shows so over an hour.
 */
final class GaugeHistory {

  static final int KEPT = 40;

  /** A gauge that is read more often than so many times in the while tells no more. */
  private static final int READ = 36;

  /**
   * Parts that must each stand higher than the one before. Five means that differ by chance alone
   * stand in that order once in 120; twice as many would each rest on a single reading.
   */
  private static final int FIFTHS = 5;

  /** Two readings for each fifth of the time are the fewest that tell of it. */
  private static final int ENOUGH = 2 * FIFTHS;

  /** Of the while, what must be known: three of its fifths, so that a leak need not fill it. */
  private static final double SHORTEST = 0.6;

  /**
   * Of the limit, what must have leaked; less may be chance. A pool of one more process of another
   * client is five to twenty connections, of 100 to 300 that a small server takes: one of them is
   * less than this or comes at once.
   */
  private static final double RISE = 0.08;

  /**
   * Of what an even rise adds from one fifth to the next, the least that each must add. A leak of
   * twenty connections, each of which comes by chance, does so in 96 of 100 cases.
   */
  private static final double EVEN = 0.25;

  /** Of what the gauge rose by, the share that environments do not explain: most of it. */
  private static final double UNEXPLAINED = 0.5;

  /**
   * Of what it rose by, the most that may come from one reading to the next. Ten even readings add
   * a tenth each; what opens in three steps adds a third.
   */
  private static final double AT_ONCE = 0.3;

  private final long spanMillis;
  private final long[] times = new long[KEPT];
  private final float[] readings = new float[KEPT];
  private final float[] unexplained = new float[KEPT];
  private int size;

  /**
   * @param spanMillis the while that it looks back on
   */
  GaugeHistory(long spanMillis) {
    this.spanMillis = spanMillis;
  }

  static GaugeHistory ofQuarter() {
    return new GaugeHistory(15 * 60_000L);
  }

  static GaugeHistory ofHour() {
    return new GaugeHistory(PeakHistory.HOUR);
  }

  /**
   * @param others connections of the reading that are not those of environments
   */
  void add(long at, double connections, double others) {
    if (size > 0 && at < times[size - 1] + spanMillis / READ) {
      return;
    }
    if (size == KEPT) {
      size--;
      System.arraycopy(times, 1, times, 0, size);
      System.arraycopy(readings, 1, readings, 0, size);
      System.arraycopy(unexplained, 1, unexplained, 0, size);
    }
    times[size] = at;
    readings[size] = (float) connections;
    unexplained[size] = (float) others;
    size++;
  }

  /** When what leaks reaches the limit, counted from the latest reading; null where none does. */
  @Nullable LeakPace leak(double limit) {
    int from = 0;
    while (from < size && times[from] < times[size - 1] - spanMillis) {
      from++;
    }
    int n = size - from;
    if (n < ENOUGH || times[size - 1] - times[from] < SHORTEST * spanMillis) {
      return null;
    }
    double[] seconds = new double[n];
    double[] gauge = new double[n];
    double[] others = new double[n];
    for (int i = 0; i < n; i++) {
      seconds[i] = (times[from + i] - times[from]) / 1000.0;
      gauge[i] = readings[from + i];
      others[i] = unexplained[from + i];
    }
    if (!even(gauge) || !even(others)) {
      return null;
    }
    double over = seconds[n - 1];
    double risen = over * Trend.of(seconds, gauge).slope;
    double leaked = over * Trend.of(seconds, others).slope;
    return leaked >= RISE * limit
            && leaked >= UNEXPLAINED * risen
            && risen >= RISE * limit
            && largestStep(gauge) <= AT_ONCE * risen
        ? LeakPace.of(Math.min(risen, leaked), over, limit - gauge[n - 1], Math.min(risen, leaked))
        : null;
  }

  /**
   * When it reaches the limit at the pace of all of its latest rise, of what no environment
   * explains; how far it has come already is told by the whole of it. Null where no reading is
   * settled yet.
   */
  @Nullable LeakPace rise(double limit) {
    if (size == 0) {
      return null;
    }
    int last = size - 1;
    int first = foot(unexplained);
    return LeakPace.of(
        Math.min(unexplained[last] - unexplained[first], readings[last] - readings[first]),
        (times[last] - times[first]) / 1000.0,
        limit - readings[last],
        readings[last] - readings[foot(readings)]);
  }

  /**
   * Where its latest rise begins. Chance makes pauses: a value may be no higher than the one
   * before, if it is higher than the one before that.
   */
  private int foot(float[] values) {
    int foot = size - 1;
    while (foot > 0
        && (values[foot] > values[foot - 1] || foot > 1 && values[foot] > values[foot - 2])) {
      foot--;
    }
    return foot;
  }

  /** Did it rise from each fifth to the next? */
  private static boolean even(double[] values) {
    double[] means = new double[FIFTHS];
    for (int i = 0; i < FIFTHS; i++) {
      int from = i * values.length / FIFTHS;
      int to = (i + 1) * values.length / FIFTHS;
      means[i] = Arrays.stream(values, from, to).average().orElse(0);
    }
    double step = (means[FIFTHS - 1] - means[0]) / (FIFTHS - 1);
    for (int i = 1; i < FIFTHS; i++) {
      if (means[i] - means[i - 1] < EVEN * step) {
        return false;
      }
    }
    return step > 0;
  }

  private static double largestStep(double[] values) {
    double largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = Math.max(largest, values[i] - values[i - 1]);
    }
    return largest;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      Wire.writeLong(out, times[i]);
      out.writeFloat(readings[i]);
      out.writeFloat(unexplained[i]);
    }
  }

  void read(DataInput in) throws IOException {
    for (int left = Wire.readLength(in); left > 0; left--) {
      long at = Wire.readLong(in);
      add(at, in.readFloat(), in.readFloat());
    }
  }
}
