package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.ScenarioException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {

  private static JsonNode drawn(long seed, String yaml) throws IOException {
    return Draws.resolve((ObjectNode) new YAMLMapper().readTree(yaml), new Dice(seed));
  }

  @Test
  void aRangeOfWholeNumbersGivesEachOfThem() throws IOException {
    Set<Integer> seen = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      seen.add(drawn(seed, "a: {between: [2, 4]}").get("a").intValue());
    }
    assertThat(seen).containsExactlyInAnyOrder(2, 3, 4);
  }

  @Test
  void whatIsNamedIsDrawnOnce() throws IOException {
    JsonNode drawn =
        drawn(5, "draw: {x: {between: [0.0, 1.0]}}\na: $x\nb: [{c: $x}, {times: [$x, 2]}]");

    double x = drawn.get("a").doubleValue();
    assertThat(drawn.has("draw")).isFalse();
    assertThat(drawn.at("/b/0/c").doubleValue()).isEqualTo(x);
    assertThat(drawn.at("/b/1").doubleValue()).isCloseTo(2 * x, within(1e-12));
  }

  @Test
  void oneOfTakesAnythingAndSumsNest() throws IOException {
    JsonNode drawn = drawn(1, "a: {oneOf: [{b: {plus: [1, {times: [2, 3]}]}}]}");

    assertThat(drawn.at("/a/b").doubleValue()).isEqualTo(7);
  }

  @Test
  void anotherKeyLeavesTheOthersAsTheyWere() throws IOException {
    JsonNode before = drawn(9, "a: {between: [0.0, 1.0]}");
    JsonNode after = drawn(9, "z: {between: [0.0, 1.0]}\na: {between: [0.0, 1.0]}");

    assertThat(after.get("a")).isEqualTo(before.get("a"));
    assertThat(after.get("z")).isNotEqualTo(after.get("a"));
  }

  @Test
  void anUnknownNameIsToldWithTheNearest() {
    assertThatThrownBy(() -> drawn(1, "draw: {start: 5}\na: $strat"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("a is $strat, which 'draw' does not name; did you mean $start?");
  }

  @Test
  void aRangeNeedsTwoEnds() {
    assertThatThrownBy(() -> drawn(1, "a: {b: {between: [1]}}"))
        .hasMessage("a.b.between must be a list of two numbers");
  }
}
