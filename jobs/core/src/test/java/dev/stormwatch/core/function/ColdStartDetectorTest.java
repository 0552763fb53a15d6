package dev.stormwatch.core.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cold-start detector as it runs: one slot after another through the function's logic. */
class ColdStartDetectorTest {

  private static final FunctionId CHECKOUT =
      new FunctionId("111122223333", "eu-west-1", "checkout");

  private static final long SLOT = 5_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long T = 1_772_440_020_000L / HOUR * HOUR;
  private static final long LONG_WAIT = 2_000_000;
  private static final long SHORT_WAIT = 300_000;

  /** How many calls a slot brings, and how many of them are cold. */
  private interface Traffic {
    int count(int slot);
  }

  private static final Traffic TEN = slot -> 10;

  /** One call in a hundred. */
  private static final Traffic USUAL = slot -> slot % 10 == 0 ? 1 : 0;

  private static final Traffic SPIKE = slot -> 4;

  /** A finding and the end of the slot that brought it. */
  private record Said(long at, Finding finding) {}

  private static final class Life {
    private final FunctionLogic logic;
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private final List<Said> said = new ArrayList<>();
    private FunctionState state;
    private long now = T;
    private long lag = 20_000;
    private long wait = LONG_WAIT;
    private String version = "7";
    private int exits;
    private int timeouts;
    private int followersThatDied;
    private long followerMicros;
    private int batches;
    private int environments = 1;

    private Life(TestSettings settings) {
      logic = new FunctionLogic(settings.settings());
      state = logic.newState();
    }

    private static Life usual() {
      return new Life(TestSettings.usual());
    }

    private Life run(long millis, Traffic calls, Traffic cold) {
      int slots = (int) (millis / SLOT);
      for (int i = 0; i < slots; i++) {
        slot(calls.count(i), cold.count(i));
      }
      return this;
    }

    private void slot(int calls, int cold) {
      now += SLOT;
      int before = effects.emitted.size();
      if (calls > 0) {
        logic.onSlot(now, data(calls, cold), state, effects);
      }
      effects.emitted.stream().skip(before).forEach(f -> said.add(new Said(now, f)));
    }

    private FunctionSlot data(int calls, int cold) {
      FunctionSlot slot = new FunctionSlot(CHECKOUT);
      slot.records = 1;
      slot.events = calls * 3L;
      slot.invocations = calls;
      slot.coldStarts = cold;
      slot.memoryMegabytes = 1024;
      slot.lags.add(lag);
      long at = now - SLOT / 2 - lag;
      for (int i = 0; i < environments; i++) {
        slot.environments.sight(Hash64.of("s" + i), at, 0);
      }
      slot.durationMicros = calls * 90_000L;
      slot.inits.exits = exits;
      slot.inits.timeouts = timeouts;
      slot.inits.firstDeathAt = exits + timeouts > 0 ? at : Long.MAX_VALUE;
      slot.inits.followers = followersThatDied;
      slot.inits.followersThatDied = followersThatDied;
      slot.inits.batches = batches;
      if (followerMicros > 0) {
        slot.inits.followers++;
        slot.inits.followerMicros.add(followerMicros);
      }
      slot.busy.addInterval(at, calls * 1_000_000L, at - HOUR, now);
      for (int i = 0; i < cold; i++) {
        slot.firstColdAt = Math.min(slot.firstColdAt, at + i);
        slot.coldWaits.add(wait);
        slot.inits.add(version, wait);
        slot.coldest =
            ColdCall.longest(
                slot.coldest,
                List.of(new ColdCall(at + i, "2026/03/02/[7]s", "r" + i, wait, 90_000, false)));
      }
      return slot;
    }

    private List<Said> spikes() {
      return said.stream().filter(s -> !s.finding.recovered).toList();
    }

    private List<Said> recoveries() {
      return said.stream().filter(s -> s.finding.recovered).toList();
    }
  }

  @Test
  void staysQuietOnUsualTraffic() {
    assertThat(Life.usual().run(6 * HOUR, TEN, USUAL).said).isEmpty();
  }

  @Test
  void saysThatItLearnsInsteadOfGuessing() {
    Life life = Life.usual().run(5 * MINUTE, TEN, USUAL).run(4 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding.headline).contains("learning, 6 of 10 min");
  }

