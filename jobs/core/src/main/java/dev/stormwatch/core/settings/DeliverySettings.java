package dev.stormwatch.core.settings;

import java.io.Serializable;

/** Thresholds of the delivery detector; units, defaults and reasons are in the settings schema. */
public final class DeliverySettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final long learningMillis;
  public final long minSilenceMillis;
  public final double silenceRatio;
  public final double missedSlots;
  public final long minLagMillis;
  public final double lagRatio;
  public final long lateSustainMillis;

  public DeliverySettings(Values values) {
    enabled = values.flag("delivery.enabled");
    learningMillis = values.whole("delivery.learningSeconds") * 1000;
    minSilenceMillis = values.whole("delivery.minSilenceSeconds") * 1000;
    silenceRatio = values.number("delivery.silenceRatio");
    missedSlots = values.number("delivery.missedSlots");
    minLagMillis = values.whole("delivery.minLagSeconds") * 1000;
    lagRatio = values.number("delivery.lagRatio");
    lateSustainMillis = values.whole("delivery.lateSustainSeconds") * 1000;
  }
}
