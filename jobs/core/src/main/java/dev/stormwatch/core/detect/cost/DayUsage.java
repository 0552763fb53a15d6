package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.ProcessorUse;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a function used in a day of 24 hours, or in the part of one that is over: no prices. */
public final class DayUsage {

  public static final double SECONDS_PER_DAY = 86_400;

  /** So many of a day's calls stand for all of them. */
  private static final double A_SAMPLE = 0.01;

  private static final double LEAST_SHARE = 0.01;

  /** Numbers of a day before processors were measured. */
  private static final int FIRST_FORM = 11;

  /** Billed time times memory size. */
  double gigabyteSeconds;

  double billedSeconds;
  double calls;

  /** Of the billed time, inits. */
  double initSeconds;

  /** Calls that told how much memory they used, and the sum of what they told. */
  double callsWithMemory;

  double usedMegabytes;

  /** Calls in progress, summed over time. */
  double busySeconds;

  /** Of them, those for which provisioned environments stood ready. */
  double provisionedSeconds;

  /** Concurrency by minute that only the busiest twentieth of the minutes exceeded. */
  double peakConcurrency;

  /** The most that an hour cost, USD. */
  double dearestHour;

  /** The dearest burst that came and went, USD an hour. */
  double dearestBurst;

  /** Processor time that calls used, and that they were given, where that was measured. */
  double processorSeconds;

  double givenSeconds;

  /** How much of the day was watched. */
  double coveredSeconds;

  /** Takes in what a slot's calls were billed and used. */
  void take(FunctionSlot slot) {
    gigabyteSeconds += slot.billedMegabyteMillis / 1000.0 / 1024;
    billedSeconds += slot.billedMillis / 1000.0;
    calls += slot.invocations;
    initSeconds += slot.usage.initMicros / 1e6;
    callsWithMemory += slot.usage.calls;
    usedMegabytes += slot.usage.usedMegabytes;
  }

  void measured(ProcessorUse use) {
    processorSeconds += use.usedMicros / 1e6;
    givenSeconds += use.givenMicros / 1e6;
  }

  /** From what was watched to a day. */
  double perDay() {
    return coveredSeconds > 0 ? SECONDS_PER_DAY / coveredSeconds : 0;
  }

  /** Handlers running at a time: inits are Lambda's own, a container has none. */
  double meanConcurrency() {
    return coveredSeconds > 0 ? Math.max(0, busySeconds - initSeconds) / coveredSeconds : 0;
  }

  /** Memory size in MB, by billed time where it changed. */
  double memoryMegabytes() {
    return billedSeconds > 0 ? gigabyteSeconds * 1024 / billedSeconds : 0;
  }

  /** Memory that a call's environment used, MB; the memory size where no call told. */
  double usedMegabytesPerCall() {
    return callsWithMemory > 0 ? usedMegabytes / callsWithMemory : memoryMegabytes();
  }

  /** Share of their processor that calls used; 0 where too few of them were measured to tell. */
  double processorShare() {
    double given = billedSeconds * memoryMegabytes() / ProcessorUse.MEGABYTES_PER_VCPU;
    return givenSeconds > 0 && givenSeconds >= A_SAMPLE * given
        ? Math.max(LEAST_SHARE, processorSeconds / givenSeconds)
        : 0;
  }

  double provisionedShare() {
    return busySeconds > 0 ? Math.min(1, provisionedSeconds / busySeconds) : 0;
  }

  /** Adds another day: of sums the sum, of concurrency's peaks the mean, of hours the dearest. */
  void add(DayUsage other) {
    double covered = coveredSeconds + other.coveredSeconds;
    peakConcurrency =
        covered > 0
            ? (peakConcurrency * coveredSeconds + other.peakConcurrency * other.coveredSeconds)
                / covered
            : 0;
    coveredSeconds = covered;
    gigabyteSeconds += other.gigabyteSeconds;
    billedSeconds += other.billedSeconds;
    calls += other.calls;
    initSeconds += other.initSeconds;
    callsWithMemory += other.callsWithMemory;
    usedMegabytes += other.usedMegabytes;
    busySeconds += other.busySeconds;
    provisionedSeconds += other.provisionedSeconds;
    dearestHour = Math.max(dearestHour, other.dearestHour);
    dearestBurst = Math.max(dearestBurst, other.dearestBurst);
    processorSeconds += other.processorSeconds;
    givenSeconds += other.givenSeconds;
  }

  /** A finished day in seven digits, as it is kept: the same before and after a restore. */
  DayUsage finished() {
    DayUsage day = new DayUsage();
    double[] numbers = numbers();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) numbers[i];
    }
    day.set(numbers);
    return day;
  }

  private double[] numbers() {
    return new double[] {
      gigabyteSeconds,
      billedSeconds,
      calls,
      initSeconds,
      callsWithMemory,
      usedMegabytes,
      busySeconds,
      provisionedSeconds,
      peakConcurrency,
      dearestHour,
      coveredSeconds,
      dearestBurst,
      processorSeconds,
      givenSeconds
    };
  }

  private void set(double[] numbers) {
    gigabyteSeconds = numbers[0];
    billedSeconds = numbers[1];
    calls = numbers[2];
    initSeconds = numbers[3];
    callsWithMemory = numbers[4];
    usedMegabytes = numbers[5];
    busySeconds = numbers[6];
    provisionedSeconds = numbers[7];
    peakConcurrency = numbers[8];
    dearestHour = numbers[9];
    coveredSeconds = numbers[10];
    dearestBurst = numbers[11];
    processorSeconds = numbers[12];
    givenSeconds = numbers[13];
  }

  void write(DataOutput out) throws IOException {
    for (double number : numbers()) {
      out.writeDouble(number);
    }
  }

  /**
   * @param measured false for what was written before processors were measured
   */
  static DayUsage read(DataInput in, boolean measured) throws IOException {
    DayUsage day = new DayUsage();
    double[] numbers = day.numbers();
    for (int i = 0; i < known(numbers, measured); i++) {
      numbers[i] = in.readDouble();
    }
    day.set(numbers);
    return day;
  }

  void writeFinished(DataOutput out) throws IOException {
    for (double number : numbers()) {
      out.writeFloat((float) number);
    }
  }

  private static int known(double[] numbers, boolean measured) {
    return measured ? numbers.length : FIRST_FORM;
  }

  static DayUsage readFinished(DataInput in, boolean measured) throws IOException {
    DayUsage day = new DayUsage();
    double[] numbers = day.numbers();
    for (int i = 0; i < known(numbers, measured); i++) {
      numbers[i] = in.readFloat();
    }
    day.set(numbers);
    return day;
  }
}
