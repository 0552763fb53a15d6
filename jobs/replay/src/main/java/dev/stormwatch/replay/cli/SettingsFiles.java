package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.InputFormat;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which settings a run has: those asked for, else the recording's own, else the defaults. */
final class SettingsFiles {

  private SettingsFiles() {}

  static Settings of(@Nullable Path asked, Input input) throws UserException {
    return of(asked, input, new SettingsChanges());
  }

  static Settings of(@Nullable Path asked, Input input, SettingsChanges changes)
      throws UserException {
    return read(asked, input, changes, SettingsReader::read);
  }

  /** What a run sets, with the defaults of all that it does not. */
  static JsonNode effective(@Nullable Path asked, Input input, SettingsChanges changes)
      throws UserException {
    return read(asked, input, changes, SettingsReader::effective);
  }

  /** What makes something of a document. */
  private interface Reader<T> {
    T of(String document) throws SettingsException;
  }

  private static <T> T read(
      @Nullable Path asked, Input input, SettingsChanges changes, Reader<T> reader)
      throws UserException {
    try {
      return reader.of(document(asked, input, changes));
    } catch (SettingsException e) {
      Path file = fileOf(asked, input);
      String where = changes.none() ? "" : " with --set " + changes.text();
      throw new UserException((file == null ? "settings" : file) + where + ": " + e.getMessage());
    }
  }

  /** What is set otherwise than the defaults, as JSON. */
  static String document(@Nullable Path asked, Input input, SettingsChanges changes)
      throws UserException {
    Path file = fileOf(asked, input);
    try {
      return changes.in(file == null ? "{}" : Files.readString(file));
    } catch (IOException e) {
      throw new UserException(file + ": settings cannot be read; is the path right?");
    }
  }

  static @Nullable Path fileOf(@Nullable Path asked, Input input) {
    if (asked != null) {
      return asked;
    }
    Path own = input.path().resolve("settings.json");
    return input.format() == InputFormat.RECORDING && Files.exists(own) ? own : null;
  }
}
