package dev.stormwatch.core.settings;

import java.io.Serializable;

/** Thresholds of the cost detector; units, defaults and reasons are in the settings schema. */
public final class CostSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final double taskVcpu;
  public final double taskMemoryGb;
  public final long minTasks;
  public final double processorTarget;
  public final double memoryTarget;
  public final double peakQuantile;
  public final double assumedProcessorShare;
  public final double minUsdPerMonth;
  public final double crossedRatio;
  public final double measuredCrossedRatio;
  public final double clearedRatio;
  public final int crossedDays;
  public final double firstDaysRatio;
  public final int trendMinDays;
  public final double trendProbability;
  public final long forecastDays;
  public final long ticketAheadDays;
  public final double runawayUsdPerDay;
  public final double runawayRatio;
  public final double runawayRepeatRatio;
  public final long runawayRepeats;
  public final long runawayMillis;
  public final double climbUsdPerDay;
  public final long climbMillis;
  public final long runawayLearningMillis;
  public final long steadyMillis;
  public final double steadyHours;

  public CostSettings(Values values) {
    enabled = values.flag("cost.enabled");
    taskVcpu = values.number("cost.taskVcpu");
    taskMemoryGb = values.number("cost.taskMemoryGb");
    minTasks = values.whole("cost.minTasks");
    processorTarget = values.number("cost.processorTarget");
    memoryTarget = values.number("cost.memoryTarget");
    peakQuantile = values.number("cost.peakQuantile");
    assumedProcessorShare = values.number("cost.assumedProcessorShare");
    minUsdPerMonth = values.number("cost.minUsdPerMonth");
    crossedRatio = values.number("cost.crossedRatio");
    measuredCrossedRatio = values.number("cost.measuredCrossedRatio");
    clearedRatio = values.number("cost.clearedRatio");
    crossedDays = (int) values.whole("cost.crossedDays");
    firstDaysRatio = values.number("cost.firstDaysRatio");
    trendMinDays = (int) values.whole("cost.trendMinDays");
    trendProbability = values.number("cost.trendProbability");
    forecastDays = values.whole("cost.forecastDays");
    ticketAheadDays = values.whole("cost.ticketAheadDays");
    runawayUsdPerDay = values.number("cost.runawayUsdPerDay");
    runawayRatio = values.number("cost.runawayRatio");
    runawayRepeatRatio = values.number("cost.runawayRepeatRatio");
    runawayRepeats = values.whole("cost.runawayRepeats");
    runawayMillis = values.whole("cost.runawaySeconds") * 1000;
    climbUsdPerDay = values.number("cost.climbUsdPerDay");
    climbMillis = values.whole("cost.climbSeconds") * 1000;
    runawayLearningMillis = values.whole("cost.runawayLearningSeconds") * 1000;
    steadyMillis = values.whole("cost.steadySeconds") * 1000;
    steadyHours = values.number("cost.steadyHours");
  }
}
