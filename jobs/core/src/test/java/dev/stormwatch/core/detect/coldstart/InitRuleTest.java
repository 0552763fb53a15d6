package dev.stormwatch.core.detect.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Inits;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitRuleTest {

  private static final long T = 1_772_440_000_000L;
  private static final long DAY = 86_400_000;

  private final InitRule rule = new InitRule(TestSettings.usual().settings().coldStart);
  private final InitState state = new InitState();
  private Random random = new Random(1);
  private long now = T;

  private void init(String version, double median, double sigma) {
    Inits inits = new Inits();
    inits.add(version, Math.round(1000 * median * Math.exp(sigma * random.nextGaussian())));
    now += 10_000;
    rule.observe(inits, now, now - 2_000, 7, state);
  }

  private void inits(int count, String version, double median, double sigma) {
    for (int i = 0; i < count; i++) {
      init(version, median, sigma);
    }
  }

  /** How many inits it takes. */
  private int until(String version, double median, double sigma) {
    int count = 0;
    while (!state.slower && count < 200) {
      init(version, median, sigma);
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aRegressionIsFoundWithinAFewInits(long seed) {
    random = new Random(seed);
    inits(40, "12", 400, 0.17);
    assertThat(until("13", 600, 0.17)).isLessThanOrEqualTo(20);
    assertThat(state.slowerSince).isBetween(now - 250_000, now);
    assertThat(state.usualVersion).isEqualTo("12");
    assertThat(Math.exp(state.usualMean)).isCloseTo(400, within(40.0));
  }

  /**
   * Four hundred months of functions that are released anew every third day or so, with three to
   * 150 inits a day, which spread by 0.3 and are never slower.
   */
  @Test
  void releasesThatChangeNothingRarelyMakeATicket() {
    int tickets = 0;
    for (int month = 0; month < 400; month++) {
      InitState function = new InitState();
      random = new Random(Hash64.of("month-" + month));
      double perDay = 3 * Math.pow(50, random.nextDouble());
      int version = 1;
      long release = T;
      boolean before = false;
      for (long at = T; at < T + 30 * DAY; at += (long) (random.nextDouble() * 2 * DAY / perDay)) {
        if (at >= release) {
          version++;
          release = at + DAY + random.nextInt((int) (4 * DAY));
        }
        Inits inits = new Inits();
        inits.add("" + version, Math.round(2e6 * Math.exp(0.3 * random.nextGaussian())));
        rule.observe(inits, at, at, 1, function);
        tickets += function.slower && !before ? 1 : 0;
        before = function.slower;
      }
    }
    assertThat(tickets).isLessThanOrEqualTo(8);
  }

  @Test
  void aTenfoldInitNeedsSix() {
    inits(10, "12", 400, 0.2);
    assertThat(until("13", 4_000, 0.2)).isLessThanOrEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void releasesThatChangeNothingAreSilent(long seed) {
    random = new Random(seed);
    for (int version = 1; version <= 20; version++) {
      for (int i = 0; i < 30; i++) {
        init("" + version, 400, 0.25);
        assertThat(state.slower).isFalse();
      }
    }
  }

  @Test
  void oneStragglerIsNoRegression() {
    inits(30, "12", 400, 0.2);
    init("12", 20_000, 0);
    init("13", 20_000, 0);
    assertThat(state.slower).isFalse();
  }

  @Test
  void tooFewInitsBeforeAreNothingToCompareWith() {
    inits(3, "12", 400, 0.2);
    assertThat(until("13", 900, 0.2)).isEqualTo(200);
  }

  /** Their mean is known to a tenth or so: what is twice as slow is not of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aFewInitsBeforeDoWhereTheNextAreFarSlower(long seed) {
    random = new Random(seed);
    inits(5, "12", 400, 0.2);
    assertThat(until("13", 900, 0.2)).isLessThanOrEqualTo(14);
  }

  /** The mean of four may be short by chance: once in thirty releases, if it were believed. */
  @Test
  void aFewInitsBeforeAreNotTakenAtTheirWord() {
    int slower = 0;
    for (int function = 0; function < 2_000; function++) {
      InitState one = new InitState();
      random = new Random(Hash64.of("function-" + function));
      for (int i = 0; i < 25; i++) {
        Inits inits = new Inits();
        inits.add(i < 4 ? "1" : "2", Math.round(4e5 * Math.exp(0.3 * random.nextGaussian())));
        rule.observe(inits, T + i * 10_000, T + i * 10_000, 1, one);
      }
      slower += one.slower ? 1 : 0;
    }
    assertThat(slower).isLessThanOrEqualTo(20);
  }

  @Test
  void aDependencyThatSlowsInitDownIsFoundWithoutARelease() {
    inits(30, "12", 400, 0.2);
    assertThat(until("12", 1_000, 0.2)).isBetween(60, 75); // ten minutes at one in ten seconds
    assertThat(state.usualVersion).isEqualTo("12");
  }

  /** A release of {@code $LATEST} is none that a version tells. */
  @Test
  void anInitThatIsFarSlowerNeedNotGoOnForTenMinutes() {
    inits(30, "$LATEST", 400, 0.2);
    assertThat(until("$LATEST", 3_600, 0.2)).isBetween(5, 10);
  }

  @Test
  void aFewFarSlowerOnesAreNone() {
    inits(30, "$LATEST", 400, 0.2);
    for (int i = 0; i < 30; i++) {
      init("$LATEST", i % 5 == 0 ? 6_000 : 400, 0.2);
      assertThat(state.slower).isFalse();
    }
  }

  @Test
  void aRollbackEndsIt() {
    inits(30, "12", 400, 0.2);
    inits(20, "13", 2_000, 0.2);
    assertThat(state.slower).isTrue();
    inits(70, "12", 400, 0.2);
    assertThat(state.slower).isFalse();
  }

  @Test
  void aSlowVersionIsNotWhatTheNextIsHeldAgainst() {
    inits(30, "12", 400, 0.2);
    inits(30, "13", 2_000, 0.2);
    inits(3, "14", 2_000, 0.2);
    assertThat(state.slower).isTrue();
    inits(30, "14", 400, 0.2);
    assertThat(state.slower).isFalse();
    assertThat(Math.exp(state.usualMean)).isCloseTo(400, within(60.0));
  }

  @Test
  void aCanaryBesideTheVersionBeforeIsCompared() {
    inits(30, "12", 400, 0.2);
    int canary = 0;
    while (!state.slower && canary < 100) {
      inits(9, "12", 400, 0.2);
      init("13", 1_000, 0.2);
      canary++;
    }
    assertThat(canary).isLessThanOrEqualTo(20);
  }

  @Test
  void smallDifferencesAreNobodysBusiness() {
    inits(30, "12", 15, 0.1);
    assertThat(until("13", 40, 0.1)).isEqualTo(200);
  }
}
