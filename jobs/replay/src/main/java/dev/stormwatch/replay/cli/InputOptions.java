package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
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
}
