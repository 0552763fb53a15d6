package dev.stormwatch.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseRulesTest {

  private static Estate busy(String database, String function, String troubles) {
    return Estates.run(
        20,
        """
        databases:
          db: {maxConnections: 20, reservedConnections: 3, otherClients: 7, %s}
        functions:
          f:
            workMillis: 10
            timeoutSeconds: 60
            queries: {database: db, millis: 100, sigma: 0}
            %s
        troubles: [%s]
        """
            .formatted(database, function, troubles));
  }

  @Test
  void everyEnvironmentHoldsAConnectionAndTheOneTooManyIsRefused() {
    Estate estate =
        busy(
            "capacity: 100",
            "traffic: {schedules: [{first: 1, calls: 14, withinSeconds: 0.01}]}",
            "");
    Database database = estate.databases().get(0);

    assertThat(database.peak()).isEqualTo(10);
    assertThat(database.refusals()).hasSize(4);
    assertThat(Estates.lines(estate, "f"))
        .filteredOn(line -> line.contains("too many clients already"))
        .hasSize(4);
  }

  @Test
  void queriesBeyondTheCapacityShareIt() {
    Estate alone = busy("capacity: 1", "traffic: {schedules: [{first: 1}]}", "");
    Estate together =
        busy(
            "capacity: 1", "traffic: {schedules: [{first: 1, calls: 8, withinSeconds: 0.01}]}", "");

    assertThat(longest(alone)).isBetween(10_000L, 14_000L);
    assertThat(longest(together)).isBetween(30_000L, 95_000L);
  }

  private static long longest(Estate estate) {
    return estate.truth.invocations("f").stream().mapToLong(Invocation::duration).max().orElse(0);
  }

  @Test
  void queriesSlowDownLittleByLittle() {
    Estate estate =
        busy(
            "capacity: 100",
            "traffic: {schedules: [{first: 0.1, every: 1}]}",
            "{do: slow-database, database: db, at: 5, rise: 10, minutes: 12, factor: 100}");
    List<Invocation> calls = estate.truth.invocations("f");

    assertThat(calls.get(4).duration()).isLessThan(14_000);
    assertThat(calls.get(10).duration()).isBetween(80_000L, 140_000L);
    assertThat(calls.get(15).duration()).isGreaterThan(900_000);
    assertThat(calls.get(18).duration()).isLessThan(14_000);
  }

  @Test
  void aLeakTakesConnectionsUntilThereAreNone() {
    Estate estate =
        busy(
            "capacity: 100",
            "traffic: {schedules: [{first: 0.1, every: 0.1}]}",
            "{do: leak, function: f, at: 1, share: 0.2}");

    assertThat(estate.databases().get(0).refusals()).isNotEmpty();
    assertThat(estate.logStreams()).hasSize(1);
  }

  @Test
  void aServerThatIsStartingDoesNotSpeakOfTooManyClients() {
    Estate estate =
        busy(
            "capacity: 100",
            "traffic: {schedules: [{first: 0.1, every: 0.1}]}",
            "{do: restart-database, database: db, at: 5, minutes: 1}");

    assertThat(estate.databases().get(0).refusals()).isEmpty();
    assertThat(Estates.lines(estate, "f"))
        .filteredOn(line -> line.contains("the database system is starting up"))
        .hasSizeBetween(9, 11);
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, python-3-13, sorry, too many clients already",
    "postgres, go, pq: sorry",
    "postgres-reserved, java-21, remaining connection slots are reserved for",
    "mysql, nodejs-22, ER_CON_COUNT_ERROR",
    "mysql, dotnet-8, Too many connections"
  })
  void eachDriverHasItsOwnWords(String words, String runtime, String said) {
    Estate estate =
        busy(
            "capacity: 100, words: " + words,
            "runtime: "
                + runtime
                + "\n    traffic: {schedules: [{first: 1, calls: 14, withinSeconds: 0.01}]}",
            "");

    assertThat(Estates.lines(estate, "f")).filteredOn(line -> line.contains(said)).hasSize(4);
  }
}
