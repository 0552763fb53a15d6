package dev.stormwatch.live;

import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences that are made and lifted while the job runs: a file that is read again and again. What
 * cannot be read or understood changes nothing and is loud; a file that is gone lifts them all.
 */
final class SilenceFile implements GeneratorFunction<Long, Silences> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SilenceFile.class);

  private final String file;
  private transient @Nullable String known;
  private transient @Nullable Silences silences;

  SilenceFile(String file) {
    this.file = file;
  }

  /**
   * Without a file there is a source as well, which finds nothing: a job whose graph depends on a
   * setting does not restore when it changes.
   */
  static DataStream<Silences> open(
      StreamExecutionEnvironment environment, DeliverySettings settings) {
    return environment
        .fromSource(
            new DataGeneratorSource<>(
                new SilenceFile(settings.silencesFile),
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(1.0 / settings.silencesSeconds),
                Topology.SILENCES),
            WatermarkStrategy.forGenerator(context -> new NoSayInTime()),
            "silences")
        .setParallelism(1)
        .uid(Uids.SILENCE_SOURCE);
  }

  /**
   * @param look number of the look, which grows over restarts
   */
  @Override
  public Silences map(Long look) {
    String text = read();
    Silences before = silences == null ? Silences.NONE : silences;
    if (text == null || text.equals(known)) {
      return before;
    }
    known = text;
    try {
      List<Silence> list = text.isEmpty() ? List.of() : SettingsReader.read(text).silences();
      if (!file.isEmpty()) {
        LOG.info("{} silences from {}", list.size(), file);
      }
      silences = new Silences(look + 1, list);
      return silences;
    } catch (SettingsException e) {
      LOG.error("{} is not understood, so the silences stay as they are: {}", file, e.getMessage());
      return before;
    }
  }

  /** The file's text, empty when there is none; null when it cannot be read. */
  private @Nullable String read() {
    if (file.isEmpty()) {
      return "";
    }
    try {
      return TextFile.read(file);
    } catch (FileNotFoundException e) {
      return "";
    } catch (IOException e) {
      LOG.warn("{} cannot be read, so the silences stay as they are: {}", file, e.toString());
      return null;
    }
  }

  /**
   * The job's clock is that of arrivals alone. Idle, and not at its end: when no shard has anything
   * to read, this would otherwise be the only clock there is, and what it says is for ever.
   */
  private static final class NoSayInTime implements WatermarkGenerator<Silences> {

    @Override
    public void onEvent(Silences told, long timestamp, WatermarkOutput output) {
      // Its time means nothing.
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
