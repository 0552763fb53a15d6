package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slow leaks under a gauge that is read each half minute; the database takes 100 connections. */
class GaugeHistoryTest {

  private static final int ENVIRONMENTS = 10;

  /** Connections that others hold, so many minutes after it began. */
  private interface Course {
    double at(double minutes);
  }

  private static final class Play {
    private final Estate estate = new Estate("orders-db");

    /** When the first page came, and when the limit was reached, in minutes; NaN for never. */
    private double pagedAt = Double.NaN;

    private double fullAt = Double.NaN;

    /** The first ticket, and when it came. */
    private @Nullable Finding ticket;

    private double ticketAt = Double.NaN;

    /**
     * @param others connections that no environment explains
     * @param environments that the gauge shows as well
     */
    private Play(long seed, Course others, Course environments, double minutes) {
      Random random = new Random(seed);
      for (double now = 0; now < minutes && Double.isNaN(fullAt); now += 1 / 12.0) {
        long living = Math.round(environments.at(now));
        if (Math.round(now * 12) % 6 == 0) {
          long used = Math.round(others.at(now)) + living + random.nextInt(2);
          fullAt = used >= 100 ? now : Double.NaN;
          estate.gauge("orders-db", Math.min(100, used), 103);
        }
        estate.slot(living, 100);
        if (ticket == null && said(Severity.TICKET) != null) {
          ticket = said(Severity.TICKET);
          ticketAt = now;
        }
        if (Double.isNaN(pagedAt) && said(Severity.PAGE) != null) {
          pagedAt = now;
        }
      }
    }

    private Finding page() {
      return Objects.requireNonNull(said(Severity.PAGE));
    }

    private @Nullable Finding said(Severity severity) {
      return estate.findings().stream()
          .filter(finding -> finding.severity == severity)
          .findFirst()
          .orElse(null);
    }
  }

  /** A leak: each connection comes by itself. */
  private static Course leak(long seed, double perMinute) {
    Random random = new Random(seed);
    double[] times = new double[100];
    double at = 20;
    for (int i = 0; i < times.length; i++) {
      at -= Math.log(1 - random.nextDouble()) / perMinute;
      times[i] = at;
    }
    return minutes -> {
      int leaked = 0;
      while (leaked < times.length && times[leaked] <= minutes) {
        leaked++;
      }
      return 5 + leaked;
    };
  }

  private static Course steady(double value) {
    return minutes -> value;
  }

  @Test
  void aLeakOfLessThanAnHourPagesMinutesBeforeTheLimit() {
    int minutesBefore = 0;
    for (long seed = 1; seed <= 40; seed++) {
      double perMinute = 1.2 + 0.05 * seed;
      Play play = new Play(seed, leak(seed, perMinute), steady(ENVIRONMENTS), 200);
      assertThat(play.fullAt).isNotNaN();
      minutesBefore += play.fullAt - play.pagedAt >= 1 ? 1 : 0;
      assertThat(play.fullAt - play.pagedAt).as("not long before").isLessThan(20);
      assertThat(play.page().headline)
          .contains("runs out of connections")
          .doesNotContain("+0 a minute");
    }
    assertThat(minutesBefore).isGreaterThanOrEqualTo(38);
  }

