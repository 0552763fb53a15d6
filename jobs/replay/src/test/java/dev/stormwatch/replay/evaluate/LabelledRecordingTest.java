package dev.stormwatch.replay.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stormwatch.replay.Telemetry;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.baseline.Estate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRecordingTest {

  private static final String NOTHING = "{\"schema\":\"stormwatch.labels/1\",\"incidents\":[]}";

  @TempDir private Path temp;

  private Path recording(String name) throws IOException {
    return new Telemetry()
        .call("checkout", Telemetry.minute(0), 10)
        .write(temp.resolve(name), NOTHING);
  }

  @Test
  void recordingsAreFoundAtAnyDepthEachOnceAndInOrder() throws IOException, UserException {
    Path second = recording("b");
    Path first = recording("a/deep");
    Files.delete(recording("c").resolve("labels.json"));

    List<LabelledRecording> found =
        LabelledRecording.below(
            List.of(temp, second, Path.of("").toAbsolutePath().relativize(second)));

    assertThat(found).extracting(LabelledRecording::folder).containsExactly(first, second);
    assertThat(found).allMatch(recording -> recording.bytes() > 0);
  }

  @Test
  void aRecordingThatIsGivenItselfIsFound() throws IOException, UserException {
    Path recording = recording("a");

    assertThat(LabelledRecording.below(List.of(recording)))
        .extracting(LabelledRecording::folder)
        .containsExactly(recording);
  }

  @Test
  void whatAlarmsOfOthersNeedToKnowIsInTheRecordingsSettings() throws IOException, UserException {
    Path recording = recording("a");
    assertThat(EstateFile.of(recording)).isSameAs(Estate.UNKNOWN);
    Files.writeString(
        recording.resolve("settings.json"),
        """
        {"functions":[{"match":"check*","timeoutSeconds":3,"reservedConcurrency":20},
                      {"match":"*","timeoutSeconds":null}],
         "databases":[{"id":"orders-db","maxConnections":100,"functions":["checkout"]}]}
        """);

    Estate estate = EstateFile.of(recording);

    assertThat(estate.connectionLimits()).containsEntry("orders-db", 100L);
    assertThat(estate.functions())
        .extracting(Estate.Rule::timeoutSeconds, Estate.Rule::reservedConcurrency)
        .containsExactly(tuple(3L, 20L), tuple(0L, 0L));
    assertThat(estate.functions().get(0).match().matches("checkout")).isTrue();
  }
}
