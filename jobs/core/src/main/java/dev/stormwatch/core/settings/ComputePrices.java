package dev.stormwatch.core.settings;

import java.io.Serializable;

/** What computing costs in USD on one architecture. */
public final class ComputePrices implements Serializable {

  private static final long serialVersionUID = 1L;

  public final double lambdaGbSecond;
  public final double provisionedConcurrencyGbSecond;
  public final double provisionedDurationGbSecond;
  public final double fargateVcpuHour;
  public final double fargateGbHour;

  /**
   * @param path of the object that holds the prices, with a dot at its end
   */
  ComputePrices(Values values, String path) {
    lambdaGbSecond = values.number(path + "lambdaGbSecond");
    provisionedConcurrencyGbSecond = values.number(path + "provisionedConcurrencyGbSecond");
    provisionedDurationGbSecond = values.number(path + "provisionedDurationGbSecond");
    fargateVcpuHour = values.number(path + "fargateVcpuHour");
    fargateGbHour = values.number(path + "fargateGbHour");
  }

  /** What one provisioned environment costs a month while idle. */
  public double provisionedUnitMonth(long memoryMegabytes) {
    return memoryMegabytes
        / 1024.0
        * 3600
        * PriceSettings.HOURS_PER_MONTH
        * provisionedConcurrencyGbSecond;
  }
}
