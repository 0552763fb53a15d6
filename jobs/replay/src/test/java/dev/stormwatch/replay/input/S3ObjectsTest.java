package dev.stormwatch.replay.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.Times;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What export tasks and Firehose leave in S3, as people copy it. */
class S3ObjectsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  @TempDir private Path folder;

  private void write(String name, String... packed) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String member : packed) {
        try (GZIPOutputStream gzip =
            new GZIPOutputStream(
                new FilterOutputStream(out) {
                  @Override
                  public void close() {
                    // The file holds several members one after another.
                  }
                })) {
          gzip.write(member.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static JsonNode document(KinesisRecord record) throws IOException {
    return JSON.readTree(record.data);
  }

  @Test
  void anExportTasksFolder() throws Exception {
    Files.writeString(folder.resolve("aws-logs-write-test"), "Permission Check Successful");
    write(
        "task/2026-03-02-[$LATEST]ab/000000.gz",
        "2026-03-02T10:00:00.100Z START RequestId: "
            + ID
            + " Version: $LATEST\n"
            + "2026-03-02T10:00:00.200Z Traceback (most recent call last):\n"
            + "  File \"a.py\"\n"
            + "2026-03-02T10:00:01.300Z END RequestId: "
            + ID
            + "\n");
    write(
        "task/2026-03-02-[$LATEST]cd/000000.gz",
        "2026-03-02T09:59:59.100Z START RequestId: " + ID + " Version: $LATEST\n");

    Input input = Inputs.at(folder, "/aws/lambda/checkout");

    assertThat(input.format()).isEqualTo(InputFormat.S3_EXPORT);
    assertThat(input.files()).hasSize(2);
    List<KinesisRecord> records = AllRecords.of(input);
    assertThat(records)
        .extracting(record -> Times.text(record.arrival))
        .containsExactly(
            "2026-03-02T10:00:00.000Z", "2026-03-02T10:00:01.000Z", "2026-03-02T10:00:02.000Z");
    JsonNode second = document(records.get(1));
    assertThat(second.path("logGroup").asText()).isEqualTo("/aws/lambda/checkout");
    assertThat(second.path("logStream").asText()).isEqualTo("2026/03/02/[$LATEST]ab");
    assertThat(second.at("/logEvents/1/message").asText())
        .isEqualTo("Traceback (most recent call last):\n  File \"a.py\"");
    assertThat(document(records.get(2)).at("/logEvents/0/message").asText()).startsWith("END ");
  }

  @Test
  void oneFileOfAnExport() throws Exception {
    write("000000.gz", "2026-03-02T10:00:00.100Z START RequestId: " + ID + " Version: 1\n");
    assertThat(Inputs.at(folder.resolve("000000.gz"), null).format())
        .isEqualTo(InputFormat.S3_EXPORT);
  }

  @Test
  void whatOnlyHasTimesInFrontIsNoExport() throws Exception {
    Path file =
        Files.writeString(folder.resolve("app.log"), "2026-03-02T10:00:00.100Z order 7 is paid\n");
    assertThat(Inputs.at(file, null).format()).isEqualTo(InputFormat.LOG_LINES);
  }

  private static String subscription(String stream, String time) {
    return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":"
        + "\"/aws/lambda/checkout\",\"logStream\":\""
        + stream
        + "\",\"logEvents\":[{\"id\":\"1\","
        + "\"timestamp\":"
        + Instant.parse(time).toEpochMilli()
        + ",\"message\":\"x\"}]}";
  }

  @Test
  void firehosesFolder() throws Exception {
    write(
        "2026/03/02/10/delivery-1",
        subscription("b", "2026-03-02T10:00:02Z"),
        subscription("c", "2026-03-02T10:00:03Z"));
    write("2026/03/02/09/delivery-1", subscription("a", "2026-03-02T09:00:00Z"));

    Input input = Inputs.at(folder, null);

    assertThat(input.format()).isEqualTo(InputFormat.SUBSCRIPTION_DOCUMENTS);
    List<String> streams = new ArrayList<>();
    for (KinesisRecord record : AllRecords.of(input)) {
      streams.add(document(record).path("logStream").asText());
    }
    assertThat(streams).containsExactly("a", "b", "c");
  }

  /** Of hundreds of objects the one is named that is damaged. */
  @Test
  void whatIsPassedOverIsToldWithItsFile() throws Exception {
    write("2026/03/02/09/delivery-1", subscription("a", "2026-03-02T09:00:00Z"));
    write("2026/03/02/10/delivery-1", "{\"messageType\":\n", "7\n");

    try (Input.Records records = Inputs.at(folder, null).open()) {
      assertThat(records.badLines())
          .isEqualTo(
              new BadLines(2, folder.resolve("2026/03/02/10/delivery-1") + ", line 1: not JSON"));
    }
  }

  @Test
  void aFolderOfAnythingElse() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> Inputs.at(folder, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not a recording")
        .hasMessageContaining("Firehose");
  }
}
