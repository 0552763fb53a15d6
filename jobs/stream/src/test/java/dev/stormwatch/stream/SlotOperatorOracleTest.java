package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** {@link SlotOperator} on Flink does what {@link DirectRunner} does without it. */
class SlotOperatorOracleTest {

  private static final long SLOT = 5_000;
  private static final long START = 1_770_000_001_234L;
  private static final int STEPS = 200;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  static LongStream seedsOnRocksDb() {
    return LongStream.range(1_000, 1_020);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void flinkSaysWhatThePlainLoopSays(long seed) throws Exception {
    compare(seed, recipe());
  }

  @ParameterizedTest
  @MethodSource("seedsOnRocksDb")
  void rocksDbSaysWhatThePlainLoopSays(long seed) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", "rocksdb");
    StateBackend rocksDb =
        StateBackendLoader.loadStateBackendFromConfig(
            configuration,
            SlotOperatorOracleTest.class.getClassLoader(),
            LoggerFactory.getLogger(SlotOperatorOracleTest.class));
    compare(seed, recipe().on(rocksDb));
  }

  /** Guards the two tests above: a script that does nothing would pass them. */
  @Test
  void scriptsReachEveryPartOfTheContract() throws Exception {
    int stragglers = 0;
    int jumps = 0;
    int slots = 0;
    int wakes = 0;
    for (long seed = 0; seed < 20; seed++) {
      Script script = new Script(seed);
      DirectRunner<Tally, Diary, String> oracle = new DirectRunner<>(new ScriptedLogic(), SLOT);
      long known = Long.MIN_VALUE;
      for (Step step : script.steps) {
        if (step.piece != null && step.time <= known) {
          stragglers++;
        } else if (step.piece == null && known != Long.MIN_VALUE && step.time > known + 5 * SLOT) {
          jumps++;
        }
        known = step.piece == null && !step.crash ? step.time : known;
        step.into(oracle);
      }
      for (List<String> lines : oracle.output().values()) {
        slots += (int) lines.stream().filter(line -> line.contains(" slot ")).count();
        wakes += (int) lines.stream().filter(line -> line.contains(" wake ")).count();
      }
    }
    assertThat(stragglers).isGreaterThan(200);
    assertThat(jumps).isGreaterThan(50);
    assertThat(slots).isGreaterThan(500);
    assertThat(wakes).isGreaterThan(500);
  }

  private static HostedRun.Recipe<Tally, Diary, String> recipe() {
    return new HostedRun.Recipe<>(
        new ScriptedLogic(),
        new Tally.ByteCodec(),
        new Diary.ByteCodec(),
        SLOT,
        tally -> tally.key,
        StringSerializer.INSTANCE);
  }

  private static void compare(long seed, HostedRun.Recipe<Tally, Diary, String> recipe)
      throws Exception {
    Script script = new Script(seed);
    DirectRunner<Tally, Diary, String> oracle = new DirectRunner<>(new ScriptedLogic(), SLOT);
    script.shuffledBetweenWatermarks().forEach(step -> step.into(oracle));

    HostedRun<Tally, Diary, String> flink = recipe.start();
    for (Step step : script.steps) {
      step.into(flink);
    }
    assertThat(byKey(flink.output())).isEqualTo(nonEmpty(oracle.output()));

    flink.known(Long.MAX_VALUE);
    assertThat(byKey(flink.output()))
        .as("the end of the input makes nothing known")
        .isEqualTo(nonEmpty(oracle.output()));
    flink.close();
  }

  private static Map<String, List<String>> byKey(List<String> lines) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (String line : lines) {
      byKey
          .computeIfAbsent(line.substring(0, line.indexOf(' ')), key -> new ArrayList<>())
          .add(line);
    }
    return byKey;
  }

  private static Map<String, List<String>> nonEmpty(Map<String, List<String>> byKey) {
    Map<String, List<String>> left = new TreeMap<>(byKey);
    left.values().removeIf(List::isEmpty);
    return left;
  }

  /** A piece, or else a crash, or else a watermark. */
  private static final class Step {

    private final Tally piece;
    private final boolean crash;
    private final long time;

    private Step(Tally piece, boolean crash, long time) {
      this.piece = piece;
      this.crash = crash;
      this.time = time;
    }

    void into(DirectRunner<Tally, Diary, String> oracle) {
      if (piece != null) {
        oracle.piece(piece.key, time, piece.copy());
      } else if (!crash) {
        oracle.known(time);
      }
    }

    void into(HostedRun<Tally, Diary, String> flink) throws Exception {
      if (piece != null) {
        flink.piece(time, piece.copy());
      } else if (crash) {
        flink.crash();
      } else {
        flink.known(time);
      }
    }
  }

  /** Random steps of a clock that creeps, stands still and jumps. */
  private static final class Script {

    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private long now = START;
    private long known = Long.MIN_VALUE;

    Script(long seed) {
      random = new Random(seed);
      int crashAt = STEPS / 4 + random.nextInt(STEPS / 2);
      for (int i = 0; i < STEPS; i++) {
        now += random.nextInt(12) == 0 ? random.nextInt(120_000) : random.nextInt(2_000);
        steps.add(new Step(new Tally("k" + random.nextInt(5), random.nextInt(1_000)), false, at()));
        if (i == crashAt || random.nextInt(150) == 0) {
          steps.add(new Step(null, true, 0));
        }
        if (random.nextInt(4) == 0) {
          watermark();
        }
      }
      watermark();
    }

    private long at() {
      switch (random.nextInt(8)) {
        case 0:
          return now - random.nextInt(100_000);
        case 1:
          return now + random.nextInt(20_000);
        default:
          return now - random.nextInt(3_000);
      }
    }

    private void watermark() {
      long to = now - 2_000;
      if (random.nextBoolean()) {
        to = to - Math.floorMod(to, SLOT) - 1;
      }
      if (to > known) {
        known = to;
        steps.add(new Step(null, false, to));
      }
    }

    /** The same, where whatever came between two watermarks came in another order. */
    List<Step> shuffledBetweenWatermarks() {
      List<Step> shuffled = new ArrayList<>();
      List<Step> segment = new ArrayList<>();
      for (Step step : steps) {
        segment.add(step);
        if (step.piece == null && !step.crash) {
          Collections.shuffle(segment.subList(0, segment.size() - 1), random);
          shuffled.addAll(segment);
          segment.clear();
        }
      }
      shuffled.addAll(segment);
      return shuffled;
    }
  }
}
