package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.connections.ConnectionLogic;
import dev.stormwatch.core.detect.connections.ConnectionState;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of databases: restored from what an earlier build wrote, and how large it gets. */
class DatabaseSnapshotTest {

  private static final String DATABASES = "databases";
  private static final Settings SETTINGS = settings();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int BEFORE = 240;

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(DATABASES, DatabaseSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(DATABASES);
  }

  /** What is usual was learned before the snapshot; only held against that is the rest unusual. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void aDatabaseKeepsWhatIsUsual(String snapshot) throws Exception {
    List<Finding> findings = strain(databases().restore(Snapshots.read(snapshot)));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).kind).isEqualTo(Kind.CONNECTION_EXHAUSTION);
    assertThat(findings.get(0).subject.key())
        .isEqualTo("database/123456789012/eu-west-1/orders-db");
    assertThat(findings.get(0).headline).contains("saturates");
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void aDatabaseThatLearnedNothingSaysNothingOfTheSame() throws Exception {
    assertThat(strain(databases().start())).isEmpty();
  }

  @Test
  void aDatabaseOfTenFunctionsFitsThreeKilobytesAndOneOfFiveHundredSixtyFour() throws Exception {
    assertThat(bytes(10)).as("of ten functions").isLessThan(3 * 1024);
    assertThat(bytes(500)).as("of five hundred functions").isLessThan(64 * 1024);
    assertThat(bytes(5_000)).as("of five thousand functions").isLessThan(64 * 1024);
  }

  private static int bytes(int functions) throws Exception {
    ConnectionLogic logic = new ConnectionLogic(SETTINGS);
    ConnectionState state = logic.newState();
    for (int i = 0; i < BEFORE; i++) {
      DatabaseSlot slot = slot(START + i * SLOT, 20, 50, 100);
      for (int f = 0; f < functions; f++) {
        slot.add("function-of-an-estate-" + f, share(1 + f % 7, 10, 80));
      }
      logic.onSlot(START + (i + 1) * SLOT, slot, state, new IgnoredEffects<>());
    }
    return Snapshots.bytes(state, new ConnectionState.ByteCodec());
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<DatabaseSlot, ConnectionState, Finding> run = databases().start();
    for (int i = 0; i < BEFORE; i++) {
      run.piece(START + i * SLOT, slot(START + i * SLOT, 20, 50, 100));
      run.known(START + (i + 1) * SLOT - 1);
    }
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static List<Finding> strain(HostedRun<DatabaseSlot, ConnectionState, Finding> run)
      throws Exception {
    for (int i = BEFORE; i < BEFORE + 24; i++) {
      run.piece(START + i * SLOT, slot(START + i * SLOT, 20, 100, 200 + 20 * (i - BEFORE)));
      run.known(START + (i + 1) * SLOT - 1);
    }
    return run.end();
  }

  private static DatabaseSlot slot(long at, long living, long calls, long millis) {
    DatabaseSlot slot = new DatabaseSlot("123456789012", "eu-west-1", "orders-db");
    slot.add("checkout", share(living, calls, millis));
    if (at % 60_000 == 0) {
      slot.add(new GaugeReading("orders-db", at, living + 10, 100));
    }
    return slot;
  }

  private static FunctionShare share(long living, long calls, long millis) {
    FunctionShare share = new FunctionShare();
    share.living = living;
    share.attempts = calls;
    share.ended = calls;
    share.durationMicros = calls * millis * 1000;
    share.memoryMegabytes = 512;
    return share;
  }

  private static HostedRun.Recipe<DatabaseSlot, ConnectionState, Finding> databases() {
    return new HostedRun.Recipe<>(
        new ConnectionLogic(SETTINGS),
        new DatabaseSlot.ByteCodec(),
        new ConnectionState.ByteCodec(),
        SLOT,
        DatabaseSlot::key,
        new CodecSerializer<>(new Finding.ByteCodec()));
  }

  private static Settings settings() {
    try {
      return SettingsReader.read(
          "{\"databases\":[{\"id\":\"orders-db\",\"maxConnections\":100,\"otherClients\":10,"
              + "\"functions\":[\"checkout\",\"function-*\"]}]}");
    } catch (SettingsException e) {
      throw new IllegalStateException(e);
    }
  }
}
