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

  private final double secondTierFrom;
  private final double secondTierGbSecond;
  private final double thirdTierFrom;
  private final double thirdTierGbSecond;

  /**
   * @param path of the object that holds the prices, with a dot at its end
   */
  ComputePrices(Values values, String path) {
    lambdaGbSecond = values.number(path + "lambdaGbSecond");
    provisionedConcurrencyGbSecond = values.number(path + "provisionedConcurrencyGbSecond");
    provisionedDurationGbSecond = values.number(path + "provisionedDurationGbSecond");
    fargateVcpuHour = values.number(path + "fargateVcpuHour");
    fargateGbHour = values.number(path + "fargateGbHour");
    secondTierFrom = 1e9 * values.number(path + "secondTierFrom");
    secondTierGbSecond = values.number(path + "secondTierGbSecond");
    thirdTierFrom = 1e9 * values.number(path + "thirdTierFrom");
    thirdTierGbSecond = values.number(path + "thirdTierGbSecond");
  }

  /** Mean price of a GB-second of a month's running time on demand. */
  public double onDemandGbSecond(double gigabyteSecondsPerMonth) {
    if (gigabyteSecondsPerMonth <= secondTierFrom) {
      return lambdaGbSecond;
    }
    double second = Math.min(gigabyteSecondsPerMonth, thirdTierFrom) - secondTierFrom;
    double third = Math.max(0, gigabyteSecondsPerMonth - thirdTierFrom);
    return (secondTierFrom * lambdaGbSecond
            + Math.max(0, second) * secondTierGbSecond
            + third * thirdTierGbSecond)
        / gigabyteSecondsPerMonth;
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
