package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.ErrorWords;
import org.junit.jupiter.api.Test;

/** A few calls of a hundred that fail for long. */
class SlightRuleTest {

  private static Life few(Life life, int slots) {
    for (int i = 0; i < slots; i++) {
      life.both(94, 6);
    }
    return life;
  }

  @Test
  void callsThatAreKilledForWantOfMemoryAreATicketThatSaysSo() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.exits = true;
    life.error = "Runtime.ExitError";
    life.words = ErrorWords.OUT_OF_MEMORY;
    assertThat(few(life, 9 * MINUTE).said()).isEmpty();
    Finding said = few(life, 2 * MINUTE).last();
    assertThat(said.severity).isEqualTo(Severity.TICKET);
    assertThat(said.headline)
        .matches(
            "charge-card: 6.0 % of calls run out of memory, for 1\\d min now, usually 0.3 %: the"
                + " process is killed");
    assertThat(said.recommendations.get(0).action).isEqualTo("give it more memory");
    assertThat(said.recommendations.get(0).command).endsWith("--memory-size 1024");
    assertThat(said.evidence.get(0).text)
        .isEqualTo("call failed: Runtime.ExitError (out of memory)");
  }

  @Test
  void exitsOfAnotherReasonAreNoMatterOfMemory() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.exits = true;
    life.error = "Runtime.ExitError";
    life.words = ErrorWords.NONE;
    Finding said = few(life, 11 * MINUTE).last();
    assertThat(said.headline).contains("fail with ExitError").endsWith(": the process exits");
    assertThat(said.recommendations).noneMatch(r -> r.command.contains("--memory-size"));
  }

  @Test
  void whatColdStartsTellOfIsNotToldTwice() {
    Life life = new Life().slots(10 * MINUTE, 0);
    life.exits = true;
    life.deathsTold = true;
    assertThat(few(life, 15 * MINUTE).said()).isEmpty();
  }

  @Test
  void aVersionOfWhichAllCallsFailBesideOneThatAnswersIsNamed() {
    Life life = new Life();
    life.versions = true;
    life.error = "NullPointerException";
    life.words = ErrorWords.NONE;
    life.slots(10 * MINUTE, 0);
    assertThat(few(life, 3 * MINUTE - 1).said()).isEmpty();
    Finding said = few(life, 2 * MINUTE).said().get(0);
    assertThat(said.severity).isEqualTo(Severity.TICKET);
    assertThat(said.headline)
        .matches(
            "charge-card: 6.0 % of calls fail with NullPointerException, for \\d+ (s|min) now,"
                + " usually 0.3 %: version 8, and not 7");
    assertThat(said.recommendations)
        .anySatisfy(
            advice -> {
              assertThat(advice.action).isEqualTo("send traffic back to the version before");
              assertThat(advice.value).isEqualTo("7");
              assertThat(advice.command)
                  .contains("--function-version 7", "--routing-config AdditionalVersionWeights={}");
              assertThat(advice.reason).matches("of version 8 (\\d+) of \\1 calls failed.*");
            });
  }

  @Test
  void aReleaseThatFailsNamesTheVersionThatAnswered() {
    Life life = new Life();
    life.versions = true;
    life.slots(10 * MINUTE, 0);
    life.release++;
    Finding page = life.slots(3 * MINUTE, 1).last();
    assertThat(page.headline)
        .isEqualTo(
            "charge-card: 100 % of calls fail, in environments begun since they do: version 8, and"
                + " not 7");
    assertThat(page.recommendations.get(0).command).contains("--function-version 7");
  }
}
