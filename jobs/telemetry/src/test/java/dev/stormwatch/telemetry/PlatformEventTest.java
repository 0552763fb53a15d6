package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's events as JSON, of every version that Lambda ever wrote. */
class PlatformEventTest {

  private static String event(String type, String record) {
    return json(
        "{'time':'2026-03-02T10:12:15.120Z','type':'platform."
            + type
            + "','record':"
            + record
            + "}");
  }

  static Stream<Arguments> environments() {
    return Stream.of(
        arguments(
            event(
                "initStart",
                "{'initializationType':'on-demand','phase':'init','runtimeVersion':'nodejs:22.v40',"
                    + "'functionName':'checkout','functionVersion':'$LATEST','instanceMaxMemory':512}"),
            "INIT_START phase=init"),
        arguments(
            event(
                "initStart",
                "{'initializationType':'on-demand','runtimeVersion':'python:3.14.DurableFunction.v6'}"),
            "INIT_START DURABLE"),
        arguments(
            event("initStart", "{'initializationType':'provisioned-concurrency'}"),
            "INIT_START PROVISIONED_CONCURRENCY"),
        arguments(
            event("initStart", "{'initializationType':'lambda-managed-instances'}"),
            "INIT_START MANAGED_INSTANCES"),
        arguments(
            event(
                "initRuntimeDone",
                "{'initializationType':'on-demand','phase':'init','status':'success','spans':[{}]}"),
            "INIT_RUNTIME_DONE status=SUCCESS phase=init"),
        arguments(
            event(
                "initReport",
                "{'initializationType':'on-demand','phase':'invoke','status':'error',"
                    + "'errorType':'Runtime.ExitError','metrics':{'durationMs':125.33}}"),
            "INIT_REPORT init=125330 status=ERROR error=Runtime.ExitError phase=invoke"),
        arguments(
            event(
                "initReport",
                "{'initializationType':'snap-start','phase':'snap-start','metrics':{'durationMs':7}}"),
            "INIT_REPORT init=7000 phase=snap-start SNAP_START"),
        arguments(event("initReport", "{'status':'success'}"), "MALFORMED_PLATFORM status=SUCCESS"),
        arguments(
            event("restoreStart", "{'runtimeVersion':'java:21.v31'}"), "RESTORE_START SNAP_START"),
        arguments(
            event("restoreRuntimeDone", "{'status':'success'}"),
            "RESTORE_RUNTIME_DONE status=SUCCESS SNAP_START"),
        arguments(
            event("restoreReport", "{'status':'success','metrics':{'durationMs':70.87}}"),
            "RESTORE_REPORT restore=70870 status=SUCCESS SNAP_START"),
        arguments(
            event("extension", "{'name':'tracer','state':'Ready','events':['INVOKE']}"),
            "EXTENSION"),
        arguments(
            event("telemetrySubscription", "{'name':'tracer','state':'Subscribed','types':[]}"),
            "SUBSCRIPTION"),
        arguments(event("logsSubscription", "{'name':'tracer'}"), "SUBSCRIPTION"),
        arguments(
            event("logsDropped", "{'reason':'slow','droppedRecords':12,'droppedBytes':123}"),
            "LOGS_DROPPED dropped=12"),
        arguments(event("logsDropped", "{'reason':'slow'}"), "LOGS_DROPPED"));
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        arguments(
            event("start", "{'requestId':'%s','version':'42','tracing':{'value':'Root=1'}}"),
            "START id=ID"),
        arguments(
            event("start", "{'requestId':'%s','tenantId':'blue','functionArn':'arn:x'}"),
            "START id=ID TENANTS"),
        arguments(event("start", "{'requestId':'%s','tenantId':null}"), "START id=ID"),
        arguments(event("start", "{'version':'42'}"), "MALFORMED_PLATFORM"),
        arguments(
            event(
                "runtimeDone",
                "{'requestId':'%s','status':'failure','errorType':'Runtime.Unknown',"
                    + "'metrics':{'durationMs':140.0,'producedBytes':16},'spans':[{'durationMs':1}]}"),
            "RUNTIME_DONE id=ID duration=140000 status=FAILURE error=Runtime.Unknown"),
        arguments(
            event("runtimeDone", "{'requestId':'%s','status':'success'}"),
            "RUNTIME_DONE id=ID status=SUCCESS"),
        arguments(
            event(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':12.34,'billedDurationMs':13,'memorySizeMB':512,"
                    + "'maxMemoryUsedMB':97,'initDurationMs':206.72},'status':'success','tenantId':'t'}"),
            "REPORT id=ID duration=12340 init=206720 billed=13 memory=512 status=SUCCESS TENANTS"),
        arguments(
            event(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':5000.0,'billedDurationMs':5000.0,"
                    + "'memorySizeMB':512,'maxMemoryUsedMB':97},'status':'timeout'}"),
            "REPORT id=ID duration=5000000 billed=5000 memory=512 status=TIMEOUT"),
        arguments(
            event(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':1.5,'billedDurationMs':2,"
                    + "'memorySizeMB':512,'restoreDurationMs':398.97,'billedRestoreDurationMs':210}}"),
            "REPORT id=ID duration=1500 restore=398970 billed=2 memory=512"),
        arguments(
            event("report", "{'requestId':'%s','metrics':{'durationMs':3.5},'spans':[]}"),
            "REPORT id=ID duration=3500 MANAGED_INSTANCES"),
        arguments(
            json(
                "{'record':{'requestId':'%s','metrics':{'durationMs':3.5,'memorySizeMB':128}},"
                    + "'type':'platform.report','time':'2026-03-02T10:12:15.120Z'}"),
            "REPORT id=ID duration=3500 memory=128"),
        arguments(event("end", "{'requestId':'%s'}"), "END id=ID"),
        arguments(
            event("fault", "'RequestId: %s Error: Runtime exited with error: exit status 1'"),
            "EXIT id=ID error=Runtime.ExitError"),
        arguments(event("fault", "'the sandbox is gone'"), "EXIT"),
        arguments(event("weather", "{'requestId':'%s'}"), "UNKNOWN_PLATFORM id=ID"));
  }

  @ParameterizedTest
  @MethodSource({"environments", "calls"})
  void readsAnEvent(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  /** The JSON form of a number that is none, or too long. */
  @ParameterizedTest
  @ValueSource(strings = {"'5'", "null", "{}", "[1]", "1e999", "-1", "true"})
  void doesNotBelieveAnAbsurdNumber(String number) {
    String report = "{'requestId':'%s','metrics':{'memorySizeMB':1,'durationMs':" + number + "}}";
    assertThat(Told.by(event("report", report))).isEqualTo("MALFORMED_PLATFORM id=ID memory=1");
  }

  static Stream<Arguments> wrapped() {
    return Stream.of(
        arguments("{'time':'t','type':'function','record':'hello\\n'}", "APPLICATION_JSON"),
        arguments(
            "{'time':'t','type':'function','record':'[ERROR] ValueError: x\\nTraceback (most"
                + " recent call last):\\n'}",
            "RUNTIME_ERROR error=ValueError"),
        arguments(
            "{'time':'t','type':'function','record':'2026-03-02T10:12:15.120Z\\t%s\\tERROR\\tInvoke"
                + " Error \\t{\\'errorType\\':\\'TypeError\\',\\'stack\\':[]}\\n'}",
            "RUNTIME_ERROR id=ID error=TypeError"),
        arguments(
            "{'time':'t','type':'function','record':{'level':'INFO','message':'x'}}",
            "APPLICATION_JSON"),
        arguments(
            "{'time':'t','type':'function','record':{'timestamp':'t','level':'ERROR','requestId':'%s',"
                + "'message':{'errorType':'TypeError','errorMessage':'x'}}}",
            "RUNTIME_ERROR id=ID error=TypeError"),
        arguments(
            "{'time':'t','type':'function','record':{'level':'WARN','message':'too many connections'}}",
            "CONNECTION_TROUBLE words=REFUSED"),
        arguments(
            "{'time':'t','type':'function','record':{'time':'t','type':'function','record':'x'}}",
            "APPLICATION_JSON"),
        arguments(
            "{'time':'t','type':'extension','record':'[ERROR] ValueError: x\\nTraceback (most"
                + " recent call last):'}",
            "APPLICATION_JSON"));
  }

  /** What an extension gets from the Telemetry API, and may print into the log again. */
  @ParameterizedTest
  @MethodSource("wrapped")
  void readsTheLineInsideAFunctionRecord(String message, String told) {
    assertThat(Told.by(json(message))).isEqualTo(told);
  }

  /** However long the line is, and whatever characters it holds, a record is found in it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 4_000, 8_000, 33_000, 100_000})
  void findsARecordBehindLongTexts(int length) {
    String text = "\ud83d\ude00\u20ac".repeat(length / 3) + "x".repeat(length % 3);
    String more = "'more':{'a':['" + text + "',{'b':'\\n" + text + "'}]},";
    assertThat(Told.by(event("start", "{" + more + "'requestId':'%s'}"))).isEqualTo("START id=ID");
    assertThat(
            Told.by(
                json(
                    "{'time':'"
                        + text
                        + "','type':'function','record':{'time':'t','type':'platform.end',"
                        + more
                        + "'record':{'requestId':'%s'}}}")))
        .isEqualTo("END id=ID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'platform','record':{'requestId':'%s'}}",
        "{'type':'platform.report'}",
        "{'type':'platform.report','record':null}",
        "{'type':'order','record':{'status':'timeout','metrics':{'durationMs':5}}}",
        "{'time':'10:12','level':'INFO','msg':'hello'}",
        "{'message':'REPORT RequestId: %s\\tDuration: 5.00 ms'}",
        "{'type':{'a':1},'level':['x'],'errorType':null,'message':null,'record':[1,{'b':2}]}"
      })
  void leavesTheApplicationItsOwnEvents(String message) {
    assertThat(Told.by(json(message))).isEqualTo("APPLICATION_JSON");
  }

  @Test
  void readsHowMuchMemoryWasUsed() {
    String report =
        "{'requestId':'%s','metrics':{'durationMs':12.34,'billedDurationMs':13,'memorySizeMB':512,"
            + "'maxMemoryUsedMB':97}}";
    assertThat(Told.read(event("report", report)).usedMegabytes).isEqualTo(97);
  }
}
