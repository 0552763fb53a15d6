package dev.stormwatch.core.function;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;

/** One function's slots, one after another through the function's logic, and what was said. */
final class ColdStartLife {

  static final FunctionId CHECKOUT = new FunctionId("111122223333", "eu-west-1", "checkout");

  static final long SLOT = 5_000;
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final long T = 1_772_440_020_000L / HOUR * HOUR;
  static final long LONG_WAIT = 2_000_000;
  static final long SHORT_WAIT = 300_000;

  /** How many calls a slot brings, and how many of them are cold. */
  interface Traffic {
    int count(int slot);
  }

  static final Traffic TEN = slot -> 10;

  /** One call in a hundred. */
  static final Traffic USUAL = slot -> slot % 10 == 0 ? 1 : 0;

  static final Traffic SPIKE = slot -> 4;

  /** A finding and the end of the slot that brought it. */
  record Said(long at, Finding finding) {}

  final FunctionLogic logic;
  final RecordingEffects<Finding> effects = new RecordingEffects<>();
  final List<Said> said = new ArrayList<>();
  FunctionState state;
  long now = T;
  long lag = 20_000;
  long wait = LONG_WAIT;
  String version = "7";
  int exits;

  /** Are those for want of memory? */
  boolean outOfMemory;

  int timeouts;
  int followersThatDied;
  long followerMicros;
  int batches;
  int environments = 1;
  long memory = 1024;
  long durationMicros = 90_000;
  int traits;
  boolean restored;
  int initFailures;

  ColdStartLife(TestSettings settings) {
    logic = new FunctionLogic(settings.settings());
    state = logic.newState();
  }

  static ColdStartLife usual() {
    return new ColdStartLife(TestSettings.usual());
  }

  ColdStartLife run(long millis, Traffic calls, Traffic cold) {
    int slots = (int) (millis / SLOT);
    for (int i = 0; i < slots; i++) {
      slot(calls.count(i), cold.count(i));
    }
    return this;
  }

  /** The same with one slot a minute, where nothing happens in between. */
  ColdStartLife sparse(long millis, Traffic calls, Traffic cold) {
    int slots = (int) (millis / MINUTE);
    for (int i = 0; i < slots; i++) {
      now += MINUTE - SLOT;
      slot(12 * calls.count(i), cold.count(i));
    }
    return this;
  }

  void slot(int calls, int cold) {
    now += SLOT;
    int before = effects.emitted.size();
    if (calls > 0) {
      logic.onSlot(now, data(calls, cold), state, effects);
    }
    effects.emitted.stream().skip(before).forEach(f -> said.add(new Said(now, f)));
  }

  FunctionSlot data(int calls, int cold) {
    FunctionSlot slot = new FunctionSlot(CHECKOUT);
    slot.records = 1;
    slot.events = calls * 3L;
    slot.invocations = calls;
    slot.coldStarts = cold;
    slot.memoryMegabytes = memory;
    slot.traits = traits;
    slot.initFailures = initFailures;
    slot.restores = restored ? cold : 0;
    slot.lags.add(lag);
    long at = now - SLOT / 2 - lag;
    for (int i = 0; i < environments; i++) {
      slot.environments.sight(Hash64.of("s" + i), at, 0);
    }
    slot.durationMicros = calls * durationMicros;
    slot.inits.exits = exits;
    for (int i = 0; outOfMemory && i < exits; i++) {
      slot.errors.add(
          "Runtime.ExitError",
          ErrorWords.OUT_OF_MEMORY,
          new CallError.Line(at, "2026/03/02/[7]s", "k" + i));
    }
    slot.inits.timeouts = timeouts;
    slot.inits.firstDeathAt = exits + timeouts + initFailures > 0 ? at : Long.MAX_VALUE;
    slot.inits.followers = followersThatDied;
    slot.inits.followersThatDied = followersThatDied;
    slot.inits.batches = batches;
    if (followerMicros > 0) {
      slot.inits.followers++;
      slot.inits.followerMicros.add(followerMicros);
    }
    slot.busy.addInterval(at, calls * 1_000_000L, at - HOUR, now);
    for (int i = 0; i < cold; i++) {
      slot.firstColdAt = Math.min(slot.firstColdAt, at + i);
      slot.coldWaits.add(wait);
      slot.inits.add(version, wait);
      slot.coldest =
          ColdCall.longest(
              slot.coldest,
              List.of(new ColdCall(at + i, "2026/03/02/[7]s", "r" + i, wait, 90_000, restored)));
    }
    return slot;
  }

  List<Said> spikes() {
    return said.stream().filter(s -> !s.finding.recovered).toList();
  }

  List<Said> recoveries() {
    return said.stream().filter(s -> s.finding.recovered).toList();
  }
}
