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

  private static final long HOUR = 3_600_000;

  private final FunctionLogic logic =
      new FunctionLogic(
          TestSettings.usual()
              .with("databases", List.of(TestSettings.database("orders-db", 100, 0, 0, "checkout")))
              .settings());
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
    assertThat(slot(2, HOST)).containsExactly("crm-db");
    assertThat(slot(0, "")).containsExactly("crm-db");
    assertThat(slot(3, "")).containsExactly("crm-db");
  }

  @Test
  void readersOfAClusterAndHostsOfOthersAreTheirOwnNames() {
    String readers = HOST.replace(".cluster-", ".cluster-ro-");
    assertThat(slot(2, readers)).containsExactly(readers);
    now += 2 * HOUR;
    assertThat(slot(2, "pg.internal")).containsExactly("pg.internal");
  }

  /** Else what it prints of a host would count among what others' database is judged by. */
  @Test
  void aHostOfADeclaredDatabaseIsNotItsName() {
    String declared = HOST.replace("crm-db", "orders-db");
    assertThat(slot(2, declared)).containsExactly(declared);
  }

  @Test
  void aFunctionThatNamesNoneIsToldOfWithTheOthers() {
    assertThat(slot(2, "")).containsExactly("");
    // It stays there, so that one trouble is not told under two names.
    assertThat(slot(2, HOST)).containsExactly("");
  }

  @Test
  void anotherTroubleMayBeOfAnotherDatabase() {
    assertThat(slot(2, HOST)).containsExactly("crm-db");
    assertThat(slot(2, "other.example")).containsExactly("crm-db");
    now += 2 * HOUR;
    assertThat(slot(0, "")).containsExactly("crm-db");
    assertThat(slot(2, "other.example")).containsExactly("other.example");
  }

  @Test
  void itIsForgottenWithItsLimit() {
    assertThat(slot(2, HOST)).containsExactly("crm-db");
    now += 13 * 24 * HOUR;
    assertThat(slot(0, "")).containsExactly("crm-db");
    now += 2 * 24 * HOUR;
    assertThat(slot(0, "")).isEmpty();
  }

  private static final class Contributions extends RecordingEffects<Finding> {
    private final List<String> databases = new ArrayList<>();

    @Override
    public void contribute(DatabaseSlot piece) {
      databases.add(piece.database);
    }
  }
}
