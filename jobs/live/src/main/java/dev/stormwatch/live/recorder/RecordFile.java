package dev.stormwatch.live.recorder;

import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** One file of records, a line each, packed. */
final class RecordFile implements BulkWriter<KinesisRecord> {

  private static final int BUFFER = 1 << 16;

  private final GZIPOutputStream packed;
  private final List<String> streamArns;

  RecordFile(FSDataOutputStream out, List<String> streamArns) throws IOException {
    this.packed = new GZIPOutputStream(out, BUFFER);
    this.streamArns = streamArns;
  }

  @Override
  public void addElement(KinesisRecord record) throws IOException {
    packed.write(RecordJson.write(record, streamOf(record)).getBytes(StandardCharsets.UTF_8));
    packed.write('\n');
  }

  /** Of several streams the shard's name says which, as {@code stream/shardId-…}. */
  private String streamOf(KinesisRecord record) {
    if (streamArns.size() == 1) {
      return streamArns.get(0);
    }
    int slash = record.shardId.indexOf('/');
    String suffix = ":stream/" + record.shardId.substring(0, Math.max(0, slash));
    return streamArns.stream().filter(arn -> arn.endsWith(suffix)).findFirst().orElse("");
  }

  @Override
  public void flush() throws IOException {
    packed.flush();
  }

  /** The file itself is closed by who opened it. */
  @Override
  public void finish() throws IOException {
    packed.finish();
  }
}
