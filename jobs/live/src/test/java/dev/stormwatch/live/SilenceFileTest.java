package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SilenceFileTest {

  private static final String ONE =
      "{\"silences\":[{\"from\":\"2026-03-02T10:00:00Z\",\"to\":\"2026-03-02T11:00:00Z\","
          + "\"why\":\"orders-db moves\"}]}";

  @TempDir private Path directory;

  @Test
  void whatChangesIsReadAndWhatIsWrongChangesNothing() throws Exception {
    Path file = directory.resolve("silences.json");
    SilenceFile silences = new SilenceFile(file.toUri().toString());
    assertThat(silences.map(0L).list).as("there is no file").isEmpty();
    Files.writeString(file, ONE);
    Silences first = silences.map(1L);
    assertThat(first.list).hasSize(1);
    assertThat(silences.map(2L).revision).as("nothing changed").isEqualTo(first.revision);
    Files.writeString(file, ONE.replace("\"why\"", "\"wy\""));
    assertThat(silences.map(3L).list).hasSize(1);
    Files.delete(file);
    Silences lifted = silences.map(4L);
    assertThat(lifted.list).isEmpty();
    assertThat(lifted.revision).isGreaterThan(first.revision);
  }

  /** Else the pager would wait for a clock that stands still. */
  @Test
  @Timeout(60)
  void theFileHasNoSayInTime() throws Exception {
    Path file = Files.writeString(directory.resolve("silences.json"), ONE);
    DeliverySettings delivery =
        SettingsReader.delivery("{\"silencesFile\":\"" + file.toUri() + "\"}");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    CloseableIterator<Long> results =
        environment
            .fromData(LongStream.rangeClosed(1, 5).boxed().toList(), Types.LONG)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Long>forMonotonousTimestamps()
                    .withTimestampAssigner((number, before) -> number))
            .keyBy(number -> 0L, Types.LONG)
            .connect(SilenceFile.open(environment, delivery).keyBy(silences -> 0L, Types.LONG))
            .process(new Timed(), Types.LONG)
            .collectAsync();
    JobClient job = environment.executeAsync();
    List<Long> fired = new ArrayList<>();
    while (fired.size() < 5) {
      fired.add(results.next());
    }
    job.cancel().join();
    assertThat(fired).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  /** Numbers that come one by one, with nothing to read in between. */
  private static final class Trickle implements WatermarkGenerator<Long> {

    @Override
    public void onEvent(Long number, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(number));
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Only numbers move this clock.
    }
  }

  /** Else the pager would take the first quiet moment for the end of all time, and page no more. */
  @Test
  @Timeout(60)
  void norHasItWhileNothingElseComes() throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    CloseableIterator<Long> results =
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    number -> number + 1, 1_000_000, RateLimiterStrategy.perSecond(10), Types.LONG),
                WatermarkStrategy.<Long>forGenerator(context -> new Trickle())
                    .withTimestampAssigner((number, before) -> number),
                "trickle")
            .keyBy(number -> 0L, Types.LONG)
            .connect(
                SilenceFile.open(environment, SettingsReader.delivery("{}"))
                    .keyBy(silences -> 0L, Types.LONG))
            .process(new Clock(), Types.LONG)
            .collectAsync();
    JobClient job = environment.executeAsync();
    List<Long> clock = new ArrayList<>();
    while (clock.size() < 30) {
      clock.add(results.next());
    }
    job.cancel().join();
    assertThat(clock).doesNotContain(Long.MAX_VALUE).endsWith(29L);
  }

  /** Says what time it is when a number comes. */
  private static final class Clock extends KeyedCoProcessFunction<Long, Long, Silences, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement1(Long number, Context context, Collector<Long> out) {
      out.collect(context.timerService().currentWatermark());
    }

    @Override
    public void processElement2(Silences silences, Context context, Collector<Long> out) {
      // They say nothing here.
    }
  }

  /** Says at what times its timers fired. */
  private static final class Timed extends KeyedCoProcessFunction<Long, Long, Silences, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement1(Long number, Context context, Collector<Long> out) {
      context.timerService().registerEventTimeTimer(number);
    }

    @Override
    public void processElement2(Silences silences, Context context, Collector<Long> out) {
      assertThat(silences.list).hasSize(1);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Long> out) {
      out.collect(time);
    }
  }
}
