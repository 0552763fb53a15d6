package dev.stormwatch.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.lab.log.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Lambda places, bills, throttles and retries calls, one rule at a time. */
class LambdaRulesTest {

  /** A function of fixed times that is called at these seconds. */
  private static Estate called(String more, double... seconds) {
    String schedules =
        Arrays.stream(seconds)
            .mapToObj(
                second ->
                    String.format(Locale.ROOT, "{first: %f, withinSeconds: 0.001}", second / 60))
            .collect(Collectors.joining(", "));
    return Estates.run(
        200,
        """
        functions:
          f:
            initMillis: 2000
            initSigma: 0
            workMillis: 100
            workSigma: 0
            messageShare: 0
            %s
            traffic: {schedules: [%s]}
        """
            .formatted(more, schedules));
  }

  @Test
  void aCallThatFindsNoIdleEnvironmentWaitsForANewOne() {
    Estate estate = called("", 1, 1.01, 10);
    List<Invocation> calls = estate.truth.invocations("f");

    assertThat(calls).hasSize(3);
    assertThat(calls.get(0).cold()).isTrue();
    assertThat(calls.get(0).start()).isEqualTo(calls.get(0).arrival() + 2_000);
    assertThat(calls.get(1).cold()).isTrue();
    assertThat(calls.get(2).cold()).isFalse();
    assertThat(estate.logStreams()).hasSize(2);
  }

  @Test
  void aCallGoesToTheEnvironmentThatWasUsedLast() {
    Estate estate = called("", 1, 1.01, 10, 20, 30);

    assertThat(estate.logStreams().stream().map(stream -> starts(stream.lines().size())))
        .containsExactlyInAnyOrder(1, 4);
  }

  /** START, END, REPORT a call, and INIT_START once. */
  private static int starts(int lines) {
    return (lines - 1) / 3;
  }

  @Test
  void anEnvironmentThatIdledTooLongIsGone() {
    assertThat(called("idleMinutes: 6", 1, 300).logStreams()).hasSize(1);
    assertThat(called("idleMinutes: 6", 1, 500).logStreams()).hasSize(2);
  }

  @Test
  void anEnvironmentIsReplacedHoweverBusyItIs() {
    Estate estate =
        Estates.run(
            200,
            """
            functions:
              f: {lifetimeMinutes: 20, traffic: {schedules: [{first: 0, every: 0.5}]}}
            """);

    assertThat(estate.logStreams()).hasSizeBetween(6, 20);
  }

  @Test
  void initIsBilledWithTheRunAndRoundedUp() {
    Invocation call = called("", 1).truth.invocations("f").get(0);

    assertThat(call.billedMillis())
        .isEqualTo((long) Math.ceil((call.duration() + 200_000) / 100.0));
  }

  @Test
  void beyondItsReservedConcurrencyACallIsThrottledAndLeavesNoLine() {
    Estate estate = called("reservedConcurrency: 1", 1, 1.5, 10);

    assertThat(estate.truth.throttles()).hasSize(1);
    assertThat(estate.truth.invocations("f")).hasSize(2);
    assertThat(Estates.lines(estate, "f")).filteredOn(line -> line.startsWith("START")).hasSize(2);
  }

  @Test
  void reservedConcurrencyIsTakenFromWhatTheOthersShare() {
    Estate estate =
        Estates.run(
            2,
            """
            accountConcurrency: 5
            functions:
              reserved: {reservedConcurrency: 3}
              other:
                workMillis: 20000
                traffic: {schedules: [{first: 0.1, calls: 5, withinSeconds: 1}]}
            """);

    assertThat(estate.truth.invocations("other")).hasSize(2);
    assertThat(estate.truth.throttles()).hasSize(3);
  }

  @Test
  void aFunctionGainsAThousandEnvironmentsAtOnceAndAHundredEachSecond() {
    Estate estate =
        Estates.run(
            2,
            """
            accountConcurrency: 100000
            functions:
              f:
                workMillis: 60000
                timeoutSeconds: 300
                traffic: {schedules: [{first: 0.1, calls: 3000, withinSeconds: 5}]}
            """);

    assertThat(estate.logStreams().size()).isBetween(1_450, 1_510);
  }

  @Test
  void anAsynchronousCallIsTriedThreeTimesUnderOneRequestId() {
    List<Invocation> calls =
        called("synchronous: false\n    errorShare: 1", 1).truth.invocations("f");

    assertThat(calls).hasSize(3).allMatch(call -> call.ending() == Ending.ERROR);
    assertThat(calls.stream().map(Invocation::requestId).distinct()).hasSize(1);
    assertThat(calls.get(1).arrival() - calls.get(0).end()).isCloseTo(61_000, within(1_100L));
    assertThat(calls.get(2).arrival() - calls.get(1).end()).isCloseTo(121_000, within(1_100L));
  }

