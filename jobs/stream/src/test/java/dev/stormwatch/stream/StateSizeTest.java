package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.IncidentLogic;
import dev.stormwatch.core.incident.IncidentState;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a subject costs in state: what decides how many fit a machine. */
class StateSizeTest {

  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int HOUR = (int) (3_600_000 / SLOT);

  @Test
  void aFunctionOfFiftyEnvironmentsFitsEightKilobytesAfterAnHour() throws IOException {
    FunctionState state = anHour(new IgnoredEffects<>());
    int bytes = Snapshots.bytes(state, functionStates());
    assertThat(bytes).as("a function's state takes %d bytes", bytes).isLessThan(8 * 1024);
  }

  /** A spike brings environments without end; beyond what is kept exactly they are sampled. */
  @Test
  void aFunctionOfTenThousandEnvironmentsFitsThirtyTwoKilobytes() throws IOException {
    FunctionLogic logic = new FunctionLogic(SETTINGS);
    FunctionState state = logic.newState();
    Traffic traffic = new Traffic(10_000);
    int bytes = 0;
    for (int i = 0; i < 60; i++) {
      logic.onSlot(
          START + (i + 1) * SLOT,
          traffic.failing(START + i * SLOT, 1_000),
          state,
          new IgnoredEffects<Finding>());
      bytes = Math.max(bytes, Snapshots.bytes(state, functionStates()));
    }
    assertThat(bytes).as("a function's state takes %d bytes", bytes).isLessThan(32 * 1024);
  }

  @Test
  void anOpenIncidentFitsFourKilobytes() throws IOException {
    Heard<Finding> heard = new Heard<>();
    spike(heard);
    Finding finding = heard.results.get(heard.results.size() - 1);
    assertThat(finding.evidence).isNotEmpty();
    assertThat(finding.recommendations).isNotEmpty();

    IncidentLogic logic = new IncidentLogic(SETTINGS.incident);
    IncidentState state = logic.newState();
    Heard<Alert> alerts = new Heard<>();
    logic.onSlot(START, finding, state, alerts);
    assertThat(alerts.results).hasSize(1);
    int bytes = Snapshots.bytes(state, new IncidentState.ByteCodec());
    assertThat(bytes).as("an incident's state takes %d bytes", bytes).isLessThan(4 * 1024);
  }

  private static Codec<FunctionState> functionStates() {
    return new FunctionState.ByteCodec();
  }

  private static FunctionState anHour(SlotLogic.Effects<Finding> effects) {
    FunctionLogic logic = new FunctionLogic(SETTINGS);
    FunctionState state = logic.newState();
    Traffic traffic = new Traffic(50);
    for (int i = 0; i < HOUR; i++) {
      logic.onSlot(
          START + (i + 1) * SLOT,
          traffic.slot(START + i * SLOT, 100, i % 10 == 0 ? 1 : 0),
          state,
          effects);
    }
    return state;
  }

  private static void spike(Heard<Finding> effects) {
    FunctionLogic logic = new FunctionLogic(SETTINGS);
    FunctionState state = anHour(effects);
    assertThat(effects.results).isEmpty();
    Traffic traffic = new Traffic(50);
    for (int i = HOUR; i < HOUR + 36; i++) {
      logic.onSlot(START + (i + 1) * SLOT, traffic.slot(START + i * SLOT, 100, 40), state, effects);
    }
    assertThat(effects.results).isNotEmpty();
  }

  private static final class Heard<R> extends IgnoredEffects<R> {

    private final List<R> results = new ArrayList<>();

    @Override
    public void emit(R result) {
      results.add(result);
    }
  }
}
