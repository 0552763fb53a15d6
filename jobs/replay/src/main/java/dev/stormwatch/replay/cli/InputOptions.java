package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads telemetry is told about it. */
final class InputOptions {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "A recording's folder, or files of telemetry and folders of them, which are read together"
              + " in order of arrival.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--log-group",
      paramLabel = "NAME",
      description =
          "Log group of input that names none. Else by each file's name: checkout.json is"
              + " /aws/lambda/checkout; a name with slashes, as %%2F or folders below PATH, is the"
              + " log group itself.")
  private @Nullable String logGroup;

  Input open() throws UserException {
    return Inputs.at(paths, logGroup);
  }

  /** Says what the input was taken for, before anything else comes of it. */
  static void announce(Input input, PrintWriter out) {
    input.taken().forEach(out::println);
    input.notes().forEach(out::println);
    out.flush();
  }
}
