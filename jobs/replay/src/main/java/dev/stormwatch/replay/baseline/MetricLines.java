package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.BusyPanes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;
import dev.stormwatch.telemetry.LineSink;
import dev.stormwatch.telemetry.LogDocument;
import dev.stormwatch.telemetry.LogEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts what one record says on the minutes in which it happened. */
final class MetricLines implements LineSink {

  /** Two failures of one request so far apart are two attempts: Lambda waits a minute. */
  private static final long ATTEMPT_GAP_MILLIS = 30_000;

  /** How far a line's clock may run ahead of its arrival. */
  private static final long CLOCK_AHEAD_MILLIS = 60_000;

  /** How the platform says that memory ran out: an error type, or how the process ended. */
  private static final String OUT_OF_MEMORY = "OutOfMemory";

  private static final String KILLED = "signal: killed";

  private static final double PANE_MICROS = BusyPanes.PANE_MILLIS * 1000.0;

  /** In text and in JSON alike; decode has no use for it. */
  private static final Pattern MEMORY_USED =
      Pattern.compile("Max Memory Used: (\\d{1,6}) MB|\"maxMemoryUsedMB\"\\s*:\\s*(\\d{1,6})");

  /** What a REPORT said. */
  private record Call(
      long time, long durationMicros, boolean cold, long megabytes, long usedMegabytes) {}

  /** A request that is known to have failed. */
  private static final class Failed {
    private long at;
    private boolean timedOut;

    private Failed(long at) {
      this.at = at;
    }
  }

  private final MetricView view;
  private final Map<FunctionId, Map<Long, Failed>> failed = new HashMap<>();
  private final Map<FunctionId, Map<Long, Long>> busy = new HashMap<>();
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private final Map<Long, Long> troubledAt = new HashMap<>();

  private @Nullable FunctionSlot slot;
  private long arrival;
  private long newest;

  MetricLines(MetricView view) {
    this.view = view;
  }

  /**
   * Starts a record.
   *
   * @param newSlot what folding made of it
   */
  void begin(FunctionSlot newSlot, long newArrival) {
    slot = newSlot;
    arrival = newArrival;
    newest = Long.MIN_VALUE;
    calls.clear();
    troubledAt.clear();
  }

  @Override
  public void document(LogDocument document) {
    // Whose log it is, the slot says.
  }

  @Override
  public void line(Observation line, LogEvent event) {
    FunctionSlot current = slot;
    if (current == null) {
      return;
    }
    long time = Math.min(line.eventTime, arrival + CLOCK_AHEAD_MILLIS);
    newest = Math.max(newest, time);
    long minute = Math.floorDiv(time, MetricView.MINUTE_MILLIS);
    switch (line.kind) {
      case REPORT:
        report(line, event, time, current);
        break;
      case TIMEOUT:
      case RUNTIME_ERROR:
      case EXIT:
        trouble(line, event, time, view.function(current.function).open(minute));
        break;
      default:
        break;
    }
    if (line.source.iteratorAgeMillis >= 0) {
      Minute open = view.function(current.function).open(minute);
      open.iteratorAgeMillis = Math.max(open.iteratorAgeMillis, line.source.iteratorAgeMillis);
    }
    if (!line.gauge.database.isEmpty()) {
      gauge(line, minute);
    }
  }

  /** The platform's REPORT is the last of its call; one for a call unknown to folding is forged. */
  private void report(Observation line, LogEvent event, long time, FunctionSlot current) {
    long key = line.requestKey();
    if (key != 0 && current.requests.find(key) < 0 && current.requests.level() == 0) {
      return;
    }
    Call call =
        new Call(
            time,
            Math.max(0, line.durationMicros),
            line.initMicros > 0 || line.restoreMicros > 0,
            Math.max(0, line.memoryMegabytes),
            used(event.message()));
    if (line.errorType.contains(OUT_OF_MEMORY)) {
      view.function(current.function)
          .open(Math.floorDiv(time, MetricView.MINUTE_MILLIS))
          .outOfMemory++;
    }
    Call before = calls.put(key, call);
    if (before != null && (key == 0 || time - before.time >= ATTEMPT_GAP_MILLIS)) {
      add(before, current);
    }
  }

