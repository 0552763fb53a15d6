package dev.stormwatch.replay.score;

import static dev.stormwatch.replay.score.Said.CATALOG;
import static dev.stormwatch.replay.score.Said.CHECKOUT;
import static dev.stormwatch.replay.score.Said.DAY;
import static dev.stormwatch.replay.score.Said.MINUTE;
import static dev.stormwatch.replay.score.Said.ORDERS;
import static dev.stormwatch.replay.score.Said.incident;
import static dev.stormwatch.replay.score.Said.page;
import static dev.stormwatch.replay.score.Said.said;
import static dev.stormwatch.replay.score.Said.spike;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a message is worth, by when it came, whom it named and what it called the thing. */
class ScorerTest {

  private static RecordingScore score(Label label, Message... messages) {
    return Scorer.score(List.of(label), List.of(messages), DAY);
  }

  private static IncidentScore only(RecordingScore score) {
    assertThat(score.incidents()).hasSize(1);
    return score.incidents().get(0);
  }

  @Test
  void aPageInTimeIsAHitWithALead() {
    RecordingScore score = score(spike(), page(101.5));

    assertThat(only(score).timeToDetect()).hasValue(90_000);
    assertThat(only(score).leadTime()).hasValue(90_000);
    assertThat(only(score).pages()).isEqualTo(1);
    assertThat(only(score).namedRight()).isTrue();
    assertThat(score.falsePages()).isEmpty();
  }

  @Test
  void aCauseThatIsNotedCanBeNamedRightOrWrong() {
    Label unnoted = spike();
    Label noted =
        new Label(
            unnoted.id(),
            unnoted.kind(),
            unnoted.severity(),
            unnoted.entity(),
            unnoted.onset(),
            unnoted.firstImpact(),
            unnoted.end(),
            false,
            "traffic-burst");
    assertThat(only(score(noted, because("traffic-burst"))).causeNamedRight()).isTrue();
    assertThat(only(score(noted, because("reaped-environments"))).causeNamedRight()).isFalse();
    assertThat(only(score(noted, page(120))).causeAsked()).as("missed").isFalse();
    assertThat(only(score(unnoted, because("traffic-burst"))).causeAsked()).isFalse();
  }

  private static Message because(String cause) {
    Message page = page(101);
    return new Message(
        page.incident(),
        page.action(),
        page.kind(),
        page.severity(),
        page.entity(),
        page.decidedAt(),
        cause);
  }

  @Test
  void aPageBeforeTheOnsetIsFalseHoweverNear() {
    RecordingScore score = score(spike(), page(99.99));

    assertThat(only(score).detected()).isFalse();
    assertThat(score.falsePages()).hasSize(1);
  }

  @Test
  void aPageAtTheVeryOnsetCounts() {
    assertThat(only(score(spike(), page(100))).timeToDetect()).hasValue(0);
  }

  @Test
  void aPageAfterTheImpactHasANegativeLead() {
    assertThat(only(score(spike(), page(104))).leadTime()).hasValue(-60_000);
  }

  @Test
  void aPageSoonAfterTheEndIsLateAndOneLongAfterItIsFalse() {
    assertThat(only(score(spike(), page(115))).detected()).isTrue();

    RecordingScore late = score(spike(), page(115.01));
    assertThat(only(late).detected()).isFalse();
    assertThat(late.falsePages()).hasSize(1);
  }

  @Test
  void aPageAboutAnotherFunctionIsFalse() {
    RecordingScore score = score(spike(), page(Kind.COLD_START_SPIKE, CATALOG, 102));

    assertThat(only(score).detected()).isFalse();
    assertThat(score.falsePages()).hasSize(1);
    assertThat(score.wrongLabels()).isEmpty();
  }

  @Test
  void aPageUnderAnotherKindIsAWrongLabelAndNeitherHitNorFalse() {
    RecordingScore score = score(spike(), page(Kind.CONNECTION_EXHAUSTION, CHECKOUT, 102));

    assertThat(only(score).detected()).isFalse();
    assertThat(score.falsePages()).isEmpty();
    assertThat(score.wrongLabels()).hasSize(1);
    assertThat(only(score).called()).containsExactly(Kind.CONNECTION_EXHAUSTION);
  }