  @Test
  void aWaitingCallerTriesAgainAsANewCall() {
    List<Invocation> calls =
        called("errorShare: 1\n    client: {retries: 2, backoffMillis: 400}", 1)
            .truth
            .invocations("f");

    assertThat(calls).hasSize(3);
    assertThat(calls.stream().map(Invocation::requestId).distinct()).hasSize(3);
  }

  @Test
  void aCallerThatGivesUpTriesAgainWhileItsFirstCallStillRuns() {
    Estate estate = called("client: {retries: 1, backoffMillis: 100, timeoutMillis: 1000}", 1);
    List<Invocation> calls = estate.truth.invocations("f");

    assertThat(calls).hasSize(2);
    assertThat(calls.get(1).arrival()).isLessThan(calls.get(0).end());
    assertThat(estate.logStreams()).hasSize(2);
  }

  @Test
  void aCallIsCutOffAtTheTimeout() {
    Invocation call =
        called("timeoutSeconds: 3\n    needs: {dependency: d, millis: 9000, sigma: 0}", 1)
            .truth
            .invocations("f")
            .get(0);

    assertThat(call.ending()).isEqualTo(Ending.TIMEOUT);
    assertThat(call.end() - call.start()).isEqualTo(3_000);
  }

  @Test
  void afterATimeoutTheEnvironmentInitialisesInsideTheNextCallAndNoReportShowsIt() {
    Estate estate =
        Estates.run(
            30,
            """
            functions:
              f:
                initMillis: 2000
                initSigma: 0
                workMillis: 100
                timeoutSeconds: 5
                needs: {dependency: d, millis: 10}
                traffic: {schedules: [{first: 1, every: 2}]}
            troubles:
              - {do: outage, dependency: d, at: 0, minutes: 2, silent: true}
            """);
    List<Invocation> calls = estate.truth.invocations("f");

    assertThat(calls.get(0).ending()).isEqualTo(Ending.TIMEOUT);
    assertThat(calls.get(1).init()).isZero();
    assertThat(calls.get(1).hiddenInit()).isEqualTo(200_000);
    assertThat(calls.get(1).cold()).isTrue();
    assertThat(calls.get(1).duration()).isGreaterThan(200_000);
    assertThat(calls.get(2).cold()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimeoutShowsInReportOrInALineOfItsOwn(boolean statusInReport) {
    Estate estate =
        called(
            "timeoutSeconds: 3\n    statusInReport: "
                + statusInReport
                + "\n    needs: {dependency: d, millis: 9000, sigma: 0}",
            1);
    List<String> lines = Estates.lines(estate, "f");

    assertThat(lines.stream().filter(line -> line.contains("Status: timeout")).count())
        .isEqualTo(statusInReport ? 1 : 0);
    assertThat(lines.stream().filter(line -> line.contains("Task timed out after 3.00")).count())
        .isEqualTo(statusInReport ? 0 : 1);
  }

  @Test
  void aDeployLeavesTheOldEnvironmentsWithoutCalls() {
    Estate estate =
        Estates.run(
            30,
            """
            functions:
              f: {version: "1", traffic: {schedules: [{first: 0.1, every: 0.5}]}}
            troubles:
              - {do: deploy, function: f, version: "2", at: 10}
            """);

    assertThat(estate.logStreams()).hasSize(2);
    assertThat(Estates.lines(estate, "f"))
        .filteredOn(line -> line.contains("Version: 1"))
        .hasSize(20);
    assertThat(Estates.lines(estate, "f"))
        .filteredOn(line -> line.contains("Version: 2"))
        .hasSize(40);
  }

  @Test
  void provisionedEnvironmentsInitialiseBeforeAnybodyCalls() {
    Estate estate = called("provisionedConcurrency: 2", 60, 60.01, 60.02);

    assertThat(estate.truth.invocations("f").stream().filter(Invocation::cold)).hasSize(1);
    assertThat(Estates.lines(estate, "f"))
        .filteredOn(line -> line.startsWith("INIT_REPORT"))
        .hasSize(2);
  }

  @Test
  void atWarnOnlyFailuresAreLogged() {
    Estate estate =
        Estates.run(
            60,
            """
            functions:
              f:
                logFormat: json
                systemLogLevel: warn
                messageShare: 0
                errorShare: 0.1
                traffic: {schedules: [{first: 0, every: 0.1}]}
            """);
    long failed =
        estate.truth.invocations("f").stream().filter(call -> call.ending().failed()).count();

    assertThat(failed).isPositive();
    assertThat(Estates.lines(estate, "f")).hasSize((int) failed);
  }
}
