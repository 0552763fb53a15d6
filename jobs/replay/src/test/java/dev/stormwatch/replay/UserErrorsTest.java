package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets wrong is answered in one line that says what, where and what to do. */
class UserErrorsTest {

  @TempDir private Path temp;

  private static void refused(CommandLineRun run, String... words) {
    assertThat(run.exitCode).as(run.err).isEqualTo(2);
    assertThat(run.err.strip().lines()).as(run.err).hasSize(1);
    assertThat(run.err).contains(words).doesNotContain("Exception");
  }

  private CommandLineRun replay(Path path, String... options) {
    String[] arguments =
        Arrays.copyOf(new String[] {"replay", path.toString()}, 4 + options.length);
    arguments[2] = "--out";
    arguments[3] = temp.resolve("out").toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return CommandLineRun.of(arguments);
  }

  private static final String REPORT =
      "REPORT RequestId: 5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77\tDuration: 2.00 ms\tBilled Duration:"
          + " 2 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t";

  private static String answer(String message) {
    return "{\"events\":[{\"logStreamName\":\"a\",\"timestamp\":1772445600100,\"message\":\""
        + message.replace("\t", "\\t")
        + "\",\"eventId\":\"1\"}]}";
  }

  /** All at one instant: nothing could be detected, and that it was not would be false comfort. */
  @Test
  void linesWithoutTimes() throws IOException {
    Path plain = Files.writeString(temp.resolve("checkout.log"), REPORT + "\n");
    Path told = Files.writeString(temp.resolve("catalog.json"), answer(REPORT));
    refused(replay(plain), "checkout.log", "no times", "aws logs filter-log-events");
    refused(replay(told, plain.toString()), "checkout.log", "no times");
    refused(CommandLineRun.of("costs", plain.toString()), "no times");
    assertThat(CommandLineRun.of("inspect", plain.toString()).out).contains("/checkout");
  }

  @Test
  void aFunctionsNameForItsLogGroup() throws IOException {
    String file = Files.writeString(temp.resolve("x.json"), answer(REPORT)).toString();
    for (String command : List.of("inspect", "costs")) {
      refused(
          CommandLineRun.of(command, file, "--log-group", "checkout"),
          "did you mean /aws/lambda/checkout?");
    }
    refused(replay(Path.of(file), "--log-group", "checkout"), "did you mean /aws/lambda/checkout?");
  }

  /** No mistake that could be named, but no answer either. */
  @Test
  void nothingThatACallWasFoundIn() throws IOException {
    Path file = Files.writeString(temp.resolve("checkout.json"), answer("order 7 is paid"));
    CommandLineRun run = replay(file);
    assertThat(run.exitCode).as(run.err).isZero();
    assertThat(run.out)
        .contains("No incidents, which means nothing: no call was found")
        .doesNotContain("nobody would have been paged");
    assertThat(Files.readString(temp.resolve("out/report.html")))
        .contains("no incident means nothing");
  }

  @Test
  void anUnknownPath() {
    refused(replay(temp.resolve("nowhere")), "nowhere", "no such file or folder");
    refused(
        CommandLineRun.of("inspect", temp.resolve("nowhere").toString()), "no such file or folder");
  }

  @Test
  void aFolderThatIsNoRecording() {
    refused(replay(temp), "records-*.ndjson.gz", "not a recording");
  }

  @Test
  void aRecordingWithoutManifest() throws IOException {
    Files.writeString(temp.resolve("records-00000.ndjson"), "{}\n");
    refused(replay(temp), "manifest.json", "missing");
  }

  @Test
  void anEmptyFile() throws IOException {
    Path empty = Files.createFile(temp.resolve("empty.json"));
    refused(replay(empty), "empty.json", "is empty");
    refused(CommandLineRun.of("inspect", empty.toString()), "is empty");
  }

  @Test
  void whatIsNoText() throws IOException {
    Path picture = Files.write(temp.resolve("graph.png"), new byte[] {'P', 'N', 'G', 0, 1, -1});
    refused(replay(picture), "graph.png", "is no text");
  }

  @Test
  void jsonThatWasNotCopiedWhole() throws IOException {
    String answer =
        "{\n  \"events\": [\n    {\"timestamp\": 1772445600100, \"message\": \"hello\"},\n";
    Path cut = Files.writeString(temp.resolve("cut.json"), answer);
    refused(replay(cut), "cut.json", "breaks off", "copy it again");
    refused(replay(Files.writeString(cut, "{\"events\":[")), "breaks off");
  }

