package dev.stormwatch.telemetry;

import static dev.stormwatch.core.fold.LineKind.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.telemetry.RecordingSink.Line;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of a line, read through a whole record. */
class LineReaderTest {

  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  private static final String ARN =
      "arn:aws:lambda:eu-west-1::runtime:" + "0123456789abcdef".repeat(4);

  private final RecordDecoder decoder =
      new RecordDecoder(SettingsReader.defaults().decode, "eu-west-1");

  private Line read(String message) {
    RecordingSink sink = new RecordingSink();
    try {
      decoder.decode(Documents.plain(Documents.of(message)), sink);
    } catch (DeadRecordException e) {
      throw new AssertionError("a line must never kill its record", e);
    }
    assertThat(sink.lines).hasSize(1);
    return sink.lines.get(0);
  }

  /** What a line must tell; what is not set here must not be told. */
  private static final class Told {
    private final Observation line = new Observation();

    private Told(LineKind kind) {
      line.reset(Documents.T);
      line.kind = kind;
    }

    private Told and(Consumer<Observation> change) {
      change.accept(line);
      return this;
    }

    private Told id(String requestId) {
      return and(l -> l.setRequestId(requestId));
    }

    private Told status(Status status, String errorType) {
      return and(l -> l.status = status).and(l -> l.errorType = errorType);
    }

    private Told numbers(double millis, long billed, long memory) {
      return and(l -> l.durationMicros = Math.round(millis * 1000))
          .and(l -> l.billedMillis = billed)
          .and(l -> l.memoryMegabytes = memory);
    }

    private Told init(double millis, String phase) {
      return and(l -> l.initMicros = Math.round(millis * 1000)).and(l -> l.phase = phase);
    }

    private Told restore(double millis) {
      return and(l -> l.restoreMicros = Math.round(millis * 1000));
    }
  }

  private static Told told(LineKind kind) {
    return new Told(kind);
  }

  private static Arguments row(String message, Told told) {
    return Arguments.of(message, told.line);
  }

  private static String report(String tail) {
    return "REPORT RequestId: "
        + ID
        + "\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 97 MB\t"
        + tail;
  }

  private static Told warm() {
    return told(REPORT).id(ID).numbers(12.34, 13, 512);
  }

