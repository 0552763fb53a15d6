package dev.stormwatch.telemetry;

/** How runtimes and handlers tell that a call failed. */
final class ErrorLines {

  private static final String[] ERRORS = {
    "ValueError", "java.lang.IllegalStateException", "TypeError", "Runtime.ImportModuleError",
    "System.NullReferenceException", "errorString", "com.example.Basket$Missing", ""
  };

  private final Dice dice;
  private final Prose prose;

  ErrorLines(Dice dice, Prose prose) {
    this.dice = dice;
    this.prose = prose;
  }

  String error() {
    String type = dice.of(ERRORS);
    String named = Dice.member("errorType", dice.quoted(type));
    String message = Dice.member("errorMessage", dice.quoted(prose.said()));
    String trace = Dice.member(dice.of("stackTrace", "stack"), "[\"a\",\"b\"]");
    String id = Dice.member(dice.of("requestId", "AWSRequestId"), dice.quoted(dice.uuid()));
    String at = dice.of("\n", "\r\n", "\r") + dice.of("\tat ", "   at ", "  File ") + "x(Y.java:7)";
    switch (dice.below(14)) {
      case 13:
        return prose.said()
            + dice.of(": ", ": ", " ")
            + type
            + "\nTraceback (most recent call last):\n  File \"a.py\"\n"
            + dice.of("", "shop.", "x")
            + type
            + dice.of(": ", "\n", "")
            + prose.said();
      case 11:
        return dice.of("", dice.time() + "\t", dice.time() + " ", "x ")
            + dice.of(dice.uuid(), "undefined")
            + dice.of("\tERROR\t", " ERROR ", "\t", " ")
            + dice.of("Invoke Error\t", "Invoke Error  ", "Unhandled Promise Rejection  ", "")
            + dice.object(named, message, trace);
      case 12:
        return dice.of(
            "\u001b[31mERROR\u001b[0m \u001b[1mLambda runtime invoke\u001b[0m{requestId=\""
                + dice.uuid()
                + "\"}: user handler panicked",
            "[ERROR] [1772446335120] LAMBDA_RUNTIME Failed to post handler success response."
                + " Http response code: "
                + dice.of("413", "403"),
            prose.said()
                + ": "
                + type
                + "\n   at x()\n   at lambda_method(Closure , Stream , Stream )",
            "Unknown application error occurred" + dice.of("", "\n", "\nRuntime.Unknown\n", " x"));
      case 0:
        return "[ERROR]"
            + dice.of(" ", " ", "\t", "", "\n")
            + type
            + ": "
            + prose.said()
            + dice.of("\n", "\r")
            + "Traceback"
            + dice.of("\n\u00a0\u00a0x", " (most recent call last):");
      case 1:
        return dice.time()
            + "\t"
            + dice.of(dice.uuid(), "undefined")
            + "\tERROR\t"
            + dice.of("Invoke Error", "Uncaught Exception", "Unhandled Promise Rejection")
            + dice.of(" \t", " \t", "\t", " ")
            + dice.object(named, message, trace);
      case 2:
        return prose.said() + ": " + type + "\n" + type + ": " + prose.said() + at;
      case 3:
        return dice.object(named, message, trace);
      case 4:
        return dice.object(
            Dice.member("timestamp", "\"t\""),
            Dice.member("log_level", "\"ERROR\""),
            message,
            named,
            id);
      case 5:
        return dice.object(
            Dice.member("level", "\"ERROR\""),
            id,
            Dice.member("message", dice.object(named, message, trace)));
      case 6:
        return dice.of("\tat ", "   at ") + prose.said() + ": " + type + "\n" + type + at;
      case 7:
        return dice.time() + "\t" + dice.uuid() + "\tfail\t" + type + ": " + prose.said() + at;
      case 8:
        return dice.of("ERROR", "INFO")
            + " Lambda runtime invocation error: "
            + type
            + prose.said();
      case 9:
        return dice.object(
            Dice.member("time", "\"t\""), Dice.member("type", "\"function\""), record(type));
      default:
        return "Critical exception from handler" + dice.of("", "\n") + type + prose.said();
    }
  }

  private String record(String type) {
    return Dice.member("record", dice.quoted("[ERROR] " + type + ": x\nTraceback"));
  }
}