  @Test
  void aSecondPageIsADuplicate() {
    Message again = said(Action.OPEN, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 105);

    RecordingScore score = score(spike(), page(101), again);

    assertThat(only(score).pages()).isEqualTo(2);
    assertThat(only(score).timeToDetect()).hasValue(MINUTE);
    assertThat(score.falsePages()).isEmpty();
    assertThat(score.pages()).isEqualTo(2);
  }

  @Test
  void updatesResolvesAndExpiriesAreNoPages() {
    RecordingScore score =
        score(
            spike(),
            page(101),
            said(Action.UPDATE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 102),
            said(Action.RESOLVE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 112),
            said(Action.EXPIRE, Severity.PAGE, Kind.COLD_START_SPIKE, CATALOG, 200));

    assertThat(only(score).pages()).isEqualTo(1);
    assertThat(score.falsePages()).isEmpty();
  }

  @Test
  void whatOpensAgainAfterItWasResolvedPagesAgain() {
    RecordingScore score =
        score(
            spike(),
            page(101),
            said(Action.RESOLVE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 103),
            page(105));

    assertThat(only(score).pages()).isEqualTo(2);
  }

  @Test
  void whatOpensAgainAsATicketIsAPageOnlyOnceItReachesPageAgain() {
    Message ticket = said(Action.OPEN, Severity.TICKET, Kind.COLD_START_SPIKE, CHECKOUT, 104);
    Message update = said(Action.UPDATE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 105);
    Message resolve = said(Action.RESOLVE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 103);

    assertThat(only(score(spike(), page(101), resolve, ticket)).pages()).isEqualTo(1);
    assertThat(only(score(spike(), page(101), resolve, ticket, update)).pages()).isEqualTo(2);
  }

  @Test
  void aPageLabelIsDetectedWhenItsTicketEscalatesAndNotBefore() {
    Message ticket = said(Action.OPEN, Severity.TICKET, Kind.COLD_START_SPIKE, CHECKOUT, 101);
    Message escalated = said(Action.ESCALATE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 104);

    assertThat(only(score(spike(), ticket)).detected()).isFalse();
    RecordingScore both = score(spike(), ticket, escalated);
    assertThat(only(both).timeToDetect()).hasValue(4 * MINUTE);
    assertThat(only(both).pages()).isEqualTo(1);
  }

  @Test
  void anUpdateThatIsTheFirstToReachPageIsAPage() {
    RecordingScore score =
        score(
            spike(),
            said(Action.OPEN, Severity.TICKET, Kind.COLD_START_SPIKE, CHECKOUT, 101),
            said(Action.UPDATE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 102),
            said(Action.UPDATE, Severity.PAGE, Kind.COLD_START_SPIKE, CHECKOUT, 103));

    assertThat(only(score).timeToDetect()).hasValue(2 * MINUTE);
    assertThat(only(score).pages()).isEqualTo(1);
  }

  @Test
  void aTicketLabelIsDetectedByATicketAndByAPage() {
    Label label = incident(Kind.HOT_SHARD, Severity.TICKET, CHECKOUT);

    assertThat(
            only(score(label, said(Action.OPEN, Severity.TICKET, Kind.HOT_SHARD, CHECKOUT, 101)))
                .detected())
        .isTrue();
    assertThat(only(score(label, page(Kind.HOT_SHARD, CHECKOUT, 101))).detected()).isTrue();
  }

  @Test
  void aTicketAboutNothingIsNoFalsePage() {
    RecordingScore score =
        score(spike(), said(Action.OPEN, Severity.TICKET, Kind.COLD_START_SPIKE, CHECKOUT, 50));

    assertThat(score.falsePages()).isEmpty();
    assertThat(score.falseTickets()).isEqualTo(1);
  }

  @Test
  void anInfoLabelAsksForSilence() {
    Label deploy = incident(Kind.COLD_START_SPIKE, Severity.INFO, CHECKOUT);

    RecordingScore score = score(deploy, page(101));

    assertThat(score.incidents()).isEmpty();
    assertThat(score.falsePages()).hasSize(1);
  }

  @Test
  void anEffectMayBeToldOfOrNot() {
    Label effect =
        new Label(
            "i2",
            Kind.CONCURRENCY_SATURATION,
            Severity.PAGE,
            CATALOG,
            100 * MINUTE,
            OptionalLong.empty(),
            110 * MINUTE,
            true,
            "");
    Message told = page(Kind.CONCURRENCY_SATURATION, CATALOG, 101);

    RecordingScore silent = Scorer.score(List.of(spike(), effect), List.of(page(101)), DAY);
    RecordingScore both = Scorer.score(List.of(spike(), effect), List.of(page(101), told), DAY);

    assertThat(silent.incidents()).hasSize(1);
    assertThat(both.falsePages()).isEmpty();
    assertThat(both.pages()).isEqualTo(silent.pages());
  }

