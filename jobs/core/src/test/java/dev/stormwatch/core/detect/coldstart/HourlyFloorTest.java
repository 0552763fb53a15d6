package dev.stormwatch.core.detect.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.BusyPanes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.track.FunctionTrack;
import org.junit.jupiter.api.Test;

class HourlyFloorTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long MIDNIGHT = 1_772_440_020_000L / (24 * HOUR) * (24 * HOUR);

  /** Six at a time from eight to eighteen, one and a half at night. */
  private static double concurrency(long minute) {
    long hour = minute / 60 % 24;
    return hour >= 8 && hour < 18 ? 6.2 : 1.5;
  }

  private static HourlyFloor after(int hours) {
    HourlyFloor floors = new HourlyFloor();
    FunctionTrack track = new FunctionTrack();
    for (long minute = 0; minute < hours * 60L; minute++) {
      FunctionSlot slot = new FunctionSlot(new FunctionId("1", "eu-west-1", "f"));
      long end = MIDNIGHT + (minute + 1) * MINUTE;
      for (int pane = 0; pane < 6; pane++) {
        long until = end - pane * BusyPanes.PANE_MILLIS;
        long micros = Math.round(concurrency(minute) * BusyPanes.PANE_MILLIS * 1000);
        for (long rest = micros; rest > 0; rest -= 10_000_000) {
          slot.busy.addInterval(until, Math.min(rest, 10_000_000), MIDNIGHT, until);
        }
      }
      track.advance(slot, end, HOUR);
      floors.advance(end, track);
    }
    return floors;
  }

  @Test
  void everyHourOfTheDayHasItsFloor() {
    assertThat(after(30).schedule())
        .isEqualTo("; by hour (UTC): 00-08 1, 08-18 6, 18-24 1, by Application Auto Scaling");
  }

  @Test
  void halfADayIsNoSchedule() {
    assertThat(after(13).schedule()).isEmpty();
  }
}
