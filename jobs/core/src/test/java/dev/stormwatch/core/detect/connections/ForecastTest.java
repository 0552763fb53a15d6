package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The time that is told, and when none is. The database of the tests takes 100 connections. */
class ForecastTest {

  private static final Pattern PACE =
      Pattern.compile("([0-9]+) of ([0-9]+) used, [+]([0-9]+) a minute");

  private static final Pattern BOUND = Pattern.compile("within ([0-9]+) min");

  private static final double RATE = 10;

  /** What a forecast said and what came, in seconds; NaN where it told no time. */
  private static final class Foretold {
    private double said = Double.NaN;
    private double was;
    private double soonest = Double.NaN;
    private String headline = "";

    private double error() {
      return Math.abs(said / was - 1);
    }
  }

  /** How long a call takes, in seconds, so many seconds after answers began to get slower. */
  private interface Duration {
    double at(double seconds);
  }

  /**
   * Ten calls a second, and as many environments as ever ran at once; the first forecast is held
   * against when they fill the limit.
   */
  private static Foretold play(long seed, Duration duration) {
    Random random = new Random(seed);
    Estate estate = new Estate("orders-db");
    Foretold foretold = new Foretold();
    double said = Double.NaN;
    double saidAt = Double.NaN;
    double environments = 10;
    for (int slot = -60; slot < 240; slot++) {
      double mean = duration.at(Math.max(0, slot * 5.0 - 10)) * Math.exp(0.1 * gauss(random));
      double running = RATE * mean;
      environments = Math.max(environments, running + Math.sqrt(running) * gauss(random));
      if (environments >= 90) {
        foretold.said = said;
        foretold.was = slot * 5.0 - 10 - saidAt;
        return foretold;
      }
      estate.slot(Math.round(environments), Math.round(1000 * mean));
      if (Double.isNaN(saidAt) && !estate.pages().isEmpty()) {
        Finding page = estate.pages().get(0);
        saidAt = slot * 5.0;
        foretold.headline = page.headline;
        if (page.prediction != null) {
          said = (page.prediction.at - estate.now()) / 1000.0;
          foretold.soonest = (page.prediction.earliest - estate.now()) / 1000.0;
          isNotBeliedByItsPace(page, estate.now());
          assertThat(page.prediction.earliest).isLessThanOrEqualTo(page.prediction.at);
          assertThat(page.prediction.latest).isGreaterThanOrEqualTo(page.prediction.at);
        }
      }
    }
    throw new IllegalStateException("it never filled the limit");
  }

  /** A speed that would reach the limit long after the time that is told is not told beside it. */
  private static void isNotBeliedByItsPace(Finding page, long now) {
    Matcher told = PACE.matcher(page.headline);
    if (told.find()) {
      double free = Double.parseDouble(told.group(2)) - Double.parseDouble(told.group(1));
      double minutes = free / Double.parseDouble(told.group(3));
      assertThat(minutes)
          .as(page.headline)
          .isLessThanOrEqualTo((page.prediction.latest - now) / 60_000.0 + 0.2);
    }
  }

  private static double gauss(Random random) {
    return random.nextGaussian();
  }

  @Test
  void answersThatSlowDownByTheSameFactorEachMinuteAreMostlyForetoldWithinAThird() {
    int told = 0;
    int right = 0;
    for (int seed = 0; seed < 60; seed++) {
      double doubling = 40 + 2 * seed;
      Foretold foretold = play(seed, t -> 0.2 * Math.pow(2, t / doubling));
      told += Double.isNaN(foretold.said) ? 0 : 1;
      right += foretold.error() <= 0.35 ? 1 : 0;
    }
    assertThat(told).isGreaterThanOrEqualTo(40);
    assertThat(right).isGreaterThanOrEqualTo(8 * told / 10);
  }