  /** Known before minutes go into a replay. */
  @Test
  void aPlaceWhereNothingCanBeWritten() throws IOException {
    Path file = Files.writeString(temp.resolve("out"), "");
    refused(replay(Recordings.BURST), file + ": cannot be written", "is a file", "--out");
    refused(
        CommandLineRun.of(
            "replay", Recordings.BURST.toString(), "--out", file.resolve("below").toString()),
        file.resolve("below") + ": cannot be written",
        "--out");
  }

  @Test
  void anEmptyRecording() throws IOException {
    Path folder = Recordings.write(temp.resolve("r"), Recordings.BURST, List.of(""));
    refused(replay(folder), "holds no records");
  }

  @Test
  void aRecordingOfAnythingElse() throws IOException {
    Path folder = Recordings.write(temp.resolve("r"), Recordings.BURST, List.of("a", "b"));
    refused(replay(folder), "not one of its 2 lines", "line 1", "not JSON");
  }

  @Test
  void aTruncatedGzipFile() throws IOException {
    Path folder =
        Recordings.write(temp.resolve("r"), Recordings.BURST, Recordings.lines(Recordings.BURST));
    Path records = folder.resolve("records-00000.ndjson.gz");
    byte[] whole = Files.readAllBytes(records);
    Files.write(records, Arrays.copyOf(whole, whole.length / 2));

    refused(replay(folder), "records-00000.ndjson.gz", "breaks off after line", "gzip -dc");
    refused(CommandLineRun.of("inspect", folder.toString()), "breaks off after line");
  }

  @Test
  void aMisspeltSetting() throws IOException {
    Path settings = temp.resolve("settings.json");
    Files.writeString(settings, "{\"coldStart\":{\"minInvocation\":10}}");
    refused(
        replay(Recordings.BURST, "--settings", settings.toString()),
        "settings.json",
        "coldStart.minInvocation\"",
        "nearest known one is \"coldStart.minInvocations\"");
  }

  /** The same words as a replay's, without one. */
  @Test
  void settingsAreLookedAtByThemselves() throws IOException {
    Path settings =
        Files.writeString(temp.resolve("settings.json"), "{\"coldStart\":{\"minInvocation\":10}}");
    CommandLineRun alone = CommandLineRun.of("settings", settings.toString());
    refused(alone, "nearest known one is \"coldStart.minInvocations\"");
    assertThat(alone.err)
        .isEqualTo(replay(Recordings.BURST, "--settings", settings.toString()).err);

    Files.writeString(settings, "{\"coldStart\":{\"minInvocations\":10}}");
    CommandLineRun right = CommandLineRun.of("settings", settings.toString());
    assertThat(right.exitCode).isZero();
    assertThat(right.out).contains("settings.json: understood");

    refused(CommandLineRun.of("settings", temp.resolve("no.json").toString()), "no.json");
  }

  @Test
  void aSettingOutOfRange() throws IOException {
    Path settings = temp.resolve("settings.json");
    Files.writeString(settings, "{\"clock\":{\"slotSeconds\":0}}");
    refused(
        replay(Recordings.BURST, "--settings", settings.toString()),
        "clock.slotSeconds",
        "at least 1");
  }

  @Test
  void aSettingThatIsChangedAmiss() throws IOException {
    refused(
        replay(Recordings.BURST, "--set", "coldStart.minShares=0.1"),
        "--set coldStart.minShares=0.1",
        "nearest known one is \"coldStart.minShare\"");
    refused(
        replay(Recordings.BURST, "--set", "coldStart.minShare=much"),
        "--set coldStart.minShare=much",
        "number");
    Path settings =
        Files.writeString(temp.resolve("s.json"), "{\"functions\":[{\"match\":\"checkout\"}]}");
    refused(
        replay(
            Recordings.BURST,
            "--settings",
            settings.toString(),
            "--set",
            "functions.synchronous=false"),
        "functions is a list",
        "functions[0]");
    refused(
        replay(Recordings.BURST, "--set", "databases[0].maxConnections=50"),
        "databases has 0 entries",
        "--set 'databases=[");
    refused(
        replay(
            Recordings.BURST,
            "--settings",
            settings.toString(),
            "--set",
            "functions[0].synchronous=perhaps"),
        "functions[0].synchronous");
    refused(replay(Recordings.BURST, "--set", "coldStart.minShare"), "has no value", "=0.02");
  }

