package dev.stormwatch.live.tags;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.notify.SuspectTags;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** Tags as Lambda gets them. For the figures: {@code -Dstormwatch.functions=200}. */
@Timeout(600)
class TagSinkITCase {

  private static final int FUNCTIONS = Integer.getInteger("stormwatch.functions", 12);
  private static final double CALLS_PER_SECOND = 5;
  private static final long T = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  @BeforeEach
  void credentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @AfterEach
  void noCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static Alert storm(Action action, int sequence, List<String> functions) {
    Finding finding =
        new Finding(
            Kind.CONNECTION_EXHAUSTION,
            Subject.database("123456789012", "eu-west-1", "orders-db", functions),
            Severity.PAGE,
            action == Action.RESOLVE,
            T,
            "orders-db is full",
            new Measure("connections-in-use", 97, "connections", 77, 60, 400, 20),
            new Impact(false, Long.MIN_VALUE, ""),
            List.of(),
            List.of());
    return new Alert(
        "connection-exhaustion-1",
        sequence,
        action,
        Severity.PAGE,
        T,
        T + sequence * 60_000L,
        finding.headline,
        finding);
  }

  /** A job without end that is told of these alerts, see {@link Listed#UP_TO}. */
  private static JobClient job(String endpoint, String more, List<Alert> alerts) throws Exception {
    DeliverySettings delivery =
        SettingsReader.delivery(
            "{\"endpoint\":\"" + endpoint + "\",\"tags\":{\"callsPerSecond\":5" + more + "}}");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, Topology.configuration());
    ArrayList<Alert> listed = new ArrayList<>(alerts);
    TagSink.attach(
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    new Listed(listed),
                    Long.MAX_VALUE,
                    RateLimiterStrategy.perSecond(CALLS_PER_SECOND),
                    Topology.ALERT),
                WatermarkStrategy.noWatermarks(),
                "alerts")
            .uid("alerts"),
        delivery,
        "eu-west-1");
    return environment.executeAsync();
  }

  private static final class Listed implements GeneratorFunction<Long, Alert> {
    private static final long serialVersionUID = 1L;

    /** How far the story has come; its last message is told again and again. */
    private static final AtomicInteger UP_TO = new AtomicInteger();

    private final ArrayList<byte[]> alerts = new ArrayList<>();

    private Listed(List<Alert> alerts) throws IOException {
      for (Alert alert : alerts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Alert.ByteCodec().write(alert, new DataOutputStream(bytes));
        this.alerts.add(bytes.toByteArray());
      }
    }

    @Override
    public Alert map(Long number) throws IOException {
      byte[] bytes = alerts.get((int) Math.min(number, UP_TO.get()));
      Alert.ByteCodec codec = new Alert.ByteCodec();
      return codec.read(codec.version(), new DataInputStream(new ByteArrayInputStream(bytes)));
    }
  }

  /** What Lambda was asked, and when. */
  private record Call(RequestMethod method, String function, long nanos) {}

  /** Lambda's two operations on tags; the third call is one too many. */
  private static final class Calls implements ResponseDefinitionTransformerV2 {
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private int seen;

    @Override
    public String getName() {
      return "lambda";
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
      if (++seen == 3) {
        return aResponse()
            .withStatus(429)
            .withHeader("x-amzn-ErrorType", "TooManyRequestsException")
            .withBody("{\"Type\":\"User\",\"message\":\"Rate exceeded\"}")
            .build();
      }
      String path = URLDecoder.decode(event.getRequest().getUrl(), StandardCharsets.UTF_8);
      String arn = path.replaceAll("^/2017-03-31/tags/", "").replaceAll("[?].*", "");
      calls.add(new Call(event.getRequest().getMethod(), SuspectTags.name(arn), System.nanoTime()));
      return aResponse().withStatus(204).build();
    }
  }

  @Test
  void aStormTagsItsFunctionsAtItsPaceOnceAndTakesTheTagsAway() throws Exception {
    List<String> functions = IntStream.range(0, FUNCTIONS).mapToObj(i -> "function-" + i).toList();
    Calls calls = new Calls();
    WireMockServer lambda = new WireMockServer(options().dynamicPort().extensions(calls));
    lambda.start();
    lambda.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers("lambda")));
    Listed.UP_TO.set(1);
    JobClient job =
        job(
            lambda.baseUrl(),
            "",
            List.of(
                storm(Action.OPEN, 1, functions),
                storm(Action.UPDATE, 2, functions),
                storm(Action.RESOLVE, 3, functions)));
    try {
      List<Call> seen = new ArrayList<>();
      while (seen.size() < 2 * FUNCTIONS) {
        Call call = calls.calls.poll(120, TimeUnit.SECONDS);
        assertThat(call).as("after %d calls", seen.size()).isNotNull();
        seen.add(call);
        if (seen.size() == FUNCTIONS) {
          Listed.UP_TO.set(2);
        }
      }
      assertThat(seen.subList(0, FUNCTIONS))
          .as("each once, however often it is named")
          .allMatch(call -> call.method().equals(RequestMethod.POST))
          .extracting(Call::function)
          .containsExactlyInAnyOrderElementsOf(functions);
      assertThat(seen.subList(FUNCTIONS, 2 * FUNCTIONS))
          .allMatch(call -> call.method().equals(RequestMethod.DELETE))
          .extracting(Call::function)
          .containsExactlyInAnyOrderElementsOf(functions);
      double seconds = (seen.get(FUNCTIONS - 1).nanos() - seen.get(0).nanos()) / 1e9;
      assertThat((FUNCTIONS - 1) / seconds).as("calls a second").isLessThan(CALLS_PER_SECOND * 1.1);
      System.out.printf("%d functions tagged in %.0f s, and untagged%n", FUNCTIONS, seconds);
    } finally {
      job.cancel().join();
      lambda.stop();
    }
  }

  @Test
  void anEmulatedLambdaHasTheTagsAndTheSweepTakesWhatIsLeft() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    try (EmulatedAws aws = EmulatedAws.start(Part.LAMBDA)) {
      String endpoint = aws.endpoint(Part.LAMBDA);
      LambdaTags lambda = new LambdaTags(EmulatedAws.REGION, endpoint);
      List<String> functions = List.of("checkout", "refund", "secret");
      Map<String, String> arns = create(functions, lambda);
      lambda
          .client()
          .tagResource(
              request -> request.resource(arns.get("checkout")).tags(Map.of("team", "orders")));
      Listed.UP_TO.set(0);
      JobClient job =
          job(
              endpoint,
              ",\"deny\":[\"sec*\"],\"expireHours\":1",
              List.of(storm(Action.OPEN, 1, functions)));
      try {
        Map<String, String> tags = Map.of();
        for (int i = 0; i < 200 && !tags.containsKey(SuspectTags.SUSPECT); i++) {
          tags = new TreeMap<>(lambda.of(arns.get("refund")));
        }
        assertThat(tags)
            .containsEntry(SuspectTags.SUSPECT, "connection-exhaustion")
            .containsEntry(SuspectTags.INCIDENT, "connection-exhaustion-1")
            .containsEntry(SuspectTags.SINCE, "2026-03-02T10:00:00Z")
            .containsEntry(SuspectTags.EXPIRES, "2026-03-02T11:01:00Z");
        assertThat(lambda.of(arns.get("checkout"))).hasSize(5);
        assertThat(lambda.of(arns.get("secret"))).as("it is denied").isEmpty();
      } finally {
        job.cancel().join();
      }
      TagSweep sweep = new TagSweep("eu-west-1", endpoint, 50);
      List<String> said = new ArrayList<>();
      Instant early = Instant.parse("2026-03-02T11:00:00Z");
      assertThat(sweep.run(early, false, false, said::add).swept).isZero();
      Instant late = Instant.parse("2026-03-02T12:00:00Z");
      assertThat(sweep.run(late, false, true, said::add).swept).as("dry run").isEqualTo(2);
      TagSweep.Result result = sweep.run(late, false, false, said::add);
      assertThat(result.swept).isEqualTo(2);
      assertThat(result.functions).isEqualTo(3);
      assertThat(said).contains("refund: lost connection-exhaustion");
      assertThat(lambda.of(arns.get("checkout"))).isEqualTo(Map.of("team", "orders"));
      assertThat(sweep.run(late, true, false, said::add).tagged).isZero();
      lambda.close();
    }
  }

  private static Map<String, String> create(List<String> functions, LambdaTags lambda) {
    Map<String, String> arns = new TreeMap<>();
    for (String function : functions) {
      arns.put(
          function,
          lambda
              .client()
              .createFunction(
                  request ->
                      request
                          .functionName(function)
                          .runtime(Runtime.PYTHON3_13)
                          .handler("index.handler")
                          .role(EmulatedAws.ROLE)
                          .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip"))))
              .functionArn());
    }
    return arns;
  }
}
