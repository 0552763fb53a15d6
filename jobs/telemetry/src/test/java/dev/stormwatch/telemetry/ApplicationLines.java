package dev.stormwatch.telemetry;

/** Lines that functions, their loggers, runtimes and libraries write. */
final class ApplicationLines {

  private final Dice dice;
  private final Prose prose;
  final ErrorLines errors;

  ApplicationLines(Dice dice) {
    this.dice = dice;
    this.prose = new Prose(dice);
    this.errors = new ErrorLines(dice, prose);
  }

  String text() {
    switch (dice.below(10)) {
      case 9:
        return dice.of("", "[main] ", "2026/03/02 10:12:15 ", "[a/b\"c] ", "(7) ", "\u00e9 ")
            + dice.of("", "-", "[", "\t", "x")
            + prose.level()
            + dice.of(" ", ":", "]", "", "\t", "\n", "S")
            + prose.said();
      case 0:
        return dice.time() + "\t" + dice.uuid() + "\t" + prose.level() + "\t" + prose.said();
      case 1:
        return "[" + prose.level() + "]\t" + dice.time() + "\t" + dice.uuid() + "\t" + prose.said();
      case 2:
        return "[" + prose.level() + "] " + prose.said();
      case 3:
        return dice.of("", "\n", " ", "{", "}", "\t\t", "\\", "\"", "\u001b[31mred\u001b[0m");
      case 4:
        return dice.of("START", "REPORT RequestId", " START RequestId: x", "END ", "> REPORT ")
            + prose.said();
      case 5:
        return prose.said()
            + dice.of(" took 3 seconds", " seconds", " seconds\n", "seconds", "\tat x");
      default:
        return prose.said() + dice.of("", "\n", "\r\n", "\t");
    }
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
        "could not process record " + item + of + prose.said(),
        name + dice.of("=", ": ", "\":\"", " was ") + item + "\"" + of,
        "batch from firstSequenceNumber " + item + " on: " + prose.said());
  }

  /** A line that is JSON, of one logger or another. */
  String json() {
    String message = Dice.member("message", dice.quoted(dice.once(6) ? nested(3) : prose.said()));
    String named = dice.of("level", "level", "log_level", "logLevel", "Level");
    String level =
        Dice.member(named, dice.quoted(dice.once(3) ? prose.level().toLowerCase() : prose.level()));
    String id = Dice.member("requestId", dice.quoted(dice.uuid()));
    String line;
    switch (dice.below(10)) {
      case 0:
        line = dice.object(Dice.member("time", dice.quoted(dice.time())), level, message, value());
        break;
      case 1:
        line =
            dice.object(level, Dice.member("location", "\"handler:7\""), message, coldStart(), id);
        break;
      case 2:
        line = errors.error();
        break;
      case 3:
        line = metrics();
        break;
      case 4:
        line = eventSource();
        break;
      case 5:
        line =
            dice.object(
                Dice.member(dice.of("type", "record", "version", "eventType"), value()), message);
        break;
      case 6:
        line = dice.object(level, message, trace(), id);
        break;
      case 7:
        line =
            dice.object(
                level, Dice.member("message", dice.quoted(naming() + dice.of("", " error"))), id);
        break;
      default:
        line =
            dice.object(
                Dice.member("timestamp", dice.quoted(dice.time())), level, id, message, value());
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

  private String value() {
    return dice.of(
        Dice.member("n", dice.number()),
        Dice.member("list", "[1,\"a\",{\"b\":null}]"),
        Dice.member("deep", "[".repeat(dice.below(80)) + "]".repeat(dice.below(80))),
        Dice.member(dice.of("errorType", "_aws", "eventSourceARN"), "\"x\""),
        Dice.member("path", dice.quoted("C:\\new\\rest\\bin")),
        Dice.member("odd", dice.quoted(dice.odd() + dice.odd())),
        trace(),
        Dice.member("name\\u0041", "true"));
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
    return Dice.member(name, dice.of("", "", " ") + value)
        + dice.of(
            "", "", "," + Dice.member("depth", dice.of("0", "7", "1000001", "-1", "\"3\"", "3.5")))
        + (dice.once(3) ? "," + trace() : "");
  }

  private String nested(int depth) {
    return depth == 0
        ? dice.of("{\"_aws\":{}}", prose.said())
        : dice.object(Dice.member("body", dice.quoted(nested(depth - 1), 0)), value());
  }

  private String coldStart() {
    return Dice.member(
        dice.of("cold_start", "coldStart", "ColdStart"), dice.of("true", "false", "[1.0]", "1"));
  }

  String metrics() {
    String directive =
        "{\"Namespace\":\"shop\",\"Dimensions\":[[\"service\"],[]],\"Metrics\":[{\"Name\":\""
            + dice.of("latency", "ColdStart", "DatabaseConnections")
            + "\",\"Unit\":\"Count\"}]}";
    String metadata =
        Dice.member("_aws", "{\"Timestamp\":1,\"CloudWatchMetrics\":[" + directive + "]}");
    String values =
        dice.of(
            Dice.member("latency", "[1,2,3]"),
            coldStart(),
            Dice.member("DatabaseConnections", "[" + dice.number() + "]"),
            Dice.member("event_type", "\"performance\""),
            value());
    String plain = dice.object(metadata, Dice.member("service", dice.quoted(prose.said())), values);
    switch (dice.below(8)) {
      case 7:
        return dice.time() + dice.of("\t" + dice.uuid(), "") + "\tINFO\t" + plain;
      case 0:
        return dice.object(Dice.member("level", "\"INFO\""), Dice.member("message", plain));
      case 1:
        return dice.object(
            Dice.member("level", "\"INFO\""), Dice.member("message", dice.quoted(plain, 0)));
      case 2:
        return plain.substring(0, 1 + dice.below(plain.length()));
      case 3:
        return dice.object(metadata, Dice.member("bad", "NaN"), values);
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
        return dice.object(
            Dice.member("_type", "\"esm.batch\""),
            Dice.member("eventSourceARN", arn),
            Dice.member("shardId", "\"shardId-000000000006\""),
            Dice.member("firstSequenceNumber", "\"" + dice.digits(56) + "\""),
            Dice.member("messageIds", "[\"a\"]"),
            Dice.member("batchSize", dice.number()));
      case 1:
        return dice.object(
            Dice.member("requestContext", "{\"condition\":\"RetryAttemptsExhausted\"}"),
            Dice.member("responseContext", "{\"functionError\":\"Unhandled\"}"),
            Dice.member(dice.of("KinesisBatchInfo", "DDBStreamBatchInfo"), "{\"batchSize\":3}"),
            Dice.member("version", "\"1.0\""));
      case 2:
        return dice.object(
            Dice.member(
                "eventType", "\"" + dice.of("KAFKA_STATUS_EVENT", "ESM_X_EVENT", "x") + "\""),
            Dice.member("kafkaPartitionOffsets", "{\"partition\":\"a-0\",\"endOffset\":7}"));
      case 3:
        return dice.object(
            Dice.member("level", "\"ERROR\""), Dice.member("message", dice.quoted(batch())));
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
        + prose.said();
  }
}
