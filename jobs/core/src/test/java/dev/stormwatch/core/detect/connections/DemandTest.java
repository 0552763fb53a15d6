package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What makes environments and yet ends below the limit pages nobody: stalls that pass, answers that
 * get slower and stay so, traffic that levels off. The database of the tests takes 100 connections,
 * 10 of them others'.
 */
class DemandTest {

  private static final double OTHERS = 10;

  /** What is so many seconds after it began. */
  private interface Course {
    double at(double seconds);
  }

  /** Standard deviations that peaks stand above what runs, for a number between 0 and 1. */
  private static final Course CHANCE = drawn -> 0.8 + 0.6 * drawn;

  /** Callers that come in bursts, each minute or so. */
  private static final Course BURSTS = drawn -> drawn < 0.9 ? 0.8 + 0.6 * drawn : 3;

  /** Ten minutes of calm and five of what follows; as many environments as ever ran at once. */
  private static final class Play {
    private final Estate estate = new Estate("orders-db");
    private final Random random;

    /** Most connections used, as a share of the limit. */
    private double peak;

    /** When the first page came, and when the limit was reached, in seconds; NaN for never. */
    private double pagedAt = Double.NaN;

    private double fullAt = Double.NaN;

    /**
     * @param perSecond calls that begin
     * @param duration of a call that begins, in seconds
     */
    private Play(long seed, Course perSecond, Course duration) {
      this(seed, perSecond, duration, CHANCE);
    }

    private Play(long seed, Course perSecond, Course duration, Course peaking) {
      random = new Random(seed);
      double environments = 0;
      for (double now = -600; now < 600 && Double.isNaN(fullAt); now += 5) {
        double rate = perSecond.at(now);
        double mean = duration.at(began(now, duration));
        double running = rate * mean;
        double peaks = running + Math.sqrt(running) * peaking.at(random.nextDouble());
        environments = Math.max(environments, peaks);
        peak = Math.max(peak, (environments + OTHERS) / 100);
        if (peak >= 1) {
          fullAt = now;
        }
        estate
            .calling(Math.round(5 * rate * scatter()))
            .slot(Math.round(environments), Math.round(1000 * mean * scatter()));
        if (Double.isNaN(pagedAt) && !estate.pages().isEmpty()) {
          pagedAt = now;
        }
      }
    }

    /** Of calls that end now. */
    private static double began(double now, Course duration) {
      double began = now;
      for (int i = 0; i < 20; i++) {
        began = (began + now - duration.at(began)) / 2;
      }
      return began;
    }

    private double scatter() {
      return Math.exp(0.06 * random.nextGaussian());
    }
  }

  private final List<String> pages = new ArrayList<>();

  private void note(Play play, String pattern, Object... values) {
    assertThat(play.fullAt).isNaN();
    if (!Double.isNaN(play.pagedAt)) {
      pages.add(String.format(Locale.ROOT, pattern, values));
    }
  }

  private static Course steady(double value) {
    return seconds -> value;
  }

  private static Course grows(double from, double times, double rise) {
    return seconds -> from * Math.pow(times, Math.max(0, Math.min(1, seconds / rise)));
  }

  private static Course climbs(double from, double times, double rise) {
    return seconds -> from * (1 + (times - 1) * Math.max(0, Math.min(1, seconds / rise)));
  }

  /** Calls that run at once where so much of the limit is used at most. */
  private static double running(double share) {
    double most = 100 * share - OTHERS;
    return most - 1.2 * Math.sqrt(most);
  }

  @Test
  void stallsThatPassPageNobody() {
    for (int lasts = 10; lasts <= 60; lasts += 10) {
      for (double share = 0.3; share <= 0.8; share += 0.1) {
        int to = lasts;
        double slow = running(share) / 20;
        Play play = new Play(lasts, steady(20), at -> at >= 0 && at < to ? slow : 0.1);
        note(play, "%d s of %.1f s a call, %.0f %% used", lasts, slow, 100 * play.peak);
      }
    }
    assertThat(pages).isEmpty();
  }

  @Test
  void answersThatGetSlowerAndStaySoPageNobody() {
    for (double times = 1.3; times <= 3; times += 0.2) {
      for (double share = 0.4; share <= 0.8; share += 0.1) {
        for (double rise : new double[] {5, 30, 60}) {
          double usual = running(share) / 20 / times;
          Play play = new Play((long) rise, steady(20), grows(usual, times, rise));
          note(play, "%.1f times in %.0f s, %.0f %% used", times, rise, 100 * play.peak);
        }
      }
    }
    assertThat(pages).isEmpty();
  }

  /** From eight tenths on a crowd that still grows pages, for nobody knows that it will stop. */
  @Test
  void trafficThatLevelsOffPagesNobody() {
    for (double times = 1.5; times <= 6; times += 0.5) {
      for (double share = 0.4; share < 0.75; share += 0.1) {
        for (double rise : new double[] {5, 60, 180}) {
          Play play = new Play((long) rise, grows(running(share) / times, times, rise), steady(1));
          note(play, "%.1f times in %.0f s, %.0f %% used", times, rise, 100 * play.peak);
        }
      }
    }
    assertThat(pages).isEmpty();
  }

