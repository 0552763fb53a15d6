package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Is a settings document one that the live application would start with? */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description =
        "Looks whether a settings document (JSON) is understood: known keys, values in range. Exit code 2"
            + " when it is not. schemas/README.md lists what can be set.")
public final class SettingsCommand implements Callable<Integer> {

  private static final Path STANDARD_INPUT = Path.of("-");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The document; - for standard input.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws UserException {
    String name = file.equals(STANDARD_INPUT) ? "settings" : file.toString();
    try {
      SettingsReader.read(
          file.equals(STANDARD_INPUT)
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(file));
    } catch (SettingsException e) {
      throw new UserException(name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UserException(name + ": settings cannot be read; is the path right?");
    }
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    out.println(name + ": understood");
    out.flush();
    return 0;
  }
}