  static Stream<Arguments> invocationLines() {
    return Stream.of(
        row("START RequestId: " + ID + " Version: $LATEST\n", told(START).id(ID)),
        row("START RequestId: " + ID + " Version: 42", told(START).id(ID)),
        row("START RequestId: <request-id> Version: 42\n", told(START).id("<request-id>")),
        row("START RequestId:  Version: 42\n", told(MALFORMED_PLATFORM)),
        row("END RequestId: " + ID + "\n", told(END).id(ID)),
        row("END RequestId:\t" + ID + "\n", told(END).id(ID)),
        row("END RequestId: " + ID, told(END).id(ID)),
        row(report("\n"), warm()),
        row(report(""), warm()),
        row(report("Init Duration: 206.72 ms\t\n"), warm().init(206.72, "")),
        row(
            report("Restore Duration: 398.97 ms\tBilled Restore Duration: 210 ms\t\n"),
            warm().restore(398.97)),
        row(report("Restore Duration: 398.97 ms\t\n"), warm().restore(398.97)),
        row(report("Status: timeout\n"), warm().status(Status.TIMEOUT, "")),
        row(
            report("Init Duration: 80.00 ms\tStatus: error\tError Type: Runtime.ExitError\n"),
            warm().init(80, "").status(Status.ERROR, "Runtime.ExitError")),
        row(report("Status: failure\n"), warm().status(Status.FAILURE, "")),
        row(report("Something New: 7 ms\tInit Duration: 9.5 ms\n"), warm().init(9.5, "")),
        row(
            report(
                "\nXRAY TraceId: 1-5e6f7a8b-0123456789abcdef01234567\tSegmentId: 0123456789abcdef"
                    + "\tSampled: true\t\n"),
            warm()),
        row(report("\n").replace('\t', ' '), warm()),
        row(report("\n").replace("\t", "   "), warm()),
        row(report("\n").replace(" ms\t", " ms \t"), warm()),
        row(report("\n").replace("RequestId: ", "RequestId:\t"), warm()),
        row(
            report("Init Duration: 7.5 ms\t\n").replace("\t", "\\t").replace("\n", "\\n"),
            warm().init(7.5, "")),
        row(
            report("Status: timeout\n").replace("\t", "\\t").replace("\n", "\\n"),
            warm().status(Status.TIMEOUT, "")),
        row(report("\n").replace(ID, "<request-id>"), warm().id("<request-id>")),
        row(report("\n").replace(ID, ""), warm().id("")),
        row(
            "REPORT RequestId: " + ID + "\tDuration: 3.50 ms\n",
            told(REPORT).id(ID).and(l -> l.durationMicros = 3500)),
        row("REPORT RequestId: " + ID + "\n", told(MALFORMED_PLATFORM).id(ID)),
        row("REPORT RequestId: " + ID + "\tDuration: fast ms\n", told(MALFORMED_PLATFORM).id(ID)),
        row(
            "2026-03-02T10:12:15.120Z " + ID + " Task timed out after 3.00 seconds\n\n",
            told(TIMEOUT).id(ID).status(Status.TIMEOUT, "")),
        row(
            "2026-03-02T10:12:15.120Z  Task timed out after 900.10 seconds",
            told(TIMEOUT).status(Status.TIMEOUT, "")),
        row(
            "2026-03-02T10:12:15.120Z <request-id> Task timed out after 3.00 seconds\\n\\n",
            told(TIMEOUT).id("<request-id>").status(Status.TIMEOUT, "")),
        row(
            "RequestId: "
                + ID
                + " Error: Runtime exited without providing a reason\nRuntime.ExitError\n",
            told(EXIT).id(ID).status(Status.NOT_SAID, "Runtime.ExitError")),
        row(
            "RequestId: "
                + ID
                + " Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
            told(EXIT).id(ID).status(Status.NOT_SAID, "Runtime.ExitError")),
        row(
            "RequestId: " + ID + " Error: Runtime exited with error: exit status 137",
            told(EXIT).id(ID).status(Status.NOT_SAID, "Runtime.ExitError")),
        row(
            "RequestId: " + ID + " Process exited before completing request\n\n",
            told(EXIT).id(ID).status(Status.NOT_SAID, "Runtime.ExitError")),
        row(
            "RequestId:  Error: Runtime exited without providing a reason\n",
            told(EXIT).status(Status.NOT_SAID, "Runtime.ExitError")),
        row(
            "RequestId: " + ID + "\tStatus: error\tErrorType: Runtime.InvalidEntrypoint\n",
            told(EXIT).id(ID).status(Status.ERROR, "Runtime.InvalidEntrypoint")));
  }

  static Stream<Arguments> environmentLines() {
    return Stream.of(
        row(
            "INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: " + ARN + "\n",
            told(INIT_START)),
        row("INIT_START \n", told(INIT_START)),
        row(
            "INIT_REPORT Init Duration: 206.72 ms\tPhase: init\tStatus: timeout\n",
            told(INIT_REPORT).init(206.72, "init").status(Status.TIMEOUT, "")),
        row(
            "INIT_REPORT Init Duration: 1.5 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n",
            told(INIT_REPORT).init(1.5, "invoke").status(Status.ERROR, "Runtime.ExitError")),
        row("INIT_REPORT Init Duration: 9908.09 ms\n", told(INIT_REPORT).init(9908.09, "")),
        row("INIT_REPORT\n", told(MALFORMED_PLATFORM)),
        row(
            "RESTORE_START Runtime Version: java:21.v31\tRuntime Version ARN: " + ARN + "\n",
            told(RESTORE_START)),
        row("RESTORE_REPORT Restore Duration: 398.97 ms\n", told(RESTORE_REPORT).restore(398.97)),
        row(
            "RESTORE_REPORT Restore Duration: 10.5 ms\tStatus: error\tError Type: Runtime.ExitError\n",
            told(RESTORE_REPORT).restore(10.5).status(Status.ERROR, "Runtime.ExitError")),
        row("EXTENSION\tName: tracer\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n", told(EXTENSION)),
        row(
            "EXTENSION Name: tracer State: LaunchError Events: [] Error Type: PermissionDenied\n",
            told(EXTENSION)),
        row(
            "TELEMETRY\tName: tracer\tState: Subscribed\tTypes: [Platform, Function]\n",
            told(SUBSCRIPTION)),
        row("LOGS\tName: tracer\tState: Subscribed\tTypes: [Platform]\n", told(SUBSCRIPTION)),
        row(
            "XRAY TraceId: 1-5e6f7a8b-0123456789abcdef01234567\tSegmentId: 0123456789abcdef\tSampled: true\t",
            told(XRAY)));
  }

