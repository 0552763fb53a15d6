package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.coldstart.ApplicationLogic;
import dev.stormwatch.core.detect.coldstart.ApplicationState;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of applications: restored from what an earlier build wrote, and its size. */
class ApplicationSnapshotTest {

  private static final String APPLICATIONS = "applications";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int HOUR = 720;

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(APPLICATIONS, ApplicationSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(APPLICATIONS);
  }

  /** It had turned cold ten seconds before; whether that goes on is known half a minute later. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void anApplicationKeepsWhatIsUsualAndSinceWhenItIsNot(String snapshot) throws Exception {
    List<Finding> findings = aMinute(applications().restore(Snapshots.read(snapshot)));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).kind).isEqualTo(Kind.COLD_START_SPIKE);
    assertThat(findings.get(0).subject.key()).isEqualTo("application/123456789012/eu-west-1/shop");
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void anApplicationThatKnowsNothingSaysNothingOfTheSame() throws Exception {
    assertThat(aMinute(applications().start())).isEmpty();
  }

  @Test
  void anApplicationOfTwentyFunctionsFitsFiveKilobytesAndOneOfAnyNumberSixty() throws Exception {
    assertThat(bytes(20)).as("of twenty functions").isLessThan(5 * 1024);
    assertThat(bytes(1_000)).as("of a thousand functions").isLessThan(60 * 1024);
  }

  private static int bytes(int functions) throws Exception {
    ApplicationLogic logic = new ApplicationLogic(SETTINGS);
    ApplicationState state = logic.newState();
    for (int i = 0; i < 100; i++) {
      logic.onSlot(START + (i + 1) * SLOT, slot(i, functions, 2), state, new IgnoredEffects<>());
    }
    return Snapshots.bytes(state, new ApplicationState.ByteCodec());
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<ApplicationSlot, ApplicationState, Finding> run = applications().start();
    play(run, 0, HOUR, 0);
    play(run, HOUR, HOUR + 2, 8);
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static List<Finding> aMinute(HostedRun<ApplicationSlot, ApplicationState, Finding> run)
      throws Exception {
    play(run, HOUR + 2, HOUR + 14, 8);
    return run.end();
  }

  private static void play(
      HostedRun<ApplicationSlot, ApplicationState, Finding> run, int from, int to, int cold)
      throws Exception {
    for (int i = from; i < to; i++) {
      run.piece(START + i * SLOT, slot(i, 20, cold));
      run.known(START + (i + 1) * SLOT - 1);
    }
  }

  /** Functions that were called ten times within their windows, and once in the slot. */
  private static ApplicationSlot slot(int number, int functions, int cold) {
    ApplicationSlot slot = new ApplicationSlot("123456789012", "eu-west-1", "shop");
    for (int f = 0; f < functions; f++) {
      ColdShare share = new ColdShare();
      share.end = START + (number + 1) * SLOT;
      share.calls = 10;
      share.cold = cold;
      share.replaced = 1;
      share.expected = 0.3;
      share.slotCold = cold > 0 ? 1 : 0;
      share.synchronous = true;
      if (cold > 0) {
        share.onset = START + number * SLOT;
        for (int i = 0; i < cold; i++) {
          share.waits.add(2_000_000L + 70_000 * i);
        }
        share.coldest =
            List.of(
                new ColdCall(
                    share.onset,
                    "2026/03/02/[$LATEST]0123456789abcdef0123456789abcdef",
                    "8f507cfc-xmpl-4697-b07a-ac58fc914c95",
                    2_500_000,
                    90_000,
                    false));
      }
      share.logGroup = "/aws/lambda/function-" + f;
      slot.add("function-" + f, share);
    }
    return slot;
  }

  private static HostedRun.Recipe<ApplicationSlot, ApplicationState, Finding> applications() {
    return new HostedRun.Recipe<>(
        new ApplicationLogic(SETTINGS),
        new ApplicationSlot.ByteCodec(),
        new ApplicationState.ByteCodec(),
        SLOT,
        ApplicationSlot::key,
        new CodecSerializer<>(new Finding.ByteCodec()));
  }
}
