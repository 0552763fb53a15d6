package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An account, slot by slot: a test says when calls start, and reads what comes of it. */
final class Account {

  static final long START = 1_772_446_200L;
  static final int SLOT_SECONDS = 5;

  /** Log lines take so long to arrive. */
  private static final int DELAY_SECONDS = 8;

  private final CascadeLogic logic;
  final RecordingEffects<Finding> effects = new RecordingEffects<>();
  private final List<Long> decided = new ArrayList<>();
  private final Map<String, TreeMap<Long, Integer>> starts = new TreeMap<>();
  private final Map<String, Integer> millis = new TreeMap<>();
  private final Map<String, Double> concurrency = new TreeMap<>();
  CascadeState state;

  Account(Settings settings) {
    logic = new CascadeLogic(settings);
    state = logic.newState();
  }

  /** A call of a function starts, in seconds from the beginning. */
  Account call(String function, double at) {
    starts
        .computeIfAbsent(function, name -> new TreeMap<>())
        .merge(START + (long) Math.floor(at), 1, Integer::sum);
    return this;
  }

  Account calls(String function, double from, double to, double perSecond) {
    for (double at = from; at < to; at += 1 / perSecond) {
      call(function, at);
    }
    return this;
  }

  Account lasting(String function, int callMillis) {
    millis.put(function, callMillis);
    return this;
  }

  /** Mean concurrency from now on. */
  Account busy(String function, double mean) {
    concurrency.put(function, mean);
    return this;
  }

  /** Plays from one second to another. */
  Account play(int from, int to) {
    for (int at = from; at < to; at += SLOT_SECONDS) {
      long end = (START + at + SLOT_SECONDS) * 1000;
      AccountSlot slot = slot(START + at - DELAY_SECONDS);
      int before = effects.emitted.size();
      if (slot.functions.isEmpty()) {
        if (effects.wakeAt != RecordingEffects.NEVER && effects.wakeAt < end) {
          logic.onWake(end, state, effects);
        }
      } else {
        logic.onSlot(end, slot, state, effects);
      }
      for (int i = before; i < effects.emitted.size(); i++) {
        decided.add(end / 1000 - START);
      }
    }
    return this;
  }

  private AccountSlot slot(long from) {
    AccountSlot slot = new AccountSlot("111122223333", "eu-west-1");
    starts.forEach(
        (name, times) -> {
          FunctionFlow flow = new FunctionFlow();
          times
              .subMap(from, from + SLOT_SECONDS)
              .forEach((second, calls) -> flow.starts.addAt(second * 1000, calls));
          flow.ended = flow.starts.total();
          flow.durationMicros = flow.ended * millis.getOrDefault(name, 100) * 1000L;
          flow.billedMegabyteMillis = flow.ended * millis.getOrDefault(name, 100) * 1024L;
          flow.milliConcurrency = Math.round(1000 * concurrency.getOrDefault(name, 0.0));
          if (flow.ended > 0) {
            slot.add(name, flow);
          }
        });
    return slot;
  }

  List<Finding> findings() {
    return effects.emitted;
  }

  Finding first() {
    return effects.emitted.get(0);
  }

  /** When the first finding came, seconds from the beginning. */
  long firstAt() {
    return decided.get(0);
  }
}
