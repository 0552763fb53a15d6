package dev.stormwatch.stream;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.cascade.CascadeLogic;
import dev.stormwatch.core.detect.cascade.CascadeState;
import dev.stormwatch.core.detect.coldstart.ApplicationLogic;
import dev.stormwatch.core.detect.coldstart.ApplicationState;
import dev.stormwatch.core.detect.connections.ConnectionLogic;
import dev.stormwatch.core.detect.connections.ConnectionState;
import dev.stormwatch.core.detect.gap.TelemetryGapLogic;
import dev.stormwatch.core.detect.gap.TelemetryGapState;
import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.IncidentLogic;
import dev.stormwatch.core.incident.IncidentState;
import dev.stormwatch.core.incident.PagerLogic;
import dev.stormwatch.core.incident.PagerSlot;
import dev.stormwatch.core.incident.PagerState;
import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import dev.stormwatch.core.source.SourceLogic;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job, as a function of its edges: records in, alerts out. Live and replay differ in where the
 * records come from and where the alerts go, and in nothing else.
 *
 * <pre>
 *   records ─ decode+fold ┬ by function ─ track+detect ─┬──────┬─ by incident ─ life-cycle ─ alerts
 *                 │       │         ├ by account ─ cascades, gaps ────┤
 *                 │       │         └ by application ─ detect ────────┤
 *                 │       ├ gauges ─── by database ─ detect ───┤
 *                 │       └ by event source ─ detect ──────────┘
 *                 └ dead letters          └ activity
 * </pre>
 */
public final class Topology {

  public static final TypeInformation<KinesisRecord> RECORD =
      new CodecTypeInfo<>(KinesisRecord.class, new KinesisRecord.ByteCodec());

  private static final TypeInformation<Finding> FINDING =
      new CodecTypeInfo<>(Finding.class, new Finding.ByteCodec());

  public static final TypeInformation<Alert> ALERT =
      new CodecTypeInfo<>(Alert.class, new Alert.ByteCodec());

  public static final TypeInformation<Silences> SILENCES =
      new CodecTypeInfo<>(Silences.class, new Silences.ByteCodec());

  /** What comes out of the job. */
  public static final class Outputs {

    public final DataStream<Alert> alerts;

    /** One JSON object each, in the dead-letter format. */
    public final DataStream<String> deadLetters;

    public final DataStream<Activity> activity;

    private Outputs(
        DataStream<Alert> alerts, DataStream<String> deadLetters, DataStream<Activity> activity) {
      this.alerts = alerts;
      this.deadLetters = deadLetters;
      this.activity = activity;
    }
  }

  private Topology() {}

  /**
   * What every environment that runs the job must have: no Kryo, no operator without a uid, and
   * values handed on without a copy between chained operators, which none of ours keeps.
   */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }

  /** Builds the job. */
  public static Outputs build(Sources sources, Settings settings) {
    List<SingleOutputStreamOperator<FunctionSlot>> decoded = sources.decode(settings);

    Host host = new Host(settings.clock.slotMillis);
    SingleOutputStreamOperator<Finding> findings =
        host.run(
            sources
                .withClock(all(decoded, slots -> slots), settings.clock)
                .keyBy(slot -> slot.function.key(), Types.STRING),
            new FunctionLogic(settings),
            new FunctionSlot.ByteCodec(),
            new FunctionState.ByteCodec(),
            FINDING,
            "functions",
            Uids.FUNCTIONS);

    DataStream<Finding> connections =
        host.run(
            findings
                .getSideOutput(SideOutputs.DATABASE_PIECES)
                .union(all(decoded, slots -> slots.getSideOutput(SideOutputs.DATABASE_PIECES)))
                .keyBy(DatabaseSlot::key, Types.STRING),
            new ConnectionLogic(settings),
            new DatabaseSlot.ByteCodec(),
            new ConnectionState.ByteCodec(),
            FINDING,
            "databases",
            Uids.DATABASES);

    DataStream<Finding> ofSources =
        host.run(
            findings
                .getSideOutput(SideOutputs.EVENT_SOURCES)
                .union(all(decoded, slots -> slots.getSideOutput(SideOutputs.EVENT_SOURCES)))
                .keyBy(EventSourceSlot::key, Types.STRING),
            new SourceLogic(settings),
            new EventSourceSlot.ByteCodec(),
            new SourceState.ByteCodec(),
            FINDING,
            "event sources",
            Uids.EVENT_SOURCES);

    DataStream<Finding> gaps =
        host.run(
            findings
                .getSideOutput(SideOutputs.TELEMETRY_PIECES)
                .keyBy(TelemetrySlot::key, Types.STRING),
            new TelemetryGapLogic(settings, sources.streamArn),
            new TelemetrySlot.ByteCodec(),
            new TelemetryGapState.ByteCodec(),
            FINDING,
            "telemetry",
            Uids.TELEMETRY);

    DataStream<Finding> cascades =
        host.run(
            findings
                .getSideOutput(SideOutputs.ACCOUNT_PIECES)
                .keyBy(AccountSlot::key, Types.STRING),
            new CascadeLogic(settings),
            new AccountSlot.ByteCodec(),
            new CascadeState.ByteCodec(),
            FINDING,
            "accounts",
            Uids.ACCOUNTS);

    DataStream<Finding> applications =
        host.run(
            findings
                .getSideOutput(SideOutputs.APPLICATION_PIECES)
                .keyBy(ApplicationSlot::key, Types.STRING),
            new ApplicationLogic(settings),
            new ApplicationSlot.ByteCodec(),
            new ApplicationState.ByteCodec(),
            FINDING,
            "applications",
            Uids.APPLICATIONS);

    DataStream<Alert> incidents =
        host.run(
            findings
                .union(connections, ofSources, gaps, cascades, applications)
                .keyBy(Finding::incidentKey, Types.STRING),
            new IncidentLogic(settings.incident),
            new Finding.ByteCodec(),
            new IncidentState.ByteCodec(),
            ALERT,
            "incidents",
            Uids.INCIDENTS);

    DataStream<Alert> alerts =
        host.run(
            sources.withSilences(incidents).keyBy(PagerSlot::key, Types.STRING),
            new PagerLogic(settings),
            new PagerSlot.ByteCodec(),
            new PagerState.ByteCodec(),
            ALERT,
            "pager",
            Uids.PAGER);

    return new Outputs(
        alerts,
        all(decoded, slots -> slots.getSideOutput(SideOutputs.DEAD_LETTERS)),
        findings.getSideOutput(SideOutputs.ACTIVITY));
  }

  private static <T> DataStream<T> all(
      List<SingleOutputStreamOperator<FunctionSlot>> decoded,
      Function<SingleOutputStreamOperator<FunctionSlot>, DataStream<T>> part) {
    return decoded.stream()
        .map(part)
        .reduce((one, other) -> one.union(other))
        .orElseThrow(() -> new IllegalArgumentException("nothing is read"));
  }

  /** Hosts state machines, each as an operator with a name for people and one for savepoints. */
  private static final class Host {

    private final long slotMillis;

    private Host(long slotMillis) {
      this.slotMillis = slotMillis;
    }

    private <D extends Mergeable<D>, S, R> SingleOutputStreamOperator<R> run(
        KeyedStream<D, String> pieces,
        SlotLogic<D, S, R> logic,
        Codec<D> slotCodec,
        Codec<S> stateCodec,
        TypeInformation<R> results,
        String name,
        String uid) {
      return pieces
          .process(new SlotOperator<>(logic, slotCodec, stateCodec, slotMillis), results)
          .name(name)
          .uid(uid);
    }
  }
}
