package dev.stormwatch.replay.cli;

import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which settings a command that reads one input has. */
final class SettingsOption {

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings (JSON). Else those that the recording holds, else the defaults.")
  private @Nullable Path file;

  Settings of(Input input) throws UserException {
    return SettingsFiles.of(file, input);
  }

  Settings of(Input input, SettingsChanges changes) throws UserException {
    return SettingsFiles.of(file, input, changes);
  }

  /** What is set otherwise than the defaults, as JSON. */
  String document(Input input, SettingsChanges changes) throws UserException {
    return SettingsFiles.document(file, input, changes);
  }

  /** The file that they are in; null where they are the defaults. */
  @Nullable Path fileOf(Input input) {
    return SettingsFiles.fileOf(file, input);
  }
}
