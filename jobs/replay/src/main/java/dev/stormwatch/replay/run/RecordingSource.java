package dev.stormwatch.replay.run;

import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Reads an input in order of arrival. One reader: order is what a recording is about. */
final class RecordingSource
    implements Source<KinesisRecord, RecordingSplit, Collection<RecordingSplit>> {

  private static final long serialVersionUID = 1L;

  private final RecordingSplit split;

  RecordingSource(RecordingSplit split) {
    this.split = split;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<KinesisRecord, RecordingSplit> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SplitEnumerator<RecordingSplit, Collection<RecordingSplit>> createEnumerator(
      SplitEnumeratorContext<RecordingSplit> context) {
    return new IteratorSourceEnumerator<>(context, new ArrayList<>(List.of(split)));
  }

  @Override
  public SplitEnumerator<RecordingSplit, Collection<RecordingSplit>> restoreEnumerator(
      SplitEnumeratorContext<RecordingSplit> context, Collection<RecordingSplit> checkpoint) {
    return new IteratorSourceEnumerator<>(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<RecordingSplit> getSplitSerializer() {
    return new JavaSerialized<>();
  }

  @Override
  public SimpleVersionedSerializer<Collection<RecordingSplit>> getEnumeratorCheckpointSerializer() {
    return new SplitsSerializer();
  }

  private static final class SplitsSerializer
      implements SimpleVersionedSerializer<Collection<RecordingSplit>> {

    private final JavaSerialized<ArrayList<RecordingSplit>> lists = new JavaSerialized<>();

    @Override
    public int getVersion() {
      return lists.getVersion();
    }

    @Override
    public byte[] serialize(Collection<RecordingSplit> splits) throws IOException {
      return lists.serialize(new ArrayList<>(splits));
    }

    @Override
    public Collection<RecordingSplit> deserialize(int version, byte[] bytes) throws IOException {
      return lists.deserialize(version, bytes);
    }
  }
}
