package dev.stormwatch.core.settings;

import java.io.Serializable;

/** AWS prices in USD, of one region at one date, on either architecture. */
public final class PriceSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Hours that AWS' own price examples count as a month. */
  public static final int HOURS_PER_MONTH = 730;

  /**
   * The share of time for which a provisioned environment must be busy to pay for itself: its idle
   * price over what its lower duration price saves, 4.1667 / (16.6667 − 9.7222). Regions scale all
   * three alike, and so does arm.
   */
  public static final double PROVISIONED_BREAK_EVEN = 0.6;

  public final String asOf;
  public final String region;
  public final String source;
  public final double requestsPerMillion;
  public final double fargateSavingsPlanDiscount;
  public final double lambdaSavingsPlanDiscount;
  public final double loadBalancerHour;
  public final double managedInstancesFee;

  // Of x86_64; of() gives them for either architecture.
  public final double lambdaGbSecond;

  private final ComputePrices x86;
  private final ComputePrices arm64;

  public PriceSettings(Values values) {
    asOf = values.text("prices.asOf");
    region = values.text("prices.region");
    source = values.text("prices.source");
    requestsPerMillion = values.number("prices.requestsPerMillion");
    fargateSavingsPlanDiscount = values.number("prices.fargateSavingsPlanDiscount");
    lambdaSavingsPlanDiscount = values.number("prices.lambdaSavingsPlanDiscount");
    loadBalancerHour = values.number("prices.loadBalancerHour");
    managedInstancesFee = values.number("prices.managedInstancesFee");
    x86 = new ComputePrices(values, "prices.");
    arm64 = new ComputePrices(values, "prices.arm64.");
    lambdaGbSecond = x86.lambdaGbSecond;
  }

  /** What computing costs on an architecture. */
  public ComputePrices of(Architecture architecture) {
    return architecture == Architecture.ARM64 ? arm64 : x86;
  }
}
