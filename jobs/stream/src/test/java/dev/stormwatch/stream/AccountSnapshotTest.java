package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.cascade.CascadeLogic;
import dev.stormwatch.core.detect.cascade.CascadeState;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of accounts: restored from what an earlier build wrote, and how large it gets. */
class AccountSnapshotTest {

  private static final String ACCOUNTS = "accounts";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;

  /** Ten minutes of ordinary life and two of a loop. */
  private static final int LOOP = 120;

  private static final int BEFORE = LOOP + 24;

  /** Six minutes more of it. */
  private static final int MORE = 72;

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(ACCOUNTS, AccountSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(ACCOUNTS);
  }

  /** The loop goes on; who does not know what was usual before it does not know it for one. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void anAccountKeepsWhatIsUsualAndSinceWhenItIsNot(String snapshot) throws Exception {
    List<Finding> findings = goOn(accounts().restore(Snapshots.read(snapshot)));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).kind).isEqualTo(Kind.FAN_OUT_CASCADE);
    assertThat(findings.get(0).subject.key()).isEqualTo("cascade/123456789012/eu-west-1/sync");
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void anAccountThatKnowsNothingSaysNothingOfTheSame() throws Exception {
    assertThat(goOn(accounts().start())).isEmpty();
  }

  @Test
  void anAccountOfTenFunctionsFitsSevenKilobytesAndOneOfFiveHundredFiftyTimesThat()
      throws Exception {
    assertThat(bytes(10)).as("of ten functions").isLessThan(7 * 1024);
    assertThat(bytes(500)).as("of five hundred functions").isLessThan(350 * 1024);
    assertThat(bytes(1_500)).as("of fifteen hundred functions").isLessThan(354 * 1024);
  }

  /** Busy functions: each is called in every second that is kept. */
  private static int bytes(int functions) throws Exception {
    CascadeLogic logic = new CascadeLogic(SETTINGS);
    AccountState state = logic.newState();
    for (int i = 0; i < BEFORE; i++) {
      AccountSlot slot = new AccountSlot("123456789012", "eu-west-1");
      for (int f = 0; f < functions; f++) {
        slot.add("function-of-an-estate-" + f, flow(START + i * SLOT, 5 + f % 7));
      }
      logic.onSlot(START + (i + 1) * SLOT, slot, state, new IgnoredEffects<>());
    }
    return Snapshots.bytes(state, new CascadeState.ByteCodec());
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<AccountSlot, AccountState, Finding> run = accounts().start();
    play(run, 0, BEFORE);
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static List<Finding> goOn(HostedRun<AccountSlot, AccountState, Finding> run)
      throws Exception {
    play(run, BEFORE, BEFORE + MORE);
    return run.end();
  }

  private static void play(HostedRun<AccountSlot, AccountState, Finding> run, int from, int to)
      throws Exception {
    Random random = new Random(1);
    double next = 0;
    for (int i = from; i < to; i++) {
      AccountSlot slot = new AccountSlot("123456789012", "eu-west-1");
      slot.add("checkout", flow(START + i * SLOT, 3));
      if (i >= LOOP && to == BEFORE) {
        slot.add("sync", flow(START + i * SLOT, 11));
      } else if (i >= LOOP) {
        FunctionFlow turns = new FunctionFlow();
        next = Math.max(next, START + i * SLOT);
        while (next < START + (i + 1) * SLOT) {
          turns.starts.addAt((long) next, 1);
          // No turn is as long as another, and each begins when the one before it ends.
          next += 60 + 60 * random.nextDouble();
        }
        slot.add("sync", filled(turns, 1));
      }
      run.piece(START + i * SLOT, slot);
      run.known(START + (i + 1) * SLOT - 1);
    }
  }

  private static FunctionFlow flow(long from, int perSecond) {
    FunctionFlow flow = new FunctionFlow();
    for (long at = from; at < from + SLOT; at += 1000) {
      // One more now and then: the same number every second would be a clock's.
      flow.starts.addAt(at, perSecond + (Math.floorMod(at / 1000, 3) == 0 ? 1 : 0));
    }
    return filled(flow, perSecond * 0.05);
  }

  private static FunctionFlow filled(FunctionFlow flow, double concurrency) {
    flow.ended = flow.starts.total();
    flow.durationMicros = flow.ended * 50_000;
    flow.billedMegabyteMillis = flow.ended * 50 * 256;
    flow.milliConcurrency = Math.round(1000 * concurrency);
    flow.living = 1;
    return flow;
  }

  private static HostedRun.Recipe<AccountSlot, AccountState, Finding> accounts() {
    return new HostedRun.Recipe<>(
        new CascadeLogic(SETTINGS),
        new AccountSlot.ByteCodec(),
        new CascadeState.ByteCodec(),
        SLOT,
        AccountSlot::key,
        new CodecSerializer<>(new Finding.ByteCodec()));
  }
}
