package dev.stormwatch.replay.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.stream.ArrivalWatermarks;
import dev.stormwatch.stream.DecodeCounter;
import dev.stormwatch.stream.DecodeFunction;
import dev.stormwatch.stream.Sources;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.AlertJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Runs the job over an input on a Flink inside this process. */
public final class Replay {

  /** Where the job keeps its state. */
  public enum StateBackend {
    HEAP("hashmap"),
    ROCKSDB("rocksdb");

    private final String flinkName;

    StateBackend(String flinkName) {
      this.flinkName = flinkName;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Input input;
  private final Settings settings;
  private final int parallelism;
  private final StateBackend backend;
  private final String version;

  public Replay(
      Input input, Settings settings, int parallelism, StateBackend backend, String version) {
    this.input = input;
    this.settings = settings;
    this.parallelism = parallelism;
    this.backend = backend;
    this.version = version;
  }

  /**
   * Runs to the end of the input.
   *
   * @param flink with at least as many slots free as the parallelism
   * @param watcher gets the progress before the run starts
   * @throws UserException when the input breaks off
   */
  public ReplayResult run(EmbeddedFlink flink, Consumer<Progress> watcher) throws UserException {
    int run = Progress.start(input);
    Progress progress = Progress.of(run);
    watcher.accept(progress);
    long start = System.nanoTime();
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration());
    environment.setParallelism(parallelism);
    try {
      build(environment, run);
      JobExecutionResult result = flink.execute(environment);
      return result(result, progress, (System.nanoTime() - start) / 1e9);
    } catch (Exception e) {
      throw userFailure(e);
    } finally {
      Progress.end(run);
    }
  }

  private Configuration configuration() {
    Configuration configuration = Topology.configuration();
    configuration.setString("state.backend.type", backend.flinkName);
    configuration.setString("restart-strategy.type", "none");
    return configuration;
  }

  private void build(StreamExecutionEnvironment environment, int run) {
    RecordingSplit split = new RecordingSplit(settings.clock, run, 0);
    DataStream<KinesisRecord> records =
        environment
            .fromSource(
                new RecordingSource(split),
                new ArrivalWatermarks(settings.clock),
                "recording",
                Topology.RECORD)
            .setParallelism(1)
            .uid(Uids.SOURCE)
            .partitionCustom(new ByShard(), record -> record.shardId);
    Topology.Outputs outputs =
        Topology.build(
            Sources.replay(new Sources.Feed(records, input.region()), input.streamArn()), settings);
    end(
        outputs
            .alerts
            .map(new Collected.Alerts(new AlertJson(settings.shortHash(), version)))
            .returns(Types.STRING)
            .uid(Uids.ALERT_LINES),
        Uids.ALERT_SINK);
    end(
        outputs
            .deadLetters
            .map(new Collected.DeadLetters())
            .returns(Types.STRING)
            .uid(Uids.DEAD_LETTER_LINES),
        Uids.DEAD_LETTER_SINK);
    end(
        outputs
            .activity
            .map(new Collected.Totals())
            .returns(Types.STRING)
            .uid(Uids.ACTIVITY_TOTALS),
        Uids.ACTIVITY_SINK);
  }

  private static void end(DataStream<String> lines, String uid) {
    lines.sinkTo(new DiscardingSink<>()).uid(uid);
  }

  private ReplayResult result(JobExecutionResult result, Progress progress, double seconds)
      throws JsonProcessingException {
    Map<DecodeCounter, Long> decoded = new EnumMap<>(DecodeCounter.class);
    for (DecodeCounter counter : DecodeCounter.values()) {
      decoded.put(counter, count(result, counter.metric()));
    }
    Map<String, Long> deadByReason = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      long dead = count(result, DecodeFunction.deadTotal(reason));
      if (dead > 0) {
        deadByReason.put(reason.wireName(), dead);
      }
    }
    TreeMap<String, FunctionTotals> totals = result.getAccumulatorResult(Collected.ACTIVITY);
    return new ReplayResult(
        sorted(result, Collected.ALERTS, "decidedAt", "incidentId", "sequence"),
        sorted(result, Collected.DEAD_LETTERS, "at", "shardId", "sequenceNumber"),
        totals == null ? List.of() : List.copyOf(totals.values()),
        decoded,
        deadByReason,
        progress,
        seconds);
  }

  private static long count(JobExecutionResult result, String name) {
    Long count = result.getAccumulatorResult(name);
    return count == null ? 0 : count;
  }

  /** Lines come from several machines in any order; here they get the one that is in them. */
  private static List<String> sorted(
      JobExecutionResult result, String accumulator, String first, String second, String third)
      throws JsonProcessingException {
    List<String> lines = result.getAccumulatorResult(accumulator);
    Map<String, JsonNode> byLine = new HashMap<>();
    for (String line : lines == null ? List.<String>of() : lines) {
      byLine.put(line, JSON.readTree(line));
    }
    Function<String, JsonNode> node = line -> byLine.getOrDefault(line, NullNode.instance);
    List<String> ordered = new ArrayList<>(byLine.keySet());
    ordered.sort(
        Comparator.comparing((String line) -> node.apply(line).path(first).asText())
            .thenComparing(line -> node.apply(line).path(second).asText())
            .thenComparingLong(line -> node.apply(line).path(third).asLong())
            .thenComparing(Comparator.naturalOrder()));
    return ordered;
  }

  private static UserException userFailure(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        return (UserException) cause;
      }
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UserException(
        "the job failed: " + root + "; run again with --verbose to see Flink's own messages");
  }
}
