package dev.stormwatch.live;

import dev.stormwatch.live.doctor.Check;
import dev.stormwatch.live.doctor.Endpoints;
import dev.stormwatch.live.doctor.Examination;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Says what would go wrong with an application of these properties, before it does. */
public final class Doctor {

  private Doctor() {}

  /**
   * Looks at everything, and changes nothing.
   *
   * @param file the application's runtime properties; {@code -} for standard input
   * @param runtime of the application, such as {@code FLINK-1_20}
   * @param endpoint address of all services; empty for those that the properties name, else AWS
   */
  public static List<Check> look(Path file, String runtime, String endpoint) {
    LiveProperties properties;
    try {
      properties = new LiveProperties(PropertiesFile.read(file), Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      // What is wrong with the file itself begins with its name, as the subject does.
      String wrong = String.valueOf(e.getMessage());
      String name = PropertiesFile.name(file);
      wrong = wrong.startsWith(name + ": ") ? wrong.substring(name.length() + 2) : wrong;
      return List.of(Check.fault("properties", name, wrong, ""));
    }
    return new Examination(
            properties.streamArns,
            properties.settings,
            properties.delivery,
            properties.recordingFolder,
            Endpoints.of(endpoint, properties.endpoint, properties.delivery.endpoint))
        .run(runtime);
  }
}
