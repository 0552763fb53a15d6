package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.cascade.CascadeLogic;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One simulated recording through decoding, the functions' and the accounts' logic in a plain loop:
 * everything that the cascade detector says, slot by slot, and what was true.
 */
final class CascadeRun {

  /** What it said at the end of a slot. */
  record Said(long end, Finding finding) {}

  /** A call that the cascade made. */
  record Call(String function, long start, int depth, double gigabyteSeconds) {}

  /** What is played: a scenario with its truth, however it is damaged afterwards. */
  static final class Played {
    final JsonNode labels;
    final List<ObjectNode> records;
    final List<Call> calls = new ArrayList<>();
    private final Settings settings;

    private Played(Recording recording) {
      JsonNode told = RecordingFolder.settings(recording);
      labels = recording.story().labels();
      records = recording.records();
      try {
        settings = SettingsReader.read(told.toString());
      } catch (SettingsException e) {
        throw new IllegalStateException(e);
      }
      Map<String, Double> gigabytes = new HashMap<>();
      told.path("functions")
          .forEach(
              rule ->
                  gigabytes.put(
                      rule.path("match").asText(), rule.path("memoryMb").asDouble() / 1024));
      for (String function : recording.functions()) {
        for (Invocation call : recording.invocations(function)) {
          if (call.hop().runaway()) {
            double seconds = call.billedMillis() / 1000.0;
            int depth = call.hop().depth();
            calls.add(new Call(function, call.start(), depth, seconds * gigabytes.get(function)));
          }
        }
      }
    }
  }

  final List<Said> said = new ArrayList<>();

  private final Settings settings;
  private final PlayedRecords decoder;
  private final Map<String, FunctionState> functions = new TreeMap<>();
  private final Map<String, AccountState> accounts = new TreeMap<>();

  private CascadeRun(Settings settings, List<ObjectNode> records) {
    this.settings = settings;
    this.decoder = new PlayedRecords(settings);
    play(records);
  }

  static Played played(Scenario scenario, long seed) {
    return new Played(Recording.play(scenario, seed));
  }

  /** Runs over records of it, perhaps not all of them. */
  static CascadeRun of(Played played, List<ObjectNode> records) {
    return new CascadeRun(played.settings, records);
  }

  private void play(List<ObjectNode> records) {
    long length = settings.clock.slotMillis;
    TreeMap<Long, Map<String, FunctionSlot>> slots = new TreeMap<>();
    for (ObjectNode record : records) {
      fold(record, slots.computeIfAbsent(decoder.slotOf(record), e -> new TreeMap<>()));
    }
    FunctionLogic functionLogic = new FunctionLogic(settings);
    CascadeLogic cascadeLogic = new CascadeLogic(settings);
    for (long end = slots.firstKey(); end <= slots.lastKey(); end += length) {
      Heard heard = new Heard(end);
      slots
          .getOrDefault(end, Map.of())
          .forEach(
              (key, slot) ->
                  functionLogic.onSlot(
                      heard.end,
                      slot,
                      functions.computeIfAbsent(key, k -> functionLogic.newState()),
                      heard));
      for (Map.Entry<String, AccountState> account : accounts.entrySet()) {
        if (!heard.accounts.containsKey(account.getKey())) {
          // As often as it could ask for at most; it forgets itself when nothing is open.
          heard.accounts.put(account.getKey(), null);
        }
      }
      heard.accounts.forEach(
          (key, slot) -> {
            AccountState state = accounts.computeIfAbsent(key, k -> cascadeLogic.newState());
            if (slot == null) {
              cascadeLogic.onWake(heard.end, state, heard);
            } else {
              cascadeLogic.onSlot(heard.end, slot, state, heard);
            }
          });
    }
  }

  private void fold(ObjectNode record, Map<String, FunctionSlot> slots) {
    FunctionSlot folded = decoder.fold(record);
    if (folded != null) {
      slots
          .computeIfAbsent(folded.function.key(), k -> new FunctionSlot(folded.function))
          .merge(folded);
    }
  }

  private final class Heard extends FindingsOf {
    private final long end;
    private final Map<String, AccountSlot> accounts = new TreeMap<>();

    private Heard(long end) {
      super(Kind.FAN_OUT_CASCADE, finding -> said.add(new Said(end, finding)));
      this.end = end;
    }

    @Override
    public void contribute(AccountSlot piece) {
      accounts.merge(piece.key(), piece, AccountSlot::merge);
    }
  }
}
