package dev.stormwatch.lab.cli;

import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.scenario.Figures;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    mixinStandardHelpOptions = true,
    description = "Writes a recording of a simulated Lambda estate, with ground truth.")
public final class SimulateCommand implements Callable<Integer> {

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "What is to happen: one of --list, or a YAML file of your own.")
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
      names = "--figures",
      description =
          "Print numbers drawn from the model beside published ones, and do nothing else.")
  private boolean figures;

  @Spec private @Nullable CommandSpec spec;

  /** Made by the command line, which fills in the options. */
  public SimulateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (list) {
      Scenario.names().forEach(this::describe);
      return CommandLine.ExitCode.OK;
    }
    if (figures) {
      print("%-48s %-24s %-46s %s".formatted("FIGURE", "MODEL", "PUBLISHED", "SOURCE"));
      for (Figures.Figure figure : Figures.of()) {
        print(
            "%-48s %-24s %-46s %s"
                .formatted(figure.what(), figure.model(), figure.published(), figure.source()));
      }
      return CommandLine.ExitCode.OK;
    }
    if (scenario == null || out == null) {
      return refuse("simulate needs --scenario and --out; --list names the scenarios");
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
    try {
      Scenario known =
          scenario.endsWith(".yaml") || scenario.endsWith(".yml")
              ? Scenario.of(Path.of(scenario))
              : Scenario.named(scenario);
      Recording recording = Recording.play(known, seed);
      RecordingFolder.write(recording, out);
      int incidents = recording.story().incidents().size();
      print(
          "Wrote %s: scenario %s, seed %d, %d records, %s"
              .formatted(
                  out,
                  known.name(),
                  seed,
                  recording.records().size(),
                  incidents == 1 ? "1 incident" : incidents + " incidents"));
    } catch (NoSuchFileException e) {
      return refuse("there is no file " + scenario);
    } catch (ScenarioException e) {
      return refuse(e.getMessage());
    }
    return CommandLine.ExitCode.OK;
  }

  private void describe(String name) {
    Scenario known = Scenario.named(name);
    print(
        "%-28s %-24s %s"
            .formatted(
                name,
                known.kinds().isEmpty() ? "no incident" : String.join(", ", known.kinds()),
                known.title()));
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
