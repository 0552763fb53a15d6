package dev.stormwatch.live;

import dev.stormwatch.live.doctor.Check;
import dev.stormwatch.live.doctor.Endpoints;
import dev.stormwatch.live.doctor.Examination;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Says what would go wrong with an application of these properties, before it does. */
public final class Doctor {

  private static final String PROPERTIES = "properties";

  private Doctor() {}

  /**
   * Looks at everything, and changes nothing.
   *
   * @param file the application's runtime properties; {@code -} for standard input
   * @param runtime of the application, such as {@code FLINK-1_20}
   * @param endpoint address of all services; empty for those that the properties name, else AWS
   */
  public static List<Check> look(Path file, String runtime, String endpoint) {
    List<Check> found = new ArrayList<>();
    LiveProperties properties;
    try {
      Map<String, Properties> groups = PropertiesFile.read(file);
      passOverSettingsInS3(groups, found);
      properties = new LiveProperties(groups, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      // What is wrong with the file itself begins with its name, as the subject does.
      String wrong = String.valueOf(e.getMessage());
      String name = PropertiesFile.name(file);
      wrong = wrong.startsWith(name + ": ") ? wrong.substring(name.length() + 2) : wrong;
      found.add(Check.fault(PROPERTIES, name, wrong, ""));
      return found;
    }
    found.addAll(
        new Examination(
                properties.streamArns,
                properties.settings,
                properties.delivery,
                properties.recordingFolder,
                Endpoints.of(endpoint, properties.endpoint, properties.delivery.endpoint))
            .run(runtime));
    return found;
  }

  /** There is no file system for S3 here, and of settings only what they ignore is needed. */
  private static void passOverSettingsInS3(Map<String, Properties> groups, List<Check> found) {
    Properties group = groups.getOrDefault(LiveProperties.GROUP, new Properties());
    String settings = group.getProperty(LiveProperties.SETTINGS, "").trim();
    if (settings.startsWith("s3://")) {
      group.remove(LiveProperties.SETTINGS);
      found.add(
          Check.warning(
              PROPERTIES,
              LiveProperties.SETTINGS,
              "are in S3, which is not read from here; log groups that they ignore are looked at, too",
              "aws s3 cp " + settings + " - | jobs/stormwatch settings -"));
    }
  }
}
