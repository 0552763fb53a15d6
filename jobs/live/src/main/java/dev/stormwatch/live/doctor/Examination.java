package dev.stormwatch.live.doctor;

import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Everything that can be looked at without changing anything, with the caller's credentials. */
public final class Examination {

  private final List<String> streamArns;
  private final Settings settings;
  private final DeliverySettings delivery;
  private final String recordingFolder;
  private final Endpoints endpoints;

  /**
   * @param recordingFolder where what is read is to be kept; empty for nowhere
   */
  public Examination(
      List<String> streamArns,
      Settings settings,
      DeliverySettings delivery,
      String recordingFolder,
      Endpoints endpoints) {
    this.streamArns = streamArns;
    this.settings = settings;
    this.delivery = delivery;
    this.recordingFolder = recordingFolder;
    this.endpoints = endpoints;
  }

  /**
   * Looks.
   *
   * @param runtime of the application, such as {@code FLINK-1_20}
   */
  public List<Check> run(String runtime) {
    List<Check> found = new ArrayList<>();
    RuntimeChecks.run(runtime, found);
    for (String arn : streamArns) {
      new StreamChecks(arn, found).run(endpoints.kinesis);
    }
    for (String arn : streamArns) {
      new SubscriptionChecks(arn, settings, found).run(endpoints.logs);
    }
    if (delivery.topics().isEmpty()) {
      found.add(
          Check.warning(
              "topic",
              "none",
              "alerts go to the job's log and nowhere else",
              "name a topic in delivery.topics"));
    }
    for (TopicRoute route : delivery.topics()) {
      new TopicChecks(route, found).run(endpoints.delivery);
    }
    if (delivery.tags.enabled && !delivery.tags.dryRun) {
      TreeSet<String> regions = new TreeSet<>();
      streamArns.forEach(arn -> regions.add(Calls.region(arn)));
      regions.forEach(region -> TagChecks.run(region, endpoints.delivery, found));
    }
    files(found);
    return found;
  }

  /** What is not tried is said, so that nobody thinks that it was. */
  private void files(List<Check> found) {
    if (!recordingFolder.isEmpty()) {
      found.add(
          Check.ok(
              "recording",
              recordingFolder,
              "needs s3:PutObject, s3:GetObject and s3:AbortMultipartUpload if it is in S3; not"
                  + " tried"));
    }
    if (!delivery.silencesFile.isEmpty()) {
      found.add(
          Check.ok(
              "silences", delivery.silencesFile, "needs s3:GetObject if it is in S3; not tried"));
    }
  }
}
