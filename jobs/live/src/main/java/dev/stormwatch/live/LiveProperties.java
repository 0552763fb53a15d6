package dev.stormwatch.live;

import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.telemetry.json.Nearest;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the application's runtime properties say, in one group named {@value #GROUP}. All is checked
 * at start: an application that starts on half its properties fails at night.
 */
final class LiveProperties {

  static final String GROUP = "Stormwatch";

  private static final String STREAM = "stream.arn";
  private static final String POSITION = "initial.position";
  private static final String SETTINGS = "settings";
  private static final String DELIVERY = "delivery";
  private static final String RECORDING = "recording.folder";
  private static final String ONLY_RECORD = "recording.only";
  private static final Set<String> KEYS =
      Set.of(STREAM, POSITION, SETTINGS, DELIVERY, RECORDING, ONLY_RECORD);
  private static final Set<String> POSITIONS = Set.of("LATEST", "TRIM_HORIZON");
  private static final int ARN_PARTS = 6;
  private static final Pattern URI_SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:");

  final String streamArn;
  final String stream;
  final String region;

  /** Where a first start begins to read: {@code LATEST} or {@code TRIM_HORIZON}. */
  final String initialPosition;

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
   * @throws IllegalArgumentException naming what is wrong and what to write instead
   */
  LiveProperties(Map<String, Properties> groups) {
    Properties group = groups.get(GROUP);
    if (group == null) {
      throw new IllegalArgumentException(
          "no property group \""
              + GROUP
              + "\" among "
              + new TreeSet<>(groups.keySet())
              + "; add it to the application's runtime properties with at least "
              + STREAM);
    }
    for (String key : group.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "unknown property "
                + key
                + " in group "
                + GROUP
                + "; the nearest known one is "
                + Nearest.of(key, new TreeSet<>(KEYS)));
      }
    }
    streamArn = group.getProperty(STREAM, "");
    String[] arn = streamArn.split(":", -1);
    if (arn.length != ARN_PARTS || !arn[2].equals("kinesis") || !arn[5].startsWith("stream/")) {
      throw new IllegalArgumentException(
          STREAM
              + " is \""
              + streamArn
              + "\", not the ARN of a Kinesis stream such as"
              + " arn:aws:kinesis:eu-west-1:123456789012:stream/lambda-logs");
    }
    region = arn[3];
    stream = arn[5].substring("stream/".length());
    initialPosition = group.getProperty(POSITION, "LATEST");
    if (!POSITIONS.contains(initialPosition)) {
      throw new IllegalArgumentException(
          POSITION + " is " + initialPosition + "; it can be " + new TreeSet<>(POSITIONS));
    }
    try {
      settings = SettingsReader.read(group.getProperty(SETTINGS, "{}"));
    } catch (SettingsException e) {
      throw new IllegalArgumentException("property " + SETTINGS + ": " + e.getMessage(), e);
    }
    delivery = delivery(group.getProperty(DELIVERY, "{}"));
    recordingFolder = recordingFolder(group.getProperty(RECORDING, ""));
    onlyRecord = onlyRecord(group.getProperty(ONLY_RECORD, "false"), recordingFolder);
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