  /** Nobody knows whether a constant slowdown goes on, and its time would be too near. */
  @Test
  void answersThatSlowDownByTheSameAmountAreForetoldSeldomAndNeverFarOff() {
    int far = 0;
    for (int seed = 0; seed < 40; seed++) {
      Foretold foretold = play(seed, t -> 0.2 + 0.03 * t);
      far += foretold.error() > 0.6 ? 1 : 0;
    }
    assertThat(far).isLessThanOrEqualTo(6);
  }

  /** Locks that are waited for longer and longer: what ends now began when they were shorter. */
  @Test
  void whereAnswersSlowDownByTheSameAmountTheTimeByWhichItComesIsNotTooNear() {
    int bounds = 0;
    int held = 0;
    for (int seed = 0; seed < 40; seed++) {
      double added = 0.015 + 0.001 * seed;
      Foretold foretold = play(seed, t -> 0.2 + added * t);
      Matcher bound = BOUND.matcher(foretold.headline);
      if (bound.find()) {
        bounds++;
        held += foretold.was <= 60 * Double.parseDouble(bound.group(1)) ? 1 : 0;
      }
    }
    assertThat(bounds).isGreaterThanOrEqualTo(15);
    assertThat(held).isGreaterThanOrEqualTo(8 * bounds / 10);
  }

  /** A server that works at forty queries at a time and no more: what comes beyond piles up. */
  @Test
  void whereAServerMayBeFullTheSoonestThatIsToldIsWhenCallsPileUp() {
    int told = 0;
    int sooner = 0;
    for (int seed = 0; seed < 40; seed++) {
      double doubling = 40 + seed;
      Foretold foretold = play(seed, new Contended(t -> 0.2 * Math.pow(2, t / doubling)));
      told += Double.isNaN(foretold.said) ? 0 : 1;
      sooner += foretold.soonest <= foretold.was ? 1 : 0;
    }
    assertThat(told).isGreaterThanOrEqualTo(15);
    assertThat(sooner).isGreaterThanOrEqualTo(8 * told / 10);
  }

  /** Calls of a server that so many slow down, asked for slot by slot. */
  private static final class Contended implements Duration {
    private static final double CAPACITY = 40;

    private final Duration alone;
    private double running = 2;

    private Contended(Duration alone) {
      this.alone = alone;
    }

    @Override
    public double at(double seconds) {
      double each = alone.at(seconds);
      double wanted = RATE * each;
      running =
          wanted <= CAPACITY ? wanted : running + Estate.SLOT / 1000.0 * (RATE - CAPACITY / each);
      return running / RATE;
    }
  }

  /** Eight minutes of which each is slower, the last ones by far more. */
  @Test
  void answersThatSlowDownFasterAndFasterAreForetoldWithoutATimeHalfAMinuteBefore() {
    int early = 0;
    for (int seed = 0; seed < 20; seed++) {
      double bend = 240 + 3 * seed;
      Foretold foretold =
          play(
              seed,
              t ->
                  0.15
                      * Math.pow(2, Math.min(t, bend) / 110)
                      * Math.pow(2, Math.max(0, t - bend) / 35));
      early += foretold.was >= 30 ? 1 : 0;
    }
    assertThat(early).isGreaterThanOrEqualTo(18);
  }

