package dev.stormwatch.telemetry;

/** Lines that Lambda's platform writes, in both formats, and some that look nearly like them. */
final class PlatformLines {

  private static final String ARN = "arn:aws:lambda:eu-west-1::runtime:" + "0a1b2c3d".repeat(8);

  private final Dice dice;

  PlatformLines(Dice dice) {
    this.dice = dice;
  }

  private String id() {
    return dice.once(30)
        ? dice.of("", "<request-id>", dice.uuid().toUpperCase(), dice.hex(32), dice.uuid() + "a")
        : dice.uuid();
  }

  private String ends() {
    return dice.once(12) ? dice.of("", "\n\n", " \n", "\\n", "\r\n", "\t", " x\n", "\f") : "\n";
  }

  String text() {
    switch (dice.below(16)) {
      case 0:
      case 1:
      case 2:
        return "START RequestId: " + id() + " Version: " + version() + ends();
      case 3:
      case 4:
      case 5:
        return "END RequestId: " + id() + ends();
      case 6:
      case 7:
      case 8:
      case 9:
        return report();
      case 10:
        return initLine();
      case 11:
        return timeout();
      case 12:
        return fault();
      case 13:
        return subscription();
      case 14:
        return report().replace("\t", dice.of(" ", "  ", " \t", "\\t", "\t\t"));
      default:
        return "XRAY TraceId: 1-"
            + dice.hex(8)
            + "-"
            + dice.hex(24)
            + "\tSegmentId: "
            + dice.hex(16)
            + "\tSampled: true\t"
            + ends();
    }
  }

  private String version() {
    return dice.of(
        "$LATEST", "$LATEST", "7", "1234", "live", "", "7 8", "$LATEST\tStatus: error", "A_B");
  }

  private String field(String name, String value) {
    return name + ": " + value + "\t";
  }

  private String xray() {
    return "\nXRAY TraceId: 1-"
        + dice.hex(8)
        + "-"
        + dice.hex(24)
        + "\tSegmentId: "
        + dice.hex(16)
        + "\tSampled: true\t";
  }

  String report() {
    String usual =
        field("Duration", dice.number() + " ms")
            + field("Billed Duration", dice.number() + " ms")
            + field("Memory Size", dice.number() + " MB")
            + field("Max Memory Used", dice.number() + " MB");
    String further =
        dice.below(3) == 0
            ? ""
            : dice.of(
                field("Init Duration", dice.number() + " ms"),
                field("Restore Duration", dice.number() + " ms")
                    + field("Billed Restore Duration", dice.number() + " ms"),
                field("Init Duration", dice.number() + " ms")
                    + field("Init Duration", dice.number() + " ms"),
                field("Something New", dice.number() + " ms"),
                field("Max Memory Used", dice.number() + " MB"),
                "Duration",
                "\nXRAY TraceId: 1-" + dice.hex(8) + "\tSegmentId: " + dice.hex(16) + "\t",
                xray(),
                xray() + xray());
    String status =
        dice.below(5) > 0
            ? ""
            : dice.of(
                "Status: timeout",
                "Status: timeout\t",
                "Status: error\tError Type: Runtime.ExitError",
                "Status: error\tError Type: Runtime.ExitError\t",
                "Status: error\tError Type: " + dice.of("", "Odd-Type", "A_1", "A B") + "\t",
                "Status: timeout\tStatus: error\tError Type: Runtime.ExitError\t",
                "Status: timeout\t\nXRAY TraceId: 1-5\tSegmentId: 7\tSampled: true\t",
                "Status: TIMEOUT",
                "Status: timeouts",
                "Status: failure");
    return "REPORT RequestId: " + id() + "\t" + usual + further + status + ends();
  }

  private String initLine() {
    String runtime =
        "Runtime Version: "
            + dice.of("python:3.14.DurableFunction.v6", "nodejs:22.v40", "java:21.v31")
            + "\tRuntime Version ARN: "
            + ARN;
    return dice.of(
            "INIT_START " + runtime,
            "INIT_START ",
            "INIT_REPORT Init Duration: "
                + dice.number()
                + " ms\tPhase: "
                + dice.of("init", "invoke")
                + "\tStatus: "
                + dice.of("timeout", "error\tError Type: Runtime.ExitError"),
            "INIT_REPORT Init Duration: " + dice.number() + " ms",
            "RESTORE_START " + runtime,
            dice.of("RESTORE_START", "RESTORE_STOP", "INIT_STARTS"),
            "RESTORE_REPORT Restore Duration: " + dice.number() + " ms",
            "RESTORE_REPORT Restore Duration: 1 ms\tStatus: timeout")
        + ends();
  }

