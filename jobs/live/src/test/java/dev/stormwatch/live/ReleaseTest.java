package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.live.emulate.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/release} asks of AWS, of which an {@code aws} on the PATH keeps a record. */
class ReleaseTest {

  /** Each call is a line that begins with {@code aws}, each of its words is one in brackets. */
  private static final String AWS =
      """
      #!/usr/bin/env bash
      { printf 'aws'; printf ' [%s]' "$@"; echo; } >>"$STUB_CALLS"
      case "$*" in
        *get-caller-identity*) echo 123456789012 ;;
        *OutputKey*CodeBucket*) echo code ;;
        *stormwatch-application*StackStatus*) echo "$STUB_STACK" ;;
        *ApplicationStatus*) echo RUNNING ;;
      esac
      """;

  private static final String MVN =
      """
      #!/usr/bin/env bash
      echo "mvn" >>"$STUB_CALLS"
      mkdir -p jobs/live/target
      echo jar >jobs/live/target/stormwatch-live-1-flink-1.20.jar
      """;

  /** Finds fault with settings that hold the word. */
  private static final String STORMWATCH =
      """
      #!/usr/bin/env bash
      document=$(cat)
      echo "stormwatch $* <$document>" >>"$STUB_CALLS"
      case $document in *wrong*) echo "stormwatch: settings: unknown key" >&2 && exit 2 ;; esac
      """;

  @TempDir private Path temp;

  @BeforeEach
  void aRepositoryOfItsOwn() throws IOException {
    Path deploy = Files.createDirectories(temp.resolve("deploy"));
    for (String file :
        List.of("release", "account.sh", "infrastructure.yaml", "application.yaml")) {
      Files.copy(Path.of("../../deploy", file), deploy.resolve(file));
    }
    program("bin/aws", AWS);
    program("bin/mvn", MVN);
    program("jobs/stormwatch", STORMWATCH);
  }

  private void program(String path, String text) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String calls() throws IOException {
    Path calls = temp.resolve("calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  private final Map<String, String> environment = new HashMap<>();

  /** Behind the programs that are put there by the test. */
  private String path = System.getenv("PATH");

  /** What CloudFormation says of the application's stack. */
  private String stack = "UPDATE_COMPLETE";

  /** Runs it and returns what it printed. */
  private String release(int exitCode, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("deploy/release", "--region", "eu-west-1"));
    words.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(words).directory(temp.toFile());
    command.environment().putAll(environment);
    command.environment().put("PATH", temp.resolve("bin") + ":" + path);
    command.environment().put("STUB_CALLS", temp.resolve("calls").toString());
    command.environment().put("STUB_STACK", stack);
    Path log = temp.resolve("log");
    Process process = Child.start(command, log);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
    return said;
  }

  @Test
  void eachTemplateGetsItsParametersWhateverIsInThem() throws Exception {
    String settings = "{\n  \"databases\" : [],\n  \"ignore\" : [\"a b\"]\n}";

    release(0, "PageEmail=oncall@example.com", "Settings=" + settings);

    assertThat(calls())
        .contains(
            "stormwatch settings - <" + settings + ">\nmvn\n",
            "[--stack-name] [stormwatch] [--capabilities] [CAPABILITY_IAM]"
                + " [--no-fail-on-empty-changeset]"
                + " [--parameter-overrides] [PageEmail=oncall@example.com]\n")
        .containsPattern(
            "\\[Infrastructure=stormwatch] \\[JarKey=stormwatch/[0-9a-f]{16}\\.jar]"
                + " \\[Settings=\\Q"
                + settings
                + "\\E]\n");
  }

  @Test
  void withoutParametersEachStaysAsItWas() throws Exception {
    release(0);

    assertThat(calls())
        .containsPattern("infrastructure\\.yaml].* \\[--no-fail-on-empty-changeset]\n")
        .containsPattern("application\\.yaml].* \\[JarKey=stormwatch/[0-9a-f]{16}\\.jar]\n");
  }

  @Test
  void aParameterThatNobodyKnowsIsNamedBeforeAnythingIsDone() throws Exception {
    assertThat(release(2, "PageMail=oncall@example.com"))
        .startsWith("release: unknown parameter PageMail; known are ShardCount ")
        .contains(" Settings ")
        .hasLineCount(1);
    assertThat(calls()).isEmpty();
  }

  /** CloudFormation updates no such stack, so running it again would not help. */
  @Test
  void aStackThatCouldNotBeMadeIsToBeDeletedFirst() throws Exception {
    stack = "ROLLBACK_COMPLETE";

    assertThat(release(2))
        .contains(
            "the stack stormwatch-application could not be made and is ROLLBACK_COMPLETE",
            "aws cloudformation delete-stack --stack-name stormwatch-application");
    assertThat(calls()).doesNotContain("mvn", "[deploy]");
  }

  /** Of a bash from before 4.0, and with none of the tools that only Linux has. */
  @Test
  void itRunsOnAMac() throws Exception {
    path = "";
    for (String tool :
        List.of("bash", "cut", "dirname", "du", "env", "grep", "java", "mkdir", "sed", "xargs")) {
      program("bin/" + tool, "#!%s\nexec %s \"$@\"\n".formatted(path("bash"), path(tool)));
    }
    program("bin/shasum", "#!/usr/bin/env bash\necho \"0123456789abcdef0123  -\"\n");
    Path old = Files.writeString(temp.resolve("old"), "enable -n mapfile readarray || true\n");
    environment.put("BASH_ENV", old.toString());

    release(0, "Parallelism=2");

    assertThat(calls()).contains("[JarKey=stormwatch/0123456789abcdef.jar] [Parallelism=2]\n");
  }

  private static Path path(String name) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void settingsThatAreWrongAreRefusedBeforeAnythingIsDone() throws Exception {
    assertThat(release(2, "Settings={\"wrong\": 1}"))
        .contains(
            "stormwatch: settings: unknown key\n", "release: so nothing was built or changed");
    assertThat(calls()).doesNotContain("mvn", "[deploy]");
  }

  @Test
  void settingsThatAPropertyHasNoRoomForAreUploaded() throws Exception {
    String longest = "{" + " ".repeat(2046) + "}";
    release(0, "Settings=" + longest);
    assertThat(calls()).contains("[Settings=" + longest + "]");

    release(0, "Settings=" + longest + " ");
    assertThat(calls())
        .containsPattern(
            "\\[s3] \\[cp] \\[--no-progress] \\[-] \\[(s3://code/stormwatch/[0-9a-f]{16}\\.json)]"
                + "[^$]+\\[Settings=\\1]\n");
  }

  @Test
  void settingsThatAreInABucketAlreadyAreTakenFromThere() throws Exception {
    release(0, "Settings=s3://ours/settings.json");
    assertThat(calls())
        .contains(" [Settings=s3://ours/settings.json]\n")
        .doesNotContain("stormwatch settings");
  }
}
