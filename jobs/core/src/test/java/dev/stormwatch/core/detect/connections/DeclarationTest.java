package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The database of the tests takes 100 connections, of which others hold 10. */
class DeclarationTest {

  private static final int MINUTE = 12;

  /** So long until a pool is taken to be smaller than what is declared, and a little more. */
  private static final int LASTING = 14 * MINUTE;

  private static Estate declaring(long each) {
    return new Estate(
        "orders-db",
        TestSettings.usual()
            .with(
                "databases",
                List.of(
                    TestSettings.database("orders-db", 103, 3, 10, "checkout")
                        .with("connectionsPerEnvironment", each)))
            .settings());
  }

  /** Ten calls a second that take 0.8 s need about eight environments. */
  private static Estate answering(Estate estate, int slots, long living) {
    return estate.slots(slots, living, 800);
  }

  private static void grow(Estate estate) {
    for (long living = 9; living <= 12; living++) {
      answering(estate, 2, living);
    }
  }

  private static List<Finding> pages(Estate estate) {
    return estate.findings().stream()
        .filter(finding -> finding.severity == Severity.PAGE)
        .collect(Collectors.toList());
  }

  @Test
  void moreEnvironmentsThatAnswerThanFitForetellNothing() {
    Estate estate = answering(declaring(15), 5 * MINUTE, 8);
    grow(estate);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void itIsToldOnceItHasLasted() {
    Estate estate = answering(declaring(15), LASTING, 8);
    Finding ticket = estate.last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline)
        .isEqualTo(
            "orders-db: 15 connections an environment, as declared, cannot all be open: 6 of 8"
                + " environments would fit; no forecasts");
    assertThat(ticket.recommendations.get(0).value).contains("11 or less");
    assertThat(ticket.recommendations.get(0).reason).contains("8 environments × 15 + 10 others");
  }

  @Test
  void theNextRiseForetellsNothingEither() {
    Estate estate = answering(declaring(15), LASTING, 8);
    estate.state = Bytes.copy(new ConnectionState.ByteCodec(), estate.state);
    answering(estate, LASTING, 4);
    for (long living = 4; living <= 12; living++) {
      answering(estate, 2, living);
    }
    assertThat(pages(estate)).isEmpty();
  }

  @Test
  void aRefusalSaysThatWhatIsDeclaredIsOpenNow() {
    Estate estate = answering(declaring(15), LASTING, 8);
    answering(estate.refusing(1), 1, 9);
    assertThat(estate.last().severity).isEqualTo(Severity.PAGE);
    answering(estate, 2 * LASTING, 3);
    assertThat(estate.state.active).isFalse();
    estate.effects.emitted.clear();
    answering(estate, LASTING, 8);
    assertThat(estate.findings()).noneMatch(f -> f.headline.contains("as declared"));
  }

  @Test
  void environmentsThatFailOrHangRefuteNothing() {
    Estate failing = declaring(15);
    Estate hanging = declaring(15);
    for (int slot = 0; slot < 5 * MINUTE; slot++) {
      answering(failing.failing(15), 1, 8);
    }
    assertThat(failing.state.declaration.isVoid(failing.now())).isFalse();
    answering(hanging, 5 * MINUTE, 5);
    for (long open = 8; open <= 8 + MINUTE; open++) {
      answering(hanging.running(open), 1, 7);
    }
    assertThat(hanging.state.declaration.isVoid(hanging.now())).isFalse();
  }

  @Test
  void oneConnectionEachIsRefutedForNowAndNeverTold() {
    Estate estate = answering(declaring(1), LASTING, 95);
    assertThat(estate.state.declaration.isVoid(estate.now())).isTrue();
    assertThat(estate.findings()).isEmpty();
    answering(estate, 1, 50);
    assertThat(estate.state.declaration.isVoid(estate.now())).isFalse();
  }

  @Test
  void aGaugeKnows() {
    Estate estate = declaring(15);
    for (int slot = 0; slot < LASTING; slot++) {
      answering(estate.gauge("orders-db", 19, 103), 1, 8);
    }
    assertThat(estate.findings()).isEmpty();
    assertThat(estate.state.declaration.isVoid(estate.now())).isFalse();
  }

  @Test
  void itsBytesAreFewWhateverCame() {
    Estate estate = answering(declaring(15), LASTING, 8);
    ConnectionState.ByteCodec codec = new ConnectionState.ByteCodec();
    int now = Bytes.of(codec, estate.state).length;
    estate.state.declaration = new Declaration();
    assertThat(now - Bytes.of(codec, estate.state).length).isLessThan(8);
  }
}
