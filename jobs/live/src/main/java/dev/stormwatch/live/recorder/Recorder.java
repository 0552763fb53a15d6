package dev.stormwatch.live.recorder;

import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * Writes every record that was read to a folder or an S3 bucket: {@code
 * 2026-03-02/10-20/records-….ndjson.gz}, one folder for ten minutes of arrival, one file for each
 * writer and checkpoint. A file appears when its checkpoint is complete, each record in one.
 *
 * <p>There is no manifest, since nothing in a stream knows when it ends. Each line names its stream
 * instead, so that every file tells all of itself; {@code replay} and {@code import} take the
 * folder, any part of it, or one file, and {@code import} makes a recording with a manifest of it.
 *
 * <p>Paging does not wait for a file: the writer is a task of its own. But records go both ways
 * from one source, so once the buffers between are full (some seconds of traffic) a storage that
 * stands still holds the source, and one that refuses to be written restarts the job. Who will not
 * have that runs a second application that only records.
 */
public final class Recorder {

  private static final String PREFIX = "records";
  private static final String SUFFIX = ".ndjson.gz";

  private Recorder() {}

  /**
   * Records a stream.
   *
   * @param folder a URI such as {@code s3://bucket/prefix}; nothing is recorded when it is empty
   * @param streamArns the streams that the records come from
   * @param region that they are in, to tell one recorder from another
   */
  public static void attach(
      DataStream<KinesisRecord> records, String folder, List<String> streamArns, String region) {
    if (folder.isEmpty()) {
      return;
    }
    FileSink<KinesisRecord> sink =
        FileSink.forBulkFormat(new Path(folder), out -> new RecordFile(out, streamArns))
            .withBucketAssigner(new TenMinutes())
            .withOutputFileConfig(
                OutputFileConfig.builder().withPartPrefix(PREFIX).withPartSuffix(SUFFIX).build())
            .build();
    records
        .sinkTo(sink)
        .disableChaining()
        .name("recorder " + region)
        .uid(Uids.in(Uids.RECORDER, region));
  }

  /** By time of arrival, so that the names of the folders are in the order of what they hold. */
  static final class TenMinutes implements BucketAssigner<KinesisRecord, String> {

    private static final long serialVersionUID = 1L;

    private static final long MILLIS = 600_000;

    private static final DateTimeFormatter FOLDER =
        DateTimeFormatter.ofPattern("uuuu-MM-dd/HH-mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public String getBucketId(KinesisRecord record, Context context) {
      long start = Math.floorDiv(record.arrival, MILLIS) * MILLIS;
      return FOLDER.format(Instant.ofEpochMilli(start));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
