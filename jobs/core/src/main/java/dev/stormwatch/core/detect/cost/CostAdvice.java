package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.detect.cost.CostModel.Containers;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.ProcessorUse;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.PriceSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a function that costs more than it need, with the arithmetic. */
final class CostAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A function that uses less of its memory runs in half of it, with a fifth to spare. */
  private static final double ROOMY = 0.4;

  private final PriceSettings prices;

  CostAdvice(Settings settings) {
    this.prices = settings.prices;
  }

  List<Recommendation> crossed(FunctionId function, DayUsage usage, Comparison day) {
    List<Recommendation> rows = new ArrayList<>();
    rows.add(fargate(usage, day));
    if (!day.processorShareKnown()) {
      rows.add(measure(function, day));
    }
    rows.add(managedInstances());
    if (usage.usedMegabytesPerCall() < ROOMY * usage.memoryMegabytes()) {
      rows.add(memory(function, usage));
    }
    if (usage.peakConcurrency > 0
        && usage.meanConcurrency() / usage.peakConcurrency
            >= PriceSettings.PROVISIONED_BREAK_EVEN) {
      rows.add(provisioned(usage));
    }
    return rows;
  }

  private Recommendation fargate(DayUsage usage, Comparison day) {
    Containers tasks = day.waiting;
    return new Recommendation(
        "weigh a move to Fargate",
        Wording.text(
            "%.0f tasks of %s vCPU and %s GB",
            tasks.tasks, Words.price(tasks.taskVcpu), Words.price(tasks.taskGigabytes)),
        Wording.text(
            "Lambda: %.0f GB-s and %.0f calls were %s a day; with a savings plan %s."
                + " Containers: %.2f calls at a time in all but the busiest twentieth of the"
                + " minutes, each of %.0f MB (%.2f vCPU) and using %.0f %% of that, make %.0f tasks,"
                + " with their load balancer %s a day; with a savings plan %s. They would be busy"
                + " %.0f %%; break-even is at %.0f %% (%s, %s)",
            usage.perDay() * usage.gigabyteSeconds,
            usage.perDay() * usage.calls,
            Words.usd(day.lambdaUsdPerDay),
            Words.usd(day.lambdaSavingsPlanUsdPerDay),
            usage.peakConcurrency,
            usage.memoryMegabytes(),
            usage.memoryMegabytes() / ProcessorUse.MEGABYTES_PER_VCPU,
            100 * tasks.processorShare,
            tasks.tasks,
            Words.usd(tasks.usdPerDay),
            Words.usd(tasks.savingsPlanUsdPerDay),
            100 * tasks.utilisation,
            100 * day.breakEven(),
            prices.region,
            prices.asOf),
        "",
        "deploys, scaling, patches and idle nights become yours; calls share a process");
  }

  private static Recommendation measure(FunctionId function, Comparison day) {
    return new Recommendation(
        "find out how much processor a call uses, and say so in the settings",
        "functions[].processorShare",
        Wording.text(
            "default logs do not tell it, and no line of Lambda Insights came: at %.0f %% containers cost %s a day, at 100 %% %s;"
                + " subscribe /aws/lambda-insights too and it is measured",
            100 * day.waiting.processorShare,
            Words.usd(day.waiting.usdPerDay),
            Words.usd(day.computing.usdPerDay)),
        Wording.text(
            "aws cloudwatch list-metrics --namespace LambdaInsights --dimensions"
                + " Name=function_name,Value=%s",
            function.name()),
        "none, it only reads; Lambda Insights itself is billed");
  }

  private Recommendation managedInstances() {
    return new Recommendation(
        "look at Lambda Managed Instances as the third option",
        "",
        Wording.text(
            "the function stays a function: the price of EC2 instances and %.0f %% on top, %s USD"
                + " a million requests, savings plans apply, and one environment takes many calls"
                + " at a time",
            100 * prices.managedInstancesFee, Words.price(prices.requestsPerMillion)),
        "",
        "code must bear many calls in one process");
  }

  private static Recommendation memory(FunctionId function, DayUsage usage) {
    long half = Math.max(128, Math.round(usage.memoryMegabytes() / 2));
    return new Recommendation(
        "try less memory first",
        Long.toString(half),
        Wording.text(
            "calls use %.0f of %.0f MB; half the size halves the price of a second, if it does not"
                + " double the seconds",
            usage.usedMegabytesPerCall(), usage.memoryMegabytes()),
        Wording.text(
            "aws lambda update-function-configuration --function-name %s --memory-size %d",
            function.name(), half),
        "the processor shrinks with the memory: measure the duration before and after");
  }

  private Recommendation provisioned(DayUsage usage) {
    return new Recommendation(
        "provision concurrency for the floor of the traffic",
        "",
        Wording.text(
            "mean concurrency %.2f is %.0f %% of its peak %.2f, so environments kept ready are busy"
                + " most of the time; from %.0f %% on they cost less than what they save",
            usage.meanConcurrency(),
            100 * usage.meanConcurrency() / usage.peakConcurrency,
            usage.peakConcurrency,
            100 * PriceSettings.PROVISIONED_BREAK_EVEN),
        "",
        "billed while idle; needs a version or alias");
  }

  List<Recommendation> runaway(FunctionId function, Optional<Release> release) {
    return List.of(
        release
            .map(it -> RollBack.of(it, function.name(), "it began to cost so much"))
            .orElseGet(() -> callers(function)),
        new Recommendation(
            "if nobody wants those calls, stop it until the cause is known",
            "0",
            "what a function can spend is its concurrency times its memory size; a number above 0"
                + " caps it",
            ReservedConcurrency.command(function.name(), 0),
            "every call is refused until it is set back: " + ReservedConcurrency.NONE_DOES));
  }

  private static Recommendation callers(FunctionId function) {
    return new Recommendation(
        "see what calls it",
        "",
        "more calls, longer calls or calls that start one another have different remedies",
        Wording.text("aws lambda list-event-source-mappings --function-name %s", function.name()),
        "none, it only reads");
  }
}