  @Test
  void anEmptySettingsFile() throws IOException {
    Path settings = Files.writeString(temp.resolve("s.json"), "\n");
    refused(
        replay(Recordings.BURST, "--settings", settings.toString()), "s.json", "empty; {} means");
  }

  @Test
  void aManifestThatBreaksOff() throws IOException {
    Path folder = Recordings.write(temp.resolve("r"), Recordings.BURST, List.of("x"));
    Files.writeString(folder.resolve("manifest.json"), "{\"schema\":\"x\"\n");
    CommandLineRun run = replay(folder);
    refused(run, "manifest.json: not JSON at line 2", "write it anew");
    assertThat(run.err).doesNotContain("Source", "REDACTED");
  }

  @Test
  void nothingToCompare() {
    String burst = Recordings.BURST.toString();
    refused(CommandLineRun.of("compare", burst), "nothing to compare with", "--set KEY=VALUE");
    refused(
        CommandLineRun.of("compare", burst, "--set", "clock.slotSeconds=5"), "the same settings");
    refused(
        CommandLineRun.of("compare", burst, "--set", "clock.slotSeconds=5,5"),
        "all values of clock.slotSeconds are what it is");
  }

  @Test
  void severalValuesOfAKey() {
    String burst = Recordings.BURST.toString();
    refused(
        replay(Recordings.BURST, "--set", "coldStart.minShare=0.02,0.05"),
        "gives 2 values where one is asked for",
        "stormwatch compare",
        "[0.02,0.05]");
    refused(
        CommandLineRun.of("compare", burst, "--set", "coldStart.minShare=0.02,much"),
        "--set coldStart.minShare=0.02,much",
        "number");
    refused(
        CommandLineRun.of("compare", burst, "--set", "coldStart.minShare=0.02,5"),
        "--set coldStart.minShare=5",
        "out of range");
    refused(
        CommandLineRun.of(
            "compare",
            burst,
            "--set",
            "coldStart.minShare=0.02,0.05",
            "--set",
            "coldStart.minInvocations=20,50"),
        "both coldStart.minShare and coldStart.minInvocations");
    refused(
        CommandLineRun.of(
            "compare", burst, "--with", "b.json", "--set", "coldStart.minShare=0.02,0.05"),
        "--with b.json",
        "--settings");
  }

  /** A list is one value: it has its brackets. */
  @Test
  void aListIsNotSeveralValues() {
    refused(
        CommandLineRun.of("compare", Recordings.BURST.toString(), "--set", "ignore=[\"a\",5]"),
        "ignore[1]");
    refused(
        CommandLineRun.of(
            "compare", Recordings.BURST.toString(), "--set", "ignore=[\"a\"],[\"b\",5]"),
        "ignore=[\"b\",5]",
        "ignore[1]");
  }

  @Test
  void settingsThatAreNotThere() {
    refused(replay(Recordings.BURST, "--settings", temp.resolve("no.json").toString()), "no.json");
  }

