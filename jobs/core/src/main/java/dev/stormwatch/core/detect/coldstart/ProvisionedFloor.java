package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.track.FunctionTrack;

/**
 * How much provisioned concurrency costs nothing: the newsvendor's answer.
 *
 * <p>A provisioned environment is paid for while it idles and is cheaper than on-demand while it
 * works. One more pays for itself when it is busy for at least the idle price over what the lower
 * duration price saves: 4.1667 / (16.6667 − 9.7222) = 0.600 on x86, the same on arm. The c-th is
 * busy while concurrency is c or more. So the number to provision is the largest c that concurrency
 * reaches in 60 % of the minutes: the 40 % quantile of concurrency over time, the floor of the
 * traffic and not its ceiling.
 */
final class ProvisionedFloor {

  /** Minutes whose reports may still be on their way say too little; telemetry takes half of it. */
  static final long SETTLE_MILLIS = 120_000;

  /** Makes the quantile the smallest value that still leaves 60 % of the minutes at or above. */
  private static final double JUST_ABOVE = 1e-9;

  private ProvisionedFloor() {}

  /** The concurrency that the last hour reached in 60 % of its minutes. */
  static double of(FunctionTrack track) {
    return track.concurrencyQuantile(
        1 - PriceSettings.PROVISIONED_BREAK_EVEN + JUST_ABOVE, SETTLE_MILLIS);
  }
}
