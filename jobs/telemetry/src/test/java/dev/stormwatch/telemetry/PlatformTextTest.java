package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's lines in the text format, and what an application may print without being it. */
class PlatformTextTest {

  private static final String ARN =
      "arn:aws:lambda:eu-west-1::runtime:" + "0123456789abcdef".repeat(4);

  private static final String WARM = "REPORT id=ID duration=12340 billed=13 memory=512";

  private static String report(String tail) {
    return "REPORT RequestId: "
        + ID
        + "\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 97 MB\t"
        + tail;
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        arguments("START RequestId: " + ID + " Version: $LATEST\n", "START id=ID"),
        arguments("START RequestId: " + ID + " Version: 42", "START id=ID"),
        arguments("START RequestId: <request-id> Version: 42\n", "START id=<request-id>"),
        arguments("START RequestId:  Version: 42\n", "MALFORMED_PLATFORM"),
        arguments("END RequestId: " + ID + "\n", "END id=ID"),
        arguments("END RequestId:\t" + ID + "\n", "END id=ID"),
        arguments("END RequestId: " + ID, "END id=ID"),
        arguments(report("\n"), WARM),
        arguments(report(""), WARM),
        arguments(
            report("Init Duration: 206.72 ms\t\n"),
            "REPORT id=ID duration=12340 init=206720 billed=13 memory=512"),
        arguments(
            report("Restore Duration: 398.97 ms\tBilled Restore Duration: 210 ms\t\n"),
            "REPORT id=ID duration=12340 restore=398970 billed=13 memory=512"),
        arguments(
            report("Restore Duration: 398.97 ms\t\n"),
            "REPORT id=ID duration=12340 restore=398970 billed=13 memory=512"),
        arguments(report("Status: timeout\n"), WARM + " status=TIMEOUT"),
        arguments(
            report("Status: error\tError Type: Runtime.ExitError\n"),
            WARM + " status=ERROR error=Runtime.ExitError"),
        arguments(report("Status: failure\n"), WARM + " status=FAILURE"),
        arguments(
            report("Something New: 7 ms\tInit Duration: 9.5 ms\n"),
            "REPORT id=ID duration=12340 init=9500 billed=13 memory=512"),
        arguments(
            report(
                "\nXRAY TraceId: 1-5e6f7a8b-0123456789abcdef01234567\tSegmentId: 0123456789abcdef"
                    + "\tSampled: true\t\n"),
            WARM + " trace=1-5e6f7a8b-0123456789abcdef01234567"),
        arguments(report("\n").replace('\t', ' '), WARM),
        arguments(report("\n").replace("\t", "   "), WARM),
        arguments(report("\n").replace(" ms\t", " ms \t"), WARM),
        arguments(report("\n").replace("RequestId: ", "RequestId:\t"), WARM),
        arguments(
            report("Status: timeout\n").replace("\t", "\\t").replace("\n", "\\n"),
            WARM + " status=TIMEOUT"),
        arguments(report("\n").replace(ID, "<request-id>"), WARM.replace("=ID", "=<request-id>")),
        arguments(report("\n").replace(ID, ""), WARM.replace(" id=ID", "")),
        arguments(
            report("\n").replaceAll("[0-9.]+ ms", "<duration> ms"), "REPORT id=ID memory=512"),
        arguments(
            "REPORT RequestId: " + ID + "\tDuration: 3.50 ms\n", "REPORT id=ID duration=3500"),
        arguments("REPORT RequestId: " + ID + "\n", "MALFORMED_PLATFORM id=ID"),
        arguments("REPORT RequestId: " + ID + "\tDuration: fast ms\n", "MALFORMED_PLATFORM id=ID"));
  }

  static Stream<Arguments> failures() {
    String exit = "EXIT id=ID error=Runtime.ExitError";
    return Stream.of(
        arguments(
            "2026-03-02T10:12:15.120Z " + ID + " Task timed out after 3.00 seconds\n\n",
            "TIMEOUT id=ID status=TIMEOUT"),
        arguments(
            "2026-03-02T10:12:15.120Z  Task timed out after 900.10 seconds",
            "TIMEOUT status=TIMEOUT"),
        arguments(ID + " Task timed out after 6 seconds", "TIMEOUT id=ID status=TIMEOUT"),
        arguments(
            "2026-03-02T10:12:15.120Z <request-id> Task timed out after 3.00 seconds\\n\\n",
            "TIMEOUT id=<request-id> status=TIMEOUT"),
        arguments(
            "RequestId: "
                + ID
                + " Error: Runtime exited without providing a reason\nRuntime.ExitError\n",
            exit),
        arguments(
            "RequestId: "
                + ID
                + " Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
            exit),
        arguments("RequestId: " + ID + " Error: Runtime exited with error: exit status 137", exit),
        arguments("RequestId: " + ID + " Process exited before completing request\n\n", exit),
        arguments(
            "RequestId:  Error: Runtime exited without providing a reason\n",
            "EXIT error=Runtime.ExitError"),
        arguments(
            "RequestId: " + ID + "\tStatus: error\tErrorType: Runtime.InvalidEntrypoint\n",
            "EXIT id=ID status=ERROR error=Runtime.InvalidEntrypoint"),
        arguments(
            fault("fork/exec /var/task/bootstrap: permission denied\nRuntime.InvalidEntrypoint\n"),
            "EXIT id=ID error=Runtime.InvalidEntrypoint"),
        arguments(fault("exit code 0\nExtension.Crash\n"), "EXIT id=ID error=Extension.Crash"),
        arguments(
            fault("fork/exec /opt/extensions/tracer: permission denied\nPermissionDenied\n"),
            "EXIT id=ID error=PermissionDenied"),
        arguments(
            fault("the answer has more than 6291556 bytes\nFunction.ResponseSizeTooLarge\n"),
            "RUNTIME_ERROR id=ID error=Function.ResponseSizeTooLarge"),
        arguments(
            fault("Task timed out after 3.00 seconds\nSandbox.Timedout"),
            "TIMEOUT id=ID status=TIMEOUT error=Sandbox.Timedout"),
        arguments("Unknown application error occurred\n\n", "EXIT"),
        arguments(
            "Unknown application error occurred\nRuntime.ImportModuleError\n",
            "EXIT error=Runtime.ImportModuleError"));
  }

  static Stream<Arguments> environments() {
    return Stream.of(
        arguments(
            "INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: " + ARN + "\n",
            "INIT_START"),
        arguments("INIT_START \n", "INIT_START"),
        arguments(
            "INIT_START Runtime Version: nodejs:24.DurableFunction.v9\tRuntime Version ARN: " + ARN,
            "INIT_START DURABLE"),
        arguments(
            "INIT_REPORT Init Duration: 206.72 ms\tPhase: init\tStatus: timeout\n",
            "INIT_REPORT init=206720 status=TIMEOUT phase=init"),
        arguments(
            "INIT_REPORT Init Duration: 1.5 ms Phase: invoke Status: error Error Type: Runtime.ExitError",
            "INIT_REPORT init=1500 status=ERROR error=Runtime.ExitError phase=invoke"),
        arguments("INIT_REPORT Init Duration: 9908.09 ms\n", "INIT_REPORT init=9908090"),
        arguments("INIT_REPORT\n", "MALFORMED_PLATFORM"),
        arguments(
            "RESTORE_START Runtime Version: java:21.v31\tRuntime Version ARN: " + ARN + "\n",
            "RESTORE_START SNAP_START"),
        arguments(
            "RESTORE_REPORT Restore Duration: 398.97 ms\n",
            "RESTORE_REPORT restore=398970 SNAP_START"),
        arguments(
            "RESTORE_REPORT Restore Duration: 10.5 ms\tStatus: error\tError Type: Runtime.ExitError\n",
            "RESTORE_REPORT restore=10500 status=ERROR error=Runtime.ExitError SNAP_START"),
        arguments(
            "EXTENSION\tName: tracer\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n", "EXTENSION"),
        arguments(
            "EXTENSION Name: tracer State: LaunchError Events: [] Error Type: PermissionDenied\n",
            "EXTENSION"),
        arguments(
            "TELEMETRY\tName: tracer\tState: Subscribed\tTypes: [Platform, Function]\n",
            "SUBSCRIPTION"),
        arguments("LOGS\tName: tracer\tState: Subscribed\tTypes: [Platform]\n", "SUBSCRIPTION"),
        arguments(
            "XRAY TraceId: 1-5e6f7a8b-0123456789abcdef01234567\tSegmentId: 0123456789abcdef\tSampled: true\t",
            "XRAY trace=1-5e6f7a8b-0123456789abcdef01234567"));
  }

  @ParameterizedTest
  @MethodSource({"calls", "failures", "environments"})
  void readsALine(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  private static String fault(String words) {
    return "RequestId: " + ID + " Error: " + words;
  }

  static Stream<String> lookalikes() {
    return Stream.of(
        "the REPORT RequestId: " + ID + "\tDuration: 5 ms is below",
        " REPORT RequestId: " + ID + "\tDuration: 5.00 ms\n",
        "REPORT for the month",
        "REPORTING RequestId: " + ID,
        "START of the import",
        "STARTING RequestId",
        "START",
        "END",
        "END of the import",
        "EXTENSION of the loan",
        "EXTENSIONS\tName: x",
        "TELEMETRY is off",
        "LOGS Nameless",
        "XRAY is off",
        "RequestId: " + ID + " was handled",
        fault("no such basket"),
        fault("no such basket\nRuntime of the mixer"),
        fault("no such basket\nBasket.Missing"),
        "RequestId: 7 Error: no such basket\nRuntime.ExitError",
        "Unknown application error occurred in the mixer",
        "Unknown application error occurred\nin the mixer",
        "Unknown application error occurred Runtime.ExitError",
        "saw: Unknown application error occurred",
        "RequestId",
        "Task timed out after retrying the download",
        "Task timed out after 3 attempts",
        "Task timed out after 3.00 seconds, trying again",
        "job import-7: Task timed out after 3.00 seconds",
        "WARN Task timed out after 30.00 seconds",
        "the worker said Task timed out after 3.00 seconds",
        "2026-03-02T10:12:15.120Z" + " ".repeat(200) + "Task timed out after 3.00 seconds");
  }

  @ParameterizedTest
  @MethodSource("lookalikes")
  void leavesTheApplicationItsOwnWords(String message) {
    assertThat(Told.by(message)).isEqualTo("APPLICATION_TEXT");
  }

  @Test
  void readsHowMuchMemoryWasUsed() {
    assertThat(Told.read(report("")).usedMegabytes).isEqualTo(97);
  }

  /** Numbers that nobody would believe count as not given. */
  @ParameterizedTest
  @ValueSource(strings = {"1e9", "99999999999999999999999", "-5", "NaN", ".", "", "1.2.3"})
  void doesNotBelieveAnAbsurdNumber(String number) {
    assertThat(Told.read(report("").replace("512 MB", number + " MB")).memoryMegabytes)
        .isIn(Observation.NONE, 1L);
    assertThat(Told.read(report("").replace("12.34 ms", number + " ms")).durationMicros)
        .isLessThan(1_000_001);
  }

  /** Upper and lower case must not depend on the machine's language. */
  @Test
  void readsAStatusUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Told.read(report("Status: TIMEOUT\n")).status).isEqualTo(Status.TIMEOUT);
    } finally {
      Locale.setDefault(before);
    }
  }
}
