package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.ID;
import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, records that Lambda gave up on, and Kafka's pollers. */
class EventSourceLineTest {

  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:checkout";

  private static final String GIVEN_UP =
      "{'requestContext':{'requestId':'%s','functionArn':'"
          + FUNCTION
          + "','condition':'RetryAttemptsExhausted','approximateInvokeCount':4},"
          + "'responseContext':{'statusCode':200,'executedVersion':'7','functionError':'Unhandled'},"
          + "'version':'1.0','timestamp':'2026-03-02T10:12:15.120Z',"
          + "'KinesisBatchInfo':{'shardId':'shardId-000000000003','startSequenceNumber':'495900',"
          + "'endSequenceNumber':'495977','batchSize':33,'streamArn':'"
          + STREAM
          + "'}}";

  private static final String GIVEN_UP_TOLD =
      "ON_FAILURE id=ID source="
          + STREAM
          + " shard=shardId-000000000003 first=495900 last=495977 batch=33 attempts=4"
          + " outcome=RetryAttemptsExhausted cause=Unhandled function="
          + FUNCTION;

  static Stream<Arguments> batches() {
    String stream =
        "'eventSourceARN':'"
            + STREAM
            + "','shardId':'shardId-000000000003','firstSequenceNumber':'495900',"
            + "'lastSequenceNumber':'495977','batchSize':66,'iteratorAgeMs':1234.5,"
            + "'failedItems':['495911','495912'],'outcome':'partial','errorType':'Bad','requestId':'%s'";
    String told =
        "BATCH id=ID source="
            + STREAM
            + " shard=shardId-000000000003 first=495900 last=495977 failed=495911 failures=2"
            + " batch=66 age=1235 outcome=partial cause=Bad";
    return Stream.of(
        arguments("{" + stream + "}", told),
        arguments("{'_aws':{'Timestamp':1,'CloudWatchMetrics':[]}," + stream + "}", told),
        arguments("{'timestamp':'t','level':'INFO','message':{" + stream + "}}", told),
        arguments("2026-03-02T10:12:15.120Z\t" + ID + "\tINFO\t{" + stream + "}\n", told),
        arguments("[INFO]\t2026-03-02T10:12:15.120Z\t" + ID + "\t{" + stream + "}\n", told),
        arguments(
            "2026-03-02T10:12:15.120Z "
                + ID
                + " INFO {"
                + stream.replace(",'requestId':'%s'", "")
                + "}",
            told),
        arguments(
            "{'eventSourceARN':'"
                + QUEUE
                + "','messageIds':['m-1','m-2'],'batchSize':2,'receiveCountMax':3,'failedItems':[],"
                + "'outcome':'ok'}",
            "BATCH source=" + QUEUE + " message=m-1 failures=0 batch=2 attempts=3 outcome=ok"),
        arguments(
            "{'eventSourceARN':'" + STREAM + "','firstSequenceNumber':495900,'shardId':null}",
            "BATCH source=" + STREAM + " first=495900"));
  }

  static Stream<Arguments> givenUp() {
    return Stream.of(
        arguments(GIVEN_UP, GIVEN_UP_TOLD),
        arguments(
            GIVEN_UP.replace("'functionError':'Unhandled'", "'functionError':null"),
            GIVEN_UP_TOLD.replace(" cause=Unhandled", "")),
        arguments(
            GIVEN_UP
                .replace("KinesisBatchInfo", "DDBStreamBatchInfo")
                .replace(STREAM, "arn:aws:dynamodb:eu-west-1:1:table/t/stream/s"),
            GIVEN_UP_TOLD.replace(STREAM, "arn:aws:dynamodb:eu-west-1:1:table/t/stream/s")),
        arguments(
            GIVEN_UP.replaceFirst("\\}$", ",'payload':{'Records':[{'eventSourceARN':'x'}]}}"),
            GIVEN_UP_TOLD),
        arguments(
            "{'requestContext':{'requestId':'%s'},'DDBStreamBatchInfo':{'batchSize':3}}",
            "ON_FAILURE id=ID batch=3"),
        arguments(
            "{'version':'1.0','timestamp':'t','requestContext':{'requestId':'%s','functionArn':'f',"
                + "'condition':'RetriesExhausted','approximateInvokeCount':3},'requestPayload':{'a':1},"
                + "'responseContext':{'statusCode':200,'functionError':'Unhandled'},"
                + "'responsePayload':{'errorMessage':'x','errorType':'ValueError'}}",
            "ON_FAILURE id=ID attempts=3 outcome=RetriesExhausted cause=ValueError function=f"),
        arguments(
            "{'version':'1.0','requestContext':{'requestId':'%s','functionArn':'f','condition':"
                + "'ZeroReservedConcurrency','approximateInvokeCount':0},'requestPayload':{}}",
            "ON_FAILURE id=ID attempts=0 outcome=ZeroReservedConcurrency function=f"),
        arguments(
            "{'Records':[{'messageId':'m','eventSourceARN':'q','body':'"
                + GIVEN_UP.replace("'", "\\'")
                + "'}]}",
            GIVEN_UP_TOLD),
        arguments(
            "{'Records':[{'messageId':'m','eventSourceARN':'q','body':'hello','messageAttributes':"
                + "{'RequestID':{'stringValue':'%s'},'ErrorCode':{'stringValue':'200'}}}]}",
            "ON_FAILURE id=ID message=m"));
  }

