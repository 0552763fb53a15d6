package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * When something is called or written.
 *
 * <p>Callers who know nothing of each other make a Poisson process. Its rate is the product of a
 * base, a tide over the day, waves (a rise, a hold, a fall), and a mood that wanders by some ten
 * percent from minute to minute, since real traffic varies more than a Poisson process of fixed
 * rate (ServerlessBench, from the Azure Functions trace of 2019: most functions' intervals have a
 * coefficient of variation above 1). A schedule adds calls at fixed times.
 */
public final class Traffic {

  /** Rates are constant within a bin. */
  private static final int BIN_MILLIS = 50;

  private static final int BINS_PER_MINUTE = 60_000 / BIN_MILLIS;
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final double MINUTES_PER_DAY = 1_440;

  /** A trapezoid over time, in minutes since the recording begins: 1 outside, a factor on top. */
  private record Wave(double from, double rise, double hold, double fall, double factor) {

    double at(double minute) {
      double since = minute - from;
      if (since < 0 || since >= rise + hold + fall) {
        return 1;
      }
      if (since < rise) {
        return 1 + (factor - 1) * since / rise;
      }
      if (since < rise + hold) {
        return factor;
      }
      return factor + (1 - factor) * (since - rise - hold) / fall;
    }
  }

  /** So many calls together, each period; the first at a minute of the recording. */
  private record Schedule(
      double firstMinute, double everyMinutes, int calls, double withinSeconds) {}

  private final double perSecond;
  private final double mood;
  private final double tide;
  private final double peakMinute;
  private final double growthPerDay;
  private final List<Wave> waves = new ArrayList<>();
  private final List<Schedule> schedules = new ArrayList<>();

  public Traffic(Section section) {
    perSecond = section.number("perSecond", 0);
    mood = section.number("mood", 0.1);
    tide = section.number("tide", 0);
    peakMinute = section.number("peakMinute", 840);
    growthPerDay = section.number("growthPerDay", 1);
    for (Section wave : section.list("waves")) {
      waves.add(
          new Wave(
              wave.number("at"),
              wave.number("rise", 0),
              wave.number("hold", 1e9),
              wave.number("fall", 0),
              wave.number("factor")));
    }
    for (Section schedule : section.list("schedules")) {
      schedules.add(
          new Schedule(
              schedule.number("first", 0),
              schedule.number("every", 1e9),
              schedule.whole("calls", 1),
              schedule.number("withinSeconds", 1)));
    }
  }

  /** What it has grown to, as a multiple of what it began with. */
  double growth(double minute) {
    return growthPerDay == 1 ? 1 : StrictMath.pow(growthPerDay, minute / MINUTES_PER_DAY);
  }

  /** Calls a second, without the mood and without growth. */
  double rate(double minute) {
    double rate = tide == 0 ? perSecond : perSecond * (1 + tide * tide(minute));
    for (Wave wave : waves) {
      rate *= wave.at(minute);
    }
    return Math.max(0, rate);
  }

  private double tide(double minute) {
    return StrictMath.cos(2 * StrictMath.PI * (minute - peakMinute) / MINUTES_PER_DAY);
  }

  /**
   * Sets every call to happen.
   *
   * @param from when calls begin, epoch milliseconds; before {@code start} for a running-in
   * @param start when the recording begins
   */
  void schedule(Simulation simulation, long from, long start, Dice dice, Runnable call) {
    if (perSecond > 0) {
      minute(simulation, from, start, dice, call);
    }
    for (Schedule schedule : schedules) {
      double period = schedule.everyMinutes * MILLIS_PER_MINUTE;
      double at = start + schedule.firstMinute * MILLIS_PER_MINUTE;
      for (; at <= simulation.end(); at += period) {
        for (int i = 0; i < schedule.calls; i++) {
          simulation.at(
              (long) (at + dice.between(0, Math.max(0.001, schedule.withinSeconds) * 1000)), call);
        }
      }
    }
  }

  /** One minute at a time, so that the queue holds no more than a minute of calls. */
  private void minute(Simulation simulation, long from, long start, Dice dice, Runnable call) {
    double growth = growth((from - start) / MILLIS_PER_MINUTE);
    double factor = growth * StrictMath.exp(mood * dice.gaussian());
    for (int i = 0; i < BINS_PER_MINUTE; i++) {
      long bin = from + (long) i * BIN_MILLIS;
      double minute = (bin + BIN_MILLIS / 2.0 - start) / MILLIS_PER_MINUTE;
      int calls = dice.poisson(factor * rate(minute) * BIN_MILLIS / 1000);
      for (int c = 0; c < calls; c++) {
        simulation.at(bin + (long) dice.between(0, BIN_MILLIS), call);
      }
    }
    long next = from + (long) BINS_PER_MINUTE * BIN_MILLIS;
    simulation.at(next, () -> minute(simulation, next, start, dice, call));
  }
}
