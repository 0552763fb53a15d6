package dev.stormwatch.bench;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.bench.corpus.Mix;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what decoding costs. Its output ends in a table, or in JSON. */
@Command(
    name = "bench",
    description = "Measures what decoding costs, as a ratio to gunzip alone.",
    sortOptions = false,
    exitCodeOnExecutionException = 3)
public final class DecodeBenchmark implements Callable<Integer> {

  private static final int INVALID = 1;
  private static final int LEAST_ROUNDS = 3;

  @Option(
      names = "--corpus",
      split = ",",
      paramLabel = "MIX",
      description = "Mixes to measure: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Mix> mixes = List.of(Mix.values());

  @Option(
      names = "--rounds",
      defaultValue = "11",
      description = "Measured rounds, at least 3. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--quick",
      description = "A tenth of each corpus, 3 short rounds: does it work? Not for quoting.")
  private boolean quick;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Same seed, same records. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print JSON; progress goes to standard error.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final List<Contender> contenders;

  public DecodeBenchmark() {
    this(Contender.all(Corpus.REGION));
  }

  DecodeBenchmark(List<Contender> contenders) {
    this.contenders = contenders;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DecodeBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < LEAST_ROUNDS) {
      say(commandLine().getErr(), "--rounds " + rounds + " is below " + LEAST_ROUNDS);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      measure();
      return CommandLine.ExitCode.OK;
    } catch (DifferentAnswersException e) {
      say(commandLine().getErr(), "The run is invalid: " + e.getMessage());
      return INVALID;
    }
  }

  private void measure() throws IOException, DifferentAnswersException {
    Machine machine = Machine.here();
    Protocol protocol = quick ? Protocol.quick() : Protocol.full(rounds);
    Rounds measuring = new Rounds(protocol, contenders);
    progress(machine.toString());
    progress(
        "%d rounds after %d warm-ups; cost is %s"
            .formatted(protocol.rounds(), protocol.warmUps(), new ProcessorClock().source()));
    List<Corpus> corpora = new ArrayList<>();
    for (Mix mix : mixes) {
      Corpus corpus = Corpus.of(mix, seed, records(mix));
      progress(Report.corpus(corpus));
      measuring.meet(corpus);
      corpora.add(corpus);
    }
    List<Result> results = new ArrayList<>();
    for (Corpus corpus : corpora) {
      Result result = measuring.measure(corpus);
      progress("mix %s: all answers equal, %s".formatted(corpus.mix(), result.digest()));
      results.add(result);
    }
    say(
        commandLine().getOut(),
        json
            ? Report.json(machine, protocol, results)
            : "\n" + Report.table(results) + (quick ? "A quick run: not for quoting.\n" : ""));
  }

  private int records(Mix mix) {
    int usual = mix.usualRecords();
    return quick ? Math.max(Corpus.FEWEST_RECORDS, usual / 10) : usual;
  }

  private void progress(String line) {
    say(json ? commandLine().getErr() : commandLine().getOut(), line);
  }

  private static void say(PrintWriter to, String text) {
    to.println(text);
    to.flush();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("the benchmark runs from a command line");
    }
    return spec.commandLine();
  }
}
