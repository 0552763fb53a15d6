package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.live.emulate.EmulatedAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand ordinary functions for {@code -Dstormwatch.soak=MINUTES}, in real time: what the
 * TaskManager takes, and whether that grows.
 */
@EnabledIfSystemProperty(named = "stormwatch.soak", matches = "[1-9][0-9]*")
class SoakITCase {

  private static final int FUNCTIONS = 1_000;

  /** Each function's log arrives every ten seconds. */
  private static final int RECORDS_A_SECOND = FUNCTIONS / 10;

  private static final int SHARDS = 2;
  private static final int CALLS_A_RECORD = 5;
  private static final long CLOCK_TICKS_A_SECOND = 100;
  private static final String ROW = "%6s %9s %7s %8s %10s %6s %10s%n";

  @TempDir private Path folder;

  private final Random random = new Random(1);

  @Test
  void aThousandFunctionsTakeWhatTheyTookBefore() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    int minutes = Integer.getInteger("stormwatch.soak");
    Telemetry settingsAlone = Telemetry.of("quiet-control");
    try (Stage stage = Stage.open(folder);
        BoundedKinesis kinesis = new BoundedKinesis(stage.awsEndpoint(), SHARDS);
        Show show = stage.liveShow("soak", settingsAlone, kinesis.endpoint())) {
      show.start("");
      System.out.printf(
          ROW, "minute", "records", "CPU %", "RSS MiB", "cache MiB", "files", "state KiB");
      List<Long> resident = new ArrayList<>();
      List<Long> files = new ArrayList<>();
      long begin = System.nanoTime();
      long ticks = ticks(stage);
      long put = 0;
      for (int minute = 1; minute <= minutes; minute++) {
        for (int second = 0; second < 60; second++) {
          put(kinesis, put);
          put += RECORDS_A_SECOND;
          long due = begin + TimeUnit.SECONDS.toNanos(minute * 60L - 60 + second + 1);
          Await.moment(Math.max(0, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())));
        }
        long now = ticks(stage);
        resident.add(residentMebibytes(stage));
        files.add(openFiles(stage));
        System.out.printf(
            ROW,
            minute,
            put,
            (now - ticks) * 100 / CLOCK_TICKS_A_SECOND / 60,
            resident.get(resident.size() - 1),
            stage.cluster.cachedBytes(show.job) >> 20,
            files.get(files.size() - 1),
            stateBytes(stage, show) / 1024);
        ticks = now;
      }
      assertThat(stage.cluster.restarts(show.job)).isZero();
      assertThat(show.receivers.queued()).as("nothing happens").isEmpty();
      // The first minutes load classes, and RocksDB fills its caches to where they are full.
      levelsOff("resident memory", resident);
      levelsOff("open files", files);
    }
  }

  private static void levelsOff(String what, List<Long> readings) {
    long settled = readings.get(readings.size() / 2);
    assertThat(readings.get(readings.size() - 1)).as(what).isLessThan(settled + settled / 8);
  }

  private void put(BoundedKinesis kinesis, long number) throws IOException {
    for (int i = 0; i < RECORDS_A_SECOND; i++) {
      int function = (int) ((number + i) % FUNCTIONS);
      kinesis.put(
          function % SHARDS,
          String.valueOf(function),
          Telemetry.gzip(document(function).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private String document(int function) {
    long now = System.currentTimeMillis();
    ObjectNode document =
        AwsJson.JSON
            .createObjectNode()
            .put("messageType", "DATA_MESSAGE")
            .put("owner", AwsJson.ACCOUNT)
            .put("logGroup", "/aws/lambda/soak-" + function)
            .put("logStream", "2026/03/02/[$LATEST]%032x".formatted(function));
    document.putArray("subscriptionFilters").add("stormwatch");
    ArrayNode events = document.putArray("logEvents");
    for (int call = 0; call < CALLS_A_RECORD; call++) {
      String request =
          "%08x-0000-4000-8000-%012x".formatted(random.nextInt(), random.nextInt(1 << 30));
      double millis = 20 + 10 * random.nextDouble();
      event(events, now, "START RequestId: " + request + " Version: $LATEST\n");
      event(events, now, "INFO handled an order in " + (int) millis + " ms\n");
      event(events, now, "END RequestId: " + request + "\n");
      event(
          events,
          now,
          String.format(
              Locale.ROOT,
              "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\t"
                  + "Memory Size: 512 MB\tMax Memory Used: 90 MB\t\n",
              request,
              millis,
              (int) millis + 1));
    }
    return document.toString();
  }

  private void event(ArrayNode events, long time, String message) {
    events
        .addObject()
        .put("id", "3%055d".formatted(random.nextLong() >>> 1))
        .put("timestamp", time)
        .put("message", message);
  }

  private static long ticks(Stage stage) throws IOException {
    String stat = Files.readString(process(stage).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    // user and system time, the 14th and 15th of all fields
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long residentMebibytes(Stage stage) throws IOException {
    for (String line : Files.readAllLines(process(stage).resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS");
  }

  private static long openFiles(Stage stage) throws IOException {
    try (Stream<Path> files = Files.list(process(stage).resolve("fd"))) {
      return files.count();
    }
  }

  private static Path process(Stage stage) {
    return Path.of("/proc", String.valueOf(stage.cluster.taskManagerPid()));
  }

  private static long stateBytes(Stage stage, Show show) throws Exception {
    return stage
        .cluster
        .get("/jobs/" + show.job + "/checkpoints")
        .at("/latest/completed/state_size")
        .asLong();
  }
}