  static Stream<Arguments> pollers() {
    return Stream.of(
        arguments(
            "{'eventType':'KAFKA_STATUS_EVENT','timestamp':1,'eventSourceArn':'k','eventProcessorId':'x',"
                + "'kafkaPartitionOffsets':{'partition':'a-0','endOffset':7004,'consumedOffset':6013,"
                + "'processedOffset':6012}}",
            "EVENT_SOURCE source=k partition=a-0 end=7004 processed=6012"),
        arguments(
            "{'eventType':'KAFKA_STATUS_EVENT','eventSourceArn':'k','kafkaPartitionOffsets':["
                + "{'topic':'a','partition':0,'endOffset':7,'processedOffset':6},"
                + "{'topic':'a','partition':1,'endOffset':9},"
                + "{'topic':'a','partition':2,'endOffset':5,'processedOffset':5}]}",
            "EVENT_SOURCE source=k partition=a-0 end=7 processed=6"
                + " partition=a-2 end=5 processed=5"),
        arguments(
            "{'eventType':'ESM_PROCESSING_EVENT','eventSourceArn':'k','error':{'errorMessage':'x',"
                + "'errorCode':'TimeoutException'}}",
            "EVENT_SOURCE source=k cause=TimeoutException"),
        arguments(
            "{'eventType':'POLLER_STATUS_EVENT','kafkaEventSourceConnection':{'topics':['a']},"
                + "'kafkaPartitionOffsets':null}",
            "EVENT_SOURCE"));
  }

  @ParameterizedTest
  @MethodSource({"batches", "givenUp", "pollers"})
  void readsAnEventSource(String message, String told) {
    assertThat(Told.by(json(message))).isEqualTo(told);
  }

  static Stream<Arguments> powertools() {
    String batchFailed = "BATCH outcome=failed cause=";
    return Stream.of(
        arguments(
            "10:12:15 ERROR BatchHandler - Error while processing record with eventID"
                + " shardId-000000000003:495911: no basket, adding it to batch item failures",
            "BATCH shard=shardId-000000000003 failed=495911 failures=1 outcome=partial"),
        arguments(
            "Error while processing record with id 4421: no basket, adding it to batch item failures",
            "BATCH failed=4421 failures=1 outcome=partial"),
        arguments(
            json(
                "{'level':'ERROR','message':'Error while processing message with messageId %s: gone,"
                    + " adding it to batch item failures','function_request_id':'r-1'}"),
            "BATCH id=r-1 failed=" + ID + " failures=1 outcome=partial"),
        arguments(
            "BatchProcessingError: All records failed processing. 3 individual errors logged",
            batchFailed + "BatchProcessingError"),
        arguments(
            json(
                "{'level':'ERROR','message':'SqsFifoShortCircuitError: A previous record failed'}"),
            batchFailed + "SqsFifoShortCircuitError"),
        arguments(
            "[ERROR] BatchProcessingError: All records failed processing. 3 individual errors\n"
                + "Traceback (most recent call last):\n",
            "RUNTIME_ERROR error=BatchProcessingError outcome=failed cause=BatchProcessingError"),
        arguments(
            "2026-03-02T10:12:15.120Z\t"
                + ID
                + "\tERROR\tInvoke Error \t{\"errorType\":\"FullBatchFailureError\"}",
            "RUNTIME_ERROR id=ID error=FullBatchFailureError outcome=failed"
                + " cause=FullBatchFailureError"),
        arguments(
            "INFO SqsBatchMessageHandler - A message in a batch with messageGroupId customer-7 and"
                + " messageId m-1 failed; failing the rest of the batch too",
            "BATCH group=customer-7 failed=m-1 failures=1"),
        arguments(
            json(
                "{'level':'INFO','message':'A message in a batch with messageGroupId customer-7 and"
                    + " messageId m-1 failed; failing the rest of the batch too'}"),
            "BATCH group=customer-7 failed=m-1 failures=1"),
        arguments("A message in a batch with messageGroupId a and messageId ", "APPLICATION_TEXT"),
        arguments("customer 7 and messageId m-1 are no batch", "APPLICATION_TEXT"),
        arguments("Error while processing record with id 7: retrying", "APPLICATION_TEXT"),
        arguments("Error while processing message with messageId ", "APPLICATION_TEXT"));
  }

