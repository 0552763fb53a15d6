package dev.stormwatch.core.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** To which database a function belongs that no settings name. */
class DiscoveryTest {

  private static final long SLOT = 5_000;
  private static final String HOST = "crm-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com";

  private final FunctionLogic logic = new FunctionLogic(TestSettings.usual().settings());
  private FunctionState state = logic.newState();
  private long now = 1_772_446_200_000L;

  /** The databases that one slot is told to. */
  private List<String> slot(long exhaustionLines, String host) {
    FunctionSlot slot = new FunctionSlot(new FunctionId("111122223333", "eu-west-1", "contacts"));
    slot.records = 1;
    slot.exhaustionLines = exhaustionLines;
    slot.refusedLines = exhaustionLines;
    slot.refusals.named(host);
    slot = Bytes.copy(new FunctionSlot.ByteCodec(), slot);
    now += SLOT;
    Contributions told = new Contributions();
    logic.onSlot(now, slot, state, told);
    state = Bytes.copy(new FunctionState.ByteCodec(), state);
    return told.databases;
  }

  @Test
  void aFunctionThatNamesAHostBelongsToItFromThenOn() {
    assertThat(slot(0, "")).isEmpty();
    assertThat(slot(2, HOST)).containsExactly(HOST);
    assertThat(slot(0, "")).containsExactly(HOST);
    assertThat(slot(3, "")).containsExactly(HOST);
  }

  @Test
  void aFunctionThatNamesNoneIsToldOfWithTheOthers() {
    assertThat(slot(2, "")).containsExactly("");
    // It stays there, so that one trouble is not told under two names.
    assertThat(slot(2, HOST)).containsExactly("");
  }

  @Test
  void itIsForgottenAfterAnHour() {
    assertThat(slot(2, HOST)).containsExactly(HOST);
    now += 2 * 3_600_000;
    assertThat(slot(0, "")).isEmpty();
    assertThat(slot(2, "other.example")).containsExactly("other.example");
  }

  private static final class Contributions extends RecordingEffects<Finding> {
    private final List<String> databases = new ArrayList<>();

    @Override
    public void contribute(DatabaseSlot piece) {
      databases.add(piece.database);
    }
  }
}
