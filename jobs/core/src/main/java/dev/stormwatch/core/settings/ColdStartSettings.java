package dev.stormwatch.core.settings;

import java.io.Serializable;

/**
 * Thresholds of the cold-start detector; units, defaults and reasons are in the settings schema.
 */
public final class ColdStartSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final long windowMillis;
  public final long minInvocations;
  public final long minColdStarts;
  public final double minShare;
  public final double minRatio;
  public final double falseAlarmProbability;
  public final long sustainMillis;
  public final long repeatMillis;
  public final long waveColdStarts;
  public final long baselineHalfLifeMillis;
  public final double baselineMaxWeight;
  public final double baselineSuspectWeight;
  public final long learningMillis;
  public final long learningInvocations;
  public final double recoveryRatio;
  public final long pageDelayMillis;
  public final long staleMillis;
  public final long ticketDelayMillis;
  public final double pageProbability;
  public final long resumeMillis;
  public final long deployMillis;
  public final long minFollowers;
  public final long replacements;
  public final int scheduleRepeats;
  public final double loopRatio;
  public final long initBaseline;
  public final long initOwnBaseline;
  public final double initAlarm;
  public final double initRatio;
  public final double initRecoveryRatio;
  public final long initMinMillis;
  public final long initAbsorbMillis;
  public final long initOwnSustainMillis;

  /** So many functions of an application that turn cold together are one incident of it. */
  public final long applicationFunctions;

  public ColdStartSettings(Values values) {
    enabled = values.flag("coldStart.enabled");
    windowMillis = values.whole("coldStart.windowSeconds") * 1000;
    minInvocations = values.whole("coldStart.minInvocations");
    minColdStarts = values.whole("coldStart.minColdStarts");
    minShare = values.number("coldStart.minShare");
    minRatio = values.number("coldStart.minRatio");
    falseAlarmProbability = values.number("coldStart.falseAlarmProbability");
    sustainMillis = values.whole("coldStart.sustainSeconds") * 1000;
    repeatMillis = values.whole("coldStart.repeatSeconds") * 1000;
    waveColdStarts = values.whole("coldStart.waveColdStarts");
    baselineHalfLifeMillis = values.whole("coldStart.baselineHalfLifeSeconds") * 1000;
    baselineMaxWeight = values.number("coldStart.baselineMaxWeight");
    baselineSuspectWeight = values.number("coldStart.baselineSuspectWeight");
    learningMillis = values.whole("coldStart.learningSeconds") * 1000;
    learningInvocations = values.whole("coldStart.learningInvocations");
    recoveryRatio = values.number("coldStart.recoveryRatio");
    pageDelayMillis = values.whole("coldStart.pageDelayMillis");
    staleMillis = values.whole("coldStart.staleSeconds") * 1000;
    ticketDelayMillis = values.whole("coldStart.ticketDelayMillis");
    pageProbability = values.number("coldStart.pageProbability");
    resumeMillis = values.whole("coldStart.resumeSeconds") * 1000;
    deployMillis = values.whole("coldStart.deploySeconds") * 1000;
    minFollowers = values.whole("coldStart.minFollowers");
    replacements = values.whole("coldStart.replacements");
    scheduleRepeats = (int) values.whole("coldStart.scheduleRepeats");
    loopRatio = values.number("coldStart.loopRatio");
    initBaseline = values.whole("coldStart.initBaseline");
    initOwnBaseline = values.whole("coldStart.initOwnBaseline");
    initAlarm = values.number("coldStart.initAlarm");
    initRatio = values.number("coldStart.initRatio");
    initRecoveryRatio = values.number("coldStart.initRecoveryRatio");
    initMinMillis = values.whole("coldStart.initMinMillis");
    initAbsorbMillis = values.whole("coldStart.initAbsorbSeconds") * 1000;
    initOwnSustainMillis = values.whole("coldStart.initOwnSustainSeconds") * 1000;
    applicationFunctions = values.whole("coldStart.applicationFunctions");
  }

  /** Share of cold calls from which on they are a spike, where another is usual; 0 to 1. */
  public double beginsAt(double usual) {
    return Math.max(minShare, minRatio * usual);
  }

  /** The same down to which a spike goes on. */
  public double goesOnTo(double usual) {
    return Math.max(minShare / 2, recoveryRatio * usual);
  }
}
