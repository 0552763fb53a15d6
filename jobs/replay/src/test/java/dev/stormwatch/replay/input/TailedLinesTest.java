package dev.stormwatch.replay.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log as it stands on the terminal of who followed it. */
class TailedLinesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";
  private static final String STREAM = "2026/03/02/[$LATEST]0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private Input input(String text) throws IOException, UserException {
    return Inputs.at(Files.writeString(folder.resolve("checkout.log"), text), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02T10:12:15.001000+00:00 " + STREAM + " ",
        "2026-03-02T12:12:15.001000+02:00 " + STREAM + " ",
        STREAM + " 2026-03-02T10:12:15.001000 ",
        "2026-03-02T10:12:15 ",
        "2026-03-02T03:12:15.001-07:00\t",
        "2026-03-02 10:12:15.001 ",
        "/aws/lambda/checkout " + STREAM + " 2026-03-02T10:12:15.001Z "
      })
  void knowsWhatStandsInFront(String front) throws Exception {
    Input input =
        input(
            front
                + "START RequestId: "
                + ID
                + " Version: $LATEST\n\n"
                + front
                + "[ERROR] ValueError: no\nTraceback (most recent call last):\n"
                + "  File \"app.py\"\n\n"
                + front
                + "2026-03-02T10:12:15.001Z\t"
                + ID
                + "\tINFO\thello\n");

    assertThat(input.format()).isEqualTo(InputFormat.TAIL);
    List<KinesisRecord> records = AllRecords.of(input);
    assertThat(records).hasSize(1);
    assertThat(Times.text(records.get(0).arrival)).isEqualTo("2026-03-02T10:12:16.000Z");
    JsonNode document = JSON.readTree(records.get(0).data);
    assertThat(document.path("logGroup").asText()).isEqualTo("/aws/lambda/checkout");
    assertThat(document.path("logStream").asText()).isIn(STREAM, "unknown");
    JsonNode events = document.path("logEvents");
    assertThat(events.findValuesAsText("message"))
        .containsExactly(
            "START RequestId: " + ID + " Version: $LATEST",
            "[ERROR] ValueError: no\nTraceback (most recent call last):\n  File \"app.py\"",
            "2026-03-02T10:12:15.001Z\t" + ID + "\tINFO\thello");
    assertThat(events.path(0).path("timestamp").asLong()).isBetween(1772446335000L, 1772446335001L);
  }

  /** Streams are environments: their lines come mixed, and must not be. */
  @Test
  void keepsStreamsApart() throws Exception {
    String other = STREAM.replace("0123", "4567");
    List<KinesisRecord> records =
        AllRecords.of(
            input(
                "2026-03-02T10:12:15.001000+00:00 "
                    + STREAM
                    + " START RequestId: "
                    + ID
                    + "\n"
                    + "2026-03-02T10:12:15.002000+00:00 "
                    + other
                    + " hello\n"
                    + "2026-03-02T10:12:15.003000+00:00 "
                    + STREAM
                    + " END RequestId: "
                    + ID
                    + "\n"));
    List<String> told = new ArrayList<>();
    for (KinesisRecord record : records) {
      JsonNode document = JSON.readTree(record.data);
      told.add(document.path("logStream").asText() + " " + document.path("logEvents").size());
    }
    assertThat(told).containsExactlyInAnyOrder(STREAM + " 2", other + " 1");
  }

  /** Of plain lines those go together that one event was. */
  @Test
  void plainLinesThatGoOn() throws Exception {
    Input input =
        input(
            "START RequestId: "
                + ID
                + " Version: $LATEST\n"
                + "[ERROR] ValueError: no\nTraceback (most recent call last):\n  File \"app.py\"\n\n"
                + "RequestId: "
                + ID
                + " Error: exit code 0\nExtension.Crash\n"
                + "Runtime of the mixer: 7 s\n");
    assertThat(input.format()).isEqualTo(InputFormat.LOG_LINES);
    assertThat(JSON.readTree(AllRecords.of(input).get(0).data).findValuesAsText("message"))
        .containsExactly(
            "START RequestId: " + ID + " Version: $LATEST",
            "[ERROR] ValueError: no\nTraceback (most recent call last):\n  File \"app.py\"",
            "RequestId: " + ID + " Error: exit code 0\nExtension.Crash",
            "Runtime of the mixer: 7 s");
  }
}
