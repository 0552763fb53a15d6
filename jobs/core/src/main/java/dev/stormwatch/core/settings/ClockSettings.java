package dev.stormwatch.core.settings;

import java.io.Serializable;

/** How the arrival clock is cut. */
public final class ClockSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Interval of arrival that is folded before a decision. */
  public final long slotMillis;

  /** How far the watermark stays behind the newest arrival. */
  public final long holdbackMillis;

  public ClockSettings(Values values) {
    slotMillis = values.whole("clock.slotSeconds") * 1000;
    holdbackMillis = values.whole("clock.holdbackMillis");
  }
}
