package dev.stormwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.lab.LambdaFunction.ManagedRuntime;
import dev.stormwatch.lab.LogAgent.Batch;
import dev.stormwatch.lab.PlatformLog.Line;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lambda's and CloudWatch's rules, one by one. */
class ModelTest {

  @Test
  void billingAddsRunAndInitAndRoundsUp() {
    assertThat(call(133_61, 80_00).billedMillis()).isEqualTo(214);
    assertThat(call(3004_92, 111_23).billedMillis()).isEqualTo(3117);
    assertThat(call(12_00, 0).billedMillis()).isEqualTo(12);
    assertThat(call(1, 0).billedMillis()).isEqualTo(1);
  }

  @Test
  void aCallThatFindsNoIdleEnvironmentWaitsForANewOne() {
    List<Environment> environments = run(0, 10, 5_000);

    assertThat(environments).hasSize(2);
    Invocation first = environments.get(0).invocations.get(0);
    assertThat(first.cold()).isTrue();
    assertThat(first.start()).isGreaterThan(first.arrival());
    assertThat(environments.get(1).invocations.get(0).cold()).isTrue();
  }

  @Test
  void aCallGoesToTheEnvironmentThatWasUsedLast() {
    List<Environment> environments = run(0, 10, 5_000, 10_000, 15_000);

    assertThat(environments).hasSize(2);
    assertThat(environments.stream().map(e -> e.invocations.size())).contains(1, 4);
  }

  @Test
  void anEnvironmentThatIdledForSevenMinutesIsGone() {
    assertThat(run(0, 5 * 60_000)).hasSize(1);
    assertThat(run(0, 7 * 60_000)).hasSize(2);
  }

  @Test
  void anEnvironmentIsReplacedHoweverBusyItIs() {
    long[] everySecond = LongStream.range(0, 1_800).map(second -> second * 5_000).toArray();

    assertThat(run(everySecond)).hasSizeBetween(6, 15);
  }

  @Test
  void aQuietEnvironmentSendsItsLinesAfterNineSeconds() {
    List<Batch> batches = flushes(lines(0, 100, 8_000, 9_500, 30_000));

    assertThat(batches.stream().map(batch -> batch.lines().size())).containsExactly(3, 1, 1);
    assertThat(batches.get(0).flushed()).isCloseTo(9_000L, within(100L));
    assertThat(batches.get(2).flushed()).isCloseTo(39_000L, within(100L));
  }

  @Test
  void aBusyEnvironmentSendsWhenTheBatchIsFull() {
    List<Batch> batches = flushes(lines(LongStream.range(0, 130).toArray()));

    assertThat(batches.stream().map(batch -> batch.lines().size())).containsExactly(120, 10);
    assertThat(batches.get(0).flushed()).isEqualTo(119);
  }

  @Test
  void anEventIdHoldsItsFourParts() {
    String id = Subscription.eventId(1_772_445_600_123L, 1_772_445_609_456L, -2, 3);

    BigInteger number = new BigInteger(id);
    assertThat(id).hasSize(56);
    assertThat(number.shiftRight(144)).isEqualTo(BigInteger.valueOf(1_772_445_600_123L));
    assertThat(number.shiftRight(80).longValue()).isEqualTo(1_772_445_609_456L);
    assertThat(number.shiftRight(16).longValue()).isEqualTo(-2);
    assertThat(number.intValue() & 0xFFFF).isEqualTo(3);
  }

  @Test
  void theShardIsTheHalfOfTheHashKeyRangeThatHoldsTheMd5() {
    // MD5("a") = 0cc1..., MD5("b") = 92eb...
    assertThat(KinesisStream.shardOf("a")).isZero();
    assertThat(KinesisStream.shardOf("b")).isOne();
  }

  @Test
  void poissonHasItsMeanHoweverLarge() {
    Dice dice = new Dice(1);

    for (double mean : new double[] {0.05, 3, 1_200}) {
      double average = IntStream.range(0, 4_000).map(i -> dice.poisson(mean)).average().orElse(0);
      assertThat(average).isCloseTo(mean, within(5 * Math.sqrt(mean / 4_000)));
    }
  }

  @Test
  void arrivalsAscendAndAverageToTheirRate() {
    List<Long> arrivals = Traffic.poisson(second -> 2).arrivals(3_600_000, new Dice(1));

    assertThat(arrivals).isSorted().allMatch(at -> at >= 0 && at < 3_600_000);
    assertThat(arrivals).hasSizeBetween(6_800, 7_600);
  }

  @Test
  void diceForOnePurposeDoNotDependOnOthers() {
    Dice used = new Dice(4);
    used.bits();

    assertThat(used.forPurpose("lines").bits()).isEqualTo(new Dice(4).forPurpose("lines").bits());
    assertThat(used.forPurpose("calls").bits())
        .isNotEqualTo(new Dice(4).forPurpose("lines").bits());
  }

  private static Invocation call(long duration, long init) {
    return new Invocation("r", 0, 0, duration, init, 100);
  }

  private static List<Environment> run(long... arrivals) {
    return Dispatcher.run(function(arrivals), 0, Long.MAX_VALUE, new Dice(1));
  }

  private static LambdaFunction function(long... arrivals) {
    return LambdaFunction.function("f", ManagedRuntime.JAVA_21, 512)
        .init(2_000, 0.1)
        .duration(100, 0.1)
        .traffic((length, dice) -> LongStream.of(arrivals).boxed().toList())
        .build();
  }

  private static List<Line> lines(long... times) {
    return LongStream.of(times).mapToObj(at -> new Line(at, "line\n")).toList();
  }

  private static List<Batch> flushes(List<Line> lines) {
    Environment environment = new Environment(function(), "1", 0, new Dice(1));
    return LogAgent.flushes(environment, lines, new Dice(1));
  }
}
