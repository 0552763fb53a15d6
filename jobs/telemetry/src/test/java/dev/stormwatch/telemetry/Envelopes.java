package dev.stormwatch.telemetry;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the document around log lines, byte for byte as CloudWatch Logs does: the same members in
 * the same order, no blanks, nothing escaped but what must be. And documents that are as valid but
 * written otherwise.
 */
final class Envelopes {

  static final long T = 1_772_446_335_120L;

  private final Dice dice;

  Envelopes(Dice dice) {
    this.dice = dice;
  }

  /** CloudWatch's id: event time, ingestion time, a hash and the event's place in its batch. */
  static String id(long eventTime, long ingested, long hash, int index) {
    String digits =
        BigInteger.valueOf(eventTime)
            .shiftLeft(64)
            .or(unsigned(ingested))
            .shiftLeft(64)
            .or(unsigned(hash))
            .shiftLeft(16)
            .or(BigInteger.valueOf(index & 0xFFFF))
            .toString();
    return "0".repeat(Math.max(0, 56 - digits.length())) + digits;
  }

  static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  /** How a document is written. */
  enum Form {
    /** As CloudWatch Logs does. */
    EXACT,
    /** The same, though some letters of its messages are escaped. */
    HIDING,
    /** Valid, but not in CloudWatch's form. */
    LOOSE
  }

  String document(List<String> lines, Form form) {
    return document("/aws/lambda/checkout", lines, form);
  }

  String document(String group, List<String> lines, Form form) {
    boolean loose = form == Form.LOOSE;
    int change = loose ? dice.below(12) : -1;
    boolean fields = dice.once(8) || change == 1;
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String message = dice.quoted(lines.get(i), form == Form.HIDING ? dice.of(2, 9, 40) : 0);
      events.append(i == 0 ? "" : ",").append(event(i, message, fields, change));
    }
    String document =
        "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":"
            + dice.quoted(group, 0)
            + ",\"logStream\":\"2026/03/02/[$LATEST]0f1e2d3c4b5a69788796a5b4c3d2e1f0\""
            + ",\"subscriptionFilters\":["
            + dice.of("\"all\"", "\"all\"", "\"a\",\"b\"", "")
            + "],\"logEvents\":["
            + events
            + "]"
            + (dice.once(10) ? ",\"policyLevel\":\"ACCOUNT_LEVEL_POLICY\"" : "")
            + "}";
    return loose ? changed(document, change) : document;
  }

  private String event(int index, String message, boolean fields, int change) {
    long time = T + index;
    String id = id(time, time + dice.below(20_000), dice.bits(), index);
    boolean odd = change == 0 && dice.once(2);
    if (odd) {
      id =
          dice.of("", "eventId1", id.substring(1), id + "0", "x" + id.substring(1), "9".repeat(56));
    }
    String head = "\"id\":\"" + id + "\",\"timestamp\":" + (odd ? stamp(time) : time);
    String tail = fields ? ",\"extractedFields\":{" + fields() + "}" : "";
    if (change == 2) {
      return "{\"message\":" + message + "," + head + tail + "}";
    }
    String more = change == 3 && dice.once(2) ? dice.of(",\"x\":{\"message\":1}", ",\"}\":1") : "";
    return "{" + head + ",\"message\":" + message + tail + more + "}";
  }

  private String stamp(long time) {
    return dice.of("" + time, "0", "-1", "1.5", "1e3", "" + time + "0", "\"" + time + "\"", "null");
  }

  private String fields() {
    return dice.of(
        "\"@aws.account\":\"111122223333\",\"@aws.region\":\"ap-southeast-2\"",
        "\"@aws.region\":\"" + dice.of("", "Ignore; me", "us-east-1", "a\\\\b", "\u00e9") + "\"",
        "\"@aws.region\":\"us-east-1\",\"@aws.region\":\"us-east-2\"",
        "\"request_id\":\"7\",\"event\":\"" + dice.of("x", "", "\\\"", "\u00e9", "a,b}") + "\"",
        "\"n\":7",
        "");
  }

  private String changed(String document, int change) {
    switch (change) {
      case 4:
        return document.replace(",\"", ", \"");
      case 5:
        return document.replaceFirst("\\{", dice.of(" {", "{ ", "{\"first\":[1],"));
      case 6:
        return document + dice.of(" ", "\n", "x", "{}", "\u0000");
      case 7:
        return document.replaceFirst("\"owner\":\"111122223333\"", owner());
      case 8:
        return document.replaceFirst("\"logStream\":\"[^\"]*\"", "\"logStream\":" + stream());
      case 9:
        return document.replaceFirst("\"DATA_MESSAGE\"", dice.of("\"CONTROL_MESSAGE\"", "7"));
      case 10:
        return document.substring(0, dice.below(document.length() + 1));
      case 11:
        return document.replaceFirst(
            "(\"messageType\":\"DATA_MESSAGE\"),(\"owner\":\"111122223333\")", "$2,$1");
      default:
        return document;
    }
  }

  private String owner() {
    return "\"owner\":" + dice.of("\"\"", "\"12 34\"", "111122223333", "null", "\"\u00e9\"");
  }

  private String stream() {
    return dice.of("\"\"", "\"a\\\\\\\\b\"", "\"\u00e9\"", "null", "\"" + "s".repeat(600) + "\"");
  }

  byte[] bytes(List<String> lines, Form form) {
    return document(lines, form).getBytes(StandardCharsets.UTF_8);
  }
}
