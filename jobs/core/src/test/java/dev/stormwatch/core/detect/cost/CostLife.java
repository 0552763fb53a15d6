package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.RecordingEffects;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** One function's days, told to the detector slot by slot. */
final class CostLife {

  static final FunctionId POLL = new FunctionId("111122223333", "eu-west-1", "poll");
  static final long SLOT = 5_000;
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final long T = 1_772_409_600_000L;

  /** A finding and the end of the slot, or the wake, that brought it. */
  record Said(long at, Finding finding) {}

  private record Open(long id, long at) {}

  final Settings settings;
  final CostDetector detector;
  final List<Said> said = new ArrayList<>();
  CostState state = CostState.create();
  private final FunctionTrack track = new FunctionTrack();
  private final Queue<Open> open = new ArrayDeque<>();
  private long begun;

  /** So many take the calls in turn. */
  int environments = 1000;

  long now = T;
  long memory = 2048;
  long used = 200;
  int traits;

  /** Of a call's processor, as Lambda Insights tells; below 0 where it does not. */
  double processorShare = -1;

  Starts starts = Starts.UNKNOWN;

  CostLife(Settings settings) {
    this.settings = settings;
    this.detector = new CostDetector(settings);
  }

  /** A minute with so many calls of so many milliseconds each, all told in its last slot. */
  CostLife minute(int calls, long millis) {
    now += MINUTE - SLOT;
    return slot(calls, millis);
  }

  CostLife slot(int calls, long millis) {
    now += SLOT;
    FunctionSlot slot = new FunctionSlot(POLL);
    slot.invocations = calls;
    slot.durationMicros = calls * millis * 1000;
    slot.billedMillis = calls * millis;
    slot.billedMegabyteMillis = calls * millis * memory;
    slot.memoryMegabytes = memory;
    slot.usage.calls = calls;
    slot.usage.usedMegabytes = calls * used;
    slot.traits = traits;
    for (int i = 0; i < calls; i++) {
      slot.processor.add(
          Math.round(processorShare * millis * 1000 * memory / 1769), millis * 1000, memory);
      slot.busy.addInterval(now - 1_000, millis * 1000, now - HOUR, now + MINUTE);
    }
    return take(slot);
  }

  /** A slot in which some calls begin and none ends. */
  CostLife begin(int calls) {
    now += SLOT;
    FunctionSlot slot = new FunctionSlot(POLL);
    slot.callLines = calls;
    for (int i = 0; i < calls; i++) {
      begun++;
      open.add(new Open(begun, now));
      slot.requests.sight(begun, now, FunctionSlot.STARTED);
      slot.environments.sight(begun % environments, now, 0);
    }
    return take(slot);
  }

  /** Of the end of the calls that have begun nothing is heard. */
  CostLife lose() {
    open.clear();
    return this;
  }

  /** A slot in which those end that have lasted so long. */
  CostLife end(long millis) {
    now += SLOT;
    FunctionSlot slot = new FunctionSlot(POLL);
    slot.memoryMegabytes = memory;
    while (!open.isEmpty() && now - open.element().at() >= millis) {
      Open call = open.remove();
      long lasted = now - call.at();
      slot.callLines++;
      slot.invocations++;
      slot.durationMicros += lasted * 1000;
      slot.billedMillis += lasted;
      slot.billedMegabyteMillis += lasted * memory;
      slot.usage.calls++;
      slot.busy.addInterval(now, lasted * 1000, now - HOUR, now + MINUTE);
      slot.requests.sight(call.id(), call.at(), FunctionSlot.STARTED | FunctionSlot.ENDED);
      slot.environments.sight(call.id() % environments, now, 0);
    }
    return take(slot);
  }

  private CostLife take(FunctionSlot slot) {
    track.advance(slot, now, settings.environmentIdleMillis);
    RecordingEffects<Finding> effects = new RecordingEffects<>();
    detector.onSlot(new FunctionView(now, slot, track).with(starts), state, effects);
    effects.emitted.forEach(finding -> said.add(new Said(now, finding)));
    return this;
  }

  /** A day on which {@code concurrency} calls of a minute are in progress all the time. */
  CostLife day(int concurrency) {
    return minutes(24 * 60, concurrency);
  }

  CostLife minutes(int count, int concurrency) {
    for (int i = 0; i < count; i++) {
      minute(concurrency, 60_000);
    }
    return this;
  }

  /** Nothing is heard; the detector is woken when it asked to be. */
  CostLife silence(long millis) {
    long end = now + millis;
    for (long wake = detector.wakeAt(state); wake <= end; wake = detector.wakeAt(state)) {
      long at = Math.floorDiv(wake, SLOT) * SLOT + SLOT;
      RecordingEffects<Finding> effects = new RecordingEffects<>();
      detector.onWake(at, track, starts, state, effects);
      effects.emitted.forEach(finding -> said.add(new Said(at, finding)));
    }
    now = end;
    return this;
  }

  Finding last() {
    return said.get(said.size() - 1).finding();
  }
}
