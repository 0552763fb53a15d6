package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The database of the tests takes 100 connections, of which others hold 10. */
class ConnectionAdviceTest {

  private Estate estate = new Estate("orders-db");

  @Test
  void whatIsCalledAProxyIsOneAndEnvironmentsSayNothingOfIt() {
    estate = new Estate("orders-proxy", proxy());
    estate.slots(60, 50, 100).refusing(5).slot(80, 100);
    assertThat(actions())
        .containsExactly(
            "see what holds the proxy's connections",
            "shorten transactions, and let callers wait less for a connection",
            "do not raise max_connections");
  }

  private static Settings proxy() {
    return TestSettings.usual()
        .with("databases", List.of(TestSettings.database("orders-proxy", 103, 3, 10, "checkout")))
        .settings();
  }

  @Test
  void aLeakIsNoMatterOfConcurrency() {
    estate.slots(60, 20, 100);
    for (int minute = 0; minute < 7; minute++) {
      estate.gauge("orders-db", 30 + 9L * minute, 103).slot(20, 100).slots(11, 20, 100);
    }
    assertThat(estate.last().severity).isEqualTo(Severity.PAGE);
    assertThat(actions())
        .containsExactly(
            "look at the database's sessions",
            "end the sessions that are idle and nobody uses",
            "take back what was released last, if checkout was changed just before",
            "recycle the environments");
    assertThat(estate.last().recommendations)
        .allSatisfy(row -> assertThat(row.command).doesNotContain("--function-name  "));
  }

  /** Twenty environments cannot fill it: what each opens is not closed. */
  private List<Recommendation> leaking(String words, @Nullable Release release) {
    estate = new Estate("orders-db").saying(words).slots(60, 20, 100).released(release);
    return estate.slots(24, 20, 100).refusing(5).slot(20, 100).last().recommendations;
  }

  private static String command(List<Recommendation> rows) {
    return rows.stream()
        .filter(row -> row.action.startsWith("end the sessions that are idle"))
        .findFirst()
        .orElseThrow()
        .command;
  }

  @Test
  void idleSessionsAreEndedByTheServersOwnMeans() {
    assertThat(command(leaking(ExhaustionLine.POSTGRESQL, null))).startsWith("psql ");
    assertThat(command(leaking(ExhaustionLine.MYSQL, null))).startsWith("mysql ");
    assertThat(command(leaking(ExhaustionLine.ANY_SERVER, null))).isEmpty();
  }

  @Test
  void theReleaseThatCameBeforeALeakIsNamed() {
    Release release = new Release("31", "30", Estate.START + 60 * Estate.SLOT);
    assertThat(leaking(ExhaustionLine.MYSQL, release))
        .filteredOn(row -> row.command.contains("update-alias"))
        .singleElement()
        .satisfies(row -> assertThat(row.command).contains("--function-version 30"))
        .satisfies(row -> assertThat(row.reason).startsWith("version 31 took over 2 min before"));
    assertThat(leaking(ExhaustionLine.MYSQL, null))
        .anyMatch(row -> row.command.contains("get-function-configuration"));
  }

  @Test
  void anEmptyPoolInsideAProcessWithRoomAtTheServerIsNoReasonForCaps() {
    estate.slots(60, 50, 100);
    for (int i = 0; i < 6; i++) {
      estate.poolEmpty(5).slot(50, 100);
    }
    assertThat(actions()).containsExactly("look at the pool inside the process, not at the server");
  }

  @Test
  void connectionsThatAreOpenedTooFastAreAnotherMatterThanTooMany() {
    estate.slots(60, 50, 100).tooFast(5).slot(50, 100);
    assertThat(actions()).startsWith("open connections less often");
  }

  @Test
  void behindAProxyNobodyIsToldToPutOne() {
    estate.slots(60, 50, 100);
    estate.naming("shop.proxy-c9.eu-west-1.rds.amazonaws.com").refusing(5).slot(80, 100);
    assertThat(actions())
        .contains("see what holds the proxy's connections", "do not raise max_connections")
        .doesNotContain("put a pooler between them");
  }

  @Test
  void adviceShowsHowManyEnvironmentsFit() {
    estate.slots(60, 20, 100).refusing(5).slot(90, 1_000);
    assertThat(estate.last().recommendations)
        .anySatisfy(
            row -> {
              assertThat(row.action).isEqualTo("cap the concurrency of checkout");
              assertThat(row.value).isEqualTo("80");
              assertThat(row.reason).contains("floor((100 connections × 0.90 − 10");
              assertThat(row.command).contains("put-function-concurrency --function-name checkout");
              assertThat(row.sideEffect).contains("throttled");
            })
        .anySatisfy(row -> assertThat(row.action).isEqualTo("do not raise max_connections"));
  }

  /** Whom the others leave no room is not told to do with less. */
  @Test
  void whoHoldsLittleKeepsIt() {
    estate.beside("admin", 4).slots(60, 20, 100).refusing(5).slot(90, 1_000);
    assertThat(actions())
        .contains("cap the concurrency of checkout")
        .doesNotContain("cap the concurrency of admin");
    assertThat(estate.last().recommendations)
        .anySatisfy(
            row -> {
              assertThat(row.value).isEqualTo("76");
              assertThat(row.reason)
                  .endsWith(
                      "it had 90 of 94, and 4 are left to those with few, so its share is 76");
            });
  }

  private List<String> actions() {
    return estate.last().recommendations.stream()
        .map(row -> row.action)
        .collect(Collectors.toList());
  }
}
