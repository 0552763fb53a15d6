package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
              + " in order of arrival; - reads standard input.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--log-group",
      paramLabel = "NAME",
      description =
          "Log group of input that names none. Else by each file's name: checkout.json is"
              + " /aws/lambda/checkout; a name with slashes, as %%2F or folders below PATH, is the"
              + " log group itself.")
  private @Nullable String logGroup;

  /** Opens what tells when its records arrived: nothing else can be replayed or summed up. */
  Input open() throws UserException {
    Input input = openWithoutTimes();
    Path file = input.withoutTimes();
    if (file != null) {
      throw new UserException(
          file
              + ": its lines have no times in front, so nothing can be told of them; give what aws"
              + " logs filter-log-events or aws logs tail prints (stormwatch inspect takes it as it"
              + " is)");
    }
    return input;
  }

  Input openWithoutTimes() throws UserException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(path.toString().equals("-") ? standardInput() : path);
    }
    return Inputs.at(files, logGroup);
  }

  /** What comes in, as a file: an input is read more than once. */
  private static Path standardInput() throws UserException {
    try {
      Path folder = Files.createTempDirectory("stormwatch");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("stdin");
      file.toFile().deleteOnExit();
      Files.copy(System.in, file);
      return file;
    } catch (IOException e) {
      throw new UserException("standard input cannot be read: " + e.getMessage());
    }
  }

  /**
   * Refuses a log group that seems to be the name of a function.
   *
   * @param functions how many the input was found to be of
   */
  void check(int functions) throws UserException {
    if (functions == 0 && logGroup != null && logGroup.indexOf('/') < 0) {
      throw new UserException(
          "--log-group "
              + logGroup
              + ": nothing in it is known to be of a function; did you mean /aws/lambda/"
              + logGroup
              + "?");
    }
  }

  /** Says what the input was taken for, before anything else comes of it. */
  static void announce(Input input, PrintWriter out) {
    input.taken().forEach(out::println);
    input.notes().forEach(out::println);
    out.flush();
  }
}