  static Stream<Arguments> runtimeErrors() {
    return Stream.of(
        row(
            "[ERROR] ValueError: no such basket\nTraceback (most recent call last):\n"
                + "\u00a0\u00a0File \"/var/task/app.py\", line 7, in handler\n\u00a0\u00a0\u00a0\u00a0raise it",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "ValueError")),
        row(
            "[ERROR] ValueError: no such basket\rTraceback (most recent call last):\r"
                + "\u00a0\u00a0File \"/var/task/app.py\", line 7, in handler",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "ValueError")),
        row(
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app'\nTraceback (most recent call last):",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "Runtime.ImportModuleError")),
        row(
            "[ERROR] KeyError: \nTraceback (most recent call last):\n",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "KeyError")),
        row(
            "2026-03-02T10:12:15.120Z\t"
                + ID
                + "\tERROR\tInvoke Error \t"
                + "{\"errorType\":\"TypeError\",\"errorMessage\":\"x\",\"stack\":[\"a\",\"b\"]}",
            told(RUNTIME_ERROR).id(ID).status(Status.NOT_SAID, "TypeError")),
        row(
            "2026-03-02T10:12:15.120Z\tundefined\tERROR\tUncaught Exception \t"
                + "{\"errorType\":\"Runtime.ImportModuleError\",\"errorMessage\":\"x\",\"stack\":[]}",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "Runtime.ImportModuleError")),
        row(
            "2026-03-02T10:12:15.120Z\t"
                + ID
                + "\tERROR\tUnhandled Promise Rejection \t"
                + "{\"errorType\":\"Runtime.UnhandledPromiseRejection\",\"stack\":[]}",
            told(RUNTIME_ERROR)
                .id(ID)
                .status(Status.NOT_SAID, "Runtime.UnhandledPromiseRejection")),
        row(
            "no such basket: java.lang.IllegalStateException\njava.lang.IllegalStateException: no such basket\n"
                + "\tat com.example.Handler.handleRequest(Handler.java:7)\n",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "java.lang.IllegalStateException")),
        row(
            "[ERROR] no such basket: com.example.Basket$Missing\ncom.example.Basket$Missing: no such basket\n"
                + "\tat com.example.Handler.handleRequest(Handler.java:7)\n",
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "com.example.Basket$Missing")),
        row(
            json(
                "{'timestamp':'2026-03-02T10:12:15Z','log_level':'ERROR','errorMessage':'x',"
                    + "'errorType':'ValueError','requestId':'%s','stackTrace':['a']}"),
            told(RUNTIME_ERROR).id(ID).status(Status.NOT_SAID, "ValueError")),
        row(
            json(
                "{'timestamp':'2026-03-02T10:12:15Z','log_level':'ERROR','errorMessage':'x',"
                    + "'errorType':'Runtime.ImportModuleError','requestId':'','stackTrace':[]}"),
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "Runtime.ImportModuleError")),
        row(
            json(
                "{'timestamp':'2026-03-02T10:12:15.120Z','level':'ERROR','requestId':'%s','message':"
                    + "{'errorType':'TypeError','errorMessage':'x','stackTrace':['a']}}"),
            told(RUNTIME_ERROR).id(ID).status(Status.NOT_SAID, "TypeError")),
        row(
            json("{'errorMessage':'x','errorType':'errorString','stackTrace':[{'line':7}]}"),
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "errorString")));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"').replace("%s", ID);
  }

  private static String platform(String type, String record) {
    return json(
        "{'time':'2026-03-02T10:12:15.120Z','type':'platform."
            + type
            + "','record':"
            + record
            + "}");
  }

  static Stream<Arguments> jsonPlatformEvents() {
    return Stream.of(
        row(
            platform(
                "initStart",
                "{'initializationType':'on-demand','phase':'init','runtimeVersion':'nodejs:22.v40',"
                    + "'functionName':'checkout','functionVersion':'$LATEST','instanceMaxMemory':512}"),
            told(INIT_START).and(l -> l.phase = "init")),
        row(
            platform(
                "initRuntimeDone",
                "{'initializationType':'on-demand','phase':'init','status':'success','spans':[{}]}"),
            told(INIT_RUNTIME_DONE).and(l -> l.phase = "init").status(Status.SUCCESS, "")),
        row(
            platform(
                "initReport",
                "{'initializationType':'on-demand','phase':'invoke','status':'error',"
                    + "'errorType':'Runtime.ExitError','metrics':{'durationMs':125.33}}"),
            told(INIT_REPORT)
                .and(l -> l.phase = "invoke")
                .and(l -> l.durationMicros = 125_330)
                .status(Status.ERROR, "Runtime.ExitError")),
        row(
            platform("start", "{'requestId':'%s','version':'42','tracing':{'value':'Root=1'}}"),
            told(START).id(ID)),
        row(platform("start", "{'version':'42'}"), told(MALFORMED_PLATFORM)),
        row(
            platform(
                "runtimeDone",
                "{'requestId':'%s','status':'failure','errorType':'Runtime.Unknown',"
                    + "'metrics':{'durationMs':140.0,'producedBytes':16},'spans':[{'name':'x','durationMs':1}]}"),
            told(RUNTIME_DONE)
                .id(ID)
                .and(l -> l.durationMicros = 140_000)
                .status(Status.FAILURE, "Runtime.Unknown")),
        row(
            platform(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':12.34,'billedDurationMs':13,'memorySizeMB':512,"
                    + "'maxMemoryUsedMB':97,'initDurationMs':206.72},'status':'success','tenantId':'t'}"),
            warm().init(206.72, "").status(Status.SUCCESS, "")),
        row(
            platform(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':5000.0,'billedDurationMs':5000.0,"
                    + "'memorySizeMB':512,'maxMemoryUsedMB':97},'status':'timeout'}"),
            told(REPORT).id(ID).numbers(5000, 5000, 512).status(Status.TIMEOUT, "")),
        row(
            platform(
                "report",
                "{'requestId':'%s','metrics':{'durationMs':12.34,'billedDurationMs':13,'memorySizeMB':512,"
                    + "'restoreDurationMs':398.97,'billedRestoreDurationMs':210},'status':'success'}"),
            warm().restore(398.97).status(Status.SUCCESS, "")),
        row(
            platform("report", "{'requestId':'%s','metrics':{'durationMs':3.5},'spans':[]}"),
            told(REPORT).id(ID).and(l -> l.durationMicros = 3500)),
        row(platform("report", "{'requestId':'%s'}"), told(MALFORMED_PLATFORM).id(ID)),
        row(
            json(
                "{'record':{'requestId':'%s','status':'success','metrics':{'durationMs':3.5}},"
                    + "'type':'platform.report','time':'2026-03-02T10:12:15.120Z'}"),
            told(REPORT).id(ID).and(l -> l.durationMicros = 3500).status(Status.SUCCESS, "")),
        row(platform("restoreStart", "{'initializationType':'snap-start'}"), told(RESTORE_START)),
        row(
            platform("restoreRuntimeDone", "{'status':'success'}"),
            told(RESTORE_RUNTIME_DONE).status(Status.SUCCESS, "")),
        row(
            platform("restoreReport", "{'status':'success','metrics':{'durationMs':70.87}}"),
            told(RESTORE_REPORT).and(l -> l.durationMicros = 70_870).status(Status.SUCCESS, "")),
        row(
            platform("extension", "{'name':'tracer','state':'Ready','events':['INVOKE']}"),
            told(EXTENSION)),
        row(
            platform("telemetrySubscription", "{'name':'tracer','state':'Subscribed','types':[]}"),
            told(SUBSCRIPTION)),
        row(platform("logsSubscription", "{'name':'tracer'}"), told(SUBSCRIPTION)),
        row(
            platform("logsDropped", "{'reason':'slow','droppedRecords':12,'droppedBytes':123}"),
            told(LOGS_DROPPED)),
        row(platform("end", "{'requestId':'%s'}"), told(END).id(ID)),
        row(
            platform("fault", "'RequestId: %s Error: Runtime exited with error: exit status 1'"),
            told(EXIT)),
        row(platform("weather", "{'requestId':'%s'}"), told(UNKNOWN_PLATFORM).id(ID)));
  }

  static Stream<Arguments> otherJson() {
    return Stream.of(
        row(json("{'time':'t','type':'function','record':'hello'}"), told(APPLICATION_JSON)),
        row(
            json("{'time':'t','type':'function','record':'[ERROR] ValueError: x\\nTraceback'}"),
            told(RUNTIME_ERROR).status(Status.NOT_SAID, "ValueError")),
        row(
            json("{'time':'t','type':'function','record':{'level':'INFO','message':'x'}}"),
            told(APPLICATION_JSON)),
        row(
            json("{'time':'t','type':'extension','record':'[ERROR] ValueError: x\\nTraceback'}"),
            told(APPLICATION_JSON)),
        row(
            json("{'_aws':{'Timestamp':1,'CloudWatchMetrics':[]},'service':'a','latency':5}"),
            told(EMF)),
        row(json("{'level':'INFO','message':{'_aws':{'Timestamp':1},'latency':5}}"), told(EMF)),
        row("{\"level\":\"INFO\",\"message\":\"{\\\"_aws\\\":{\\\"Timestamp\\\":1}}\"}", told(EMF)),
        row(
            json("{'event_type':'performance','function_name':'checkout','duration':5}"),
            told(INSIGHTS)),
        row(
            json(
                "{'eventType':'KAFKA_STATUS_EVENT','timestamp':1,'eventProcessorId':'x',"
                    + "'kafkaPartitionOffsets':{'partition':'a-0'}}"),
            told(EVENT_SOURCE)),
        row(
            json("{'eventType':'ESM_PROCESSING_EVENT','error':{'errorMessage':'x'}}"),
            told(EVENT_SOURCE)),
        row(
            json(
                "{'requestContext':{'requestId':'%s','condition':'RetryAttemptsExhausted'},"
                    + "'responseContext':{'statusCode':200},'KinesisBatchInfo':{'batchSize':3}}"),
            told(ON_FAILURE)),
        row(
            json("{'requestContext':{'requestId':'%s'},'DDBStreamBatchInfo':{'batchSize':3}}"),
            told(ON_FAILURE)),
        row(
            json(
                "{'eventSourceARN':'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks',"
                    + "'firstSequenceNumber':'1','batchSize':66,'outcome':'error','errorType':'X',"
                    + "'errorMessage':'y','requestId':'%s'}"),
            told(BATCH)),
        row(
            json(
                "{'_aws':{'Timestamp':1},'eventSourceARN':'arn:aws:sqs:eu-west-1:1:q','messageIds':['a']}"),
            told(BATCH)),
        row(" \n{\"level\":\"INFO\"}", told(APPLICATION_JSON)),
        row("{", told(MALFORMED_JSON)),
        row("{\"a\":1} and more", told(MALFORMED_JSON)),
        row("{a:1}", told(MALFORMED_JSON)),
        row("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", told(MALFORMED_JSON)),
        row("{\"type\":\"platform.report\",\"record\":{\"requestId\":\"x\"", told(MALFORMED_JSON)));
  }

  /** What a function may log without being taken for the platform. */
  static Stream<Arguments> applicationLines() {
    return Stream.of(
            "",
            " ",
            "\n",
            "hello",
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
            "RequestId",
            "Task timed out after retrying the download",
            "Task timed out after 3 attempts",
            "Task timed out after 3.00 seconds, trying again",
            "job import-7: Task timed out after 3.00 seconds",
            "WARN Task timed out after 30.00 seconds",
            "the worker said Task timed out after 3.00 seconds",
            "[ERROR]\t2026-03-02T10:12:15.120Z\t" + ID + "\tcould not load the basket",
            "[ERROR]\t2026-03-02T10:12:15.120Z\t"
                + ID
                + "\tValueError: x\nTraceback (most recent call last):\n",
            "[WARNING] ValueError: x\nTraceback (most recent call last):\n",
            "[ERROR] could not load the basket",
            "[ERROR] 2026-03-02 could not load",
            "2026-03-02T10:12:15.120Z\t" + ID + "\tERROR\tInvoke Error of the partner",
            "2026-03-02T10:12:15.120Z\t" + ID + "\tERROR\tcould not load the basket",
            "2026-03-02T10:12:15.120Z\t" + ID + "\tWARN\tUncaught Exception \t{}",
            "saw java.lang.IllegalStateException\n\tat com.example.Handler.run(Handler.java:7)",
            "ERROR Handler - failed: java.io.IOException: broken\n\tat com.example.H.run(H.java:7)",
            "Exception in thread \"main\" java.lang.Error: x\n\tat a.B.c(B.java:7)")
        .map(message -> row(message, told(APPLICATION_TEXT)));
  }

  static Stream<Arguments> applicationJson() {
    return Stream.of(
            "{}",
            "{'level':'ERROR','message':'could not load','errorType':'ValueError','errorMessage':'x',"
                + "'requestId':'%s'}",
            "{'timestamp':'t','level':'ERROR','message':'x','logger':'root','stackTrace':[],"
                + "'errorType':'ValueError','errorMessage':'x','requestId':'%s'}",
            "{'level':'Error','errorType':'System.Exception','message':'x'}",
            "{'level':'WARN','message':{'errorType':'TypeError','errorMessage':'x'}}",
            "{'level':'ERROR','message':{'text':'x'}}",
            "{'errorType':'ValueError','retry':true}",
            "{'errorMessage':'x'}",
            "{'type':'platform','record':{'requestId':'%s'}}",
            "{'type':'platform.report'}",
            "{'type':'order','record':{'status':'timeout','metrics':{'durationMs':5}}}",
            "{'message':'REPORT RequestId: %s\\tDuration: 5.00 ms'}",
            "{'requestContext':{'requestId':'%s'},'body':'x'}",
            "{'eventSourceARN':'arn:aws:sqs:eu-west-1:1:q','body':'x'}",
            "{'eventType':'ORDER','x':1}",
            "{'event_type':'click'}",
            "{'type':{'a':1},'level':['x'],'errorType':null,'message':null,'record':[1,{'b':2}]}")
        .map(text -> row(json(text), told(APPLICATION_JSON)));
  }

  @ParameterizedTest
  @MethodSource({
    "invocationLines",
    "environmentLines",
    "runtimeErrors",
    "jsonPlatformEvents",
    "otherJson",
    "applicationLines",
    "applicationJson"
  })
  void tellsWhatALineIs(String message, Observation expected) {
    Line line = read(message);
    assertThat(line)
        .isEqualTo(
            new Line(
                expected.kind,
                Documents.T,
                expected.requestId(),
                expected.durationMicros,
                expected.initMicros,
                expected.restoreMicros,
                expected.billedMillis,
                expected.memoryMegabytes,
                expected.status,
                expected.errorType,
                expected.phase,
                "id-0",
                message));
  }

  /** Numbers that nobody would believe count as not given. */
  @ParameterizedTest
  @ValueSource(strings = {"1e9", "99999999999999999999999", "-5", "NaN", ".", "", "1.2.3"})
  void doesNotBelieveAnAbsurdNumber(String number) {
    Line line = read(report("").replace("512 MB", number + " MB"));
    assertThat(line.memoryMegabytes()).isIn(Observation.NONE, 1L);
    assertThat(read(report("").replace("12.34 ms", number + " ms")).durationMicros())
        .isLessThan(1_000_001);
  }

  /** The JSON form of a number that is none, or too long. */
  @ParameterizedTest
  @ValueSource(strings = {"'5'", "null", "{}", "[1]", "1e999", "-1", "true"})
  void doesNotBelieveAnAbsurdJsonNumber(String number) {
    Line line =
        read(platform("report", "{'requestId':'%s','metrics':{'durationMs':" + number + "}}"));
    assertThat(line.kind()).isEqualTo(MALFORMED_PLATFORM);
  }

  /** One line must not cost the job its stack or its time, whatever it looks like. */
  @Test
  void survivesLinesMadeToHurtAPattern() {
    String tail = "\n\tat com.example.Handler.run(Handler.java:7)";
    assertThat(read("x: " + "a.".repeat(200_000) + "B" + tail).kind()).isEqualTo(APPLICATION_TEXT);
    assertThat(read(": a.".repeat(200_000) + tail).kind()).isEqualTo(APPLICATION_TEXT);
    assertThat(read("[ERROR] " + "A.".repeat(200_000) + ": x").kind()).isEqualTo(RUNTIME_ERROR);
    assertThat(read("[ERROR] A: " + "b ".repeat(200_000) + "\u2028").kind()).isNotNull();
    assertThat(read("REPORT RequestId: " + "Duration: ".repeat(100_000)).kind())
        .isEqualTo(MALFORMED_PLATFORM);
    assertThat(read("REPORT RequestId: " + "A".repeat(900_000)).kind())
        .isEqualTo(MALFORMED_PLATFORM);
    assertThat(read("{\"" + "k".repeat(200_000) + "\":1}").kind())
        .isIn(APPLICATION_JSON, MALFORMED_JSON);
  }

  /** Upper and lower case must not depend on the machine's language. */
  @Test
  void readsAStatusUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(read(report("Status: TIMEOUT\n")).status()).isEqualTo(Status.TIMEOUT);
    } finally {
      Locale.setDefault(before);
    }
  }
}
