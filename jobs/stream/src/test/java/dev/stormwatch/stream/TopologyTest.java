package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class TopologyTest {

  /**
   * Savepoints find their state by these. A name that changes here loses the state of every running
   * job; say so in the change log, or keep the name.
   */
  private static final Set<String> UIDS =
      Set.of(
          "source-v1",
          "watermarks",
          "decode-v1 eu-west-1",
          "functions-v1",
          "databases-v1",
          "accounts-v1",
          "applications-v1",
          "event-sources-v1",
          "telemetry-v1",
          "incidents-v1",
          "silence-source-v1",
          "silences-v1",
          "clock-alone-v1",
          "heartbeat-v1",
          "pager-v1",
          "alert-sink-v1",
          "activity-sink-v1",
          "dead-letter-sink-v1");

  @Test
  void operatorsKeepTheNamesThatSavepointsKnow() {
    assertThat(uids(graph())).containsExactlyInAnyOrderElementsOf(UIDS);
  }

  /** A second source that begins late would hold the clock back, and alerts with it. */
  @Test
  void nothingButRecordsHasASayInAReplaysTime() {
    StreamExecutionEnvironment env = environment();
    assertThat(graph(env, Sources.replay(feed(env), "")).getSourceIDs()).hasSize(1);
  }

  @Test
  void statesKeepTheNamesThatSavepointsKnow() {
    assertThat(
            List.of(
                StateNames.OPEN_SLOTS,
                StateNames.KEPT,
                StateNames.CLOCK,
                StateNames.SILENCES,
                StateNames.PAGED))
        .containsExactly("open-slots-v1", "kept-v1", "clock-v1", "silences-v1", "paged-v1");
  }

  @Test
  void noTypeIsLeftToReflection() {
    for (StreamNode node : graph().getStreamNodes()) {
      for (TypeSerializer<?> in : node.getTypeSerializersIn()) {
        assertThat(in.getClass().getSimpleName())
            .as(node.getOperatorName())
            .isIn("CodecSerializer", "StringSerializer");
      }
    }
  }

  @Test
  void anOperatorWithoutUidIsRefused() {
    StreamExecutionEnvironment env = environment();
    records(env).map(record -> 1L).returns(Long.class).sinkTo(new DiscardingSink<>()).uid("sink");
    assertThatThrownBy(env::getStreamGraph)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UID");
  }

  @Test
  void aTypeThatOnlyReflectionKnowsIsRefused() {
    StreamExecutionEnvironment env = environment();
    TypeInformation<Object> generic = new GenericTypeInfo<>(Object.class);
    assertThatThrownBy(
            () -> {
              records(env)
                  .map(record -> (Object) record)
                  .returns(generic)
                  .uid("map")
                  .sinkTo(new DiscardingSink<>())
                  .uid("sink");
              env.getStreamGraph();
            })
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Generic types have been disabled");
  }

  private static Set<String> uids(StreamGraph graph) {
    return graph.getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  private static StreamGraph graph() {
    StreamExecutionEnvironment env = environment();
    DataStream<Silences> silences =
        env.fromData(List.of(Silences.NONE), Topology.SILENCES).uid(Uids.SILENCE_SOURCE);
    return graph(env, Sources.live(List.of(feed(env)), "", silences));
  }

  private static Sources.Feed feed(StreamExecutionEnvironment env) {
    return new Sources.Feed(
        records(env)
            .assignTimestampsAndWatermarks(new ArrivalWatermarks(SettingsReader.defaults().clock))
            .uid("watermarks"),
        "eu-west-1");
  }

  private static StreamGraph graph(StreamExecutionEnvironment env, Sources sources) {
    Topology.Outputs outputs = Topology.build(sources, SettingsReader.defaults());
    outputs.alerts.sinkTo(new DiscardingSink<>()).uid(Uids.ALERT_SINK);
    outputs.activity.sinkTo(new DiscardingSink<>()).uid(Uids.ACTIVITY_SINK);
    outputs.deadLetters.sinkTo(new DiscardingSink<>()).uid(Uids.DEAD_LETTER_SINK);
    return env.getStreamGraph();
  }

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(Topology.configuration());
  }

  private static SingleOutputStreamOperator<KinesisRecord> records(StreamExecutionEnvironment env) {
    return env.fromData(List.of(KinesisRecord.clockTick(0)), Topology.RECORD).uid(Uids.SOURCE);
  }
}
