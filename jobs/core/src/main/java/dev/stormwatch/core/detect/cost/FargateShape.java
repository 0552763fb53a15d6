package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.settings.ComputePrices;

/**
 * A size that a Fargate task can have: not every memory goes with every processor (Amazon ECS
 * Developer Guide, Task CPU and memory).
 */
final class FargateShape {

  /** Processors, and the least, the step and the most of memory that goes with them, GB. */
  private static final double[][] LEGAL = {
    {0.25, 0.5, 0.5, 1},
    {0.25, 2, 1, 2},
    {0.5, 1, 1, 4},
    {1, 2, 1, 8},
    {2, 4, 1, 16},
    {4, 8, 1, 30},
    {8, 16, 4, 60},
    {16, 32, 8, 120}
  };

  final double vcpu;
  final double gigabytes;

  private FargateShape(double vcpu, double gigabytes) {
    this.vcpu = vcpu;
    this.gigabytes = gigabytes;
  }

  /** The cheapest that has so much of both; the largest where none has. */
  static FargateShape holding(double vcpu, double gigabytes, ComputePrices prices) {
    FargateShape cheapest = null;
    for (double[] row : LEGAL) {
      double steps = Math.max(0, Math.ceil((gigabytes - row[1]) / row[2]));
      FargateShape shape = new FargateShape(row[0], row[1] + steps * row[2]);
      if (shape.vcpu >= vcpu
          && shape.gigabytes <= row[3]
          && (cheapest == null || shape.usdPerHour(prices) < cheapest.usdPerHour(prices))) {
        cheapest = shape;
      }
    }
    double[] last = LEGAL[LEGAL.length - 1];
    return cheapest == null ? new FargateShape(last[0], last[3]) : cheapest;
  }

  double usdPerHour(ComputePrices prices) {
    return vcpu * prices.fargateVcpuHour + gigabytes * prices.fargateGbHour;
  }
}
