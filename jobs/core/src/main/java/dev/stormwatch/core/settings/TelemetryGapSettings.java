package dev.stormwatch.core.settings;

import java.io.Serializable;

/**
 * Thresholds of the telemetry-gap detector; units, defaults and reasons are in the settings schema.
 */
public final class TelemetryGapSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final long learningMillis;
  public final long minSilenceMillis;
  public final double silenceRatio;
  public final double missedSlots;
  public final long minLagMillis;
  public final double lagRatio;
  public final long lateSustainMillis;
  public final long functionSilenceMillis;
  public final double functionPresence;
  public final long groupFunctions;
  public final double groupPresence;
  public final long groupPageFunctions;
  public final double groupPageShare;
  public final long functionYoungSilenceMillis;

  public TelemetryGapSettings(Values values) {
    enabled = values.flag("telemetryGap.enabled");
    learningMillis = values.whole("telemetryGap.learningSeconds") * 1000;
    minSilenceMillis = values.whole("telemetryGap.minSilenceSeconds") * 1000;
    silenceRatio = values.number("telemetryGap.silenceRatio");
    missedSlots = values.number("telemetryGap.missedSlots");
    minLagMillis = values.whole("telemetryGap.minLagSeconds") * 1000;
    lagRatio = values.number("telemetryGap.lagRatio");
    lateSustainMillis = values.whole("telemetryGap.lateSustainSeconds") * 1000;
    functionSilenceMillis = values.whole("telemetryGap.functionSilenceSeconds") * 1000;
    functionPresence = values.number("telemetryGap.functionPresence");
    groupFunctions = values.whole("telemetryGap.groupFunctions");
    groupPresence = values.number("telemetryGap.groupPresence");
    groupPageFunctions = values.whole("telemetryGap.groupPageFunctions");
    groupPageShare = values.number("telemetryGap.groupPageShare");
    functionYoungSilenceMillis = values.whole("telemetryGap.functionYoungSilenceSeconds") * 1000;
  }
}