  @Test
  void standardInput() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(answer(REPORT).getBytes(StandardCharsets.UTF_8)));
      CommandLineRun run = CommandLineRun.of("inspect", "-", "--log-group", "/aws/lambda/checkout");
      assertThat(run.exitCode).as(run.err).isZero();
      assertThat(run.out).contains("filter-log-events, log group /aws/lambda/checkout");
    } finally {
      System.setIn(before);
    }
  }

  /** A page of usage below it would hide what was wrong. */
  @Test
  void whatIsNotUnderstood() {
    refused(CommandLineRun.of("replay"), "'PATH'", "see stormwatch replay --help");
    refused(CommandLineRun.of("replay", "x", "--setings", "s"), "did you mean --settings");
    refused(CommandLineRun.of("replai"), "did you mean replay", "see stormwatch --help");
  }

  @Test
  void noCommand() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode).isZero();
    assertThat(run.err).isEmpty();
    assertThat(run.out)
        .contains("stormwatch replay replay-data/", "Operate it:", "  settings ", "  doctor ");
    assertThat(run.out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void anAbsurdParallelism() {
    refused(replay(Recordings.BURST, "--parallelism", "0"), "--parallelism 0", "1 to 128");
  }

  @Test
  void aFolderToEvaluateThatIsNotThere() {
    refused(CommandLineRun.of("evaluate", temp.resolve("nowhere").toString()), "no such folder");
  }

  @Test
  void nothingToEvaluate() throws IOException {
    refused(
        CommandLineRun.of("evaluate", temp.toString()),
        "no labelled recording at or below " + temp,
        "both manifest.json and labels.json",
        "found neither");
    Recordings.write(temp.resolve("a/b"), Recordings.BURST, List.of("x"));
    refused(
        CommandLineRun.of("evaluate", temp.toString()),
        "found 1 with a manifest but without labels");
  }

  @Test
  void labelsThatAreNotWellFormed() throws IOException {
    Path folder = Recordings.write(temp.resolve("r"), Recordings.BURST, List.of("x"));
    Files.writeString(
        folder.resolve("labels.json"),
        "{\"schema\":\"stormwatch.labels/1\",\"incidents\":[{\"id\":\"i1\"}]}");
    refused(
        CommandLineRun.of("evaluate", temp.toString()),
        folder.resolve("labels.json").toString(),
        "incidents[0].kind, incidents[0].severity, incidents[0].subject, incidents[0].onset,"
            + " incidents[0].firstImpact, incidents[0].end are missing",
        "firstImpact is null where",
        "mend it");
  }

  @Test
  void anAbsurdNumberOfJobs() {
    refused(
        CommandLineRun.of("evaluate", Recordings.BURST.toString(), "--jobs", "0"),
        "--jobs 0",
        "1 to 128");
  }

  @Test
  void settingsToScoreThatAreWrong() throws IOException {
    Path settings = temp.resolve("settings.json");
    Files.writeString(settings, "{\"coldStarts\":{}}");
    refused(
        CommandLineRun.of(
            "evaluate", Recordings.BURST.toString(), "--settings", settings.toString()),
        "settings.json",
        "coldStarts");
  }

  private CommandLineRun cut(String... options) {
    String[] arguments = Arrays.copyOf(new String[] {"import", ""}, 4 + options.length);
    arguments[1] = Recordings.QUIET.toString();
    arguments[2] = "--out";
    arguments[3] = temp.resolve("cut").toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void aTimeThatIsNone() {
    refused(cut("--from", "ten"), "--from \"ten\"", "2026-03-02T10:15:00Z");
    refused(cut("--from", "2026-03-02T11:00Z", "--to", "2026-03-02T10:00Z"), "is not before");
  }

  @Test
  void aTimeInWhichNothingArrived() {
    refused(cut("--from", "2031-01-01T00:00"), "holds arrivals from 2026-03-03T10:00:0");
    assertThat(temp.resolve("cut")).doesNotExist();
  }

  @Test
  void aFunctionThatIsNotThere() {
    refused(cut("--function", "nobody"), "nothing of [nobody]", "there is [");
  }

  @Test
  void aFileWhereAFolderIsToBe() throws IOException {
    Path file = Files.writeString(temp.resolve("cut"), "");
    refused(cut(), file + ": cannot be written", "is a file", "--out");
    refused(
        CommandLineRun.of("corpus", "--scenario", "cold-start-burst", "--out", file.toString()),
        file.toString(),
        "no folder can be made there");
  }

  @Test
  void aFolderThatIsFull() throws IOException {
    Files.writeString(Files.createDirectory(temp.resolve("cut")).resolve("a"), "");
    refused(cut(), "holds something already");
  }

  @Test
  void aLiveJobWithoutItsProperties() throws IOException {
    refused(
        CommandLineRun.of("live", "--local", temp.resolve("no.json").toString()),
        "no.json",
        "is the path right?");
    Path text = Files.writeString(temp.resolve("text"), "hello");
    refused(CommandLineRun.of("live", "--local", text.toString()), text.toString(), "not JSON");
    Path file =
        Files.writeString(
            temp.resolve("p.json"),
            "[{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{\"stream.arm\":\"x\"}}]");
    refused(
        CommandLineRun.of("live", "--local", file.toString()),
        "stream.arm",
        "nearest known one is stream.arn");
    refused(CommandLineRun.of("live", "--local", file.toString(), "--port", "99999"), "1 to 65535");
  }
}
