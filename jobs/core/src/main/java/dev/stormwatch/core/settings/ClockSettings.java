package dev.stormwatch.core.settings;

import java.io.Serializable;

/** How the arrival clock is cut. */
public final class ClockSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Interval of arrival that is folded before a decision. */
  public final long slotMillis;

  /** How far the watermark stays behind the newest arrival. */
  public final long holdbackMillis;

  /** How far the clock stays behind the machine's when nothing arrives; live only. */
  public final long heartbeatMillis;

  public ClockSettings(Values values) {
    slotMillis = values.whole("clock.slotSeconds") * 1000;
    holdbackMillis = values.whole("clock.holdbackMillis");
    heartbeatMillis = values.whole("clock.heartbeatSeconds") * 1000;
  }
}
