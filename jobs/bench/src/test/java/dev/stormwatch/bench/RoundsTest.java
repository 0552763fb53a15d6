package dev.stormwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.bench.Result.Cost;
import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.bench.corpus.Mix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing here depends on how long anything takes. */
class RoundsTest {

  private static final Protocol SHORTEST = new Protocol(1, 3, 1);

  @Test
  void everyContenderIsToldBesideTheYardstick() throws Exception {
    Result result = measured();

    assertThat(result.costs())
        .extracting(Cost::name)
        .containsExactly("gunzip only", "stormwatch", "tree + regex", "jackson streaming");
    assertThat(result.costs().get(0).ratio()).isEqualTo(new Spread(1, 1, 1));
    assertThat(result.costs())
        .allSatisfy(
            cost -> {
              assertThat(cost.nanosPerRecord()).isPositive();
              assertThat(cost.ratio().tenth()).isLessThanOrEqualTo(cost.ratio().ninetieth());
            });
  }

  @Test
  void onlyTheProductHasAFastPathToFallBackFrom() throws Exception {
    List<Cost> costs = measured().costs();

    assertThat(costs.get(1).fallbackShare()).isBetween(0.0, 1.0);
    assertThat(costs).extracting(Cost::fallbackShare).filteredOn(d -> d.isNaN()).hasSize(3);
  }

  @Test
  void theReportHasTheNumbersForPeopleAndForMachines() throws Exception {
    Result result = measured();

    String table = Report.table(List.of(result));
    JsonNode json =
        new ObjectMapper().readTree(Report.json(Machine.here(), SHORTEST, List.of(result)));

    assertThat(table).hasLineCount(5).contains("stormwatch", "alloc B/rec");
    assertThat(table.lines().map(String::length).distinct()).hasSize(1);
    JsonNode mix = json.at("/mixes/0");
    assertThat(mix.get("sha256").asText()).isEqualTo(result.corpus().sha256());
    assertThat(mix.get("answer").asText()).isEqualTo(result.digest());
    assertThat(mix.at("/contenders/1/name").asText()).isEqualTo("stormwatch");
    assertThat(mix.at("/contenders/0/ratio").asDouble()).isEqualTo(1);
  }

  private static Result measured() throws Exception {
    Corpus corpus = Corpus.of(Mix.S, 1, Corpus.FEWEST_RECORDS);
    return new Rounds(SHORTEST, Contender.all(Corpus.REGION)).measure(corpus);
  }
}
