package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.Telemetry;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.BadLines;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.InputFormat;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Metrics of telemetry that was made by hand. */
final class Views {

  private Views() {}

  static MetricView of(Telemetry telemetry) {
    return of(telemetry, Estate.UNKNOWN);
  }

  static MetricView of(Telemetry telemetry, Estate estate) {
    try {
      return MetricReader.read(new Listed(telemetry.records()), SettingsReader.defaults(), estate);
    } catch (UserException e) {
      throw new AssertionError(e);
    }
  }

  static FunctionMetrics only(MetricView view) {
    return view.functions().iterator().next();
  }

  /** Number of a minute of the recording since the epoch. */
  static long minute(int number) {
    return Telemetry.minute(number) / 60_000;
  }

  private record Listed(List<KinesisRecord> all) implements Input {
    @Override
    public InputFormat format() {
      return InputFormat.RECORDING;
    }

    @Override
    public Path path() {
      return Path.of("listed");
    }

    @Override
    public List<Path> files() {
      return List.of();
    }

    @Override
    public String region() {
      return "eu-west-1";
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public Records open() {
      Iterator<KinesisRecord> rest = all.iterator();
      return new Records() {
        @Override
        public KinesisRecord next() {
          return rest.hasNext() ? rest.next() : null;
        }

        @Override
        public long bytesRead() {
          return 0;
        }

        @Override
        public BadLines badLines() {
          return BadLines.NONE;
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };
    }
  }
}
