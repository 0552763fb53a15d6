package dev.stormwatch.live.doctor;

import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Can a stream be read? */
final class StreamChecks {

  private static final String STREAM = "stream";

  private final String arn;
  private final List<Check> found;

  StreamChecks(String arn, List<Check> found) {
    this.arn = arn;
    this.found = found;
  }

  void run(String endpoint) {
    if (!endpoint.isEmpty()) {
      // Emulators do not speak the binary form that AWS does.
      System.setProperty("aws.cborEnabled", "false");
    }
    try (KinesisClient kinesis =
        Calls.client(KinesisClient.builder(), Calls.region(arn), endpoint)) {
      if (described(kinesis)) {
        read(kinesis);
      }
    }
  }

  private boolean described(KinesisClient kinesis) {
    StreamDescriptionSummary stream;
    try {
      stream =
          kinesis
              .describeStreamSummary(request -> request.streamName(Calls.name(arn)))
              .streamDescriptionSummary();
    } catch (RuntimeException e) {
      found.add(
          Calls.notThere(e)
              ? Check.fault(
                  STREAM, arn, "is not there", "create it, or correct stream.arn in the properties")
              : Calls.trouble(STREAM, arn, "kinesis:DescribeStreamSummary", e));
      return false;
    }
    boolean ready =
        stream.streamStatus() == StreamStatus.ACTIVE
            || stream.streamStatus() == StreamStatus.UPDATING;
    if (!ready) {
      found.add(
          Check.fault(
              STREAM, arn, "is " + stream.streamStatusAsString(), "wait until it is ACTIVE"));
      return false;
    }
    found.add(
        Check.ok(
            STREAM,
            arn,
            stream.streamStatusAsString()
                + ", "
                + stream.openShardCount()
                + (stream.openShardCount() == 1 ? " shard" : " shards")
                + ", keeps records for "
                + stream.retentionPeriodHours()
                + " h"));
    if (stream.encryptionType() == EncryptionType.KMS) {
      found.add(
          Check.ok(
              STREAM,
              arn,
              "encrypted with "
                  + stream.keyId()
                  + ": the application's role needs kms:Decrypt on it, the role of CloudWatch Logs"
                  + " kms:GenerateDataKey"));
    }
    return true;
  }

  /** One shard is enough: what is wrong is wrong with all. */
  private void read(KinesisClient kinesis) {
    String action = "kinesis:ListShards";
    try {
      List<Shard> shards =
          kinesis.listShards(request -> request.streamName(Calls.name(arn)).maxResults(1)).shards();
      action = "kinesis:GetShardIterator";
      String at =
          kinesis
              .getShardIterator(
                  request ->
                      request
                          .streamName(Calls.name(arn))
                          .shardId(shards.get(0).shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      action = "kinesis:GetRecords";
      kinesis.getRecords(request -> request.shardIterator(at).limit(1));
      found.add(Check.ok(STREAM, arn, "can be read with these credentials"));
    } catch (RuntimeException e) {
      found.add(Calls.trouble(STREAM, arn, action, e));
    }
  }
}