  /** From 75 connections in an hour to as many in five hours. */
  @Test
  void aLeakOfHoursIsATicketWithItsHourLongBeforeItIsAPage() {
    int right = 0;
    int plays = 0;
    for (double hours = 1; hours <= 5; hours++) {
      for (long seed = 1; seed <= 4; seed++) {
        Play play = new Play(seed, leak(seed, 75 / hours / 60), steady(ENVIRONMENTS), 500);
        Finding ticket = Objects.requireNonNull(play.ticket, hours + " hours, seed " + seed);
        double left = play.fullAt - play.ticketAt;
        assertThat(left).as("%.0f hours, seed %d", hours, seed).isGreaterThan(20 * hours);
        assertThat(play.ticketAt).isLessThan(play.pagedAt);
        assertThat(ticket.headline).contains("loses connections").contains("UTC (in ");
        plays++;
        Prediction told = Objects.requireNonNull(ticket.prediction);
        double full = Estate.START + 60_000 * play.fullAt;
        right += told.earliest <= full && full <= told.latest ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(plays * 3 / 4);
  }

  @Test
  void aTicketOfALeakStaysOpenUntilThePageAndIsOverOnceTheLeakIs() {
    Course leak = minutes -> 15 + Math.min(30, 0.4 * minutes);
    Play play = new Play(1, leak, steady(ENVIRONMENTS), 400);
    assertThat(play.ticketAt).isNotNaN();
    assertThat(play.pagedAt).isNaN();
    assertThat(play.estate.last().recovered).isTrue();
    long ends = play.estate.findings().stream().filter(finding -> finding.recovered).count();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void theTideOfADayIsNoLeakByItsHours() {
    GaugeHistory hour = GaugeHistory.ofHour();
    for (int minute = 0; minute < 2_880; minute++) {
      double tide = 50 - 25 * Math.cos(2 * Math.PI * minute / 1_440);
      hour.add(60_000L * minute, tide, tide);
      assertThat(hour.leak(100)).as("minute %d", minute).isNull();
    }
  }

  @Test
  void poolsThatAreOpenedAtOnceAndKeptPageNobody() {
    for (long seed = 1; seed <= 20; seed++) {
      int steps = 1 + (int) (seed % 3);
      Course pools =
          minutes -> 20 + 57.0 / steps * Math.max(0, Math.min(steps, (int) ((minutes - 15) / 5)));
      Play play = new Play(seed, pools, steady(ENVIRONMENTS), 90);
      assertThat(play.pagedAt).as("%d pools", steps).isNaN();
    }
  }

  @Test
  void clientsThatComeOneByOneAndStopPageNobody() {
    for (double most = 50; most <= 75; most += 5) {
      double to = most;
      Course clients = minutes -> Math.min(to, 20 + Math.max(0, minutes - 15));
      assertThat(new Play((long) most, clients, steady(ENVIRONMENTS), 120).pagedAt)
          .as("%.0f of others", most)
          .isNaN();
    }
  }

  @Test
  void environmentsThatTheGaugeShowsAreNoLeak() {
    for (double most = 50; most <= 80; most += 10) {
      double to = most;
      Course tide = minutes -> Math.min(to, 20 + Math.max(0, minutes - 15));
      assertThat(new Play((long) most, steady(10), tide, 120).pagedAt)
          .as("%.0f environments", most)
          .isNaN();
    }
  }

  @Test
  void aGaugeThatSwingsPagesNobody() {
    for (long seed = 1; seed <= 10; seed++) {
      double period = 70 + 10 * seed;
      Course swing = minutes -> 50 + 25 * Math.sin(2 * Math.PI * minutes / period);
      assertThat(new Play(seed, swing, steady(ENVIRONMENTS), 200).pagedAt)
          .as("%.0f minutes", period)
          .isNaN();
    }
  }

  @Test
  void whatItShowedSurvivesItsBytesAndIsFew() {
    Estate estate = new Estate("orders-db");
    ConnectionState.ByteCodec codec = new ConnectionState.ByteCodec();
    estate.slots(50, ENVIRONMENTS, 100);
    int before = Bytes.of(codec, estate.state).length;
    for (int i = 0; i < 2 * GaugeHistory.KEPT; i++) {
      estate.gauge("orders-db", 15 + i, 103).slots(6, ENVIRONMENTS, 100);
      estate.state = Bytes.copy(codec, estate.state);
    }
    assertThat(estate.state.gauge.leak(100)).isNotNull();
    assertThat(Bytes.of(codec, estate.state).length - before).isLessThan(1_536);
  }

  /** A function may log it in every call: then the newest reading is never settled. */
  @ParameterizedTest
  @CsvSource({"1, 1", "12, 1", "12, 8", "60, 8"})
  void aGaugeThatIsReadInEverySlotShowsALeakAsWell(int secondsEach, int times) {
    Estate estate = new Estate("orders-db");
    estate.slots(60, ENVIRONMENTS, 100);
    long used = 20;
    for (long slot = 0; used < 100; slot++) {
      used = 20 + slot * 5 / secondsEach;
      for (int i = 0; i < times; i++) {
        estate.gauge("orders-db", used, 103);
      }
      estate.slot(ENVIRONMENTS, 100);
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.findings().get(0).headline).contains("connections");
  }
}