  @Test
  void alertsOnceTheConditionIsSustained() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    long onset = life.now;
    life.run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    Said first = life.said.get(0);
    assertThat(first.at).isBetween(onset + 15_000, onset + 100_000);
    assertThat(first.finding.kind).isEqualTo(Kind.COLD_START_SPIKE);
    assertThat(first.finding.subject.names()).containsEntry("function", "checkout");
    assertThat(first.finding.recovered).isFalse();
    // Event time of the first cold call, which lies a lag before its slot.
    assertThat(first.finding.onset).isBetween(onset - life.lag, onset - life.lag + SLOT);
    assertThat(first.finding.measure.value).isGreaterThan(0.05);
    assertThat(first.finding.measure.baseline).isBetween(0.005, 0.02);
    assertThat(first.finding.headline).startsWith("checkout: ").hasSizeLessThanOrEqualTo(140);
    assertThat(first.finding.evidence).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    assertThat(first.finding.recommendations).isNotEmpty();
  }

  @Test
  void waitsLongerWhenToldTo() {
    Life patient = new Life(TestSettings.usual().with("coldStart.sustainSeconds", 120L));
    Life eager = new Life(TestSettings.usual().with("coldStart.sustainSeconds", 0L));
    for (Life life : List.of(patient, eager)) {
      life.run(HOUR, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    }
    long onset = T + HOUR;
    assertThat(eager.said.get(0).at - onset).isLessThan(90_000);
    assertThat(patient.said.get(0).at - onset).isBetween(160_000L, 170_000L);
  }

  @Test
  void staysQuietOnABurstThatIsOverBeforeItIsSustained() {
    Life life = new Life(TestSettings.usual().with("coldStart.sustainSeconds", 600L));
    life.run(HOUR, TEN, USUAL).run(MINUTE, TEN, SPIKE).run(HOUR, TEN, USUAL);
    assertThat(life.said).isEmpty();
  }

  @Test
  void saysItInEverySlotWhileItLasts() {
    Life life = Life.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    List<Said> spikes = life.spikes();
    assertThat(spikes.get(spikes.size() - 1).at).isEqualTo(life.now);
    assertThat(spikes).hasSize((int) ((life.now - spikes.get(0).at) / SLOT) + 1);
    assertThat(spikes).extracting(s -> s.finding.onset).containsOnly(spikes.get(0).finding.onset);
  }

  @Test
  void pagesWhenSomebodyWaitsLong() {
    Life life = Life.usual().run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said.get(0).finding.severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void isATicketWhenTheWaitIsShort() {
    Life life = Life.usual();
    life.wait = SHORT_WAIT;
    life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.TICKET);
  }

  @Test
  void isANoteWhenNobodyWaits() {
    TestSettings settings =
        TestSettings.usual().with("functions", List.of(TestSettings.rule("check*", false)));
    Life life = new Life(settings).run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
  }

  @Test
  void pagesForAnotherFunctionThanTheRuleNames() {
    TestSettings settings =
        TestSettings.usual().with("functions", List.of(TestSettings.rule("report-*", false)));
    Life life = new Life(settings).run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said.get(0).finding.severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void aLoopOfExitsPagesForTheInitsThatNoLineShows() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    long onset = life.now;
    life.exits = 1;
    life.followerMicros = 2_590_000;
    life.run(5 * MINUTE, TEN, USUAL);
    Said first = life.said.get(0);
    assertThat(first.at - onset).isBetween(30_000L, 120_000L);
    assertThat(first.finding.severity).isEqualTo(Severity.PAGE);
    assertThat(first.finding.headline)
        .contains("kill the process", "each next one waits 2.5 s for a hidden init");
    assertThat(first.finding.impact.what).contains("that no line shows");
    assertThat(first.finding.recommendations.get(0).action).contains("ends the process");
    life.exits = 0;
    life.followerMicros = 0;
    life.run(15 * MINUTE, TEN, USUAL);
    assertThat(life.recoveries()).hasSize(1);
  }

  @Test
  void aReleaseThatExitsIsSentBackToTheOneBefore() {
    Life life = Life.usual().run(20 * MINUTE, slot -> 10, slot -> slot % 60 == 0 ? 1 : 0);
    life.version = "8";
    life.exits = 2;
    life.followerMicros = 2_590_000;
    life.run(5 * MINUTE, TEN, slot -> slot < 30 ? 1 : 0);
    Finding page =
        life.said.stream()
            .map(s -> s.finding)
            .filter(f -> f.severity == Severity.PAGE)
            .findFirst()
            .orElseThrow();
    assertThat(page.headline).contains("since version 8");
    assertThat(page.recommendations.get(1).command).contains("--function-version 7");
  }

  @Test
  void exitsOfWhatStartsQuicklyAreNotItsMatter() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    life.exits = 1;
    life.followerMicros = 150_000;
    assertThat(life.run(10 * MINUTE, TEN, USUAL).said).isEmpty();
  }

  /** What a call needs is down: all time out alike, those right after a timeout no more often. */
  @Test
  void timeoutsOfSomethingSlowAreNotItsMatter() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    life.timeouts = 6;
    life.followersThatDied = 3;
    life.followerMicros = 2_500_000;
    assertThat(life.run(10 * MINUTE, TEN, USUAL).said).isEmpty();
  }

  /** The init itself uses up the time of the call: the next one times out as well. */
  @Test
  void aLoopOfTimeoutsIs() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    life.timeouts = 1;
    life.followersThatDied = 1;
    life.followerMicros = 2_500_000;
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said.get(0).finding.headline).contains("time out in a loop");
  }

  /** Thirty at once, and then nothing more than ever: there is nothing to do about it. */
  @Test
  void aBurstThatIsOverWhenItIsSeenIsANote() {
    Life life = Life.usual().run(HOUR, slot -> 3, USUAL);
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 3, USUAL);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
  }

  @Test
  void theSameBurstPagesWhereTrafficStays() {
    Life life = Life.usual().run(HOUR, slot -> 3, USUAL);
    long onset = life.now;
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 18, USUAL);
    assertThat(life.said.get(0).finding.severity).isEqualTo(Severity.PAGE);
    assertThat(life.said.get(0).at - onset).isLessThanOrEqualTo(60_000);
    assertThat(life.said.get(0).finding.headline).contains("traffic outran the warm ones");
  }

  /** What is provisioned initialised long ago, perhaps before anybody watched. */
  @Test
  void aBurstBeyondWhatTheSettingsSayIsProvisionedSpillsOver() {
    Life life =
        new Life(
            TestSettings.usual()
                .with(
                    "functions",
                    List.of(
                        TestSettings.rule("checkout", true).with("provisionedConcurrency", 5L))));
    life.run(HOUR, slot -> 3, USUAL);
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 18, USUAL);
    assertThat(life.said.get(0).finding.headline).contains("beyond provisioned concurrency");
  }

  /** What scaled out is warm, and an hour's mood brings twice the calls: nobody waits any more. */
  @Test
  void aBurstBeforeABusierHourIsANote() {
    Life life = Life.usual().run(HOUR, slot -> 3, USUAL);
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 7 + slot % 2, slot -> 0);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
  }

  /** A deploy at $LATEST: every environment is replaced once, and no version shows it. */
  @Test
  void oneReplacementOfEveryEnvironmentIsANote() {
    Life life = Life.usual();
    life.environments = 80;
    life.version = "$LATEST";
    life.run(HOUR, TEN, USUAL).run(100_000, TEN, slot -> 4).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
  }

  @Test
  void aDeployIsANote() {
    Life life = Life.usual();
    life.environments = 60;
    life.run(HOUR, TEN, USUAL);
    life.version = "8";
    life.run(MINUTE, TEN, slot -> 4).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding.headline).contains("version 8 takes over");
  }

  @Test
  void aSlowerInitOfAVersionIsATicket() {
    Life life = Life.usual();
    life.wait = SHORT_WAIT;
    life.run(HOUR, TEN, USUAL);
    life.version = "8";
    life.wait = LONG_WAIT;
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.TICKET);
    assertThat(life.said.get(0).finding.headline)
        .matches(".*init takes 2.0 s since version 8, 6.. times the .* of version 7");
    assertThat(life.said.get(0).finding.recommendations.get(0).command)
        .contains("--function-version 7");
  }

  @Test
  void aScheduledBurstIsANoteFromTheFourthOn() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    List<Severity> worst = new ArrayList<>();
    for (int burst = 0; burst < 6; burst++) {
      int before = life.said.size();
      life.run(2 * MINUTE, TEN, SPIKE).run(58 * MINUTE, TEN, USUAL);
      worst.add(
          life.said.subList(before, life.said.size()).stream()
              .map(s -> s.finding.severity)
              .max(Severity::compareTo)
              .orElseThrow());
    }
    assertThat(worst.subList(0, 3)).containsOnly(Severity.PAGE);
    assertThat(worst.subList(3, 6)).containsOnly(Severity.INFO);
  }

  @Test
  void theFirstTrafficAfterAPauseIsANote() {
    Life life = Life.usual().run(HOUR, TEN, USUAL).run(HOUR, slot -> 0, slot -> 0);
    life.run(2 * MINUTE, TEN, SPIKE).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
  }

  @Test
  void whoReportsBatchesIsTakenForAsynchronous() {
    Life life = Life.usual();
    life.batches = 1;
    life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).extracting(s -> s.finding.severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding.impact.what).contains("taken for asynchronous");
  }

  /** The worst of it: a spike, deaths, a day's floors, ten bursts remembered, long names. */
  @Test
  void itsStateFitsThreeKilobytes() throws IOException {
    Life life = Life.usual();
    Random random = new Random(5);
    int largest = 0;
    for (int burst = 0; burst < 12; burst++) {
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
    assertThat(Life.usual().run(3 * HOUR, slot -> 2, slot -> 2).said).isEmpty();
  }

  @Test
  void staysQuietOnLowVolume() {
    Traffic oneEveryMinute = slot -> slot % 12 == 0 ? 1 : 0;
    Life life = Life.usual().run(6 * HOUR, oneEveryMinute, slot -> 0);
    life.run(HOUR, oneEveryMinute, oneEveryMinute);
    assertThat(life.said).isEmpty();
  }

  @Test
  void staysQuietWhileTelemetryIsAStaleFlood() {
    Life life = Life.usual().run(HOUR, TEN, USUAL);
    life.lag = HOUR;
    life.run(10 * MINUTE, slot -> 100, slot -> 40);
    life.lag = 20_000;
    life.run(HOUR, TEN, USUAL);
    assertThat(life.said).isEmpty();
  }

  @Test
  void staysQuietWhenTurnedOff() {
    Life life = new Life(TestSettings.usual().with("coldStart.enabled", false));
    assertThat(life.run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE).said).isEmpty();
  }

  @Test
  void reportsRecoveryOnceAndThenStaysQuiet() {
    Life life = Life.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    long over = life.now;
    life.run(2 * HOUR, TEN, USUAL);
    assertThat(life.recoveries()).hasSize(1);
    Said recovery = life.recoveries().get(0);
    assertThat(recovery.at).isBetween(over + MINUTE, over + 6 * MINUTE);
    assertThat(recovery.finding.severity).isEqualTo(Severity.INFO);
    assertThat(recovery.finding.onset).isEqualTo(life.said.get(0).finding.onset);
    assertThat(life.said.get(life.said.size() - 1)).isEqualTo(recovery);
  }

  @Test
  void doesNotTakeSilenceForRecovery() {
    Life life = Life.usual().run(HOUR, TEN, USUAL).run(10 * MINUTE, TEN, SPIKE);
    life.run(HOUR, slot -> 0, slot -> 0).run(2 * MINUTE, slot -> 1, slot -> 0);
    assertThat(life.recoveries()).isEmpty();
  }

  @Test
  void anIncidentOfAnHourDoesNotBecomeNormal() {
    Life life = Life.usual().run(2 * HOUR, TEN, USUAL).run(HOUR, TEN, SPIKE);
    assertThat(life.recoveries()).isEmpty();
    List<Said> spikes = life.spikes();
    // Learned in full, the share would be near 14 %.
    assertThat(spikes.get(spikes.size() - 1).finding.measure.baseline).isLessThan(0.05);
    life.run(HOUR, TEN, USUAL);
    int before = life.spikes().size();
    life.run(10 * MINUTE, TEN, SPIKE);
    assertThat(life.spikes().size()).as("a second incident is found").isGreaterThan(before);
  }

  @Test
  void aLastingChangeBecomesNormalWithinADay() {
    Life life = Life.usual().run(2 * HOUR, TEN, USUAL).run(24 * HOUR, TEN, SPIKE);
    assertThat(life.recoveries()).hasSize(1);
    assertThat(life.said.get(life.said.size() - 1).finding.recovered).isTrue();
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /** Cold calls in clusters: the share of a quarter of an hour wanders between 1 and 3 %. */
  @ParameterizedTest
  @MethodSource("seeds")
  void staysQuietWhileTheShareWanders(long seed) {
    Random random = new Random(seed);
    Life life = Life.usual();
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
    Life steady = Life.usual();
    Life restored = Life.usual();
    for (Life life : List.of(steady, restored)) {
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
    assertThat(restored.said.stream().map(s -> Bytes.of(findings, s.finding)))
        .containsExactlyElementsOf(
            steady.said.stream().map(s -> Bytes.of(findings, s.finding)).toList());
    assertThat(Bytes.of(codec, steady.state)).hasSizeLessThan(4096);
  }

  @Test
  void reportsActivityEverySlotAndForgetsAFortnightOfSilence() {
    Life life = Life.usual().run(MINUTE, TEN, USUAL);
    assertThat(life.effects.activities).hasSize(12);
    assertThat(life.effects.activities.get(0).invocations).isEqualTo(10);
    assertThat(life.effects.wakeAt).isEqualTo(life.now + 14L * 24 * HOUR);
    life.logic.onWake(life.effects.wakeAt, life.state, life.effects);
    assertThat(life.effects.forgotten).isTrue();
  }
}
