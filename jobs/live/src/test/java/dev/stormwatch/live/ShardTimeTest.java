package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** What Flink is told, and when. */
@SuppressWarnings("deprecation")
class ShardTimeTest {

  private static final long T = 1_772_445_600_000L;
  private static final long HOLDBACK = 2_000;

  private final List<String> told = new ArrayList<>();
  private final ShardTime time =
      new ShardTime(new Told(), SettingsReader.defaults().clock, patient());

  private static Reading patient() {
    Properties group = new Properties();
    group.setProperty("poll.millis", "10000");
    return new Reading(group);
  }

  private final class Told implements SourceFunction.SourceContext<KinesisRecord> {

    @Override
    public void collect(KinesisRecord record) {
      throw new AssertionError("a record without a time");
    }

    @Override
    public void collectWithTimestamp(KinesisRecord record, long timestamp) {
      told.add(record.shardId + ' ' + (timestamp - T));
    }

    @Override
    public void emitWatermark(Watermark mark) {
      told.add("watermark " + (mark.getTimestamp() - T));
    }

    @Override
    public void markAsTemporarilyIdle() {
      told.add("idle");
    }

    @Override
    public Object getCheckpointLock() {
      return told;
    }

    @Override
    public void close() {
      told.add("closed");
    }
  }

  private void record(String shard, long arrival) {
    time.collectWithTimestamp(
        new KinesisRecord(shard, "1", "p", T + arrival, new byte[0]), T + arrival);
  }

  @Test
  void afterARestartTheFirstShardToAnswerWaitsForTheOthers() {
    time.open("a");
    time.open("b");
    record("a", 600_000);
    time.answered("a", true);
    assertThat(told).containsExactly("a 600000");

    record("b", 1_000);
    time.answered("b", false);
    assertThat(told).last().isEqualTo("watermark " + (1_000 - HOLDBACK - 1));

    record("b", 590_000);
    time.answered("b", true);
    assertThat(told).last().isEqualTo("watermark " + (600_000 - HOLDBACK - 1));
  }

  @Test
  void slotsCloseAsTheyDidLiveThoughOneAnswerHoldsManyOfThem() {
    time.open("a");
    for (int i = 0; i < 4; i++) {
      record("a", i * 5_000);
    }
    assertThat(told)
        .containsExactly(
            "a 0",
            "watermark -2001",
            "a 5000",
            "watermark 2999",
            "a 10000",
            "watermark 7999",
            "a 15000",
            "watermark 12999");
  }

  @Test
  void aReaderIsIdleOnceItIsKnownToHaveNothing() {
    time.tick();
    assertThat(told).as("the shards are not known yet").isEmpty();
    time.markAsTemporarilyIdle();
    time.tick();
    assertThat(told).as("there are none").containsExactly("idle");

    time.open("a");
    time.tick();
    time.answered("a", true);
    assertThat(told).containsExactly("idle");
    record("a", 0);
    time.answered("a", true);
    assertThat(told).containsExactly("idle", "a 0", "watermark -2001");
  }

  @Test
  void theConnectorsOwnWatermarksAreNotPassedOn() {
    time.open("a");
    record("a", 0);
    told.clear();
    time.emitWatermark(new Watermark(T + 1_000_000));
    time.tick();
    assertThat(told).isEmpty();
  }
}
