package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ColdStartLife.HOUR;
import static dev.stormwatch.core.function.ColdStartLife.MINUTE;
import static dev.stormwatch.core.function.ColdStartLife.SHORT_WAIT;
import static dev.stormwatch.core.function.ColdStartLife.SLOT;
import static dev.stormwatch.core.function.ColdStartLife.SPIKE;
import static dev.stormwatch.core.function.ColdStartLife.T;
import static dev.stormwatch.core.function.ColdStartLife.TEN;
import static dev.stormwatch.core.function.ColdStartLife.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.TestSettings;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cold-start detector as it runs: when it speaks, when it is quiet, what it keeps. */
class ColdStartDetectorTest {

  @Test
  void staysQuietOnUsualTraffic() {
    assertThat(ColdStartLife.usual().run(6 * HOUR, TEN, USUAL).said).isEmpty();
  }

  @Test
  void saysThatItLearnsInsteadOfGuessing() {
    ColdStartLife life =
        ColdStartLife.usual().run(5 * MINUTE, slot -> 3, slot -> 0).run(4 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding().headline).contains("learning, 6 of 10 min");
  }

  @Test
  void alertsOnceTheConditionIsSustained() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    long onset = life.now;
    life.run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    ColdStartLife.Said first = life.said.get(0);
    assertThat(first.at()).isBetween(onset + 15_000, onset + 100_000);
    assertThat(first.finding().kind).isEqualTo(Kind.COLD_START_SPIKE);
    assertThat(first.finding().subject.names()).containsEntry("function", "checkout");
    assertThat(first.finding().recovered).isFalse();
    // Event time of the first cold call, which lies a lag before its slot.
    assertThat(first.finding().onset).isBetween(onset - life.lag, onset - life.lag + SLOT);
    assertThat(first.finding().measure.value).isGreaterThan(0.05);
    assertThat(first.finding().measure.baseline).isBetween(0.005, 0.02);
    assertThat(first.finding().headline).startsWith("checkout: ").hasSizeLessThanOrEqualTo(140);
    assertThat(first.finding().evidence).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    assertThat(first.finding().recommendations).isNotEmpty();
  }

  @Test
  void waitsLongerWhenToldTo() {
    ColdStartLife patient =
        new ColdStartLife(TestSettings.usual().with("coldStart.sustainSeconds", 120L));
    ColdStartLife eager =
        new ColdStartLife(TestSettings.usual().with("coldStart.sustainSeconds", 0L));
    for (ColdStartLife life : List.of(patient, eager)) {
      life.run(HOUR, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    }
    long onset = T + HOUR;
    assertThat(eager.said.get(0).at() - onset).isLessThan(90_000);
    assertThat(patient.said.get(0).at() - onset).isBetween(160_000L, 170_000L);
  }

  @Test
  void staysQuietOnABurstThatIsOverBeforeItIsSustained() {
    ColdStartLife life =
        new ColdStartLife(TestSettings.usual().with("coldStart.sustainSeconds", 600L));
    life.run(HOUR, TEN, USUAL).run(MINUTE, TEN, SPIKE).run(HOUR, TEN, USUAL);
    assertThat(life.said).isEmpty();
  }

  /** Its share is as unusual as ever; there are just not enough of them to speak of. */
  @Test
  void staysQuietBelowTheLeastNumberOfColdStarts() {
    ColdStartLife life =
        new ColdStartLife(TestSettings.usual().with("coldStart.minColdStarts", 100_000L));
    assertThat(life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE).said).isEmpty();
  }

  /** Traffic thins out: after four minutes half of a batch's calls find their environment gone. */
  @Test
  void isANoteWhereThePausesBetweenCallsExplainIt() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    for (int batch = 0; batch < 8; batch++) {
      life.now += 4 * MINUTE - SLOT;
      life.slot(40, 20);
    }
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
  }

  @Test
  void saysItInEverySlotWhileItLasts() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    List<ColdStartLife.Said> spikes = life.spikes();
    assertThat(spikes.get(spikes.size() - 1).at()).isEqualTo(life.now);
    assertThat(spikes).hasSize((int) ((life.now - spikes.get(0).at()) / SLOT) + 1);
    assertThat(spikes)
        .extracting(s -> s.finding().onset)
        .containsOnly(spikes.get(0).finding().onset);
  }

  @Test
  void pagesWhenSomebodyWaitsLong() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void isATicketWhenTheWaitIsShort() {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = SHORT_WAIT;
    life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.TICKET);
  }

  @Test
  void isANoteWhenNobodyWaits() {
    TestSettings settings =
        TestSettings.usual().with("functions", List.of(TestSettings.rule("check*", false)));
    ColdStartLife life =
        new ColdStartLife(settings).run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
  }

  @Test
  void pagesForAnotherFunctionThanTheRuleNames() {
    TestSettings settings =
        TestSettings.usual().with("functions", List.of(TestSettings.rule("report-*", false)));
    ColdStartLife life =
        new ColdStartLife(settings).run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.PAGE);
  }

  /** The worst of it: a spike, deaths, a day's floors, twenty bursts remembered, long names. */
  @Test
  void itsStateFitsThreeKilobytes() throws IOException {
    ColdStartLife life = ColdStartLife.usual();
    Random random = new Random(5);
    int largest = 0;
    for (int burst = 0; burst < 24; burst++) {
      life.run(2 * HOUR, TEN, USUAL);
      life.exits = 3;
      for (int i = 0; i < 60; i++) {
        life.wait = (long) (100_000 * Math.exp(4 * random.nextDouble()));
        life.followerMicros = (long) (100_000 * Math.exp(4 * random.nextDouble()));
        life.lag = 1_000 + random.nextInt(300_000);
        life.slot(1_000, 200);
        largest = Math.max(largest, Bytes.written(life.state.coldStart::write).length);
      }
      life.exits = 0;
    }
    assertThat(largest).as("%d bytes", largest).isBetween(1024, 3 * 1024);
  }

  @Test
  void staysQuietWhenEveryCallHasAlwaysBeenCold() {
    assertThat(ColdStartLife.usual().run(3 * HOUR, slot -> 2, slot -> 2).said).isEmpty();
  }

  @Test
  void takesAnHourToJudgeLowVolume() {
    ColdStartLife.Traffic oneEveryMinute = slot -> slot % 12 == 0 ? 1 : 0;
    ColdStartLife life = ColdStartLife.usual().run(6 * HOUR, oneEveryMinute, slot -> 0);
    life.run(10 * MINUTE, oneEveryMinute, oneEveryMinute);
    assertThat(life.said).isEmpty();
    life.run(50 * MINUTE, oneEveryMinute, oneEveryMinute);
    assertThat(life.spikes()).isNotEmpty();
  }

  @Test
  void staysQuietWhileTelemetryIsAStaleFlood() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.lag = HOUR;
    life.run(10 * MINUTE, slot -> 100, slot -> 40);
    life.lag = 20_000;
    life.run(HOUR, TEN, USUAL);
    assertThat(life.said).isEmpty();
  }

  @Test
  void staysQuietWhenTurnedOff() {
    ColdStartLife life = new ColdStartLife(TestSettings.usual().with("coldStart.enabled", false));
    assertThat(life.run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE).said).isEmpty();
  }

  @Test
  void reportsRecoveryOnceAndThenStaysQuiet() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    long over = life.now;
    life.run(2 * HOUR, TEN, USUAL);
    assertThat(life.recoveries()).hasSize(1);
    ColdStartLife.Said recovery = life.recoveries().get(0);
    assertThat(recovery.at()).isBetween(over + MINUTE, over + 6 * MINUTE);
    assertThat(recovery.finding().severity).isEqualTo(Severity.INFO);
    assertThat(recovery.finding().onset).isEqualTo(life.said.get(0).finding().onset);
    assertThat(life.said.get(life.said.size() - 1)).isEqualTo(recovery);
  }

  @Test
  void doesNotTakeSilenceForRecovery() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    life.run(HOUR, slot -> 0, slot -> 0).run(2 * MINUTE, slot -> 1, slot -> 0);
    assertThat(life.recoveries()).isEmpty();
  }

  @Test
  void anIncidentOfAnHourDoesNotBecomeNormal() {
    ColdStartLife life = ColdStartLife.usual().run(2 * HOUR, TEN, USUAL).run(HOUR, TEN, SPIKE);
    assertThat(life.recoveries()).isEmpty();
    List<ColdStartLife.Said> spikes = life.spikes();
    // Learned in full, the share would be near 14 %.
    assertThat(spikes.get(spikes.size() - 1).finding().measure.baseline).isLessThan(0.05);
    life.run(HOUR, TEN, USUAL);
    int before = life.spikes().size();
    life.run(10 * MINUTE, TEN, SPIKE);
    assertThat(life.spikes().size()).as("a second incident is found").isGreaterThan(before);
  }

  @Test
  void aLastingChangeBecomesNormalWithinADay() {
    ColdStartLife life = ColdStartLife.usual().run(2 * HOUR, TEN, USUAL).run(24 * HOUR, TEN, SPIKE);
    assertThat(life.recoveries()).hasSize(1);
    assertThat(life.said.get(life.said.size() - 1).finding().recovered).isTrue();
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /** Cold calls in clusters: the share of a quarter of an hour wanders between 1 and 3 %. */
  @ParameterizedTest
  @MethodSource("seeds")
  void staysQuietWhileTheShareWanders(long seed) {
    Random random = new Random(seed);
    ColdStartLife life = ColdStartLife.usual();
    for (int quarter = 0; quarter < 48; quarter++) {
      double share = 0.01 + random.nextDouble() * 0.02;
      life.run(
          15 * MINUTE,
          TEN,
          slot -> (int) random.doubles(10).filter(chance -> chance < share).count());
    }
    assertThat(life.said).isEmpty();
  }

  /** Kept state must be enough: written and read after each slot, nothing changes. */
  @Test
  void saysTheSameWhenItsStateGoesThroughBytes() {
    FunctionState.ByteCodec codec = new FunctionState.ByteCodec();
    ColdStartLife steady = ColdStartLife.usual();
    ColdStartLife restored = ColdStartLife.usual();
    for (ColdStartLife life : List.of(steady, restored)) {
      for (int i = 0; i < 60; i++) {
        life.run(MINUTE, TEN, USUAL);
        if (life == restored) {
          life.state = Bytes.copy(codec, life.state);
        }
      }
      for (int i = 0; i < 240; i++) {
        life.slot(10, i < 60 ? 4 : 0);
        if (life == restored) {
          life.state = Bytes.copy(codec, life.state);
        }
      }
    }
    assertThat(steady.said).isNotEmpty();
    Finding.ByteCodec findings = new Finding.ByteCodec();
    assertThat(restored.said.stream().map(s -> Bytes.of(findings, s.finding())))
        .containsExactlyElementsOf(
            steady.said.stream().map(s -> Bytes.of(findings, s.finding())).toList());
    assertThat(Bytes.of(codec, steady.state)).hasSizeLessThan(4096);
  }

  @Test
  void reportsActivityEverySlotAndForgetsAFortnightOfSilence() {
    ColdStartLife life = ColdStartLife.usual().run(MINUTE, TEN, USUAL);
    assertThat(life.effects.activities).hasSize(12);
    assertThat(life.effects.activities.get(0).invocations).isEqualTo(10);
    assertThat(life.effects.wakeAt).isEqualTo(life.now + 14L * 24 * HOUR);
    life.logic.onWake(life.effects.wakeAt, life.state, life.effects);
    assertThat(life.effects.forgotten).isTrue();
  }
}
