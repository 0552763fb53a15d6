package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Labels and messages in a few words; times are minutes from the start of the recording. */
public final class Said {

  static final long MINUTE = 60_000;

  /** A day of ten functions. */
  static final Exposure DAY = new Exposure(10, 0, 1440 * MINUTE);

  static final Entity CHECKOUT = function("checkout");
  static final Entity CATALOG = function("catalog");
  static final Entity ORDERS =
      new Entity("database", Map.of("database", "orders-db"), Set.of("checkout", "orders"));

  private Said() {}

  /** One function, of any account. */
  public static Entity function(String name) {
    return new Entity("function", Map.of("function", name), Set.of());
  }

  /** An incident from minute 100 to 110 whose first impact is at 103. */
  static Label incident(Kind kind, Severity severity, Entity entity) {
    return new Label(
        "i1",
        kind,
        severity,
        entity,
        100 * MINUTE,
        OptionalLong.of(103 * MINUTE),
        110 * MINUTE,
        false,
        "");
  }

  static Label spike() {
    return incident(Kind.COLD_START_SPIKE, Severity.PAGE, CHECKOUT);
  }

  static Message said(Action action, Severity severity, Kind kind, Entity entity, double minute) {
    return new Message(
        kind.wireName() + "/" + entity.inWords(),
        action,
        kind,
        severity,
        entity,
        Math.round(minute * MINUTE),
        "");
  }

  static Message page(Kind kind, Entity entity, double minute) {
    return said(Action.OPEN, Severity.PAGE, kind, entity, minute);
  }

  static Message page(double minute) {
    return page(Kind.COLD_START_SPIKE, CHECKOUT, minute);
  }

  static Entity shard(String shard, String first, String last) {
    return new Entity(
        "shard",
        Map.of(
            "eventSource", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
            "shard", shard,
            "function", "worker",
            "firstSequenceNumber", first,
            "lastSequenceNumber", last),
        Set.of());
  }

  static Entity record(String shard, String sequenceNumber) {
    return new Entity(
        "shard",
        Map.of(
            "eventSource",
            "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
            "shard",
            shard,
            "function",
            "worker",
            "sequenceNumber",
            sequenceNumber),
        Set.of());
  }
}
