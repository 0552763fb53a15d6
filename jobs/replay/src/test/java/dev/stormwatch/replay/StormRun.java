package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.connections.ConnectionLogic;
import dev.stormwatch.core.detect.connections.ConnectionState;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One simulated recording through decoding, the functions' and the databases' logic in a plain
 * loop: everything that the connection detector says, slot by slot, before an incident makes few
 * messages of it.
 */
final class StormRun {

  /** What it said at the end of a slot. */
  record Said(long end, Finding finding) {}

  final JsonNode labels;
  final double hours;
  final List<Said> said = new ArrayList<>();

  private final Settings settings;
  private final Map<String, FunctionState> functions = new TreeMap<>();
  private final Map<String, ConnectionState> databases = new TreeMap<>();

  private StormRun(Recording recording) {
    labels = recording.story().labels();
    try {
      settings = SettingsReader.read(RecordingFolder.settings(recording).toString());
    } catch (SettingsException e) {
      throw new IllegalStateException(e);
    }
    List<ObjectNode> records = recording.records();
    long first = PlayedRecords.arrival(records.get(0));
    hours = (PlayedRecords.arrival(records.get(records.size() - 1)) - first) / 3_600_000.0;
    play(records);
  }

  static StormRun of(String scenario, long seed) {
    return new StormRun(Recording.play(Scenario.named(scenario), seed));
  }

  /** Do the settings name a database? */
  boolean declares(String database) {
    return settings.database(database) != null;
  }

  private void play(List<ObjectNode> records) {
    PlayedRecords decoder = new PlayedRecords(settings);
    TreeMap<Long, Slot> slots = new TreeMap<>();
    for (ObjectNode record : records) {
      slots.computeIfAbsent(decoder.slotOf(record), e -> new Slot()).add(record, decoder, settings);
    }
    FunctionLogic functionLogic = new FunctionLogic(settings);
    ConnectionLogic connectionLogic = new ConnectionLogic(settings);
    slots.forEach(
        (end, slot) -> {
          slot.functions.forEach(
              (key, piece) ->
                  functionLogic.onSlot(
                      end,
                      piece,
                      functions.computeIfAbsent(key, k -> functionLogic.newState()),
                      new Heard(end, slot)));
          slot.databases.forEach(
              (key, piece) ->
                  connectionLogic.onSlot(
                      end,
                      piece,
                      databases.computeIfAbsent(key, k -> connectionLogic.newState()),
                      new Heard(end, slot)));
        });
  }

  /** All that arrived in one slot. */
  private static final class Slot {
    private final Map<String, FunctionSlot> functions = new TreeMap<>();
    private final Map<String, DatabaseSlot> databases = new TreeMap<>();

    private void add(ObjectNode record, PlayedRecords played, Settings settings) {
      FunctionSlot folded = played.fold(record);
      if (folded == null) {
        return;
      }
      FunctionId teller = folded.function;
      for (GaugeReading reading : played.decoder.gauges()) {
        DatabaseSlot.of(teller, reading, settings.database(reading.database) != null)
            .forEach(this::add);
      }
      functions.computeIfAbsent(teller.key(), k -> new FunctionSlot(teller)).merge(folded);
    }

    private void add(DatabaseSlot piece) {
      databases.merge(piece.key(), piece, DatabaseSlot::merge);
    }
  }

  private final class Heard extends FindingsOf {
    private final Slot slot;

    private Heard(long end, Slot slot) {
      super(Kind.CONNECTION_EXHAUSTION, finding -> said.add(new Said(end, finding)));
      this.slot = slot;
    }

    @Override
    public void contribute(DatabaseSlot piece) {
      slot.add(piece);
    }
  }
}
