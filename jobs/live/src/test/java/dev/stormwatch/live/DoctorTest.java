package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.live.doctor.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen before anything is asked. */
class DoctorTest {

  @TempDir private Path temp;

  private Check onlyFault(String properties) throws IOException {
    Path file = Files.writeString(temp.resolve("properties.json"), properties);
    assertThat(Doctor.look(file, "FLINK-1_20", "")).hasSize(1);
    return Doctor.look(file, "FLINK-1_20", "").get(0);
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
}
