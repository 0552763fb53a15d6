package dev.stormwatch.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void writesARecordingAndSaysSoInOneLine() {
    Path recording = folder.resolve("a/b");

    assertThat(simulate("always-cold", recording)).isZero();
    assertThat(recording).isDirectoryContaining("glob:**/" + RecordingFolder.MANIFEST);
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Wrote " + recording + ": scenario always-cold, seed 1, ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void replacesARecordingOnlyWhenForced() throws IOException {
    simulate("always-cold", folder);
    Path records = folder.resolve(RecordingFolder.RECORDS);
    byte[] first = Files.readAllBytes(records);

    assertThat(simulate("always-cold", folder, "--seed", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("--force").hasLineCount(1);
    assertThat(records).hasBinaryContent(first);

    assertThat(simulate("always-cold", folder, "--seed", "2", "--force")).isZero();
    assertThat(Files.readAllBytes(records)).isNotEqualTo(first);
  }

  @Test
  void neverReplacesWhatItCouldNotHaveWritten() throws IOException {
    simulate("always-cold", folder);
    Files.writeString(folder.resolve("thesis.txt"), "two years of work");

    assertThat(simulate("always-cold", folder, "--force")).isEqualTo(2);
    assertThat(err.toString()).contains("something other").hasLineCount(1);
  }

  @Test
  void neverReplacesARecordingOfRealTraffic() throws IOException {
    Files.writeString(
        folder.resolve(RecordingFolder.MANIFEST),
        "{\"schema\":\"stormwatch.recording/1\",\"origin\":\"recorded\"}");

    assertThat(simulate("always-cold", folder, "--force")).isEqualTo(2);
    assertThat(folder.resolve(RecordingFolder.RECORDS)).doesNotExist();
  }

  @Test
  void aManifestThatIsNoJsonIsNoRecording() throws IOException {
    Files.writeString(folder.resolve(RecordingFolder.MANIFEST), "{");

    assertThat(simulate("always-cold", folder, "--force")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1);
  }

  @Test
  void namesTheScenarioThatWasMeant() {
    assertThat(simulate("cold-start-bust", folder.resolve("new"))).isEqualTo(2);
    assertThat(err.toString()).contains("'cold-start-burst'").hasLineCount(1);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void asksForWhatIsMissing() {
    assertThat(run("--scenario", "always-cold")).isEqualTo(2);
    assertThat(err.toString()).contains("--out").hasLineCount(1);
  }

  @Test
  void listsTheScenarios() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString().lines())
        .hasSameSizeAs(Scenario.names())
        .anyMatch(line -> line.matches("cold-start-burst +cold-start-spike +A sale .*"))
        .anyMatch(line -> line.matches("quiet-control +no incident +An ordinary .*"));
  }

  private int simulate(String scenario, Path recording, String... more) {
    String[] options = new String[more.length + 4];
    options[0] = "--scenario";
    options[1] = scenario;
    options[2] = "--out";
    options[3] = recording.toString();
    System.arraycopy(more, 0, options, 4, more.length);
    return run(options);
  }

  private int run(String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(new SimulateCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(options);
  }
}
