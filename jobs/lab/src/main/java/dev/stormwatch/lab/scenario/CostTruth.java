package dev.stormwatch.lab.scenario;

import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a function costs, and when it became dearer than containers would be.
 *
 * <p>Lambda: billed time times memory, and a fee for each request. Containers: as many Fargate
 * tasks of one vCPU and 2 GB as the busiest twentieth of the day's minutes needs at 65 % of their
 * processors, where a call takes the share of a vCPU that Lambda gives its memory (1,769 MB are
 * one); at least two, behind a load balancer. Prices of us-east-1, x86, August 2026. The day of the
 * crossing is the first from which on Lambda costs more on every day until the end.
 */
final class CostTruth {

  private static final double LAMBDA_GB_SECOND = 0.0000166667;
  private static final double LAMBDA_REQUEST = 0.2 / 1e6;
  private static final double TASK_DAY = 24 * (0.04048 + 2 * 0.004445);
  private static final double BALANCER_DAY = 24 * 0.0225 + 0.2;
  private static final double TARGET_PROCESSOR = 0.65;
  private static final double TARGET_MEMORY = 0.8;
  private static final double TASK_MEMORY_MB = 2_048;
  private static final double MEMORY_OF_A_PROCESSOR = 1_769;
  private static final double BUSY_QUANTILE = 0.95;
  private static final int FEWEST_TASKS = 2;
  private static final long DAY = 86_400_000;
  private static final int MINUTES = 1_440;

  private final Estate estate;
  private final long start;
  private final int days;

  CostTruth(Estate estate, long start, long end) {
    this.estate = estate;
    this.start = start;
    this.days = (int) ((end - start) / DAY);
  }

  /**
   * When the first day of the dearer stretch began; empty if the recording ends in a cheaper one.
   */
  OptionalLong crossing(String function) {
    FunctionSpec spec = spec(function);
    int first = days;
    while (first > 0 && dearer(spec, first - 1)) {
      first--;
    }
    return first == days ? OptionalLong.empty() : OptionalLong.of(start + first * DAY);
  }

  /** What calls that ended in a stretch were billed, taken for a day. */
  double usdPerDay(String function, long from, long to) {
    return lambda(spec(function), calls(function, from, to, Invocation::end)) * DAY / (to - from);
  }

  private FunctionSpec spec(String function) {
    return estate.specs().stream()
        .filter(candidate -> candidate.name.equals(function))
        .findFirst()
        .orElseThrow();
  }

  private List<Invocation> calls(
      String function, long from, long to, ToLongFunction<Invocation> time) {
    return estate.truth.invocations(function).stream()
        .filter(call -> time.applyAsLong(call) >= from && time.applyAsLong(call) < to)
        .toList();
  }

  private static double lambda(FunctionSpec spec, List<Invocation> calls) {
    double seconds = calls.stream().mapToLong(Invocation::billedMillis).sum() / 1_000.0;
    return seconds * spec.memoryMb / 1_024.0 * LAMBDA_GB_SECOND + calls.size() * LAMBDA_REQUEST;
  }

  private boolean dearer(FunctionSpec spec, int day) {
    long from = start + day * DAY;
    List<Invocation> calls = calls(spec.name, from, from + DAY, Invocation::start);
    double[] busy = busySeconds(calls, from);
    Arrays.sort(busy);
    double concurrency = busy[(int) (BUSY_QUANTILE * (MINUTES - 1))] / 60;
    double processors = spec.cpuShare * spec.memoryMb / MEMORY_OF_A_PROCESSOR / TARGET_PROCESSOR;
    double memory =
        calls.stream().mapToInt(Invocation::memoryMb).average().orElse(0)
            / TASK_MEMORY_MB
            / TARGET_MEMORY;
    double tasks = Math.ceil(concurrency * Math.max(processors, memory));
    double container = Math.max(FEWEST_TASKS, tasks) * TASK_DAY + BALANCER_DAY;
    return lambda(spec, calls) > container;
  }

  /** Seconds of running in each minute of a day. */
  private static double[] busySeconds(List<Invocation> calls, long from) {
    double[] busy = new double[MINUTES];
    for (Invocation call : calls) {
      for (long at = call.start(); at < call.end(); ) {
        int minute = (int) ((at - from) / 60_000);
        if (minute >= MINUTES) {
          break;
        }
        long next = Math.min(call.end(), from + (minute + 1L) * 60_000);
        busy[minute] += (next - at) / 1_000.0;
        at = next;
      }
    }
    return busy;
  }
}
