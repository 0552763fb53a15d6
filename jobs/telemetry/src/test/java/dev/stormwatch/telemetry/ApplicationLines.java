package dev.stormwatch.telemetry;

/** Lines that functions, their loggers, runtimes and libraries write. */
final class ApplicationLines {

  private static final String[] PHRASES = Phrases.texts().toArray(new String[0]);

  /** Near enough to a phrase to be taken for one by a careless search. */
  private static final String[] NEGATIVES = {
    "TooManyRequests: Rate Exceeded",
    "429 Too Many Requests",
    "too many open files",
    "toomany connections",
    "too many connection",
    "no more connection allowed",
    "Rate exceeded",
    "connection pool is fine",
    "Queue limit not reached",
    "Connection reset by peer",
    "o many clients",
    "remaining connection slots",
    "the pool is full",
    "max_user_connection"
  };

  private static final String[] HOSTS = {
    "",
    "",
    "connection to server at \"pg.internal\" (10.0.3.17), port 5432 failed: ",
    "orders-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com ",
    "db-7:5432 ",
    "10.0.0.7:3306: "
  };

  private static final String[] ERRORS = {
    "ValueError", "java.lang.IllegalStateException", "TypeError", "Runtime.ImportModuleError",
    "System.NullReferenceException", "errorString", "com.example.Basket$Missing", ""
  };

  private final Dice dice;

  ApplicationLines(Dice dice) {
    this.dice = dice;
  }

  /** What a person or a driver wrote. */
  private String said() {
    switch (dice.below(10)) {
      case 0:
        return dice.words(3) + dice.of(HOSTS) + dice.of(PHRASES) + dice.words(3);
      case 1:
        return connection() + dice.words(4);
      case 2:
        return dice.of(NEGATIVES);
      case 3:
        return dice.words(3) + dice.odd() + dice.words(5);
      case 4:
        return dice.words(60);
      default:
        return dice.words(12);
    }
  }

  /** A phrase that an escape precedes, cuts or wears. */
  private String connection() {
    String phrase = dice.of(PHRASES);
    int cut = dice.below(phrase.length());
    switch (dice.below(7)) {
      case 0:
        return dice.of("\n", "\\", "\\\\", "\"", "\t", "\b", "\f", "\r", "\\n", "C:\\") + phrase;
      case 1:
        return phrase.substring(0, cut) + dice.odd() + phrase.substring(cut);
      case 2:
        return phrase.toUpperCase();
      case 3:
        return phrase.toLowerCase();
      case 4:
        return "the pool '" + dice.words(dice.of(3, 40)) + "' has 5 requests waiting";
      case 5:
        return phrase
            + dice.of(
                " (total=",
                " (total=10, active=9, idle=1, waiting=37)",
                " (total=0, active=0, idle=0, waiting=4)",
                "\n    (pool connections: active=0 idle=0 limit=5)",
                " (pool connections: active=5 idle=0 limit=5)");
      default:
        return phrase.substring(cut) + phrase;
    }
  }

  String text() {
    switch (dice.below(10)) {
      case 9:
        return dice.of("", "[main] ", "2026/03/02 10:12:15 ", "[a/b\"c] ", "(7) ", "\u00e9 ")
            + dice.of("", "-", "[", "\t", "x")
            + level()
            + dice.of(" ", ":", "]", "", "\t", "\n", "S")
            + said();
      case 0:
        return dice.time() + "\t" + dice.uuid() + "\t" + level() + "\t" + said();
      case 1:
        return "[" + level() + "]\t" + dice.time() + "\t" + dice.uuid() + "\t" + said();
      case 2:
        return "[" + level() + "] " + said();
      case 3:
        return dice.of("", "\n", " ", "{", "}", "\t\t", "\\", "\"", "\u001b[31mred\u001b[0m");
      case 4:
        return dice.of("START", "REPORT RequestId", " START RequestId: x", "END ", "> REPORT ")
            + said();
      case 5:
        return said() + dice.of(" took 3 seconds", " seconds", " seconds\n", "seconds", "\tat x");
      default:
        return said() + dice.of("", "\n", "\r\n", "\t");
    }
  }

  private String level() {
    return dice.of("INFO", "ERROR", "WARN", "DEBUG", "Error", "FATAL");
  }

  /** The record or message that a line is about, as people write it, and near enough. */
  private String naming() {
    String name =
        dice.of(
            "sequence_number",
            "SequenceNumber",
            "sequence number",
            "messageId",
            "message_id",
            "id");
    String item = dice.of("49" + dice.digits(54), dice.digits(20), dice.digits(13), dice.uuid());
    String of = dice.of("", " of shardId-000000000001", " messageGroupId: customer-7");
    return dice.of(
        "could not process record " + item + of + said(),
        name + dice.of("=", ": ", "\":\"", " was ") + item + "\"" + of,
        "batch from firstSequenceNumber " + item + " on: " + said());
  }