  private String timeout() {
    return dice.of("", dice.time() + " ", " ", "at ", dice.odd(), "\t\t")
        + dice.of("", id() + " ", "<" + dice.odd() + dice.odd() + "> ", "x".repeat(90))
        + "Task timed out after "
        + dice.number()
        + " seconds"
        + dice.of("\n\n", "\n\n", "", "\\n", "\\n\\n", "\\t", " \t\n", "\n".repeat(45), ".", " ago")
        + (dice.once(20) ? " ".repeat(dice.below(300)) : "");
  }

  private String fault() {
    return "RequestId: "
        + id()
        + dice.of(
            " Error: Runtime exited without providing a reason\nRuntime.ExitError",
            " Error: Runtime exited" + dice.odd() + "Process exited before completing request",
            " Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
            " Error: Runtime exited with error: exit status 137",
            " Process exited before completing request\n",
            " Error: exit code 0\nExtension.Crash\n",
            " Error: Task timed out after 3.00 seconds\nSandbox.Timedout",
            " Error: too large\nFunction.ResponseSizeTooLarge",
            "\tStatus: error\tErrorType: Runtime.InvalidEntrypoint",
            " is the id of this call")
        + ends();
  }

  private String subscription() {
    String blank = dice.of("\t", "\t", " ", "  ", "\t ", " \t", "", "\t\t", "\n");
    return dice.of("EXTENSION", "TELEMETRY", "LOGS", "LOGS", "LOG")
        + blank
        + dice.of("Name: tracer", "Name: tracer", "Name:", "name: x")
        + "\tState: "
        + dice.of("Ready\tEvents: [INVOKE, SHUTDOWN]", "Subscribed\tTypes: [Platform, Function]")
        + ends();
  }

  /** An event of the JSON format. */
  String json() {
    String type =
        dice.below(4) > 0
            ? dice.of("start", "report", "report", "runtimeDone")
            : dice.of(
                "initStart",
                "initRuntimeDone",
                "initReport",
                "restoreStart",
                "restoreReport",
                "restoreRuntimeDone",
                "extension",
                "telemetrySubscription",
                "logsSubscription",
                "logsDropped",
                "end",
                "fault",
                "weather",
                "starts",
                "reports",
                "");
    String record = type.equals("fault") ? "\"RequestId: " + id() + " Error\"" : record(type);
    String time = "\"time\":\"" + (dice.once(30) ? dice.odd() : dice.time()) + "\"";
    String named = "\"type\":\"platform." + type + "\"";
    String line = "{" + time + "," + named + ",\"record\":" + record + "}";
    if (dice.once(8)) {
      line = "{" + dice.joined(",", time, named, "\"record\":" + record) + "}";
    }
    return dice.once(12) ? loosened(line) : line + dice.of("", "\n");
  }

  /** Blanks where JSON allows them, members that nobody knows, things behind the end. */
  private String loosened(String line) {
    return dice.of(
        line.replace(",", ", ").replace(":", ": "),
        line.replace("{", "{\n  ").replace(",", ",\n  "),
        " \n" + line,
        line + "x",
        line + line,
        line.replace("}}", "},\"later\":1}"),
        line.substring(0, line.length() - 1),
        line.replace("}}", "}}}"),
        line.replace("\"requestId\"", "\"request\\u0049d\""),
        line.replace("}}", "}, }"));
  }

  private String record(String type) {
    if (type.equals("start")) {
      return "{" + dice.joined(",", requestId(), "\"version\":\"$LATEST\"", extra(), extra()) + "}";
    }
    if (type.equals("report") || type.equals("runtimeDone")) {
      return "{" + dice.joined(",", requestId(), metrics(), status(), spans(), extra()) + "}";
    }
    return "{"
        + dice.joined(
            ",",
            initialization(),
            "\"phase\":\"" + dice.of("init", "invoke", "snap-start", "init", "idle") + "\"",
            "\"runtimeVersion\":\"" + runtime() + "\"",
            dice.of(status(), metrics(), "\"errorType\":\"Runtime.ExitError\"", extra()),
            dice.of("\"metrics\":{\"durationMs\":" + dice.number() + "}", metrics(), extra()),
            dice.once(4)
                ? dice.of(
                    "\"droppedRecords\":" + dice.number(),
                    initialization(),
                    "\"runtimeVersion\":\"" + runtime() + "\"",
                    "\"errorType\":\"" + dice.of("Sandbox.Timedout", "", "odd type") + "\"")
                : "\"functionName\":\"checkout\",\"functionVersion\":\"$LATEST\"")
        + "}";
  }