  @Test
  void twoIncidentsAtOnceAreDetectedByTheirOwnPages() {
    Label storm =
        new Label(
            "i2",
            Kind.CONNECTION_EXHAUSTION,
            Severity.PAGE,
            ORDERS,
            102 * MINUTE,
            OptionalLong.empty(),
            120 * MINUTE,
            false,
            "");

    RecordingScore one = Scorer.score(List.of(spike(), storm), List.of(page(103)), DAY);
    assertThat(one.incidents()).extracting(IncidentScore::detected).containsExactly(true, false);

    RecordingScore two =
        Scorer.score(
            List.of(spike(), storm),
            List.of(page(103), page(Kind.CONNECTION_EXHAUSTION, ORDERS, 104)),
            DAY);
    assertThat(two.incidents()).extracting(IncidentScore::detected).containsExactly(true, true);
    assertThat(two.incidents()).extracting(IncidentScore::pages).containsExactly(1, 1);
    assertThat(two.wrongLabels()).isEmpty();
    assertThat(two.incidents().get(1).leadTime()).isEmpty();
  }

  @Test
  void ofTwoIncidentsOfAKindTheOneThatIsNamedGetsThePage() {
    Entity cascade = new Entity("cascade", Map.of("root", "a"), Set.of("b"));
    Entity other = new Entity("cascade", Map.of("root", "c"), Set.of("b"));

    RecordingScore score =
        Scorer.score(
            List.of(
                incident(Kind.FAN_OUT_CASCADE, Severity.PAGE, cascade),
                incident(Kind.FAN_OUT_CASCADE, Severity.PAGE, other)),
            List.of(page(Kind.FAN_OUT_CASCADE, other, 102)),
            DAY);

    assertThat(score.incidents()).extracting(IncidentScore::detected).containsExactly(false, true);
  }

  @Test
  void anAlarmThatNamesNoKindIsCreditedWithWhateverItCouldMean() {
    Label storm = incident(Kind.CONNECTION_EXHAUSTION, Severity.PAGE, ORDERS);

    RecordingScore score =
        Scorer.score(
            List.of(spike(), storm), List.of(Message.alarm("errors", CHECKOUT, 102 * MINUTE)), DAY);

    assertThat(score.incidents()).extracting(IncidentScore::detected).containsExactly(true, true);
    assertThat(score.incidents())
        .extracting(IncidentScore::namedRight)
        .containsExactly(true, false);
    assertThat(score.pages()).isEqualTo(1);
  }

  @Test
  void aPageOnAQuietRecordingIsFalse() {
    RecordingScore score = Scorer.score(List.of(), List.of(page(10)), DAY);

    assertThat(score.incidents()).isEmpty();
    assertThat(score.falsePages()).hasSize(1);
  }

  @Test
  void theOrderInWhichMessagesAreGivenDoesNotMatter() {
    assertThat(score(spike(), page(105), page(101)))
        .isEqualTo(score(spike(), page(101), page(105)));
  }

  /** A second record of a shard whose incident is open: nobody is paged again, and all is said. */
  @Test
  void anUpdateThatNamesTheVeryRecordsDetectsThem() {
    Entity first = Said.record("shardId-1", "100");
    Label second = incident(Kind.POISON_RECORD, Severity.TICKET, Said.record("shardId-1", "200"));
    Message page = page(Kind.POISON_RECORD, first, 90);
    RecordingScore named =
        score(second, page, update(Kind.POISON_RECORD, Said.record("shardId-1", "200")));
    assertThat(only(named).detected()).isTrue();
    assertThat(only(named).pages()).isZero();

    assertThat(only(score(second, page, update(Kind.POISON_RECORD, first))).detected()).isFalse();
    Label spike = spike();
    Message early = page(90);
    assertThat(only(score(spike, early, update(Kind.COLD_START_SPIKE, CHECKOUT))).detected())
        .as("no record is named")
        .isFalse();
  }

  private static Message update(Kind kind, Entity entity) {
    return said(Action.UPDATE, Severity.PAGE, kind, entity, 101);
  }
}
