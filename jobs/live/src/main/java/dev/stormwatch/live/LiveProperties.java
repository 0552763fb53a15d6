package dev.stormwatch.live;

import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.telemetry.json.Nearest;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the application's runtime properties say, in one group named {@value #GROUP}. All is checked
 * at start: an application that starts on half its properties fails at night.
 */
final class LiveProperties {

  static final String GROUP = "Stormwatch";

  static final String SETTINGS = "settings";

  private static final String STREAM = "stream.arn";
  private static final String ENDPOINT = "stream.endpoint";
  private static final String POSITION = "initial.position";
  private static final String DELIVERY = "delivery";
  static final String RECORDING = "recording.folder";
  private static final String ONLY_RECORD = "recording.only";
  private static final Set<String> KEYS = keys();
  private static final int ARN_PARTS = 6;
  private static final int REGION = 3;
  private static final int RESOURCE = 5;
  private static final String RESOURCE_TYPE = "stream/";
  private static final Pattern URI_SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:");

  /** The streams that are read, in the order given. */
  final List<String> streamArns;

  /** Address of Kinesis; empty for the Region's own. */
  final String endpoint;

  /** Where a first start begins to read; null for the oldest record that there is. */
  final @Nullable Instant initialInstant;

  /** By whom, how often, and how long what is silent is waited for. */
  final Reading reading;

  final Settings settings;

  /** Where alerts go; nowhere but to the log unless given. */
  final DeliverySettings delivery;

  /** Where what is read is kept, a URI; empty for nowhere. */
  final String recordingFolder;

  /** Whether to record is all that is asked for. */
  final boolean onlyRecord;

  /**
   * Reads the groups that the runtime hands out.
   *
   * @param clock tells when the application was started
   * @throws IllegalArgumentException naming what is wrong and what to write instead
   */
  LiveProperties(Map<String, Properties> groups, Clock clock) {
    Properties group = groups.get(GROUP);
    if (group == null) {
      throw new IllegalArgumentException(
          "no property group \""
              + GROUP
              + "\" among "
              + new TreeSet<>(groups.keySet())
              + "; add it to the application's runtime properties with at least "
              + STREAM
              + ", and where they are in a file see whether it is there");
    }
    for (String key : group.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "unknown property "
                + key
                + " in group "
                + GROUP
                + "; the nearest known one is "
                + Nearest.of(key, KEYS));
      }
    }
    streamArns = arns(group.getProperty(STREAM, ""));
    endpoint = group.getProperty(ENDPOINT, "");
    initialInstant = initialInstant(group.getProperty(POSITION, "LATEST"), clock);
    reading = new Reading(group);
    try {
      settings = SettingsReader.read(document(group, SETTINGS));
    } catch (SettingsException e) {
      throw new IllegalArgumentException("property " + SETTINGS + ": " + e.getMessage(), e);
    }
    delivery = delivery(document(group, DELIVERY));
    recordingFolder = recordingFolder(group.getProperty(RECORDING, ""));
    onlyRecord = onlyRecord(group.getProperty(ONLY_RECORD, "false"), recordingFolder);
  }

  private static Set<String> keys() {
    Set<String> all =
        new TreeSet<>(
            Set.of(STREAM, ENDPOINT, POSITION, SETTINGS, DELIVERY, RECORDING, ONLY_RECORD));
    all.addAll(Reading.KEYS);
    return all;
  }

  private static List<String> arns(String value) {
    List<String> arns = new ArrayList<>();
    for (String arn : value.split(",", -1)) {
      String trimmed = arn.trim();
      String[] parts = trimmed.split(":", -1);
      if (parts.length != ARN_PARTS
          || !parts[2].equals("kinesis")
          || !parts[RESOURCE].startsWith(RESOURCE_TYPE)) {
        throw new IllegalArgumentException(
            STREAM
                + " has \""
                + trimmed
                + "\", not the ARN of a Kinesis stream such as"
                + " arn:aws:kinesis:eu-west-1:123456789012:stream/lambda-logs;"
                + " several are separated by commas");
      }
      if (arns.contains(trimmed)) {
        throw new IllegalArgumentException(STREAM + " names " + trimmed + " twice");
      }
      arns.add(trimmed);
    }
    return List.copyOf(arns);
  }

  /**
   * The newest record is where the application was started, as an instant: a shard that had no
   * record before a crash is then read from there again, not from where the newest record is by
   * then.
   */
  private static @Nullable Instant initialInstant(String position, Clock clock) {
    if (position.equals("TRIM_HORIZON")) {
      return null;
    }
    if (position.equals("LATEST")) {
      return clock.instant();
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(position, Instant::from);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          POSITION
              + " is "
              + position
              + "; it can be LATEST, TRIM_HORIZON or a time such as 2026-03-02T10:00:00Z",
          e);
    }
  }

  /** A property that is JSON, or the path of a file with it: a property has 2,048 characters. */
  private static String document(Properties group, String key) {
    String value = group.getProperty(key, "{}").trim();
    if (value.startsWith("{")) {
      return value;
    }
    try {
      return TextFile.read(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "property "
              + key
              + " is neither JSON nor a file that can be read, such as s3://my-settings/"
              + key
              + ".json: "
              + e,
          e);
    }
  }

  private static DeliverySettings delivery(String document) {
    try {
      DeliverySettings delivery = SettingsReader.delivery(document);
      Set<String> topics = new TreeSet<>();
      for (TopicRoute route : delivery.topics()) {
        if (!topics.add(route.arn)) {
          throw new IllegalArgumentException(
              "property "
                  + DELIVERY
                  + ": topic "
                  + route.arn
                  + " is there twice; merge its routes");
        }
      }
      return delivery;
    } catch (SettingsException e) {
      throw new IllegalArgumentException("property " + DELIVERY + ": " + e.getMessage(), e);
    }
  }

  /** The Regions of the streams, in the order in which they are first named. */
  List<String> regions() {
    return streamArns.stream()
        .map(LiveProperties::region)
        .distinct()
        .collect(Collectors.toUnmodifiableList());
  }

  /** The streams of a Region. */
  List<String> streamArns(String region) {
    return streamArns.stream()
        .filter(arn -> region(arn).equals(region))
        .collect(Collectors.toUnmodifiableList());
  }

  /** The names of the streams of a Region. */
  List<String> streams(String region) {
    return streamArns(region).stream()
        .map(arn -> arn.split(":", -1)[RESOURCE].substring(RESOURCE_TYPE.length()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** The stream, or empty when there are several. */
  String onlyStreamArn() {
    return streamArns.size() == 1 ? streamArns.get(0) : "";
  }

  private static String region(String arn) {
    return arn.split(":", -1)[REGION];
  }

  private static String recordingFolder(String folder) {
    if (folder.isEmpty() || URI_SCHEME.matcher(folder).lookingAt()) {
      return folder;
    }
    throw new IllegalArgumentException(
        RECORDING + " is \"" + folder + "\", not a URI such as s3://my-recordings/stormwatch");
  }

  private static boolean onlyRecord(String value, String folder) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          ONLY_RECORD + " is " + value + "; it can be true or false");
    }
    boolean only = value.equals("true");
    if (only && folder.isEmpty()) {
      throw new IllegalArgumentException(
          ONLY_RECORD + " is true, but " + RECORDING + " does not say where to");
    }
    return only;
  }
}
