package dev.stormwatch.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.lab.chance.Dice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static List<Long> arrivals(long minutes, String yaml) {
    Simulation simulation = new Simulation(0, minutes * Estates.MINUTE);
    List<Long> arrivals = new ArrayList<>();
    new Traffic(Estates.section(yaml))
        .schedule(simulation, 0, 0, new Dice(1), () -> arrivals.add(simulation.now()));
    simulation.run();
    return arrivals;
  }

  @Test
  void arrivalsAverageToTheirRate() {
    assertThat(arrivals(60, "{perSecond: 2}")).isSorted().hasSizeBetween(6_800, 7_600);
  }

  @Test
  void aWaveRisesHoldsAndFalls() {
    Traffic traffic =
        new Traffic(
            Estates.section(
                "{perSecond: 2, waves: [{at: 10, rise: 4, hold: 6, fall: 2, factor: 5}]}"));

    assertThat(traffic.rate(9.9)).isEqualTo(2);
    assertThat(traffic.rate(12)).isCloseTo(6, within(1e-9));
    assertThat(traffic.rate(17)).isEqualTo(10);
    assertThat(traffic.rate(21)).isCloseTo(6, within(1e-9));
    assertThat(traffic.rate(23)).isEqualTo(2);
  }

  @Test
  void theTideIsHighestAtItsPeakAndGrowthCompounds() {
    Traffic tide = new Traffic(Estates.section("{perSecond: 1, tide: 0.5, peakMinute: 600}"));
    Traffic growth = new Traffic(Estates.section("{perSecond: 1, growthPerDay: 1.1}"));

    assertThat(tide.rate(600)).isEqualTo(1.5);
    assertThat(tide.rate(1_320)).isCloseTo(0.5, within(1e-9));
    assertThat(growth.growth(2 * 1_440)).isCloseTo(1.21, within(1e-9));
  }

  @Test
  void aScheduleCallsTogetherAndAgain() {
    assertThat(arrivals(60, "{schedules: [{first: 5, every: 20, calls: 7, withinSeconds: 2}]}"))
        .hasSize(21)
        .allMatch(at -> (at / Estates.MINUTE) % 20 == 5);
  }

  @Test
  void poissonHasItsMeanHoweverLarge() {
    Dice dice = new Dice(1);
    for (double mean : new double[] {0.05, 3, 1_200}) {
      double sum = 0;
      for (int i = 0; i < 4_000; i++) {
        sum += dice.poisson(mean);
      }
      assertThat(sum / 4_000).isCloseTo(mean, within(5 * Math.sqrt(mean / 4_000)));
    }
  }
}
