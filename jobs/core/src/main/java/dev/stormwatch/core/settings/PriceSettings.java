package dev.stormwatch.core.settings;

import java.io.Serializable;

/** AWS prices in USD, of one region at one date. */
public final class PriceSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Hours that AWS' own price examples count as a month. */
  public static final int HOURS_PER_MONTH = 730;

  public final String asOf;
  public final String region;
  public final double provisionedConcurrencyGbSecond;
  public final double lambdaGbSecond;
  public final double requestsPerMillion;

  public PriceSettings(Values values) {
    asOf = values.text("prices.asOf");
    region = values.text("prices.region");
    provisionedConcurrencyGbSecond = values.number("prices.provisionedConcurrencyGbSecond");
    lambdaGbSecond = values.number("prices.lambdaGbSecond");
    requestsPerMillion = values.number("prices.requestsPerMillion");
  }

  /** What one provisioned environment costs a month while idle. */
  public double provisionedUnitMonth(long memoryMegabytes) {
    return memoryMegabytes / 1024.0 * 3600 * HOURS_PER_MONTH * provisionedConcurrencyGbSecond;
  }
}
