package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.lab.scenario.Story.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels follow from what happened, not from what the file hoped for. */
class GroundTruthTest {

  private static final String STORM =
      """
      title: t
      minutes: 10
      databases: {db: {maxConnections: %d, reservedConnections: 0, otherClients: 0, capacity: 1000}}
      functions:
        f:
          initMillis: 100
          workMillis: 2000
          queries: {database: db, millis: 50}
          traffic: {schedules: [{first: 5, calls: 30, withinSeconds: 1}]}
      incidents: [{kind: connection-exhaustion, of: db, onset: 4}]
      """;

  private static List<Incident> incidents(String yaml) {
    return Recording.play(Scenario.ofText("test", yaml), 1).story().incidents();
  }

  @Test
  void aStormIsOneWhenAConnectionWasRefused() {
    Incident storm = incidents(STORM.formatted(20)).get(0);

    assertThat(storm.kind()).isEqualTo("connection-exhaustion");
    assertThat(storm.subject().at("/functions/0").asText()).isEqualTo("f");
    assertThat(storm.firstImpact() - storm.onset()).isBetween(60_000L, 65_000L);
  }

  @Test
  void anEntryThatCameToNothingMakesNoLabel() {
    assertThat(incidents(STORM.formatted(100))).isEmpty();
  }

  @Test
  void aRefusalMakesALabelThoughTheFileNamesNone() {
    String unnamed = STORM.formatted(20);

    assertThat(incidents(unnamed.substring(0, unnamed.indexOf("incidents:"))))
        .singleElement()
        .satisfies(incident -> assertThat(incident.onset()).isEqualTo(incident.firstImpact()));
  }

  @Test
  void throttlesDuringAnIncidentAreItsEffect() {
    List<Incident> incidents =
        incidents(
            """
            title: t
            minutes: 20
            accountConcurrency: 20
            functions:
              a: {synchronous: false, emits: [{to: b, children: 200}]}
              b: {synchronous: false, workMillis: 3000}
              shop: {traffic: {perSecond: 5}}
            troubles: [{do: spark, to: a, at: 5}]
            incidents: [{kind: fan-out-cascade, of: a, onset: 5}]
            """);

    assertThat(incidents.get(0).kind()).isEqualTo("fan-out-cascade");
    assertThat(incidents.get(0).subject().get("functions"))
        .extracting(JsonNode::asText)
        .containsExactly("a", "b");
    assertThat(incidents.get(0).firstImpact()).isPositive();
    assertThat(incidents.subList(1, incidents.size()))
        .isNotEmpty()
        .allMatch(effect -> effect.kind().equals("concurrency-saturation"))
        .allMatch(effect -> effect.effectOf().equals("i1"));
  }

  @Test
  void aPoisonRecordIsNamedByShardAndSequenceNumberUntilItIsGone() {
    Incident poison =
        incidents(
                """
                title: t
                minutes: 20
                streams: {s: {consumer: f, shards: 4, traffic: {perSecond: 10}}}
                functions: {f: {synchronous: false}}
                troubles:
                  - {do: poison, source: s, at: 5}
                  - {do: heal, function: f, at: 12}
                incidents: [{kind: poison-record, of: f, onset: 5}]
                """)
            .get(0);

    assertThat(poison.subject().get("shard").asText()).startsWith("shardId-");
    assertThat(poison.subject().get("sequenceNumber").asText()).matches("\\d{56}");
    assertThat(poison.end() - poison.onset()).isBetween(7 * 60_000L, 8 * 60_000L);
  }

  @Test
  void aFunctionCrossesWhereContainersAreCheaperEveryDayUntilTheEnd() {
    String growth =
        """
        title: t
        minutes: 14400
        functions:
          f:
            memoryMb: 2048
            cpuShare: 0.2
            timeoutSeconds: 900
            workMillis: 150000
            messageShare: 0
            traffic: {perSecond: %s, growthPerDay: %s, mood: 0}
        incidents: [{kind: cost-crossover, severity: ticket, of: f, onset: 0}]
        """;

    assertThat(incidents(growth.formatted("0.001", "1.0"))).isEmpty();
    assertThat(incidents(growth.formatted("0.004", "1.25")))
        .singleElement()
        .satisfies(incident -> assertThat(incident.firstImpact()).isZero());
  }

  @Test
  void moneyThatBurnsIsAPageAboutItsStretch() {
    String client =
        """
        title: t
        minutes: 20
        functions:
          f:
            memoryMb: 4096
            workMillis: 1000
            traffic: {perSecond: 1, waves: [{at: 10, hold: 5, factor: %s}]}
        incidents: [{kind: cost-crossover, severity: page, of: f, onset: 10, end: 15}]
        """;

    assertThat(incidents(client.formatted("0.1"))).isEmpty();
    assertThat(incidents(client.formatted("40")))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.firstImpact()).isZero();
              assertThat(incident.end() - incident.onset()).isEqualTo(300_000);
            });
  }

  @Test
  void aRetryLoopThatOutlivesItsTriggerDoesNotHealByItself() {
    Incident loop =
        Recording.play(Scenario.named("storm-metastable"), 11).story().incidents().get(0);
    assertThat(loop.ofKind().at("/loop/healsByItself").asBoolean()).isFalse();
    assertThat(loop.ofKind().at("/loop/outlastsTriggerSeconds").asLong()).isGreaterThan(300);
    for (JsonNode row : loop.ofKind().at("/loop/rows")) {
      assertThat(row.get("gain").asDouble()).isBetween(0.3, 5.0);
    }
  }

  @Test
  void retriesThatEndWithTheirTriggerHealByThemselves() {
    Incident loop = Recording.play(Scenario.named("storm-step"), 11).story().incidents().get(0);
    assertThat(loop.ofKind().at("/loop/healsByItself").asBoolean()).isTrue();
    double demanded = loop.ofKind().at("/loop/rows/3/demandedPerSecond").asDouble();
    double caused = loop.ofKind().at("/loop/rows/3/causedPerSecond").asDouble();
    assertThat(caused).isBetween(0.2 * demanded, 2 * demanded);
  }
}