  /** Three days with a peak each, of more than eight tenths of the limit. */
  @Test
  void theTideOfADayPagesNobody() {
    Estate estate = new Estate("orders-db");
    Random random = new Random(1);
    double environments = 0;
    for (int slot = 0; slot < 3 * 17_280; slot++) {
      double tide = 1 - Math.cos(2 * Math.PI * slot / 17_280);
      double running = 10 + 29 * tide;
      environments =
          Math.max(
              environments - 0.01,
              running + Math.sqrt(running) * (1 + 0.4 * random.nextGaussian()));
      estate
          .calling(Math.round(5 * running * Math.exp(0.06 * random.nextGaussian())))
          .slot(Math.round(environments), 1000);
    }
    assertThat(estate.findings()).noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  /** The same mechanism, and no end below the limit. */
  @Test
  void answersThatGetSlowerWithoutEndPageWellBeforeTheLimit() {
    for (int doubling = 40; doubling <= 100; doubling += 10) {
      Play play = new Play(doubling, steady(20), grows(0.2, 64, 6.0 * doubling));
      assertThat(play.fullAt - play.pagedAt).as("doubling in %d s", doubling).isGreaterThan(30);
    }
  }

  /** Quick answers, so nothing but traffic and environments tells. */
  @Test
  void trafficThatOutgrowsTheLimitPagesBeforeItIsReached() {
    for (int rise = 300; rise <= 600; rise += 60) {
      for (long seed = 1; seed <= 5; seed++) {
        Play play = new Play(seed, grows(10, 12, rise), steady(1));
        assertThat(play.fullAt - play.pagedAt)
            .as("%d s, seed %d", rise, seed)
            .isGreaterThanOrEqualTo(10);
      }
    }
  }

  /** What runs stays far below the limit, and a burst fills it: half of them can be foretold. */
  @Test
  void burstsOfTrafficThatOutgrowsTheLimitPageBeforeItIsReached() {
    List<Double> leads = new ArrayList<>();
    for (int rise = 300; rise <= 600; rise += 60) {
      for (long seed = 1; seed <= 5; seed++) {
        Play play = new Play(seed, climbs(10, 8, rise), steady(1), BURSTS);
        leads.add(Double.isNaN(play.pagedAt) ? 0 : play.fullAt - play.pagedAt);
      }
    }
    leads.sort(null);
    assertThat(leads.get(leads.size() / 2)).isGreaterThanOrEqualTo(30);
  }

  /** Traffic that rose, and a burst of it some minutes later. */
  private static Estate burst(int moreCalls) {
    Estate estate = new Estate("orders-db");
    estate.calling(100).slots(60, 25, 1000);
    estate.calling(300).slots(36, 72, 1000);
    for (int slot = 1; slot <= 24; slot++) {
      estate.calling(300 + (long) slot * moreCalls);
      estate.slot(slot < 20 ? 72 : 72 + 2 * (slot - 19), 1000);
    }
    return estate;
  }

  @Test
  void aBurstOfTrafficThatIsAsMuchAsItWasPagesNobody() {
    assertThat(burst(0).findings()).isEmpty();
  }

  @Test
  void aBurstOfTrafficThatGoesOnToGrowPages() {
    assertThat(burst(2).findings()).isNotEmpty();
  }

  /** As much slower in each second, which is less and less for what it was. */
  @Test
  void answersThatGetSlowerAtAConstantPacePageBeforeTheLimit() {
    for (int rise = 100; rise <= 200; rise += 20) {
      for (long seed = 1; seed <= 5; seed++) {
        Play play = new Play(seed, steady(20), climbs(0.2, 20, rise));
        assertThat(play.fullAt - play.pagedAt)
            .as("%d s, seed %d", rise, seed)
            .isGreaterThanOrEqualTo(40);
      }
    }
  }

  @Test
  void environmentsThatTrafficDoesNotExplainAreBelieved() {
    Estate estate = new Estate("orders-db");
    estate.slots(60, 20, 100);
    for (long living = 20; living < 90; living++) {
      estate.slot(living, 100);
    }
    assertThat(estate.findings()).isNotEmpty();
  }

  /** Old ones are counted beside new ones for a while, and calls are as many and as quick. */
  @Test
  void aReleaseThatReplacesEnvironmentsPagesNobody() {
    for (long old = 36; old <= 44; old += 2) {
      Estate estate = new Estate("orders-db");
      estate.slots(60, old, 100);
      for (int slot = 1; slot <= 6; slot++) {
        estate.slot(old + slot * old / 6, 100);
      }
      estate.slots(60, 2 * old, 100);
      assertThat(estate.findings()).as("%d environments", old).isEmpty();
    }
  }

  /** Environments become as many in the same time, and calls hang. */
  @Test
  void callsThatHangNeedTheEnvironmentsThatGrow() {
    Estate estate = new Estate("orders-db");
    estate.slots(60, 40, 100);
    for (int slot = 1; slot <= 6; slot++) {
      estate.running(slot * 7L).slot(40 + slot * 7L, 100);
    }
    assertThat(estate.findings()).isNotEmpty();
  }
}
