package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.settings.CostSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a function's finished days say of the crossover. */
final class CrossoverRule {

  /** Mean length of a month. */
  static final double DAYS_PER_MONTH = 365 / 12.0;

  /** What has begun is not taken back for a little less of it. */
  private static final double LEAVE_FORECAST = 1.5;

  private final CostSettings settings;
  private final long end;

  /** Lambda over containers, day by day, the oldest first. */
  final double[] ratios;

  private final List<DayUsage> usages;
  private final Comparison[] days;

  /** Null while there are too few days. */
  final @Nullable CostTrend trend;

  /**
   * @param usages days, the oldest first
   * @param end of the newest day
   */
  CrossoverRule(
      List<DayUsage> usages, long end, String function, CostModel model, CostSettings settings) {
    this.settings = settings;
    this.usages = usages;
    this.end = end;
    days = new Comparison[usages.size()];
    ratios = new double[days.length];
    double[] logs = new double[days.length];
    boolean idle = false;
    for (int i = 0; i < days.length; i++) {
      days[i] = model.compare(usages.get(i), function);
      ratios[i] = days[i].ratio();
      idle |= ratios[i] <= 0;
      logs[i] = StrictMath.log(days[i].trendRatio());
    }
    trend = days.length >= settings.trendMinDays && !idle ? new CostTrend(logs) : null;
  }

  /** Has Lambda become the dearer of the two, for good as far as the days tell? */
  boolean crossed() {
    return crossedByLevel() || crossedByTrend();
  }

  /** Some days in a row; a function of which fewer are known must have been dearer by more. */
  private boolean crossedByLevel() {
    int count = Math.min(settings.crossedDays, days.length);
    double asked = count < settings.crossedDays ? settings.firstDaysRatio : crossedRatio();
    double sum = 0;
    for (int i = days.length - count; i < days.length; i++) {
      if (ratios[i] < 1) {
        return false;
      }
      sum += ratios[i];
    }
    return count > 0
        && sum / count >= asked
        && usdPerMonth(settings.crossedDays) >= settings.minUsdPerMonth;
  }

  /** A trend vouches for what two days alone could not. */
  private boolean crossedByTrend() {
    return rises(settings.trendProbability)
        && trend != null
        && trend.at(now()) >= StrictMath.log(settings.measuredCrossedRatio)
        && ratios[days.length - 1] >= 1
        && ratios[days.length - 2] >= 1
        && usdPerMonth(2) >= settings.minUsdPerMonth;
  }

  /** How much dearer Lambda must be: by less for a trend, which would have it there in days. */
  double threshold() {
    return ratioByTrend() > 0 ? settings.measuredCrossedRatio : crossedRatio();
  }

  /** Most of the doubt about a level is about the processor's share. */
  static double crossedRatio(Comparison day, CostSettings settings) {
    return day.processorShareKnown() ? settings.measuredCrossedRatio : settings.crossedRatio;
  }

  private double crossedRatio() {
    return crossedRatio(newest(), settings);
  }

  private boolean rises(double probability) {
    return trend != null && trend.slope > 0 && trend.probability < probability;
  }

  /** Is what a trend foretold there, by the newest day and by the trend? */
  boolean cameTrue() {
    return rises(LEAVE_FORECAST * settings.trendProbability)
        && trend != null
        && trend.at(now()) >= 0
        && ratios[days.length - 1] >= crossedRatio();
  }

  /** Is Lambda the cheaper of the two again, or no longer worth a ticket? */
  boolean cleared() {
    // What rises will be worth it.
    if (usdPerMonth(settings.crossedDays) < settings.clearedRatio * settings.minUsdPerMonth
        && !rises(LEAVE_FORECAST * settings.trendProbability)) {
      return true;
    }
    for (int i = Math.max(0, days.length - settings.crossedDays); i < days.length; i++) {
      if (ratios[i] >= settings.clearedRatio) {
        return false;
      }
    }
    return true;
  }

  /** The trend's ratio now, where it is the trend that says that it has crossed; else 0. */
  double ratioByTrend() {
    CostTrend rising = trend;
    return rising == null || crossedByLevel() || !crossedByTrend()
        ? 0
        : StrictMath.exp(rising.at(now()));
  }

  /** When the run of dearer days began that lasts until now, epoch milliseconds. */
  long crossedSince() {
    int first = days.length;
    while (first > 0 && ratios[first - 1] >= 1) {
      first--;
    }
    return end - (days.length - first) * CostState.DAY_MILLIS;
  }

  /**
   * Does the trend cross within the time that a forecast reaches?
   *
   * @param already it was foreseen before
   */
  boolean foreseen(boolean already) {
    double slack = already ? LEAVE_FORECAST : 1;
    CostTrend rising = trend;
    if (rising == null || !rises(slack * settings.trendProbability)) {
      return false;
    }
    double ahead = rising.reaches(0, rising.slope) - now();
    return ahead <= slack * settings.forecastDays && ratios[days.length - 1] < crossedRatio();
  }

  /** When a line of a slope through the trend's middle crosses, epoch milliseconds. */
  long crossing(double slope) {
    CostTrend rising = trend;
    double ahead = rising == null ? 0 : rising.reaches(0, slope) - now();
    double bounded = Math.max(0, Math.min(ahead, 3650));
    return end + Math.round(bounded * CostState.DAY_MILLIS);
  }

  /** The present, on the trend's axis, where a day stands at its middle. */
  private double now() {
    return days.length - 0.5;
  }

  double usdPerMonth(int count) {
    return DAYS_PER_MONTH * lambdaUsdPerDay(count);
  }

  /** Mean of the newest days. */
  double lambdaUsdPerDay(int count) {
    double sum = 0;
    int taken = Math.min(count, days.length);
    for (int i = days.length - taken; i < days.length; i++) {
      sum += days[i].lambdaUsdPerDay;
    }
    return taken == 0 ? 0 : sum / taken;
  }

  /** How many days it knows. */
  int size() {
    return days.length;
  }

  DayUsage usage(int day) {
    return usages.get(day);
  }

  /** What the newest day's calls used. */
  DayUsage newestUsage() {
    return usages.get(usages.size() - 1);
  }

  /** The newest day. */
  Comparison newest() {
    return days[days.length - 1];
  }
}
