package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.live.doctor.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen before anything is asked. */
class DoctorTest {

  @TempDir private Path temp;

  private Check onlyFault(String properties) throws IOException {
    return onlyFault(Files.writeString(temp.resolve("properties.json"), properties));
  }

  private static Check onlyFault(Path file) {
    List<Check> checks = Doctor.look(file, "FLINK-1_20", "");
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  @Test
  void aMisspeltPropertyNamesItsNeighbour() throws IOException {
    Check check =
        onlyFault("[{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{\"stream.arm\":\"x\"}}]");
    assertThat(check.level).isEqualTo(Check.Level.FAULT);
    assertThat(check.text).contains("stream.arm", "nearest known one is stream.arn");
  }

  @Test
  void aFileOfAnotherFormIsNamedWithTheRightOne() throws IOException {
    Check check = onlyFault("{\"stream.arn\":\"x\"}");
    assertThat(check.subject).endsWith("properties.json");
    assertThat(check.text).startsWith("not a list of property groups").contains("PropertyGroupId");
  }

  /** A wrong key is named, so the rest was read. */
  @Test
  void whatDescribeApplicationPrintsIsReadWholeOrInPart() throws IOException {
    String groups =
        "{\"PropertyGroupDescriptions\": [{\"PropertyGroupId\": \"Stormwatch\","
            + " \"PropertyMap\": {\"stream.arm\": \"x\"}}]}";

    assertThat(onlyFault(groups).text).contains("nearest known one is stream.arn");
    assertThat(
            onlyFault(
                    "{\"ApplicationDetail\": {\"ApplicationName\": \"stormwatch-application\","
                        + " \"ApplicationConfigurationDescription\": {"
                        + "\"EnvironmentPropertyDescriptions\": "
                        + groups
                        + "}}}")
                .text)
        .contains("nearest known one is stream.arn");
    assertThat(onlyFault("{\"ApplicationDetail\": {\"ApplicationName\": \"other\"}}").text)
        .contains("describe-application");
  }

  @Test
  void aHyphenIsStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("[".getBytes(StandardCharsets.UTF_8)));
    try {
      Check check = onlyFault(Path.of("-"));
      assertThat(check.subject).isEqualTo("standard input");
      assertThat(check.text).startsWith("not JSON");
    } finally {
      System.setIn(before);
    }
  }

  /** There is no S3 on a laptop; what is wrong beside it is seen all the same. */
  @Test
  void settingsInS3AreSaidToBePassedOver() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("properties.json"),
            "[{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{\"stream.arn\":\"x\","
                + "\"settings\":\"s3://code/settings.json\"}}]");

    List<Check> checks = Doctor.look(file, "FLINK-1_20", "");

    assertThat(checks)
        .extracting(check -> check.level)
        .containsExactly(Check.Level.WARNING, Check.Level.FAULT);
    assertThat(checks.get(0).remedy).startsWith("aws s3 cp s3://code/settings.json - |");
    assertThat(checks.get(1).text).startsWith("stream.arn has \"x\"");
  }
}
