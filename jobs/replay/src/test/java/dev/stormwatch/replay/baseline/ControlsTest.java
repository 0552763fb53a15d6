package dev.stormwatch.replay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.Telemetry;
import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Exposure;
import dev.stormwatch.replay.score.Label;
import dev.stormwatch.replay.score.Message;
import dev.stormwatch.replay.score.RecordingScore;
import dev.stormwatch.replay.score.Row;
import dev.stormwatch.replay.score.Said;
import dev.stormwatch.replay.score.Scoreboard;
import dev.stormwatch.replay.score.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A scoring by which a pager that knows nothing looks good would be worth nothing. */
class ControlsTest {

  private static final long MINUTE = 60_000;
  private static final int RECORDINGS = 100;
  private static final int FUNCTIONS = 10;
  private static final long LENGTH = 120 * MINUTE;

  private static final List<Entity> NAMES =
      IntStream.range(0, FUNCTIONS).mapToObj(i -> Said.function("f" + i)).toList();

  /** Every other recording has an incident that counts for 12 of 120 minutes, in one of ten. */
  private static final double CHANCE = 0.5 * 12 / 120 / FUNCTIONS;

  private static List<Label> labels(int recording) {
    return recording % 2 == 1
        ? List.of()
        : List.of(
            new Label(
                "i1",
                Kind.COLD_START_SPIKE,
                Severity.PAGE,
                NAMES.get(recording % FUNCTIONS),
                60 * MINUTE,
                OptionalLong.of(62 * MINUTE),
                67 * MINUTE,
                false,
                ""));
  }

  private static Scoreboard board(boolean namesKinds, List<List<Message>> messages) {
    List<RecordingScore> scores = new ArrayList<>();
    for (int i = 0; i < RECORDINGS; i++) {
      scores.add(Scorer.score(labels(i), messages.get(i), new Exposure(FUNCTIONS, 0, LENGTH)));
    }
    return new Scoreboard("system", namesKinds, scores);
  }

  private static List<Controls.Field> fields() {
    return IntStream.range(0, RECORDINGS)
        .mapToObj(i -> new Controls.Field(NAMES, 0, LENGTH))
        .toList();
  }

  private static Scoreboard perfect() {
    return board(
        true,
        IntStream.range(0, RECORDINGS)
            .mapToObj(
                i ->
                    labels(i).stream()
                        .map(
                            label ->
                                new Message(
                                    "m",
                                    Action.OPEN,
                                    label.kind(),
                                    Severity.PAGE,
                                    label.entity(),
                                    label.onset() + MINUTE,
                                    ""))
                        .toList())
            .toList());
  }

  @Test
  void aRandomPagerWithAsManyPagesAsAPerfectOneScoresAtChance() {
    Scoreboard perfect = perfect();
    assertThat(perfect.total().recall().value()).isEqualTo(1);
    assertThat(perfect.total().precision().value()).isEqualTo(1);
    assertThat(perfect.pages()).isEqualTo(RECORDINGS / 2);

    Row random = board(false, Controls.random(fields(), perfect.pages(), 1)).total();

    assertThat(random.recall().value()).isLessThan(0.1);
    assertThat(random.precision().value()).isLessThan(0.1);
  }

  @Test
  void chanceIsTheShareOfFunctionTimeThatIncidentsTake() {
    int pages = 0;
    int right = 0;
    for (long seed = 0; seed < 200; seed++) {
      Scoreboard board = board(false, Controls.random(fields(), 50, seed));
      pages += board.pages();
      right += board.pages() - board.total().falsePages().events();
    }

    assertThat((double) right / pages).isCloseTo(CHANCE, within(CHANCE * 0.3));
  }

  @Test
  void moreRandomPagesBuyRecallAndNoPrecision() {
    Row many = board(false, Controls.random(fields(), 20_000, 1)).total();

    assertThat(many.recall().value()).isGreaterThan(0.5);
    assertThat(many.precision().value()).isLessThan(0.01);
    assertThat(many.falsePages().value()).isGreaterThan(1000);
  }

  @Test
  void theRandomPagerSpendsExactlyItsPagesAndAlwaysTheSameOnes() {
    List<List<Message>> once = Controls.random(fields(), 50, 7);

    assertThat(once.stream().mapToInt(List::size).sum()).isEqualTo(50);
    assertThat(Controls.random(fields(), 50, 7)).isEqualTo(once);
    assertThat(Controls.random(fields(), 50, 8)).isNotEqualTo(once);
    assertThat(Controls.random(List.of(new Controls.Field(List.of(), 0, LENGTH)), 5, 1))
        .containsExactly(List.of());
  }

  @Test
  void pagingOnAnyErrorFindsTheOutageAndMostlyDisturbs() {
    Telemetry telemetry = new Telemetry();
    for (int minute = 0; minute < 60; minute += 2) {
      telemetry.failedCall("checkout", Telemetry.minute(minute), 10, "ValueError");
    }
    for (int i = 0; i < 5; i++) {
      telemetry.failedCall("checkout", Telemetry.minute(40) + i * 1000, 10, "ValueError");
    }
    MetricView view = Views.of(telemetry);
    Label outage =
        new Label(
            "i1",
            Kind.DEPENDENCY_OUTAGE,
            Severity.PAGE,
            Said.function("checkout"),
            Telemetry.minute(40),
            OptionalLong.empty(),
            Telemetry.minute(41),
            false,
            "");

    RecordingScore score = Scorer.score(List.of(outage), Controls.anyError(view), view.exposure());
    Row total = new Scoreboard("any error", false, List.of(score)).total();

    assertThat(total.recall().value()).isEqualTo(1);
    assertThat(total.timeToDetect().median()).isEqualTo(Telemetry.DELIVERY_MILLIS);
    assertThat(total.pagesPerIncident()).isGreaterThan(5);
    assertThat(total.precision().value()).isLessThan(0.1);
  }
}
