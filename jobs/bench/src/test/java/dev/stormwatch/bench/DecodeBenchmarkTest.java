package dev.stormwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.corpus.Corpus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DecodeBenchmarkTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void differentAnswersMakeTheRunInvalid() {
    Contender right = Contender.all(Corpus.REGION).get(0);

    assertThat(run(List.of(right, new Forgetful()), "--quick", "--corpus", "S")).isEqualTo(1);
    assertThat(err.toString())
        .contains("The run is invalid: mix S: stormwatch and forgetful differ");
    assertThat(out.toString()).contains("sha256").doesNotContain("us/record");
  }

  @Test
  void refusesWhatWouldTellNothing() {
    List<Contender> all = Contender.all(Corpus.REGION);

    assertThat(run(all, "--rounds", "2")).isEqualTo(2);
    assertThat(run(all, "--corpus", "A,X")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int run(List<Contender> contenders, String... arguments) {
    return new CommandLine(new DecodeBenchmark(contenders))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
