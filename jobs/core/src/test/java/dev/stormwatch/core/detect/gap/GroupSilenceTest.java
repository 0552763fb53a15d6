package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.gap.TelemetryLife.MINUTE;
import static dev.stormwatch.core.detect.gap.TelemetryLife.START;
import static dev.stormwatch.core.detect.gap.TelemetryLife.heard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.TelemetrySlot;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupSilenceTest {

  private static final String[] ESTATE = {
    "beat", "cart", "catalog", "checkout", "invoice", "orders", "search"
  };

  private static String[] allBut(int count) {
    return Arrays.copyOf(ESTATE, count);
  }

  @Test
  void mostThatFallSilentInOneMomentArePagedAlthoughOneGoesOn() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(2 * MINUTE, heard(3_000, allBut(1))).said()).isEmpty();
    Finding page = life.slots(2 * MINUTE, heard(3_000, allBut(1))).last();
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.onset).isEqualTo(START + 30 * 60_000);
    assertThat(page.headline)
        .startsWith("no logs from 6 of 7 functions of 111122223333/eu-west-1 for 3 min");
    assertThat(page.subject.functions()).hasSize(6).doesNotContain("beat");
    life.state = Bytes.copy(new TelemetryGapState.ByteCodec(), life.state);
    int before = life.said().size();
    assertThat(life.slots(2 * MINUTE, heard(3_000, allBut(1))).said()).hasSize(before);
    assertThat(life.slots(1, heard(3_000, ESTATE)).last().recovered).isTrue();
  }

  @Test
  void oneThatStragglesIsMissedWithTheOthers() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE));
    life.slots(MINUTE, heard(3_000, "beat")).slots(1, heard(3_000, "beat", "cart"));
    Finding page = life.slots(4 * MINUTE, heard(3_000, "beat")).last();
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.headline).startsWith("no logs from 6 of 7 functions");
    assertThat(page.onset).isEqualTo(START + 30 * 60_000);
  }

  @Test
  void halfThatFallSilentInOneMomentAreATicket() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE));
    life.slots(4 * MINUTE, heard(3_000, allBut(3)));
    assertThat(life.said()).hasSize(1);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.last().headline).startsWith("no logs from 4 of 7 functions");
  }

  /** Many of them, but a third of all goes on; or nearly all of them, but few. */
  @Test
  void aPageNeedsBothManyAndNearlyAll() {
    String[] others = {"audit", "beat", "mail"};
    TelemetryLife many =
        new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE).andThen(heard(3_000, others)));
    many.slots(4 * MINUTE, heard(3_000, others));
    assertThat(many.last().headline).startsWith("no logs from 6 of 9 functions");
    assertThat(many.last().severity).isEqualTo(Severity.TICKET);

    TelemetryLife nearlyAll = new TelemetryLife().slots(30 * MINUTE, heard(3_000, allBut(5)));
    nearlyAll.slots(4 * MINUTE, heard(3_000, allBut(1)));
    assertThat(nearlyAll.last().headline).startsWith("no logs from 4 of 5 functions");
    assertThat(nearlyAll.last().severity).isEqualTo(Severity.TICKET);
  }

  @Test
  void twoAreNoGroup() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, allBut(3)));
    assertThat(life.slots(20 * MINUTE, heard(3_000, allBut(1))).said()).isEmpty();
  }

  /** In the last two minutes each of them is heard in every third slot. */
  @Test
  void trafficThatFadesForAllButOneIsNoGap() {
    TelemetryLife life = new TelemetryLife().slots(60 * MINUTE, heard(3_000, ESTATE));
    for (int i = 0; i < 8; i++) {
      life.slots(2, heard(3_000, allBut(1))).slots(1, heard(3_000, ESTATE));
    }
    assertThat(life.slots(20 * MINUTE, heard(3_000, allBut(1))).said()).isEmpty();
  }

  @Test
  void onesThatLogTooSeldomAreNoGap() {
    TelemetryLife life = new TelemetryLife();
    for (int i = 0; i < 120; i++) {
      life.slots(4, heard(3_000, allBut(1))).slots(1, heard(3_000, ESTATE));
    }
    assertThat(life.slots(20 * MINUTE, heard(3_000, allBut(1))).said()).isEmpty();
  }

  @Test
  void onesThatStopOneAfterTheOtherAreNoGap() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE));
    for (int left = ESTATE.length - 1; left > 2; left--) {
      life.slots(MINUTE, heard(3_000, allBut(left)));
    }
    assertThat(life.slots(10 * MINUTE, heard(3_000, allBut(2))).said())
        .noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  @Test
  void anEstateThatIsReplacedByOneOfOtherNamesIsNoGap() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(20 * MINUTE, heard(3_000, "beat", "blue-cart", "blue-orders")).said())
        .isEmpty();
  }

  /** Each logs in three of five slots: alone, none of them would be missed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mostThatLogNowAndThenAndFallSilentInOneMomentArePaged(long seed) {
    Random random = new Random(seed);
    Consumer<TelemetrySlot> some =
        slot -> {
          for (String name : ESTATE) {
            if (name.equals("beat") || random.nextDouble() < 0.6) {
              slot.lags.put(name, 3_000L);
            }
          }
        };
    TelemetryLife life = new TelemetryLife().slots(60 * MINUTE, some);
    assertThat(life.said()).isEmpty();
    life.slots(6 * MINUTE, heard(3_000, "beat"));
    assertThat(life.said()).isNotEmpty();
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void aLoadTestThatEndsIsNoGap() {
    TelemetryLife life = new TelemetryLife().slots(30 * MINUTE, heard(3_000, "beat", "audit"));
    life.slots(20 * MINUTE, heard(3_000, ESTATE));
    assertThat(life.slots(20 * MINUTE, heard(3_000, "beat", "audit")).said()).isEmpty();
  }

  /** They were last heard about when the others fell silent, and are due in an hour. */
  @Test
  void functionsThatLogOnceAnHourKeepNoGapOpen() {
    String[] hourly = {"report-a", "report-b", "report-c", "report-d"};
    TelemetryLife life = new TelemetryLife();
    for (int hour = 0; hour < 3; hour++) {
      life.slots(59 * MINUTE, heard(3_000, ESTATE));
      life.slots(1, heard(3_000, ESTATE).andThen(heard(3_000, hourly)));
    }
    life.slots(4 * MINUTE, heard(3_000, allBut(1)));
    assertThat(life.last().headline).startsWith("no logs from 6 of ");
    assertThat(life.slots(1, heard(3_000, ESTATE)).last().recovered).isTrue();
  }

  /** Rare ones prove nothing by a silence of minutes, and no more than that they go on. */
  @Test
  void rareOnesThatWereDueSeveralTimesAreGoneWithTheOthers() {
    String[] rare = {"audit", "mail", "report"};
    TelemetryLife life = new TelemetryLife();
    for (int i = 0; i < 60; i++) {
      life.slots(9, heard(3_000, ESTATE));
      life.slots(1, heard(3_000, ESTATE).andThen(heard(3_000, rare)));
    }
    life.slots(3 * MINUTE + 1, heard(3_000, "beat"));
    assertThat(life.said()).hasSize(1);
    assertThat(life.last().headline).startsWith("no logs from 6 of 10 functions");
    life.slots(5 * MINUTE, heard(3_000, "beat"));
    assertThat(life.said()).hasSize(2);
    assertThat(life.last().headline).startsWith("no logs from 9 of 10 functions");
    assertThat(life.last().subject.functions()).contains(rare).doesNotContain("beat");
  }

  /** Eleven of thirteen busy ones, and eight that log every fifty seconds: less than those say. */
  @Test
  void aTicketBecomesAPageOnceRareOnesWereDueAndDidNotCome() {
    String[] busy = named("busy", 11);
    Consumer<TelemetrySlot> goesOn = heard(3_000, "beat", "cart");
    TelemetryLife life = new TelemetryLife();
    for (int i = 0; i < 60; i++) {
      life.slots(9, goesOn.andThen(heard(3_000, busy)));
      life.slots(1, goesOn.andThen(heard(3_000, busy)).andThen(heard(3_000, named("rare", 8))));
    }
    life.slots(3 * MINUTE + 1, goesOn);
    assertThat(life.last().headline).startsWith("no logs from 11 of 21 functions");
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    life.slots(MINUTE + 2, goesOn);
    assertThat(life.last().headline).startsWith("no logs from 19 of 21 functions");
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  private static String[] named(String name, int count) {
    String[] names = new String[count];
    Arrays.setAll(names, i -> name + "-" + i);
    return names;
  }

  /** A heartbeat and three that log once a minute go on, of ten: nearly nothing is heard. */
  @Test
  void rareOnesThatGoOnLeaveAPage() {
    Consumer<TelemetrySlot> beat = heard(3_000, "beat");
    assertThat(withRare(beat).severity).isEqualTo(Severity.PAGE);
  }

  /** The same, and two of the busy ones. */
  @Test
  void busyOnesThatGoOnLeaveATicket() {
    assertThat(withRare(heard(3_000, "beat", "cart")).severity).isEqualTo(Severity.TICKET);
  }

  private static Finding withRare(Consumer<TelemetrySlot> goesOn) {
    String[] rare = {"audit", "mail", "report"};
    TelemetryLife life = new TelemetryLife();
    for (int i = 0; i < 60; i++) {
      life.slots(9, heard(3_000, ESTATE));
      life.slots(1, heard(3_000, ESTATE).andThen(heard(3_000, rare)));
    }
    for (int i = 0; i < 24; i++) {
      life.slots(9, goesOn).slots(1, goesOn.andThen(heard(3_000, rare)));
    }
    return life.last();
  }

  /** Four return minutes after the others: nobody went on while they were silent. */
  @Test
  void onesThatReturnLaterThanTheOthersWereNotMissedAlone() {
    TelemetryLife life = new TelemetryLife().slots(60 * MINUTE, heard(3_000, ESTATE));
    life.slots(20 * MINUTE, heard(3_000, "beat"));
    int told = life.said().size();
    life.slots(MINUTE, heard(3_000, allBut(3)));
    assertThat(life.said()).hasSize(told).noneMatch(said -> said.recovered);
    life.slots(2 * MINUTE, heard(3_000, allBut(5)));
    assertThat(life.said().subList(told, life.said().size())).allMatch(said -> said.recovered);
    life.slots(20 * MINUTE, heard(3_000, allBut(5)));
    assertThat(life.last().headline).startsWith("no logs from ").contains(", others go on");
  }
}