  /** A line that is JSON, of one logger or another. */
  String json() {
    String message = member("message", dice.quoted(dice.once(6) ? nested(3) : said()));
    String named = dice.of("level", "level", "log_level", "logLevel", "Level");
    String level = member(named, dice.quoted(dice.once(3) ? level().toLowerCase() : level()));
    String id = member("requestId", dice.quoted(dice.uuid()));
    String line;
    switch (dice.below(10)) {
      case 0:
        line = object(member("time", dice.quoted(dice.time())), level, message, value());
        break;
      case 1:
        line = object(level, member("location", "\"handler:7\""), message, coldStart(), id);
        break;
      case 2:
        line = error();
        break;
      case 3:
        line = metrics();
        break;
      case 4:
        line = eventSource();
        break;
      case 5:
        line = object(member(dice.of("type", "record", "version", "eventType"), value()), message);
        break;
      case 6:
        line = object(level, message, trace(), id);
        break;
      case 7:
        line = object(level, member("message", dice.quoted(naming() + dice.of("", " error"))), id);
        break;
      default:
        line = object(member("timestamp", dice.quoted(dice.time())), level, id, message, value());
    }
    return dice.once(5) ? dressed(line) : line + dice.of("", "\n");
  }

  private String dressed(String line) {
    return dice.of(
        " " + line,
        "\n" + line + "\n\n",
        "\t\r\n" + line,
        line.replace("{", "{\n  ").replace(",", ",\n  "),
        line.replace(":", " : "),
        line.substring(0, dice.below(line.length())),
        line + " and more",
        line + "}",
        dice.odd() + line,
        line + dice.odd(),
        line.replace('"', '\''),
        "{" + dice.odd() + line.substring(1));
  }

  private static String member(String name, String json) {
    return "\"" + name + "\":" + json;
  }

  private String object(String... members) {
    return "{" + dice.joined(",", members) + "}";
  }

  private String value() {
    return dice.of(
        member("n", dice.number()),
        member("list", "[1,\"a\",{\"b\":null}]"),
        member("deep", "[".repeat(dice.below(80)) + "]".repeat(dice.below(80))),
        member(dice.of("errorType", "_aws", "eventSourceARN"), "\"x\""),
        member("path", dice.quoted("C:\\new\\rest\\bin")),
        member("odd", dice.quoted(dice.odd() + dice.odd())),
        trace(),
        member("name\\u0041", "true"));
  }

  /** Names of traces as loggers write them, and near enough. */
  private String trace() {
    String name =
        dice.of(
            "xray_trace_id",
            "xrayTraceId",
            "traceId",
            "trace_id",
            "traceparent",
            "correlation_id",
            "correlation_ids",
            "depth",
            "Xray_trace_id");
    String root = "1-" + dice.hex(8) + "-" + dice.hex(24);
    String id =
        dice.of(
            root,
            root,
            dice.hex(32),
            "00-" + dice.hex(32) + "-" + dice.hex(16) + "-01",
            "00000000000000000000000000000000",
            root.substring(1),
            root.replace('1', 'G'),
            "Root=" + root,
            "Root=" + root + ";Parent=" + dice.hex(16) + ";Sampled=0;Lineage=1:ab:0",
            dice.uuid(),
            "",
            "order/7",
            dice.odd());
    String value = dice.of(dice.quoted(id), dice.quoted(id), dice.number(), "null");
    return member(name, dice.of("", "", " ") + value)
        + dice.of("", "", "," + member("depth", dice.of("0", "7", "1000001", "-1", "\"3\"", "3.5")))
        + (dice.once(3) ? "," + trace() : "");
  }

  private String nested(int depth) {
    return depth == 0
        ? dice.of("{\"_aws\":{}}", said())
        : object(member("body", dice.quoted(nested(depth - 1), 0)), value());
  }

  private String coldStart() {
    return member(
        dice.of("cold_start", "coldStart", "ColdStart"), dice.of("true", "false", "[1.0]", "1"));
  }

