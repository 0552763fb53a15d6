package dev.stormwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.contender.Tally;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.bench.corpus.Mix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {

  @ParameterizedTest
  @EnumSource
  void allContendersAgree(Mix mix) throws Exception {
    Corpus corpus = Corpus.of(mix, 3, enough(mix));

    Tally answer = Answers.agreed(Contender.all(Corpus.REGION), corpus);

    assertThat(answer.total("records")).isEqualTo(corpus.records().size());
    assertThat(answer.total("events")).isEqualTo(corpus.events());
    assertThat(answer.total("invocations")).isPositive();
    assertThat(answer.total("durationMicros")).isPositive();
    assertThat(answer.total("billedMillis")).isPositive();
  }

  @Test
  void aBadDayHasAllThatIsCounted() throws Exception {
    Corpus corpus = Corpus.of(Mix.M, 3, 100);

    Tally answer = Answers.agreed(Contender.all(Corpus.REGION), corpus);

    long calls = answer.total("invocations");
    assertThat(answer.total("coldStarts")).isPositive();
    assertThat(answer.total("timedOutCalls")).isPositive();
    assertThat(answer.total("failedCalls")).isBetween(calls / 100, calls / 25);
    assertThat(answer.total("exhaustionLines"))
        .isBetween(corpus.events() / 200, corpus.events() / 50);
  }

  @Test
  void aContenderThatLosesARecordIsCaught() {
    Corpus corpus = Corpus.of(Mix.S, 3, 50);
    Contender right = Contender.all(Corpus.REGION).get(0);

    assertThatThrownBy(() -> Answers.agreed(List.of(right, new Forgetful()), corpus))
        .isInstanceOf(DifferentAnswersException.class)
        .hasMessageContaining("mix S: stormwatch and forgetful differ, first in")
        .hasMessageContaining("records=");
  }

  /** Enough for what is rare, such as the restore of a snapshot, to occur. */
  private static int enough(Mix mix) {
    return switch (mix) {
      case S -> 300;
      case L -> 2;
      default -> 100;
    };
  }
}
