package dev.stormwatch.lab.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.chance.LogNormal;
import dev.stormwatch.lab.delivery.LogAgent.Batch;
import dev.stormwatch.lab.format.Gzip;
import dev.stormwatch.lab.format.Hash;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch Logs' subscription of a Kinesis stream, distribution {@code ByLogStream}: each batch
 * becomes one record after a few seconds, the batches of one log stream stay in order, and now and
 * then a record is delivered twice, as at-least-once delivery allows. AWS promises no times
 * ("usually less than three minutes").
 */
public final class Subscription {

  /** A record on its way into Kinesis, its data in base64. */
  public record Delivery(long arrival, String partitionKey, String data) {}

  /** A stretch in which CloudWatch Logs delivers nothing of some log groups. */
  public record Silence(long from, long to, List<String> logGroups, boolean lost) {

    boolean covers(long arrival, String logGroup) {
      return arrival >= from
          && arrival < to
          && (logGroups.isEmpty() || logGroups.contains(logGroup));
    }
  }

  /** From the agent to CloudWatch Logs, which stamps the ingestion time. */
  private static final LogNormal INGESTION = new LogNormal(60, 0.5);

  private static final LogNormal REPETITION = new LogNormal(15_000, 0.8);

  private static final int EVENT_ID_DIGITS = 56;

  private static final long BILLION = 1_000_000_000;

  /** How long a flood after a silence takes to come in. */
  private static final double FLOOD_MILLIS = 20_000;

  private final String account;
  private final LogNormal delay;
  private final double repetitionShare;
  private final List<Silence> silences;
  private final Dice dice;
  private final List<Delivery> deliveries = new ArrayList<>();

  /**
   * @param section how CloudWatch behaves: {@code delayMillis}, {@code delaySigma}, {@code
   *     repetitionShare}
   */
  public Subscription(String account, Section section, List<Silence> silences, Dice dice) {
    this.account = account;
    // Two seconds as a rule, one record in a thousand near 20.
    this.delay =
        new LogNormal(section.number("delayMillis", 2_000), section.number("delaySigma", 0.74));
    this.repetitionShare = section.number("repetitionShare", 1.0 / 500);
    this.silences = silences;
    this.dice = dice;
  }

  public List<Delivery> deliveries() {
    return deliveries;
  }

  /** What CloudWatch Logs sends when a subscription begins, to see whether the stream answers. */
  public void begin(long now) {
    ObjectNode document = document("CONTROL_MESSAGE", "CloudwatchLogs", "", "");
    ObjectNode event = document.withArray("logEvents").addObject();
    event.put("id", "");
    event.put("timestamp", now);
    event.put("message", "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.");
    deliveries.add(new Delivery(now, dice.hex32(), compress(document)));
  }

  /** Delivers the batches of one log stream, in their order. */
  public void deliver(List<Batch> batches) {
    long last = Long.MIN_VALUE;
    for (Batch batch : batches) {
      long ingested = batch.flushed() + (long) INGESTION.draw(dice);
      long arrival = Math.max(ingested + (long) delay.draw(dice), last + 1);
      Silence silence = silence(arrival, batch.logGroup());
      if (silence != null) {
        if (silence.lost()) {
          continue;
        }
        arrival = Math.max(silence.to() + (long) dice.between(0, FLOOD_MILLIS), last + 1);
      }
      last = arrival;
      String key = Hash.hex(Hash.digest("MD5", bytes(batch.logGroup() + batch.logStream())));
      String data = compress(document(batch, ingested));
      deliveries.add(new Delivery(arrival, key, data));
      if (dice.chance(repetitionShare)) {
        deliveries.add(new Delivery(arrival + (long) REPETITION.draw(dice), key, data));
      }
    }
  }

  private @Nullable Silence silence(long arrival, String logGroup) {
    for (Silence silence : silences) {
      if (silence.covers(arrival, logGroup)) {
        return silence;
      }
    }
    return null;
  }

  private ObjectNode document(Batch batch, long ingested) {
    ObjectNode document = document("DATA_MESSAGE", account, batch.logGroup(), batch.logStream());
    ((ArrayNode) document.get("subscriptionFilters")).add("stormwatch");
    ArrayNode events = (ArrayNode) document.get("logEvents");
    long hash = dice.bits();
    for (Line line : batch.lines()) {
      ObjectNode event = Json.object();
      event.put("id", eventId(line.stamp(), ingested, hash, events.size()));
      event.put("timestamp", line.stamp());
      event.put("message", line.text());
      events.add(event);
    }
    return document;
  }

  private static ObjectNode document(String type, String owner, String group, String stream) {
    ObjectNode document = Json.object();
    document.put("messageType", type);
    document.put("owner", owner);
    document.put("logGroup", group);
    document.put("logStream", stream);
    document.putArray("subscriptionFilters");
    document.putArray("logEvents");
    return document;
  }

  /**
   * 56 digits: the line's time, the ingestion time, a hash of the batch and the place in it. AWS
   * does not say so; every real id from 2015 to 2022 that could be checked was built like this.
   */
  static String eventId(long at, long ingested, long batchHash, int index) {
    long[] words = {
      at >>> 16,
      (at & 0xFFFF) << 16 | ingested >>> 48,
      ingested >>> 16 & 0xFFFF_FFFFL,
      (ingested & 0xFFFF) << 16 | batchHash >>> 48,
      batchHash >>> 16 & 0xFFFF_FFFFL,
      (batchHash & 0xFFFF) << 16 | index
    };
    byte[] digits = new byte[EVENT_ID_DIGITS];
    int place = EVENT_ID_DIGITS;
    while (place > 0) {
      long nine = remainder(words);
      for (int i = 0; i < 9 && place > 0; i++) {
        digits[--place] = (byte) ('0' + nine % 10);
        nine /= 10;
      }
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /**
   * Divides a number by a billion and gives what remains. Each line has such a number; {@code
   * BigInteger} spent a fifth of the time of a recording on them.
   *
   * @param words of 32 bits, the highest first
   */
  private static long remainder(long[] words) {
    long rest = 0;
    for (int i = 0; i < words.length; i++) {
      long dividend = rest << 32 | words[i];
      words[i] = dividend / BILLION;
      rest = dividend % BILLION;
    }
    return rest;
  }

  private static String compress(ObjectNode document) {
    return Base64.getEncoder().encodeToString(Gzip.compress(Json.bytes(document)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
