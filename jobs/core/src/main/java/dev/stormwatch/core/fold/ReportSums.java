package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Traits;
import dev.stormwatch.core.model.UsageSums;
import java.util.List;

/** Adds to a slot what one REPORT tells of its call: time, money, and how long it waited. */
final class ReportSums {

  /** Lambda's longest timeout is 15 minutes; with an init a call keeps its environment so long. */
  private static final long LONGEST_CALL_MICROS = 16 * 60 * 1_000_000L;

  /** Busy time older than this on arrival no longer says anything about the present. */
  private static final long OLDEST_BUSY_MILLIS = 3_600_000;

  private ReportSums() {}

  /**
   * Adds a report.
   *
   * @param report with a time that can be believed
   * @param claimed the time that it claims, epoch milliseconds
   * @return how long the call kept its environment busy, microseconds
   */
  static long add(
      Observation report, long claimed, long arrival, LogSource source, FunctionSlot slot) {
    long duration = Math.max(0, report.durationMicros);
    long billed = Math.max(0, report.billedMillis);
    slot.invocations++;
    slot.durationMicros += duration;
    slot.billedMillis += billed;
    slot.memoryMegabytes = Math.max(slot.memoryMegabytes, report.memoryMegabytes);
    slot.billedMegabyteMillis += billed * Math.max(0, report.memoryMegabytes);
    usage(report, slot.usage);

    boolean restored = report.restoreMicros > 0;
    long wait = restored ? report.restoreMicros : Math.max(0, report.initMicros);
    if (wait > 0) {
      cold(report, wait, restored, source, slot);
    }
    long busy = Math.min(duration + wait, LONGEST_CALL_MICROS);
    slot.busy.addInterval(
        claimed, busy, arrival - OLDEST_BUSY_MILLIS, arrival + ClaimedTimes.CLOCK_AHEAD_MILLIS);
    return busy;
  }

  private static void usage(Observation report, UsageSums usage) {
    usage.initMicros += Math.max(0, report.initMicros);
    if (report.usedMegabytes > 0) {
      usage.calls++;
      usage.usedMegabytes += report.usedMegabytes;
    }
  }

  private static void cold(
      Observation report, long wait, boolean restored, LogSource source, FunctionSlot slot) {
    slot.coldStarts++;
    if (restored) {
      slot.restores++;
      slot.traits |= Traits.SNAP_START;
    }
    slot.coldWaits.add(wait);
    slot.inits.add(LogSource.version(source.logStream()), wait);
    slot.inits.coldMicros += Math.max(0, report.durationMicros);
    slot.firstColdAt = Math.min(slot.firstColdAt, report.eventTime);
    slot.coldest =
        ColdCall.longest(
            slot.coldest,
            List.of(
                new ColdCall(
                    report.eventTime,
                    source.logStream(),
                    RequestIds.orEmpty(report.requestId()),
                    wait,
                    Math.max(0, report.durationMicros),
                    restored)));
  }
}