  /** Three minutes of slower and slower answers, a jump, and no more. */
  @Test
  void answersThatJumpOnceAfterTheyGotSlowerPageNobody() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Estate estate = new Estate("orders-db");
      estate.slots(60, 15, 1_000);
      double environments = 15;
      for (int slot = 0; slot < 120; slot++) {
        double times = slot < 36 ? Math.pow(1.02, slot) : 3.3;
        double mean = times * Math.exp(0.05 * gauss(random));
        double running = RATE * mean;
        environments = Math.max(environments, running + Math.sqrt(running));
        estate.slot(Math.round(environments), Math.round(1000 * mean));
      }
      assertThat(estate.pages()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void whereTrafficSlowsTheAnswersNoTimeIsTold() {
    Estate estate = new Estate("orders-db");
    estate.slots(200, 20, 100).calling(100);
    double living = 20;
    while (living < 80) {
      living *= 1.1;
      estate.slot((long) living, (long) (200 * living / 20));
    }
    assertThat(estate.findings()).isNotEmpty().allMatch(page -> page.prediction == null);
    assertThat(estate.last().headline).contains("runs out of connections", "within");
  }

  @Test
  void withinSecondsNoTimeIsTold() {
    Estate estate = new Estate("orders-db");
    estate.slots(60, 20, 100);
    for (long living = 20; living <= 88; living += 8) {
      estate.slot(living, 100);
    }
    assertThat(estate.last().prediction).isNull();
    assertThat(estate.last().headline).contains("runs out of connections within a minute");
  }

  @Test
  void aSurgeThatHasJustBegunIsUrgentAndItsTimeNotKnown() {
    Estate estate = new Estate("orders-db");
    estate.slots(60, 70, 100);
    for (long living = 71; living < 78; living++) {
      estate.calling(120).slot(living, 100);
    }
    assertThat(estate.last().prediction).isNull();
  }

  @Test
  void theWholeRiseOfALeakTellsItsPaceAndAPauseIsNone() {
    LeakPace pace = gauge(0, 20, 19, 31, 40, 40, 58, 70).rise(100);
    // From 19 to 70 in five minutes.
    assertThat(pace.seconds).isEqualTo(30 * 300 / 51.0);
    assertThat(pace.soonest).isLessThan(pace.seconds);
    assertThat(pace.latest).isGreaterThan(pace.seconds);
  }

  @Test
  void aLeakOfFewConnectionsIsToldByABoundInsteadOfATime() {
    Estate estate = new Estate("orders-db");
    estate.slots(60, 20, 100);
    for (int minute = 0; estate.findings().isEmpty(); minute++) {
      estate.gauge("orders-db", 60 + 5 * minute, 103).slots(12, 20, 100);
    }
    assertThat(estate.findings().get(0).prediction).isNull();
    assertThat(estate.findings().get(0).headline).containsPattern("within [2-9] min");
  }

  @Test
  void whatEnvironmentsAddToTheGaugeIsNoPartOfALeaksPace() {
    LeakPace pace = gauge(3, 20, 19, 31, 43, 55, 67, 79).rise(100);
    // From 19 to 79 in five minutes, but 15 of them are environments.
    assertThat(pace.seconds).isEqualTo(21 * 300 / 45.0);
  }

  /** Callers who come again fill it earlier than the durations alone would. */
  @Test
  void callersWhoGiveUpAreReckonedWith() {
    Growth patient = slowing(patience(900));
    Growth impatient = slowing(patience(3));
    assertThat(impatient.seconds).isLessThan(patient.seconds - 10);
    assertThat(impatient.latest - impatient.soonest)
        .as("whether they do is not known")
        .isGreaterThan(patient.latest - patient.soonest);
  }

  private static Growth slowing(Settings settings) {
    Estate estate = new Estate("orders-db", settings);
    estate.slots(60, 30, 500);
    double millis = 500;
    for (int i = 0; i < 34; i++) {
      millis *= 1.05;
      estate.slot(30 + i / 2, Math.round(millis));
    }
    return Objects.requireNonNull(Growth.of(estate.state, 90, settings.connections, Estate.SLOT));
  }

  private static Settings patience(long seconds) {
    return TestSettings.usual()
        .with("databases", List.of(TestSettings.database("orders-db", 103, 3, 10, "checkout")))
        .with("connections.patienceSeconds", seconds)
        .settings();
  }

  @Test
  void aGaugeThatDoesNotRiseReachesNothing() {
    assertThat(gauge(0, 30, 30, 30).rise(100).seconds).isInfinite();
    assertThat(gauge(0, 30).rise(100).seconds).isInfinite();
  }

  /**
   * @param environments by how many they become more with each reading
   */
  private static GaugeHistory gauge(int environments, long... connections) {
    GaugeHistory gauge = GaugeHistory.ofQuarter();
    for (int i = 0; i < connections.length; i++) {
      double others = (double) connections[i] - environments * i;
      gauge.add(60_000L * i, (double) connections[i], others);
    }
    return gauge;
  }
}