  String error() {
    String type = dice.of(ERRORS);
    String named = member("errorType", dice.quoted(type));
    String message = member("errorMessage", dice.quoted(said()));
    String trace = member(dice.of("stackTrace", "stack"), "[\"a\",\"b\"]");
    String id = member(dice.of("requestId", "AWSRequestId"), dice.quoted(dice.uuid()));
    String at = dice.of("\n", "\r\n", "\r") + dice.of("\tat ", "   at ", "  File ") + "x(Y.java:7)";
    switch (dice.below(14)) {
      case 13:
        return said()
            + dice.of(": ", ": ", " ")
            + type
            + "\nTraceback (most recent call last):\n  File \"a.py\"\n"
            + dice.of("", "shop.", "x")
            + type
            + dice.of(": ", "\n", "")
            + said();
      case 11:
        return dice.of("", dice.time() + "\t", dice.time() + " ", "x ")
            + dice.of(dice.uuid(), "undefined")
            + dice.of("\tERROR\t", " ERROR ", "\t", " ")
            + dice.of("Invoke Error\t", "Invoke Error  ", "Unhandled Promise Rejection  ", "")
            + object(named, message, trace);
      case 12:
        return dice.of(
            "\u001b[31mERROR\u001b[0m \u001b[1mLambda runtime invoke\u001b[0m{requestId=\""
                + dice.uuid()
                + "\"}: user handler panicked",
            "[ERROR] [1772446335120] LAMBDA_RUNTIME Failed to post handler success response."
                + " Http response code: "
                + dice.of("413", "403"),
            said() + ": " + type + "\n   at x()\n   at lambda_method(Closure , Stream , Stream )",
            "Unknown application error occurred" + dice.of("", "\n", "\nRuntime.Unknown\n", " x"));
      case 0:
        return "[ERROR]"
            + dice.of(" ", " ", "\t", "", "\n")
            + type
            + ": "
            + said()
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
            + object(named, message, trace);
      case 2:
        return said() + ": " + type + "\n" + type + ": " + said() + at;
      case 3:
        return object(named, message, trace);
      case 4:
        return object(
            member("timestamp", "\"t\""), member("log_level", "\"ERROR\""), message, named, id);
      case 5:
        return object(
            member("level", "\"ERROR\""), id, member("message", object(named, message, trace)));
      case 6:
        return dice.of("\tat ", "   at ") + said() + ": " + type + "\n" + type + at;
      case 7:
        return dice.time() + "\t" + dice.uuid() + "\tfail\t" + type + ": " + said() + at;
      case 8:
        return dice.of("ERROR", "INFO") + " Lambda runtime invocation error: " + type + said();
      case 9:
        return object(member("time", "\"t\""), member("type", "\"function\""), record(type));
      default:
        return "Critical exception from handler" + dice.of("", "\n") + type + said();
    }
  }

  private String record(String type) {
    return member("record", dice.quoted("[ERROR] " + type + ": x\nTraceback"));
  }

  String metrics() {
    String directive =
        "{\"Namespace\":\"shop\",\"Dimensions\":[[\"service\"],[]],\"Metrics\":[{\"Name\":\""
            + dice.of("latency", "ColdStart", "DatabaseConnections")
            + "\",\"Unit\":\"Count\"}]}";
    String metadata = member("_aws", "{\"Timestamp\":1,\"CloudWatchMetrics\":[" + directive + "]}");
    String values =
        dice.of(
            member("latency", "[1,2,3]"),
            coldStart(),
            member("DatabaseConnections", "[" + dice.number() + "]"),
            member("event_type", "\"performance\""),
            value());
    String plain = object(metadata, member("service", dice.quoted(said())), values);
    switch (dice.below(8)) {
      case 7:
        return dice.time() + dice.of("\t" + dice.uuid(), "") + "\tINFO\t" + plain;
      case 0:
        return object(member("level", "\"INFO\""), member("message", plain));
      case 1:
        return object(member("level", "\"INFO\""), member("message", dice.quoted(plain, 0)));
      case 2:
        return plain.substring(0, 1 + dice.below(plain.length()));
      case 3:
        return object(metadata, member("bad", "NaN"), values);
      default:
        return plain;
    }
  }

  String eventSource() {
    return dice.of("", "", "", dice.time() + "\t" + dice.uuid() + "\tINFO\t", "event ") + source();
  }

  private String source() {
    String arn = "\"arn:aws:" + dice.of("kinesis", "sqs") + ":eu-west-1:111122223333:q\"";
    switch (dice.below(6)) {
      case 0:
        return object(
            member("_type", "\"esm.batch\""),
            member("eventSourceARN", arn),
            member("shardId", "\"shardId-000000000006\""),
            member("firstSequenceNumber", "\"" + dice.digits(56) + "\""),
            member("messageIds", "[\"a\"]"),
            member("batchSize", dice.number()));
      case 1:
        return object(
            member("requestContext", "{\"condition\":\"RetryAttemptsExhausted\"}"),
            member("responseContext", "{\"functionError\":\"Unhandled\"}"),
            member(dice.of("KinesisBatchInfo", "DDBStreamBatchInfo"), "{\"batchSize\":3}"),
            member("version", "\"1.0\""));
      case 2:
        return object(
            member("eventType", "\"" + dice.of("KAFKA_STATUS_EVENT", "ESM_X_EVENT", "x") + "\""),
            member("kafkaPartitionOffsets", "{\"partition\":\"a-0\",\"endOffset\":7}"));
      case 3:
        return object(member("level", "\"ERROR\""), member("message", dice.quoted(batch())));
      default:
        return batch();
    }
  }

  private String batch() {
    return dice.of(
            "Error while processing record with eventID " + dice.digits(56),
            "Error while processing record with id " + dice.digits(9),
            "Error while processing message with messageId " + dice.uuid(),
            "BatchProcessingError: All records failed processing. 3 individual errors",
            "FullBatchFailureError: All records failed processing.",
            "SqsFifoShortCircuitError: x",
            "A message in a batch with messageGroupId a and messageId b failed")
        + ": "
        + said();
  }
}
