package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.ProcessorUse;
import dev.stormwatch.core.settings.Architecture;
import dev.stormwatch.core.settings.ComputePrices;
import dev.stormwatch.core.settings.CostSettings;
import dev.stormwatch.core.settings.FunctionRule;
import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic: what a day's work costs on Lambda, and what containers for it would.
 *
 * <p>Lambda: GB-seconds billed, inits included, at the duration price of the tier that they reach
 * in a month, or at the lower one for those that ran where provisioned environments stood ready;
 * the environments themselves, used or not; a fee for each request.
 *
 * <p>Containers: Fargate tasks behind a load balancer, of the size that the settings say or the
 * next that holds one call, as many as the busiest twentieth of the minutes needs and never fewer
 * than the settings say. A call in progress takes the share of a vCPU that Lambda gives its memory
 * size (1,769 MB are one) times the share of that which it uses, and the memory that it used; a
 * task is filled to a target of either. The share of the processor is what the settings say, else
 * what Lambda Insights measured. Most logs do not tell, and then there are two figures: for calls
 * that mostly wait, and for calls that compute all the time. Tasks are whole ones, as nobody can
 * run another number of them. A trend is looked for in fractions of them where the share is only
 * taken: how many there must be is then known to a factor, and rounding up would make of a guess
 * that grows a step of a third.
 *
 * <p>Utilisation is the busy time over what those tasks provide. What Lambda costs grows with it
 * and what the tasks cost does not, so the break-even is where the utilisation would have to be for
 * both to cost the same.
 */
