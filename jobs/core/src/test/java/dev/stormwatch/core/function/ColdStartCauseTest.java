package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ColdStartLife.DAY;
import static dev.stormwatch.core.function.ColdStartLife.HOUR;
import static dev.stormwatch.core.function.ColdStartLife.LONG_WAIT;
import static dev.stormwatch.core.function.ColdStartLife.MINUTE;
import static dev.stormwatch.core.function.ColdStartLife.SHORT_WAIT;
import static dev.stormwatch.core.function.ColdStartLife.SLOT;
import static dev.stormwatch.core.function.ColdStartLife.SPIKE;
import static dev.stormwatch.core.function.ColdStartLife.TEN;
import static dev.stormwatch.core.function.ColdStartLife.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.coldstart.ColdStartDetector;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Why calls wait, and how urgent that makes it. */
class ColdStartCauseTest {

  @Test
  void aLoopOfExitsPagesForTheInitsThatNoLineShows() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    long onset = life.now;
    life.exits = 1;
    life.followerMicros = 2_590_000;
    life.run(5 * MINUTE, TEN, USUAL);
    ColdStartLife.Said first = life.said.get(0);
    assertThat(first.at() - onset).isBetween(30_000L, 120_000L);
    assertThat(first.finding().severity).isEqualTo(Severity.PAGE);
    assertThat(first.finding().headline)
        .contains("kill the process", "each next one waits 2.5 s for a hidden init");
    assertThat(first.finding().impact.what).contains("that no line shows");
    assertThat(first.finding().recommendations.get(0).action).contains("ends the process");
    life.exits = 0;
    life.followerMicros = 0;
    life.run(15 * MINUTE, TEN, USUAL);
    assertThat(life.recoveries()).hasSize(1);
  }

  @Test
  void aReleaseThatExitsIsSentBackToTheOneBefore() {
    ColdStartLife life =
        ColdStartLife.usual().run(20 * MINUTE, slot -> 10, slot -> slot % 60 == 0 ? 1 : 0);
    life.version = "8";
    life.exits = 2;
    life.followerMicros = 2_590_000;
    life.run(5 * MINUTE, TEN, slot -> slot < 30 ? 1 : 0);
    Finding page =
        life.said.stream()
            .map(s -> s.finding())
            .filter(f -> f.severity == Severity.PAGE)
            .findFirst()
            .orElseThrow();
    assertThat(page.headline).contains("since version 8");
    assertThat(page.recommendations.get(1).command).contains("--function-version 7");
  }

  @Test
  void exitsForWantOfMemorySaySoAndAskForMore() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.exits = 1;
    life.outOfMemory = true;
    life.followerMicros = 2_590_000;
    Finding page = life.run(5 * MINUTE, TEN, USUAL).said.get(0).finding();
    assertThat(page.headline).contains("of calls run out of memory, and each next one waits");
    assertThat(page.recommendations.get(0).action).isEqualTo("give it more memory");
    assertThat(page.recommendations.get(0).reason)
        .containsPattern("\\d+ exits, 0 timeouts in \\d+ calls of the last 2 min");
    assertThat(page.recommendations.get(0).command).endsWith("--memory-size " + 2 * life.memory);
    assertThat(page.evidence.get(0).text)
        .isEqualTo("call failed: Runtime.ExitError (out of memory)");
    assertThat(page.evidence.get(0).requestId).isEqualTo("k0");
  }

  /** A line tells that the init failed, and another one that the call did, of one call. */
  @Test
  void anInitThatNeverEndsIsCountedOnceForEachCall() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.timeouts = 3;
    life.initFailures = 3;
    life.followersThatDied = 2;
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).isNotEmpty();
    ColdStartLife.Said last = life.said.get(life.said.size() - 1);
    assertThat(last.finding().headline)
        .contains(": 30 % of calls time out in a loop: the init does not end");
    assertThat(last.finding().measure.value).isEqualTo(0.3);
  }

  /** For those who find that something began then. */
  @Test
  void whichVersionTookOverIsKnownToOthers() {
    ColdStartLife life = ColdStartLife.usual().run(20 * MINUTE, TEN, USUAL);
    ColdStartDetector detector = new ColdStartDetector(TestSettings.usual().settings());
    assertThat(detector.found(life.state.coldStart).releaseOf(life.now)).isEmpty();
    life.version = "8";
    life.run(MINUTE, TEN, USUAL);
    Release release = detector.found(life.state.coldStart).releaseOf(life.now).orElseThrow();
    assertThat(release.before + " to " + release.version).isEqualTo("7 to 8");
    assertThat(detector.found(life.state.coldStart).releaseOf(life.now + HOUR)).isEmpty();
  }

  /** Inits of 300 ms: nobody waits long, and nobody is answered. */
  private static ColdStartLife failingInits(int failing) {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = SHORT_WAIT;
    life.run(HOUR + 25_000, TEN, USUAL);
    life.initFailures = failing;
    return life;
  }

  @Test
  void aReleaseOfWhichNoInitSucceedsPagesByWhatHappenedSince() {
    ColdStartLife life = failingInits(10);
    long onset = life.now;
    Finding page = life.run(5 * MINUTE, TEN, slot -> 0).said.get(0).finding();
    assertThat(life.said.get(0).at() - onset).isLessThanOrEqualTo(60_000);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).endsWith(": 100 % of calls fail: the init fails");
    assertThat(page.impact.what)
        .containsPattern("(\\d+) of \\1 calls since then ended in an init that failed");
    assertThat(page.measure.value).isEqualTo(1);
    assertThat(page.recommendations.get(0).action).startsWith("take back what was released last");
    life.initFailures = 0;
    life.run(15 * MINUTE, TEN, slot -> 0);
    assertThat(life.recoveries().get(0).finding().headline)
        .contains("calls that end their environment are down to 0.0 % of calls; 0 of ");
  }

  /** A canary, or a few environments: the others answer. */
  @Test
  void initsOfWhichSomeFailQuicklyWakeNobody() {
    ColdStartLife life = failingInits(3).run(10 * MINUTE, TEN, slot -> 0);
    assertThat(life.spikes()).noneMatch(s -> s.finding().severity == Severity.PAGE);
  }

  @Test
  void exitsOfWhatStartsQuicklyAreNotItsMatter() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.exits = 1;
    life.followerMicros = 150_000;
    assertThat(life.run(10 * MINUTE, TEN, USUAL).said).isEmpty();
  }

  /** What a call needs is down: all time out alike, those right after a timeout no more often. */
  @Test
  void timeoutsOfSomethingSlowAreNotItsMatter() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.timeouts = 6;
    life.followersThatDied = 3;
    life.followerMicros = 2_500_000;
    assertThat(life.run(10 * MINUTE, TEN, USUAL).said).isEmpty();
  }

  /** The init itself uses up the time of the call: the next one times out as well. */
  @Test
  void aLoopOfTimeoutsIs() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.timeouts = 1;
    life.followersThatDied = 1;
    life.followerMicros = 2_500_000;
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said.get(0).finding().headline).contains("time out in a loop");
  }

  /** Some at once, and then nothing more than ever: there is nothing to do about it. */
  @Test
  void aBurstThatIsOverWhenItIsSeenIsANote() {
    assertThat(worst(burst(ColdStartLife.LONG_WAIT, 10))).isEqualTo(Severity.INFO);
    assertThat(worst(burst(ColdStartLife.SHORT_WAIT, 20))).isEqualTo(Severity.INFO);
  }

  /** Forty callers waited for two seconds each. */
  @Test
  void aLargeBurstThatIsOverWhenItIsSeenIsATicket() {
    assertThat(worst(burst(ColdStartLife.LONG_WAIT, 20))).isEqualTo(Severity.TICKET);
  }

  private static ColdStartLife burst(long wait, int coldInSlot) {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, slot -> 3, USUAL);
    life.wait = wait;
    return life.run(2 * SLOT, slot -> 25, slot -> coldInSlot).run(15 * MINUTE, slot -> 3, USUAL);
  }

  private static Severity worst(ColdStartLife life) {
    return life.said.stream()
        .map(said -> said.finding().severity)
        .max(Severity::compareTo)
        .orElseThrow();
  }

  /** Sharp waves, each over within seconds, with time between them to reap what they started. */
  private static ColdStartLife waves(long wait, long pause, int count) {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = wait;
    life.run(HOUR, slot -> 3, USUAL);
    for (int i = 0; i < count; i++) {
      life.run(2 * SLOT, slot -> 50, slot -> 30).run(pause, slot -> 3, slot -> 0);
    }
    return life;
  }

  @Test
  void theSecondWaveThatDelaysCallersPages() {
    ColdStartLife first = waves(3_000_000, 6 * MINUTE, 1);
    assertThat(first.spikes()).extracting(s -> s.finding().severity).containsOnly(Severity.TICKET);
    ColdStartLife second = waves(3_000_000, 6 * MINUTE, 2);
    ColdStartLife.Said page =
        second.spikes().stream()
            .filter(s -> s.finding().severity == Severity.PAGE)
            .findFirst()
            .orElseThrow();
    assertThat(page.at() - first.now).isLessThanOrEqualTo(30_000);
  }

  /** What comes and goes is one incident, once it is known to come again. */
  @Test
  void wavesAreOverWhenTheNextOneDoesNotCome() {
    ColdStartLife life = waves(3_000_000, 12 * MINUTE, 3);
    assertThat(life.recoveries()).hasSize(1);
    life.run(8 * MINUTE, slot -> 3, slot -> 0);
    assertThat(life.recoveries()).hasSize(2);
  }

  @Test
  void wavesThatDelayNobodyMuchAreNotesAndThoseThatComeNowAndThenNoPage() {
    assertThat(worst(waves(700_000, 6 * MINUTE, 3))).isEqualTo(Severity.INFO);
    assertThat(worst(waves(3_000_000, 40 * MINUTE, 3))).isEqualTo(Severity.TICKET);
  }

  @Test
  void wavesOnScheduleAreKnownByTheFourth() {
    ColdStartLife life = waves(3_000_000, 10 * MINUTE, 3);
    int before = life.spikes().size();
    life.run(2 * SLOT, slot -> 50, slot -> 30).run(2 * MINUTE, slot -> 3, slot -> 0);
    assertThat(life.spikes().subList(before, life.spikes().size()))
        .extracting(s -> s.finding().severity)
        .containsOnly(Severity.INFO);
  }

  @Test
  void theSameBurstPagesWhereTrafficStays() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, slot -> 3, USUAL);
    long onset = life.now;
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 18, USUAL);
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.PAGE);
    assertThat(life.said.get(0).at() - onset).isLessThanOrEqualTo(60_000);
    assertThat(life.said.get(0).finding().headline).contains("traffic outran the warm ones");
  }

  /** A GB for 730 hours: 4.1667 millionths of a dollar a second on x86, 3.3334 on arm. */
  @Test
  void whatIsProvisionedHasThePriceOfItsArchitecture() {
    for (String architecture : List.of("x86_64", "arm64")) {
      TestSettings rule = TestSettings.rule("checkout", true).with("architecture", architecture);
      ColdStartLife life = new ColdStartLife(TestSettings.usual().with("functions", List.of(rule)));
      life.environments = 40;
      life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
      assertThat(life.said.get(0).finding().recommendations)
          .extracting(row -> row.reason)
          .anyMatch(
              reason ->
                  reason.contains(
                      architecture.equals("arm64")
                          ? "one environment of 1024 MB costs 8.76 USD a month"
                          : "one environment of 1024 MB costs 10.95 USD a month"));
    }
  }

  /** What is provisioned initialised long ago, perhaps before anybody watched. */
  @Test
  void aBurstBeyondWhatTheSettingsSayIsProvisionedSpillsOver() {
    ColdStartLife life =
        new ColdStartLife(
            TestSettings.usual()
                .with(
                    "functions",
                    List.of(
                        TestSettings.rule("checkout", true).with("provisionedConcurrency", 5L))));
    life.run(HOUR, slot -> 3, USUAL);
    life.run(2 * SLOT, slot -> 25, slot -> 20).run(15 * MINUTE, slot -> 18, USUAL);
    assertThat(life.said.get(0).finding().headline).contains("beyond provisioned concurrency");
    assertThat(life.said.get(0).finding().recommendations)
        .as("nobody is told to provision less")
        .noneMatch(row -> row.command.contains("put-provisioned-concurrency-config"));
  }

  /** What scaled out is warm, and an hour's mood brings twice the calls: nobody waits any more. */
  @Test
  void aBurstBeforeABusierHourIsANote() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, slot -> 3, USUAL);
    life.run(2 * SLOT, slot -> 25, slot -> 12).run(15 * MINUTE, slot -> 7 + slot % 2, slot -> 0);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
  }

  /** A deploy at $LATEST: every environment is replaced once, and no version shows it. */
  @Test
  void oneReplacementOfEveryEnvironmentIsANote() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 80;
    life.version = "$LATEST";
    life.run(HOUR, TEN, USUAL).run(100_000, TEN, slot -> 4).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
  }

  /** Provisioned environments of a new version are ready before the old ones go. */
  @Test
  void theLossOfWhatIsProvisionedIsNoReplacement() {
    TestSettings rule = TestSettings.rule("checkout", true).with("provisionedConcurrency", 70L);
    ColdStartLife life = new ColdStartLife(TestSettings.usual().with("functions", List.of(rule)));
    life.environments = 80;
    life.version = "$LATEST";
    life.run(HOUR, TEN, USUAL).run(100_000, TEN, slot -> 4).run(10 * MINUTE, TEN, USUAL);
    assertThat(worst(life)).isEqualTo(Severity.PAGE);
    assertThat(life.said.get(0).finding().headline).contains("beyond provisioned concurrency");
  }

  @Test
  void aDeployIsANote() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 60;
    life.run(HOUR, TEN, USUAL);
    life.version = "8";
    life.run(MINUTE, TEN, slot -> 4).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding().headline).contains("version 8 takes over");
  }

  @Test
  void aSlowerInitOfAVersionIsATicket() {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = SHORT_WAIT;
    life.run(HOUR, TEN, USUAL);
    life.version = "8";
    life.wait = LONG_WAIT;
    life.run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).isNotEmpty();
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.TICKET);
    assertThat(life.said.get(0).finding().headline)
        .matches(".*init takes 2.0 s since version 8, 6.. times the .* of version 7");
    assertThat(life.said.get(0).finding().recommendations.get(0).command)
        .contains("--function-version 7");
  }

  @Test
  void aScheduledBurstIsANoteFromTheFourthOn() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    List<Severity> worst = new ArrayList<>();
    for (int burst = 0; burst < 6; burst++) {
      int before = life.said.size();
      life.run(2 * MINUTE, TEN, SPIKE).run(58 * MINUTE, TEN, USUAL);
      worst.add(
          life.said.subList(before, life.said.size()).stream()
              .map(s -> s.finding().severity)
              .max(Severity::compareTo)
              .orElseThrow());
    }
    assertThat(worst.subList(0, 3)).containsOnly(Severity.PAGE);
    assertThat(worst.subList(3, 6)).containsOnly(Severity.INFO);
  }

  /**
   * Six weeks of a function with a burst each Monday and some at odd times on each day: more than
   * are kept between two Mondays.
   */
  @Test
  void aWeeklyBurstIsANoteFromTheFourthOn() {
    Random random = new Random(11);
    ColdStartLife life = ColdStartLife.usual();
    life.sparse(2 * DAY - life.now % DAY, TEN, USUAL);
    List<Severity> mondays = new ArrayList<>();
    for (int day = 0; day < 6 * 7; day++) {
      int before = life.said.size();
      if (day % 7 == 0) {
        life.run(5 * MINUTE, TEN, slot -> 8);
        mondays.add(
            life.said.subList(before, life.said.size()).stream()
                .map(s -> s.finding().severity)
                .max(Severity::compareTo)
                .orElseThrow());
      } else {
        life.sparse(5 * MINUTE, TEN, USUAL);
      }
      long until = life.now - life.now % DAY + DAY;
      for (int burst = 0; burst < 4; burst++) {
        life.sparse((2 + random.nextInt(3)) * HOUR + random.nextInt(3_600_000), TEN, USUAL);
        life.run(MINUTE, TEN, SPIKE);
      }
      life.sparse(until - life.now, TEN, USUAL);
    }
    assertThat(mondays.subList(0, 3)).containsOnly(Severity.PAGE);
    assertThat(mondays.subList(3, 6)).containsOnly(Severity.INFO);
  }

  @Test
  void theFirstTrafficAfterAPauseIsANote() {
    ColdStartLife life =
        ColdStartLife.usual().run(HOUR, TEN, USUAL).run(HOUR, slot -> 0, slot -> 0);
    life.run(2 * MINUTE, TEN, SPIKE).run(10 * MINUTE, TEN, USUAL);
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
  }

  @Test
  void whoReportsBatchesIsTakenForAsynchronous() {
    ColdStartLife life = ColdStartLife.usual();
    life.batches = 1;
    life.run(HOUR, TEN, USUAL).run(3 * MINUTE, TEN, SPIKE);
    assertThat(life.said).extracting(s -> s.finding().severity).containsOnly(Severity.INFO);
    assertThat(life.said.get(0).finding().impact.what).contains("taken for asynchronous");
  }
}
