package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads telemetry is told about it. */
final class InputOptions {

  @Parameters(paramLabel = "PATH", description = "A recording's folder, or a file of telemetry.")
  private @Nullable Path path;

  @Option(
      names = "--log-group",
      paramLabel = "NAME",
      description = "Log group of input that names none.")
  @Nullable String logGroup;

  Path path() {
    return Objects.requireNonNull(path, "picocli refuses a command line without it");
  }

  Input open() throws UserException {
    return Inputs.at(path(), logGroup);
  }

  /** Says what the input was taken for, before anything else comes of it. */
  void announce(Input input, PrintWriter out) {
    out.println(path() + ": taken for " + input.format().title());
    input.notes().forEach(out::println);
    out.flush();
  }
}
