package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.EventSourceReport;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.PartitionReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * JSON that tells of an event source: a batch that a function reports, a record that Lambda gave up
 * on, and the state of a Kafka mapping's pollers.
 */
final class EventSourceLine {

  private static final Set<String> POLLER_EVENTS =
      Set.of("ESM_PROCESSING_EVENT", "POLLER_STATUS_EVENT", "KAFKA_STATUS_EVENT");

  /** More items than any batch of Lambda's holds. */
  private static final int MOST_ITEMS = 10_000;

  /** How many messages of a queue are looked at: as many as a batch has without a window. */
  private static final int MOST_MESSAGES = 10;

  /** More are not looked at in one line; topics of Lambda's have hundreds at most. */
  private static final int MOST_PARTITIONS = 1_000;

  private final JsonFactory json;
  private final int maxMembers;

  EventSourceLine(JsonFactory json, int maxMembers) {
    this.json = json;
    this.maxMembers = maxMembers;
  }

  /**
   * Reads a document.
   *
   * @return false when it tells of no event source; nothing is told then
   */
  boolean read(JsonValue root, Observation line) {
    return batch(root, line)
        || givenUp(root, line)
        || pollers(root, line)
        || deadLetter(root, line);
  }

  private static boolean batch(JsonValue root, Observation line) {
    String arn = root.member("eventSourceARN").text();
    String first = root.member("firstSequenceNumber").text();
    JsonValue messages = root.member("messageIds");
    if (arn.isEmpty() || (first.isEmpty() && !messages.isArray())) {
      return false;
    }
    EventSourceReport source = begin(LineKind.BATCH, line);
    source.eventSource = arn;
    source.shard = root.member("shardId").text();
    source.firstSequenceNumber = first;
    source.lastSequenceNumber = root.member("lastSequenceNumber").text();
    source.messageIds = texts(messages.elements(MOST_MESSAGES));
    source.messageId = source.messageIds.isEmpty() ? "" : source.messageIds.get(0);
    source.messageGroup = root.member("messageGroupId").text();
    source.batchSize = Numbers.whole(root.member("batchSize").number());
    source.iteratorAgeMillis = Numbers.whole(root.member("iteratorAgeMs").number());
    source.attempts = Numbers.whole(root.member("receiveCountMax").number());
    source.outcome = root.member("outcome").text();
    source.errorType = root.member("errorType").text();
    JsonValue failed = root.member("failedItems");
    if (failed.isArray()) {
      List<JsonValue> items = failed.elements(MOST_ITEMS);
      source.failedItems = items.size();
      source.failedItem = first(items);
    }
    line.setRequestId(JsonLine.requestId(root));
    return true;
  }

  private static List<String> texts(List<JsonValue> items) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.text()));
    return texts;
  }

  private static String first(List<JsonValue> items) {
    return items.isEmpty() ? "" : items.get(0).text();
  }

  private static EventSourceReport begin(LineKind kind, Observation line) {
    line.kind = kind;
    line.detail();
    return line.source;
  }

  /**
   * What Lambda sends to an on-failure destination. An asynchronous call that went well is
   * described in the same form, and is nothing that was given up.
   */
  private static boolean givenUp(JsonValue root, Observation line) {
    JsonValue context = root.member("requestContext");
    JsonValue batch =
        root.anyOf("KinesisBatchInfo", "DDBStreamBatchInfo", "KafkaBatchInfo", "AmazonMQBatchInfo");
    String condition = context.member("condition").text();
    boolean ofLambda = !condition.isEmpty() && !context.member("functionArn").isAbsent();
    boolean answered = !root.member("responseContext").isAbsent() && !condition.isEmpty();
    if (!context.isObject()
        || !(batch.isObject() || ofLambda || answered)
        || condition.equals("Success")) {
      return false;
    }
    EventSourceReport source = begin(LineKind.ON_FAILURE, line);
    line.setRequestId(context.member("requestId").text());
    source.functionArn = context.member("functionArn").text();
    source.outcome = condition;
    source.attempts = Numbers.whole(context.member("approximateInvokeCount").number());
    source.eventSource = batch.anyOf("streamArn", "eventSourceArn").text();
    source.shard = batch.member("shardId").text();
    source.firstSequenceNumber = batch.member("startSequenceNumber").text();
    source.lastSequenceNumber = batch.member("endSequenceNumber").text();
    source.batchSize = Numbers.whole(batch.member("batchSize").number());
    String thrown = root.member("responsePayload").member("errorType").text();
    source.errorType =
        thrown.isEmpty() ? root.member("responseContext").member("functionError").text() : thrown;
    return true;
  }

  private static boolean pollers(JsonValue root, Observation line) {
    if (!POLLER_EVENTS.contains(root.member("eventType").text())) {
      return false;
    }
    EventSourceReport source = begin(LineKind.EVENT_SOURCE, line);
    source.eventSource = root.member("eventSourceArn").text();
    source.errorType = root.member("error").member("errorCode").text();
    source.partitions = partitions(root.member("kafkaPartitionOffsets"));
    return true;
  }

  /** One partition, or a list of several, each with its topic beside its number. */
  private static List<PartitionReport> partitions(JsonValue offsets) {
    List<JsonValue> told = offsets.isArray() ? offsets.elements(MOST_PARTITIONS) : List.of(offsets);
    List<PartitionReport> partitions = new ArrayList<>();
    for (JsonValue one : told) {
      long end = offset(one.member("endOffset"));
      long processed = offset(one.member("processedOffset"));
      if (end != Observation.NONE && processed != Observation.NONE) {
        partitions.add(new PartitionReport(partition(one), end, processed));
      }
    }
    return partitions;
  }

  private static String partition(JsonValue offsets) {
    String topic = offsets.member("topic").text();
    String partition = offsets.member("partition").text();
    boolean number = !partition.isEmpty() && partition.chars().allMatch(Character::isDigit);
    return number && !topic.isEmpty() ? topic + "-" + partition : partition;
  }

  private static long offset(JsonValue value) {
    double number = value.number();
    return number >= 0 && number <= Long.MAX_VALUE ? (long) number : Observation.NONE;
  }

  /** A function behind the queue of the records that were given up, which prints its event. */
  private boolean deadLetter(JsonValue root, Observation line) {
    for (JsonValue message : root.member("Records").elements(MOST_MESSAGES)) {
      JsonValue notice = message.member("Sns").member("Message");
      String body = (notice.isAbsent() ? message.anyOf("body", "Body") : notice).text();
      if (body.startsWith("{") && body.contains("\"requestContext\"") && gaveUp(body, line)) {
        return true;
      }
      JsonValue attributes = message.member("messageAttributes");
      String request = attribute(attributes, "RequestID");
      if (!request.isEmpty() && !attribute(attributes, "ErrorCode").isEmpty()) {
        EventSourceReport source = begin(LineKind.ON_FAILURE, line);
        line.setRequestId(request);
        source.messageId = message.member("messageId").text();
        return true;
      }
    }
    return false;
  }

  private boolean gaveUp(String body, Observation line) {
    try {
      return givenUp(JsonValue.parse(json, body, maxMembers), line);
    } catch (IOException e) {
      return false;
    }
  }

  private static String attribute(JsonValue attributes, String name) {
    return attributes.member(name).anyOf("stringValue", "StringValue", "Value").text();
  }
}
