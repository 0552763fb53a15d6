package dev.stormwatch.replay.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An incident of several functions, as the AWS CLI gives it: a file for each log group. */
class SeveralFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** What filter-log-events prints of an event at each time. */
  private Path file(String name, long... times) throws IOException {
    List<String> events = new ArrayList<>();
    for (long time : times) {
      events.add(
          "{\"logStreamName\":\"a\",\"timestamp\":"
              + time
              + ",\"message\":\"hello\",\"ingestionTime\":"
              + time
              + ",\"eventId\":\"1\"}");
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "{\"events\":[" + String.join(",", events) + "]}");
  }

  private static List<String> told(Input input) throws IOException, UserException {
    List<String> told = new ArrayList<>();
    for (KinesisRecord record : AllRecords.of(input)) {
      JsonNode document = JSON.readTree(record.data);
      told.add(document.path("logGroup").asText() + " " + record.arrival);
    }
    return told;
  }

  @Test
  void areReadInOrderOfArrivalWhateverTheirOwn() throws Exception {
    Path catalog = file("catalog.json", 1_000, 3_000, 4_000);
    Path checkout = file("checkout.json", 2_000, 3_000);

    Input input = Inputs.at(List.of(checkout, catalog), null);

    List<String> expected =
        List.of(
            "/aws/lambda/catalog 1000",
            "/aws/lambda/checkout 2000",
            "/aws/lambda/catalog 3000",
            "/aws/lambda/checkout 3000",
            "/aws/lambda/catalog 4000");
    assertThat(told(input)).isEqualTo(expected);
    assertThat(input.files()).containsExactly(catalog, checkout);
    assertThat(input.path()).isEqualTo(folder);
    assertThat(told(Inputs.at(List.of(catalog, checkout, catalog), null))).isEqualTo(expected);
    Input whole = Inputs.at(folder, null);
    assertThat(told(whole)).isEqualTo(expected);
    assertThat(whole.files()).containsExactly(catalog, checkout);
  }

  @Test
  void sayWhichWasTakenForWhat() throws Exception {
    file("catalog.json", 1_000);
    Files.writeString(
        folder.resolve("checkout.log"),
        "2026-03-02T10:12:15 START RequestId: 5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77 Version: 7\n");
    assertThat(Inputs.at(folder, null).taken())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("catalog.json", "filter-log-events", "/aws/lambda/catalog by the"),
            line -> assertThat(line).contains("checkout.log", "logs tail", "/aws/lambda/checkout"));
  }

  @ParameterizedTest
  @CsvSource({
    "checkout.json,/aws/lambda/checkout",
    "Check_Out-2.json.gz,/aws/lambda/Check_Out-2",
    "%2Faws%2Flambda%2Fcheckout.json,/aws/lambda/checkout",
    "%2faws%2frds%2finstance%2fdb%2fpostgresql.json,/aws/rds/instance/db/postgresql",
    "aws/lambda/checkout.json,/aws/lambda/checkout",
    "ecs/orders.json,/ecs/orders",
    "checkout (1).json,/aws/lambda/checkout--1-"
  })
  void areOfTheLogGroupThatTheirNamesSay(String name, String logGroup) throws Exception {
    file(name, 1_000);
    assertThat(told(Inputs.at(folder, null))).containsExactly(logGroup + " 1000");
    assertThat(told(Inputs.at(folder, "/ecs/x"))).containsExactly("/ecs/x 1000");
  }

  /** Otherwise those would have to be read whole, or would come out of order. */
  @Test
  void areNoRecordsOfKinesis() throws Exception {
    Path records =
        Files.writeString(
            folder.resolve("records.ndjson"),
            "{\"Data\":\"\",\"SequenceNumber\":\"1\",\"ApproximateArrivalTimestamp\":1}");
    Path file = file("checkout.json", 1_000);
    assertThatThrownBy(() -> Inputs.at(List.of(file, records), null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("records.ndjson: is Kinesis records")
        .hasMessageContaining("by itself");
  }
}