public final class CostModel implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double MEGABYTES_PER_GB = 1024;

  private final Settings settings;
  private final CostSettings cost;
  private final PriceSettings prices;

  public CostModel(Settings settings) {
    this.settings = settings;
    this.cost = settings.cost;
    this.prices = settings.prices;
  }

  /** Containers for a day's work. */
  public static final class Containers {

    /** The share of its processor that a call was taken to use. */
    public final double processorShare;

    /** What each task has. */
    public final double taskVcpu;

    public final double taskGigabytes;

    /** Whole ones. */
    public final double tasks;

    public final double usdPerDay;

    /** What as many as are needed would cost if a part of one could be had. */
    final double fractionalUsdPerDay;

    public final double savingsPlanUsdPerDay;

    /** Busy time over what the tasks provide. */
    public final double utilisation;

    Containers(
        double processorShare,
        FargateShape task,
        double tasks,
        double usdPerDay,
        double fractionalUsdPerDay,
        double savingsPlanUsdPerDay,
        double utilisation) {
      this.processorShare = processorShare;
      this.taskVcpu = task.vcpu;
      this.taskGigabytes = task.gigabytes;
      this.tasks = tasks;
      this.usdPerDay = usdPerDay;
      this.fractionalUsdPerDay = fractionalUsdPerDay;
      this.savingsPlanUsdPerDay = savingsPlanUsdPerDay;
      this.utilisation = utilisation;
    }
  }

  /** Lambda beside containers. */
  public static final class Comparison {

    public final double lambdaUsdPerDay;

    /** Of it, what a savings plan leaves. */
    public final double lambdaSavingsPlanUsdPerDay;

    /** For calls that use as much of their processor as is said, or else assumed. */
    public final Containers waiting;

    /** For calls that compute all the time, unless it is said what they use. */
    public final Containers computing;

    Comparison(
        double lambdaUsdPerDay,
        double lambdaSavingsPlanUsdPerDay,
        Containers waiting,
        Containers computing) {
      this.lambdaUsdPerDay = lambdaUsdPerDay;
      this.lambdaSavingsPlanUsdPerDay = lambdaSavingsPlanUsdPerDay;
      this.waiting = waiting;
      this.computing = computing;
    }

    /** Lambda over containers: above 1, containers are cheaper. */
    public double ratio() {
      return lambdaUsdPerDay / waiting.usdPerDay;
    }

    /** The same, as it grows from day to day: without steps where they would be guesses. */
    double trendRatio() {
      return processorShareKnown() ? ratio() : lambdaUsdPerDay / waiting.fractionalUsdPerDay;
    }

    /** The ratio if calls compute all the time. */
    public double lowRatio() {
      return lambdaUsdPerDay / computing.usdPerDay;
    }

    /** Is it known how much of their processor calls use? */
    public boolean processorShareKnown() {
      return waiting.processorShare == computing.processorShare;
    }

    /** The utilisation of those containers at which both would cost the same. */
    public double breakEven() {
      return ratio() > 0 ? waiting.utilisation / ratio() : Double.NaN;
    }
  }

  /** Holds a function's day against containers. */
  public Comparison compare(DayUsage day, String function) {
    FunctionRule rule = settings.rule(function);
    ComputePrices compute = prices.of(architecture(rule));
    double said = rule == null ? 0 : rule.processorShare;
    if (said == 0) {
      said = day.processorShare();
    }
    return new Comparison(
        lambda(day, function, 0),
        lambda(day, function, prices.lambdaSavingsPlanDiscount),
        containers(day, compute, said > 0 ? said : cost.assumedProcessorShare),
        containers(day, compute, said > 0 ? said : 1));
  }

  /** What a function's work costs a day on Lambda, USD. */
  private double lambda(DayUsage day, String function, double discount) {
    FunctionRule rule = settings.rule(function);
    ComputePrices compute = prices.of(architecture(rule));
    double ready = day.provisionedShare();
    double onDemand = (1 - ready) * day.gigabyteSeconds;
    double price = compute.onDemandGbSecond(onDemand * day.perDay() * CrossoverRule.DAYS_PER_MONTH);
    double duration =
        ready * day.gigabyteSeconds * compute.provisionedDurationGbSecond + onDemand * price;
    double standing =
        provisioned(rule)
            * day.memoryMegabytes()
            / MEGABYTES_PER_GB
            * day.coveredSeconds
            * compute.provisionedConcurrencyGbSecond;
    double requests = day.calls * prices.requestsPerMillion / 1e6;
    return ((duration + standing) * (1 - discount) + requests) * day.perDay();
  }

  /** What one slot's bill comes to, USD, at the price without provisioned concurrency. */
  double slotUsd(String function, long billedMegabyteMillis, long calls) {
    return billedMegabyteMillis
            / 1000.0
            / MEGABYTES_PER_GB
            * prices.of(architecture(settings.rule(function))).lambdaGbSecond
        + calls * prices.requestsPerMillion / 1e6;
  }

  private Containers containers(DayUsage day, ComputePrices compute, double share) {
    double vcpu = share * day.memoryMegabytes() / ProcessorUse.MEGABYTES_PER_VCPU;
    double gigabytes = day.usedMegabytesPerCall() / MEGABYTES_PER_GB;
    FargateShape task =
        FargateShape.holding(
            Math.max(cost.taskVcpu, vcpu),
            Math.max(cost.taskMemoryGb, gigabytes / cost.memoryTarget),
            compute);
    double byProcessor = vcpu / task.vcpu / cost.processorTarget;
    double byMemory = gigabytes / task.gigabytes / cost.memoryTarget;
    double needed =
        Math.max((double) cost.minTasks, day.peakConcurrency * Math.max(byProcessor, byMemory));
    double tasks = Math.ceil(needed);
    double balancer = 24 * prices.loadBalancerHour;
    double each = 24 * task.usdPerHour(compute);
    double all = tasks * each;
    double taken = Math.max(vcpu / task.vcpu, gigabytes / task.gigabytes);
    return new Containers(
        share,
        task,
        tasks,
        all + balancer,
        needed * each + balancer,
        all * (1 - prices.fargateSavingsPlanDiscount) + balancer,
        day.meanConcurrency() * taken / tasks);
  }

  private static Architecture architecture(@Nullable FunctionRule rule) {
    return rule == null ? Architecture.X86_64 : rule.architecture;
  }

  private static long provisioned(@Nullable FunctionRule rule) {
    return rule == null ? 0 : rule.provisionedConcurrency;
  }

  /** Environments of a function that are kept ready, as far as the settings say. */
  long provisioned(String function) {
    return provisioned(settings.rule(function));
  }
}