  private String initialization() {
    return "\"initializationType\":"
        + quote(
            dice.of(
                "on-demand",
                "on-demand",
                "snap-start",
                "provisioned-concurrency",
                "lambda-managed-instances",
                "pre-warmed"));
  }

  private String runtime() {
    return dice.of("python:3.14.DurableFunction.v6", "nodejs:22.v40", "java:21.v31", "");
  }

  private String requestId() {
    return "\"requestId\":" + (dice.once(40) ? dice.of("null", "7", "{}") : "\"" + id() + "\"");
  }

  private String status() {
    String status = dice.of("success", "success", "failure", "error", "timeout");
    return "\"status\":" + (dice.once(30) ? dice.of("null", "\"SUCCESS\"", "\"\"") : quote(status));
  }

  private static String quote(String plain) {
    return '"' + plain + '"';
  }

  private String metrics() {
    String duration = "\"durationMs\":" + dice.number();
    String billed = "\"billedDurationMs\":" + dice.number();
    String memory = "\"memorySizeMB\":" + dice.number() + ",\"maxMemoryUsedMB\":" + dice.number();
    String other = "\"" + dice.of("init", "restore", "billedRestore") + "DurationMs\":";
    switch (dice.below(6)) {
      case 0:
        return "\"metrics\":{" + duration + "}";
      case 1:
        return "\"metrics\":{" + dice.joined(",", duration, "\"producedBytes\":16") + "}";
      case 2:
        return "\"metrics\":" + dice.of("{}", "null", "[]", "{\"durationMs\":{}}", "{" + memory);
      default:
        return "\"metrics\":{"
            + dice.joined(",", duration, billed, memory, other + dice.number())
            + "}";
    }
  }

  private String spans() {
    String span =
        dice.joined(
            ",",
            "\"name\":\"" + dice.of("responseLatency", "extensionOverhead", dice.odd()) + "\"",
            "\"start\":\"" + dice.time() + "\"",
            "\"durationMs\":" + dice.number());
    return "\"spans\":"
        + dice.of(
            "[]", "[{" + span + "}]", "[{" + span + "},{" + span + "}]", "[[[[[]]]]]", "[{}]");
  }

  private String tracing() {
    String root = "Root=1-" + dice.hex(8) + "-" + dice.hex(24);
    return "\"tracing\":{"
        + dice.joined(
            ",",
            "\"spanId\":\"" + dice.hex(16) + "\"",
            "\"type\":\"X-Amzn-Trace-Id\"",
            "\"value\":\""
                + dice.of(
                    root + ";Parent=" + dice.hex(16) + ";Sampled=1",
                    "Self=1;" + root,
                    root + "7",
                    "Uproot=" + root,
                    root.replace('1', 'x'))
                + "\"")
        + "}";
  }

  private String extra() {
    if (!dice.once(4)) {
      return dice.of("\"version\":\"7\"", "\"tenantId\":\"blue\"", "\"functionArn\":\"arn\"");
    }
    return dice.of(
        "\"tenantId\":\"blue\"",
        "\"tenantId\":" + dice.of("null", "7", "\"\"", "{}", "\"a\\\\b\""),
        "\"functionArn\":\"arn:aws:lambda:eu-west-1:111122223333:function:checkout\"",
        "\"tracing\":{\"spanId\":\""
            + dice.hex(16)
            + "\",\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-"
            + dice.hex(8)
            + ";Parent=0;Sampled=1\"}",
        tracing(),
        tracing() + "," + tracing(),
        "\"tracing\":" + dice.of("true", "false", "null", "{}", "-1", "tru", "[1,2]"),
        "\"errorType\":\"Runtime.ExitError\"",
        "\"" + dice.odd() + "\":1",
        "\"version\":" + dice.number());
  }
}
