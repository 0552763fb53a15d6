package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * Thresholds of the fan-out and concurrency detectors; units, defaults and reasons are in the
 * settings schema.
 */
public final class CascadeSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final double usualRatio;
  public final double repeatRatio;
  public final double generationRatio;
  public final long fanOutCalls;
  public final long loopCalls;
  public final double regularity;
  public final long holdMillis;
  public final long flatHoldMillis;
  public final long gradualHoldMillis;
  public final long lastingMillis;
  public final long growthMillis;
  public final long learningMillis;
  public final long recoveryMillis;
  public final long accountConcurrency;
  public final long saturationMillis;
  public final double refusedShare;
  public final double doublingRatio;
  public final long limitedMillis;
  public final long minThrottles;
  public final long flatTopMillis;
  public final double flatTopRange;
  public final double flatTopConcurrency;
  public final double ticketFailingShare;
  public final double pageFailingShare;

  private final ArrayList<Glob> meant = new ArrayList<>();

  public CascadeSettings(Values values) {
    enabled = values.flag("cascade.enabled");
    usualRatio = values.number("cascade.usualRatio");
    repeatRatio = values.number("cascade.repeatRatio");
    generationRatio = values.number("cascade.generationRatio");
    fanOutCalls = values.whole("cascade.fanOutCalls");
    loopCalls = values.whole("cascade.loopCalls");
    regularity = values.number("cascade.regularity");
    holdMillis = values.whole("cascade.holdSeconds") * 1000;
    flatHoldMillis = values.whole("cascade.flatHoldSeconds") * 1000;
    gradualHoldMillis = values.whole("cascade.gradualHoldSeconds") * 1000;
    lastingMillis = values.whole("cascade.lastingSeconds") * 1000;
    growthMillis = values.whole("cascade.growthSeconds") * 1000;
    learningMillis = values.whole("cascade.learningSeconds") * 1000;
    recoveryMillis = values.whole("cascade.recoverySeconds") * 1000;
    accountConcurrency = values.whole("cascade.accountConcurrency");
    saturationMillis = values.whole("cascade.saturationSeconds") * 1000;
    refusedShare = values.number("cascade.refusedShare");
    doublingRatio = values.number("cascade.doublingRatio");
    limitedMillis = values.whole("cascade.limitedSeconds") * 1000;
    minThrottles = values.whole("cascade.minThrottles");
    flatTopMillis = values.whole("cascade.flatTopSeconds") * 1000;
    flatTopRange = values.number("cascade.flatTopRange");
    flatTopConcurrency = values.number("cascade.flatTopConcurrency");
    ticketFailingShare = values.number("cascade.ticketFailingShare");
    pageFailingShare = values.number("cascade.pageFailingShare");
    values.texts("cascade.meant").forEach(text -> meant.add(new Glob(text)));
  }

  /** Does the platform owner say that this function may call itself? */
  public boolean isMeant(String function) {
    for (Glob glob : meant) {
      if (glob.matches(function)) {
        return true;
      }
    }
    return false;
  }
}
