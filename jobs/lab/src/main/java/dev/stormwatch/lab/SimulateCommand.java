package dev.stormwatch.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays a scenario and writes it as a recording. */
@Command(
    name = "simulate",
    description = "Writes a recording of a simulated Lambda estate, with ground truth.")
public final class SimulateCommand implements Callable<Integer> {

  @Option(names = "--scenario", paramLabel = "NAME", description = "What is to happen.")
  private @Nullable String scenario;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Same scenario and seed, same bytes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "The folder to write.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace a simulated recording in that folder.")
  private boolean force;

  @Option(names = "--list", description = "List the scenarios and do nothing else.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  /** Made by the command line, which fills in the options. */
  public SimulateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (list) {
      Scenarios.ALL.forEach(s -> print(String.format("%-20s %s", s.name(), s.title())));
      return CommandLine.ExitCode.OK;
    }
    if (scenario == null || out == null) {
      return refuse("simulate needs --scenario and --out; --list names the scenarios");
    }
    Optional<Scenario> known = Scenarios.named(scenario);
    if (known.isEmpty()) {
      return refuse(
          "unknown scenario '"
              + scenario
              + "', did you mean '"
              + Scenarios.nearest(scenario)
              + "'?");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      return refuse(out + " is not a folder");
    }
    if (!RecordingFolder.isEmpty(out)) {
      if (!RecordingFolder.isReplaceable(out)) {
        return refuse(out + " holds something other than a simulated recording");
      }
      if (!force) {
        return refuse(out + " holds a recording already; --force replaces it");
      }
    }
    Recording recording = Recording.play(known.get(), seed);
    RecordingFolder.write(recording, out);
    print(
        "Wrote %s: scenario %s, seed %d, %d records"
            .formatted(out, scenario, seed, recording.records().size()));
    return CommandLine.ExitCode.OK;
  }

  private int refuse(String why) {
    PrintWriter err = commandLine().getErr();
    err.println(why);
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private void print(String line) {
    PrintWriter written = commandLine().getOut();
    written.println(line);
    written.flush();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("simulate runs from a command line");
    }
    return spec.commandLine();
  }
}
