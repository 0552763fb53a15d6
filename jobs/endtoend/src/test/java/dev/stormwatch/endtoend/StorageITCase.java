package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.endtoend.StorageGate.Mood;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and recordings in a bucket, as the managed service keeps them, and its bad days. */
@Timeout(900)
class StorageITCase {

  private static final String BUCKET = "stormwatch";
  private static final String RECORDINGS = "recordings";
  private static final long PAUSE_MILLIS = 400;

  /** Of forty portions; the first alerts come between them. */
  private static final int STILL = 8;

  private static final int WELL = 24;
  private static final int REFUSING = 28;
  private static final int WELL_AGAIN = 36;

  @TempDir private Path folder;

  @Test
  void pagesDoNotWaitForStorageAndWhatIsRecordedThereReplaysToThem() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.KINESIS, Part.LAMBDA, Part.S3);
    try (StorageGate storage = new StorageGate(aws.endpoint(Part.S3));
        Stage stage = Stage.openOnStorage(folder, storage, aws, BUCKET)) {
      storage.createBucket(BUCKET);
      storage.createBucket(RECORDINGS);
      troubled(stage, storage);
      recorded(stage, storage);
    }
  }

  private static void troubled(Stage stage, StorageGate storage) throws Exception {
    try (Show show = stage.show("troubled", Telemetry.of("fan-out-explosion"), 2)) {
      stage.gate.feedBegins();
      show.start("");
      stage.cluster.awaitCheckpoint(show.job);
      show.feed(
          Faults.PORTIONS,
          PAUSE_MILLIS,
          portion -> {
            if (portion == STILL) {
              storage.feels(Mood.STILL);
            } else if (portion == WELL) {
              Await.until(
                  "a page while the storage stands still",
                  Duration.ofSeconds(60),
                  show.receivers::queued,
                  alerts -> !alerts.isEmpty());
              assertThat(storage.troubled()).as("requests that wait").isPositive();
              storage.feels(Mood.WELL);
            } else if (portion == REFUSING) {
              storage.feels(Mood.REFUSING);
            } else if (portion == WELL_AGAIN) {
              storage.feels(Mood.WELL);
            }
          });
      assertThat(show.deliveredOnce())
          .as("each alert once, in order")
          .containsExactlyElementsOf(show.expected);
      stage.cluster.awaitCheckpoint(show.job);
      System.out.printf(
          "storage troubled %d requests, %d restarts, %d alerts as expected%n",
          storage.troubled(), stage.cluster.restarts(show.job), show.expected.size());
    }
  }

  private void recorded(Stage stage, StorageGate storage) throws Exception {
    Telemetry telemetry = Telemetry.of("storm-small-pool");
    Map<String, String> recording =
        Map.of("recording.folder", "s3://" + RECORDINGS + "/stormwatch");
    try (Show show = stage.show("recorded", telemetry, 2, recording)) {
      stage.gate.feedBegins();
      show.start("");
      show.feed(Faults.PORTIONS, PAUSE_MILLIS, portion -> {});
      assertThat(show.deliveredOnce()).containsExactlyElementsOf(show.expected);
      stage.cluster.stop(show.job);
      show.job = "";

      List<String> keys = storage.keys(RECORDINGS);
      assertThat(keys)
          .isNotEmpty()
          .allMatch(
              key -> key.matches("stormwatch/2026-03-02/10-\\d0/records-.*\\.ndjson\\.gz"),
              "a file");
      Path fetched = folder.resolve("fetched");
      for (String key : keys) {
        Path file = fetched.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, storage.object(RECORDINGS, key));
      }
      String version = Objects.requireNonNull(System.getProperty("stormwatch.version"));
      assertThat(telemetry.alerts(fetched.resolve("stormwatch"), version, stage.replay))
          .isEqualTo(show.expected);
    }
  }
}
