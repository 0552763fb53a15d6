package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that the settings do not name. */
class UndeclaredDatabaseTest {

  @Test
  void ofADatabaseThatNobodyDeclaredRefusalsAreToldUnderTheFunction() {
    Estate unknown = new Estate("");
    unknown.refusing(2).slot(20, 100);
    assertThat(unknown.findings()).isEmpty();
    unknown.refusing(2).slot(20, 100);
    assertThat(unknown.last().subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(unknown.last().recommendations.get(1).value)
        .contains("\"functions\":[\"checkout\"]");
  }

  @Test
  void aDatabaseThatNobodyDeclaredIsNamedByItsHost() {
    String host = "crm-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com";
    Estate unknown = new Estate(host);
    unknown.naming(host).refusing(4).slot(20, 100);
    assertThat(unknown.last().subject.key()).isEqualTo("database/111122223333/eu-west-1/crm-db");
    assertThat(unknown.last().recommendations.get(1).value)
        .isEqualTo("{\"id\":\"crm-db\",\"maxConnections\":NUMBER,\"functions\":[\"checkout\"]}");
    assertThat(unknown.last().recommendations.get(1).reason).contains("refused by " + host);
  }

  @Test
  void functionsRefusedInOneServersWordsShareADatabaseOfWhoseLimitRefusalsShowALowerBound() {
    String postgresql = "PostgreSQL or its proxy refuses a connection";
    Undeclared unknown = new Undeclared();
    unknown
        .add("checkout", 60, 0, 0, "")
        .add("orders", 30, 0, 0, "")
        .add("mail", 5, 0, 0, "")
        .slot();
    unknown
        .add("checkout", 65, 5, 6, postgresql)
        .add("orders", 30, 0, 2, ExhaustionLine.ANY_SERVER)
        .add("mail", 5, 0, 1, "MySQL or its proxy refuses a connection")
        .slot();
    Finding page = unknown.effects.emitted.get(0);
    assertThat(unknown.effects.emitted).hasSize(1);
    assertThat(page.kind).isEqualTo(Kind.CONNECTION_EXHAUSTION);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(page.subject.functions()).containsExactly("orders");
    assertThat(page.headline).contains("of checkout and 1 more at 90 environments: 9 refusals");
    assertThat(page.recommendations.get(1).value)
        .isEqualTo(
            "{\"id\":\"NAME\",\"maxConnections\":NUMBER,\"functions\":[\"checkout\",\"orders\"]}");
    assertThat(page.recommendations.get(1).reason)
        .contains("had 90 environments when the first was refused: its limit is at least that")
        .contains("more by what others hold", "SHOW max_connections");
    Recommendation fewer = page.recommendations.get(0);
    assertThat(fewer.action).isEqualTo("cap the concurrency of checkout");
    assertThat(fewer.value).isEqualTo("54");
    assertThat(fewer.reason)
        .isEqualTo(
            "checkout was refused most, 6 times; it had 60 environments when the first was refused,"
                + " floor(60 × 0.90) = 54");
    assertThat(fewer.command)
        .endsWith("--function-name checkout --reserved-concurrent-executions 54");
  }

  /** Lines arrive late: when the first told of a refusal, most that were let in were not known. */
  @Test
  void aLimitThatManyMoreEnvironmentsBelieIsToldAsARangeAndNotProposed() {
    Estate estate = new Estate("");
    estate.slots(60, 24, 100).refusing(20).slot(55, 100);
    for (int i = 0; i < 10; i++) {
      estate.refusing(40).slot(57, 100);
    }
    assertThat(estate.last().headline).contains("at 24 to 57 environments");
    assertThat(estate.last().recommendations.get(0).value).isEqualTo("28");
    assertThat(estate.last().recommendations.get(0).reason).contains("half of the 57 environments");
    assertThat(estate.last().recommendations.get(1).value).contains("\"maxConnections\":NUMBER,");
    assertThat(estate.last().recommendations.get(1).reason).contains("SHOW max_connections");
  }

  @Test
  void theLimitThatIsProposedIsTheGaugesWhereOneIsKnown() {
    Estate unknown = new Estate("");
    unknown.gauge("crm-db", 95, 100).refusing(4).slot(20, 100);
    assertThat(unknown.last().recommendations.get(1).value).contains("\"maxConnections\":100");
    assertThat(unknown.last().recommendations.get(1).reason).contains("gauge shows a limit of 100");
  }

  /** Anybody can print another's host. */
  @Test
  void aHostOfADeclaredDatabaseDoesNotPageForItButProposesTheFunction() {
    String host = "orders-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com";
    Estate unknown = new Estate(host);
    unknown.naming(host).refusing(4).slot(20, 100);
    assertThat(unknown.last().subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(unknown.last().recommendations.get(1).action)
        .isEqualTo("add them to the functions of orders-db in the settings");
    assertThat(unknown.last().recommendations.get(1).value).isEqualTo("\"checkout\"");
  }

  @Test
  void itIsNamedByTheGaugeThatStandsAtItsLimit() {
    Estate unknown = new Estate("");
    unknown.gauge("other-db", 10, 100).slot(20, 100);
    unknown.gauge("crm-db", 95, 100).refusing(4).slot(20, 100);
    assertThat(unknown.last().subject.key()).isEqualTo("database/111122223333/eu-west-1/crm-db");
  }

  @Test
  void anUndeclaredGaugeThatRisesEverFasterIsForetoldWithTheFunctionThatExplainsIt() {
    Estate unknown = new Estate("");
    long[] connections = {20, 22, 30, 60};
    for (long open : connections) {
      unknown.gauge("crm-db", open, 100).slots(12, open, 100);
    }
    Finding page = unknown.findings().get(0);
    assertThat(page.subject.key()).isEqualTo("database/111122223333/eu-west-1/crm-db");
    assertThat(page.subject.functions()).containsExactly("checkout");
    assertThat(page.impact.seen).isFalse();
  }

  /** Functions may tell of their database with every call. */
  @Test
  void whatAGaugeShowsFromOneMomentToTheNextIsNoTrend() {
    Estate unknown = new Estate("");
    long[] connections = {50, 51, 54, 50, 51, 54, 50, 51, 54, 50, 51, 54};
    for (long open : connections) {
      unknown.gauge("crm-db", open, 100).slot(open, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void anUndeclaredGaugeThatRisesSteadilySaysNothing() {
    Estate unknown = new Estate("");
    for (long open = 20; open <= 80; open += 12) {
      unknown.gauge("crm-db", open, 100).slots(12, open, 100);
    }
    unknown.slots(24, 80, 100);
    assertThat(unknown.findings()).isEmpty();
  }

  /** What begins between two readings, and what comes at once, are faster than before just once. */
  @ParameterizedTest
  @ValueSource(strings = {"8 8 8 16 16 18 26 26", "10 10 14 24 26 26", "10 11 18 26 34 34"})
  void aRiseThatBeginsBetweenTwoReadingsSaysNothing(String readings) {
    Estate unknown = new Estate("");
    for (String open : readings.split(" ")) {
      long connections = Long.parseLong(open);
      unknown.gauge("crm-db", connections, 40).slots(12, connections, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  /** Functions whose database nobody declared and no line names. */
  private static final class Undeclared {
    private final ConnectionLogic logic = new ConnectionLogic(Estate.SETTINGS);
    private final ConnectionState state = logic.newState();
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private DatabaseSlot next = new DatabaseSlot("111122223333", "eu-west-1", "");
    private long end = Estate.START;

    private Undeclared add(String function, long living, long fresh, long refused, String words) {
      FunctionShare share = new FunctionShare();
      share.living = living;
      share.fresh = fresh;
      share.attempts = living;
      share.ended = living;
      share.durationMicros = living * 100_000;
      share.refused = refused;
      share.failures = refused;
      if (refused > 0) {
        share.lines = List.of(new ExhaustionLine(end, function, "", "stream", "", words));
      }
      next.add(function, share);
      return this;
    }

    private void slot() {
      end += Estate.SLOT;
      logic.onSlot(end, next, state, effects);
      next = new DatabaseSlot("111122223333", "eu-west-1", "");
    }
  }
}
