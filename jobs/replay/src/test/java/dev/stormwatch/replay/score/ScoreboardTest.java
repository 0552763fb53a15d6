package dev.stormwatch.replay.score;

import static dev.stormwatch.replay.score.Said.CATALOG;
import static dev.stormwatch.replay.score.Said.CHECKOUT;
import static dev.stormwatch.replay.score.Said.DAY;
import static dev.stormwatch.replay.score.Said.MINUTE;
import static dev.stormwatch.replay.score.Said.page;
import static dev.stormwatch.replay.score.Said.spike;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

  private static Scoreboard board(String name, List<List<Message>> messages) {
    return new Scoreboard(
        name, true, messages.stream().map(m -> Scorer.score(List.of(spike()), m, DAY)).toList());
  }

  @Test
  void duplicatesBuyNoPrecisionAndFalsePagesAndWrongLabelsCostIt() {
    Scoreboard board =
        board(
            "ours",
            List.of(
                List.of(page(101), page(102), page(103)),
                List.of(page(50)),
                List.of(page(Kind.HOT_SHARD, CHECKOUT, 101))));

    Row total = board.total();
    assertThat(total.recall()).isEqualTo(new Share(1, 3));
    assertThat(total.precision()).isEqualTo(new Share(1, 3));
    assertThat(total.pagesPerIncident()).isEqualTo(3);
    assertThat(total.wrongLabels()).isEqualTo(1);
    assertThat(board.pages()).isEqualTo(5);
  }

  @Test
  void rowsAreByKindAndWhatWasPagedForWithoutAnyIncidentHasARowToo() {
    Scoreboard board =
        board("ours", List.of(List.of(page(101), page(Kind.HOT_SHARD, CATALOG, 50))));

    assertThat(board.rows())
        .extracting(Row::kind)
        .containsExactly(Kind.COLD_START_SPIKE, Kind.HOT_SHARD);
    assertThat(board.rows().get(0).precision()).isEqualTo(new Share(1, 1));
    assertThat(board.rows().get(1).precision()).isEqualTo(new Share(0, 1));
    assertThat(board.kinds()).containsExactly(Kind.COLD_START_SPIKE);
  }

  @Test
  void aSystemThatNamesNoKindHasNoPrecisionByKind() {
    Message alarm = Message.alarm("errors", CHECKOUT, 101 * MINUTE);
    Scoreboard board =
        new Scoreboard(
            "alarms", false, List.of(Scorer.score(List.of(spike()), List.of(alarm), DAY)));

    assertThat(board.rows()).hasSize(1);
    assertThat(board.rows().get(0).precision()).isNull();
    assertThat(board.rows().get(0).falsePages()).isNull();
    assertThat(board.total().precision()).isEqualTo(new Share(1, 1));
    assertThat(board.confusion()).isEmpty();
  }

  @Test
  void falsePagesAreCountedOverTheTimeOutsideIncidents() {
    Row total = board("ours", List.of(List.of(page(50)))).total();

    double quietWeeks = 10 * (1440 - 15) / (7 * 1440.0);
    assertThat(total.falsePages().events()).isEqualTo(1);
    assertThat(total.falsePages().value()).isCloseTo(1 / quietWeeks, within(1e-9));
  }

  @Test
  void overlappingIncidentsAreTakenOutOfTheQuietTimeOnce() {
    assertThat(DAY.quietFunctionWeeks(List.of(spike(), spike())))
        .isEqualTo(DAY.quietFunctionWeeks(List.of(spike())));
  }

  @Test
  void aMissedIncidentCountsAgainstTheLead() {
    Row total = board("ours", List.of(List.of(page(101)), List.of())).total();

    assertThat(total.leadTime().median()).isEqualTo(120_000);
    assertThat(total.leadAtLeast(60_000)).isEqualTo(new Share(1, 2));
    assertThat(total.leadAtLeast(120_001)).isEqualTo(new Share(0, 2));
  }

  @Test
  void theConfusionMatrixShowsWhatAnIncidentWasCalledAndWhatWasCalledForNothing() {
    Scoreboard board =
        board(
            "ours",
            List.of(
                List.of(page(101), page(Kind.HOT_SHARD, CHECKOUT, 102)),
                List.of(),
                List.of(page(50))));

    assertThat(board.confusion().get("cold-start-spike"))
        .containsEntry("cold-start-spike", 1)
        .containsEntry("hot-shard", 1)
        .containsEntry(Scoreboard.NOTHING, 2);
    assertThat(board.confusion().get(Scoreboard.NO_INCIDENT))
        .containsExactly(Map.entry("cold-start-spike", 1));
  }

  @Test
  void twoSystemsAreComparedOnTheIncidentsThatBothFound() {
    Scoreboard ours =
        board(
            "ours", List.of(List.of(page(101)), List.of(page(104)), List.of(page(101)), List.of()));
    Scoreboard theirs =
        board(
            "theirs",
            List.of(List.of(page(103)), List.of(page(102)), List.of(), List.of(page(101))));

    Comparison comparison = Comparison.of(ours, theirs);

    assertThat(comparison.both()).isEqualTo(2);
    assertThat(comparison.onlyOurs()).isEqualTo(1);
    assertThat(comparison.onlyTheirs()).isEqualTo(1);
    assertThat(comparison.neither()).isZero();
    assertThat(comparison.earlierShare()).isEqualTo(new Share(1, 2));
    assertThat(comparison.earlier().median()).isZero();
  }

  @Test
  void againstSeveralTheFirstOfThemCounts() {
    Scoreboard ours = board("ours", List.of(List.of(page(103)), List.of(page(103))));
    Scoreboard slow = board("slow", List.of(List.of(page(105)), List.of(page(105))));
    Scoreboard quick = board("quick", List.of(List.of(page(102)), List.of()));

    Comparison comparison = Comparison.of(ours, "the first", List.of(slow, quick), null);

    assertThat(comparison.both()).isEqualTo(2);
    assertThat(comparison.earlierShare()).isEqualTo(new Share(1, 2));
  }

  @Test
  void incidentsOfOneKindCanBeComparedAlone() {
    Scoreboard ours = board("ours", List.of(List.of(page(101)), List.of()));
    Scoreboard theirs = board("theirs", List.of(List.of(page(103)), List.of()));

    Comparison spikes = Comparison.of(ours, "theirs", List.of(theirs), Kind.COLD_START_SPIKE);
    Comparison shards = Comparison.of(ours, "theirs", List.of(theirs), Kind.HOT_SHARD);

    assertThat(spikes.both()).isEqualTo(1);
    assertThat(spikes.neither()).isEqualTo(1);
    assertThat(spikes.earlier().median()).isEqualTo(120_000);
    assertThat(shards.both() + shards.neither()).isZero();
  }
}