  private static long used(String message) {
    Matcher used = MEMORY_USED.matcher(message);
    if (!used.find()) {
      return 0;
    }
    return Long.parseLong(used.group(1) == null ? used.group(2) : used.group(1));
  }

  private void trouble(Observation line, LogEvent event, long time, Minute minute) {
    if (line.requestKey() != 0) {
      troubledAt.put(line.requestKey(), time);
    }
    if (line.kind == LineKind.RUNTIME_ERROR && !line.errorType.isEmpty()) {
      minute.errorTypes.add(line.errorType);
    }
    if (line.kind == LineKind.EXIT
        && (line.errorType.contains(OUT_OF_MEMORY) || event.message().contains(KILLED))) {
      minute.outOfMemory++;
    }
  }

  private void gauge(Observation line, long minute) {
    DatabaseMetrics database = view.database(line.gauge.database);
    if (line.gauge.connections >= 0) {
      database.connections(minute, line.gauge.connections);
    }
    if (line.gauge.maxConnections > 0) {
      database.limit(line.gauge.maxConnections);
    }
  }

  /** Ends the record. */
  void end() {
    FunctionSlot current = slot;
    if (current != null) {
      FunctionMetrics function = view.function(current.function);
      calls.values().forEach(call -> add(call, current));
      failures(current, function);
      concurrency(current.busy, function);
      slot = null;
    }
  }

  /** The record turned out to be unreadable. */
  void abandon() {
    slot = null;
  }

  private void add(Call call, FunctionSlot current) {
    Minute minute =
        view.function(current.function).open(Math.floorDiv(call.time, MetricView.MINUTE_MILLIS));
    minute.invocations++;
    minute.durationMicros += call.durationMicros;
    minute.maxDurationMicros = Math.max(minute.maxDurationMicros, call.durationMicros);
    minute.durations.add(call.durationMicros);
    minute.coldStarts += call.cold ? 1 : 0;
    minute.memoryMegabytes = Math.max(minute.memoryMegabytes, call.megabytes);
    minute.memoryUsedMegabytes = Math.max(minute.memoryUsedMegabytes, call.usedMegabytes);
  }

  /** A failure shows in several lines, which may come in several records; it counts once. */
  private void failures(FunctionSlot current, FunctionMetrics function) {
    Sightings requests = current.requests;
    Map<Long, Failed> known = failed.computeIfAbsent(current.function, id -> new HashMap<>());
    for (int i = 0; i < requests.size(); i++) {
      int flags = requests.flags(i);
      if ((flags & FunctionSlot.FAILED) == 0) {
        continue;
      }
      long at = failedAt(requests.key(i));
      Minute minute = function.open(Math.floorDiv(at, MetricView.MINUTE_MILLIS));
      Failed before = known.get(requests.key(i));
      if (before == null || at - before.at >= ATTEMPT_GAP_MILLIS) {
        before = new Failed(at);
        known.put(requests.key(i), before);
        minute.failures += requests.weight();
        view.failed(function, arrival);
      }
      if ((flags & FunctionSlot.TIMED_OUT) != 0 && !before.timedOut) {
        before.timedOut = true;
        minute.timeouts += requests.weight();
      }
      before.at = Math.max(before.at, at);
    }
  }

  private long failedAt(long request) {
    Call call = calls.get(request);
    return call != null ? call.time : troubledAt.getOrDefault(request, newest);
  }

  private void concurrency(BusyPanes panes, FunctionMetrics function) {
    Map<Long, Long> micros = busy.computeIfAbsent(function.function, id -> new HashMap<>());
    for (int i = 0; i < panes.size(); i++) {
      long sum = micros.merge(panes.pane(i), panes.busyMicros(i), Long::sum);
      long start = panes.pane(i) * BusyPanes.PANE_MILLIS;
      Minute minute = function.open(Math.floorDiv(start, MetricView.MINUTE_MILLIS));
      minute.concurrency = Math.max(minute.concurrency, sum / PANE_MICROS);
    }
  }
}
