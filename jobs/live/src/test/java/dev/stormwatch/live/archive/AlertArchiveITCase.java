package dev.stormwatch.live.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.live.sns.Alerts;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts through a job with checkpoints into a folder. */
@Timeout(120)
class AlertArchiveITCase {

  private static final int ALERTS = 40;

  @TempDir private Path temporary;

  private static Alert alert(long number) {
    Severity severity = number % 2 == 0 ? Severity.PAGE : Severity.INFO;
    return Alerts.of("cold-start-spike-" + number, 1, 2, severity);
  }

  /** In the middle of the alerts a machine is lost, and what stood in the way with it. */
  private static final class Crash implements MapFunction<Alert, Alert> {
    private static final long serialVersionUID = 1L;
    private static boolean crashed;
    private final String inTheWay;

    private Crash(Path inTheWay) {
      this.inTheWay = inTheWay.toString();
    }

    @Override
    public Alert map(Alert alert) throws IOException {
      if (!crashed && alert.incidentId.endsWith("-" + ALERTS / 2)) {
        crashed = true;
        Files.deleteIfExists(Path.of(inTheWay));
        throw new IllegalStateException("a machine is lost");
      }
      return alert;
    }
  }

  private void run(Path folder) throws Exception {
    Crash.crashed = false;
    Configuration configuration = Topology.configuration();
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "1");
    configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
    configuration.setString("execution.checkpointing.interval", "200 ms");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    AlertArchive.attach(
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    AlertArchiveITCase::alert,
                    ALERTS,
                    RateLimiterStrategy.perSecond(ALERTS / 2.0),
                    Topology.ALERT),
                WatermarkStrategy.noWatermarks(),
                "alerts")
            .uid("alerts")
            .map(new Crash(temporary.resolve("in-the-way")))
            .returns(Topology.ALERT)
            .uid("crash"),
        SettingsReader.delivery("{\"alertsFolder\":\"" + folder.toUri() + "\"}"),
        Alerts.JSON);
    environment.execute();
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".ndjson")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static String[] all() {
    return LongStream.range(0, ALERTS)
        .mapToObj(number -> Alerts.JSON.write(alert(number)))
        .toArray(String[]::new);
  }

  @Test
  void everyAlertIsKeptThroughACrash() throws Exception {
    Path folder = temporary.resolve("alerts");
    run(folder);
    assertThat(new HashSet<>(lines(folder))).containsExactlyInAnyOrder(all());
  }

  /** Where a folder on the way should be stands a file until the crash. */
  @Test
  void whatCannotBeWrittenWaitsThroughTheCrashAndEndsNoJob() throws Exception {
    Path folder = Files.createFile(temporary.resolve("in-the-way")).resolve("alerts");
    run(folder);
    assertThat(lines(folder)).as("each once").containsExactlyInAnyOrder(all());
  }

  @Test
  void whatIsWrittenAgainReplacesItself() throws Exception {
    String folder = temporary.toUri().toString();
    long at = alert(0).decidedAt;
    AlertFile.write(folder, at, List.of("one", "two"));
    AlertFile.write(folder, at, List.of("one", "two"));
    AlertFile.write(folder, at, List.of("three"));
    assertThat(lines(temporary)).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(temporary.resolve("2026-03-02")).isDirectory();
  }
}