  @ParameterizedTest
  @MethodSource("powertools")
  void readsWhatPowertoolsSaysOfABatch(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  /** Whatever logger wrote the line, what its function was at stands in it under few names. */
  static Stream<Arguments> named() {
    String number = "49" + "7".repeat(54);
    return Stream.of(
        arguments(
            "[ERROR]\t2026-03-02T10:12:15.120Z\t"
                + ID
                + "\tcould not process record "
                + number
                + " of shardId-000000000001: KeyError('currency')",
            "APPLICATION_TEXT shard=shardId-000000000001 failed=" + number + " failures=1"),
        arguments(
            json("{'level':'ERROR','sequence_number':'" + number + "','message':'no currency'}"),
            "APPLICATION_JSON failed=" + number + " failures=1"),
        arguments(
            "ERROR projection failed at SequenceNumber=4421201373742153374538 eventName=MODIFY",
            "APPLICATION_TEXT failed=4421201373742153374538 failures=1"),
        arguments(
            json(
                "{'level':'ERROR','message':'x','message_id':'%s','message_group_id':'customer-7'}"),
            "APPLICATION_JSON group=customer-7 failed=" + ID + " failures=1"),
        arguments(
            "[ERROR] ValueError: bad basket in message id: "
                + ID
                + "\nTraceback (most recent call last):\n",
            "RUNTIME_ERROR error=ValueError failed=" + ID + " failures=1"),
        arguments("INFO processed record " + number, "APPLICATION_TEXT"),
        arguments(
            "ERROR record " + number + " after " + number.replace('7', '8'), "APPLICATION_TEXT"),
        arguments("ERROR batch failed, firstSequenceNumber=" + number, "APPLICATION_TEXT"),
        arguments("ERROR order 4421201373742153374538 is no order", "APPLICATION_TEXT"),
        arguments("ERROR request " + ID + " failed", "APPLICATION_TEXT"),
        arguments(
            "ERROR FATAL: sorry, too many clients already, record " + number,
            "CONNECTION_TROUBLE words=REFUSED_BY_POSTGRESQL"));
  }

  @ParameterizedTest
  @MethodSource("named")
  void readsWhatAnErrorLineNames(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'requestContext':{'requestId':'%s'},'body':'x'}",
        "{'requestContext':{'requestId':'%s','stage':'prod'},'responseContext':{}}",
        "{'version':'2.0','routeKey':'$default','requestContext':{'accountId':'1'}}",
        "{'version':'1.0','requestContext':{'functionArn':'f','condition':'Success'},'responseContext':{}}",
        "{'eventSourceARN':'arn:aws:sqs:eu-west-1:1:q','body':'x'}",
        "{'eventSourceARN':null,'messageIds':['a']}",
        "{'eventSourceARN':'q','messageIds':null,'firstSequenceNumber':null}",
        "{'Records':[{'messageId':'m','eventSourceARN':'q','body':'{\\'requestContext\\':'}]}",
        "{'Records':[{'messageId':'m','eventSourceARN':'q','body':'{}'}]}",
        "{'eventType':'ORDER','x':1}",
        "{'eventType':'ORDER_PLACED_EVENT','x':1}",
        "{'event_type':'click'}"
      })
  void leavesTheApplicationItsOwnEvents(String message) {
    assertThat(Told.by(json(message))).isEqualTo("APPLICATION_JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the event was {'eventSourceARN':'arn:aws:sqs:eu-west-1:111122223333:orders'}",
        "event={'eventSourceARN':'arn:aws:sqs:eu-west-1:111122223333:orders','messageIds':['m-1']}",
        "the event was {'eventSourceARN':'arn:aws:sqs:eu-west-1:111122223333:orders','messageIds':"
      })
  void leavesTextAlone(String message) {
    assertThat(Told.by(json(message))).isEqualTo("APPLICATION_TEXT");
  }
}
