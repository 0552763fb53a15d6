package dev.stormwatch.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FanOutRulesTest {

  private static final String LOOP =
      """
      functions:
        f:
          synchronous: false
          workMillis: 200
          tracing: application
          emits: [{to: f, children: 1, delayMillis: 100, guarded: %s, runawayOnly: true}]
      troubles:
        - {do: spark, to: f, traced: f, at: 1}
      """;

  @Test
  void everyEventCausesItsChildrenAndTheirsInTurn() {
    Estate estate =
        Estates.run(
            5,
            """
            functions:
              a: {emits: [{to: b, children: 4}], synchronous: false}
              b: {emits: [{to: c, children: 5}], synchronous: false}
              c: {synchronous: false}
            troubles:
              - {do: spark, to: a, at: 1}
            """);

    assertThat(estate.truth.invocations("b")).hasSize(4).allMatch(call -> call.hop().depth() == 1);
    assertThat(estate.truth.invocations("c")).hasSize(20).allMatch(call -> call.hop().runaway());
  }

  @Test
  void lambdaCutsALoopItCanSeeAtTheSixteenthCall() {
    Estate estate = Estates.run(10, LOOP.formatted(true));

    assertThat(estate.truth.invocations("f")).hasSize(16);
    assertThat(estate.truth.loopsCut()).hasSize(1);
  }

  @Test
  void aLoopItCannotSeeGoesOnUnderOneRoot() {
    Estate estate = Estates.run(10, LOOP.formatted(false));

    assertThat(estate.truth.invocations("f").size()).isGreaterThan(1_000);
    assertThat(estate.truth.invocations("f").stream().map(call -> call.hop().root()).distinct())
        .hasSize(1);
  }

  @Test
  void aTablesStreamCanFeedTheFunctionThatWritesIt() {
    Estate estate =
        Estates.run(
            10,
            """
            streams:
              t: {kind: dynamodb, consumer: f, shards: 1, batchSize: 1}
            functions:
              f:
                synchronous: false
                emits: [{to: t, children: 1, delayMillis: 20, runawayOnly: true}]
            troubles:
              - {do: spark, to: t, at: 1}
            """);

    assertThat(estate.truth.invocations("f").size()).isGreaterThan(500);
    assertThat(estate.sourceArn("t")).startsWith("arn:aws:dynamodb:eu-west-1:123456789012:table/t");
  }

  /** X-Ray decides once, at the root: a trace is kept whole or not at all. */
  @Test
  void aTraceIsSampledWholeOrNotAtAll() {
    Estate estate =
        Estates.run(
            10,
            """
            functions:
              root:
                synchronous: false
                tracing: xray
                emits: [{to: leaf, children: 20}]
                traffic: {perSecond: 4}
              leaf: {synchronous: false, tracing: xray}
            """);
    Map<String, List<Boolean>> byRoot =
        estate.truth.invocations("leaf").stream()
            .collect(
                Collectors.groupingBy(
                    call -> call.hop().root(),
                    Collectors.mapping(call -> call.hop().sampled(), Collectors.toList())));
    assertThat(byRoot.size()).isGreaterThan(1_000);
    assertThat(byRoot.values()).allMatch(calls -> calls.stream().distinct().count() == 1);
    long sampled = byRoot.values().stream().filter(calls -> calls.get(0)).count();
    // The first of each of 600 seconds, and a twentieth of the others.
    assertThat(sampled).isBetween(byRoot.size() / 5L, byRoot.size() / 2L);
  }
}
