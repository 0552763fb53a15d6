package dev.stormwatch.live.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.notify.SuspectTags;
import dev.stormwatch.live.TestCredentials;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Tags on functions and mappings of a Lambda that somebody else wrote, as far as there is one. */
@Timeout(120)
@ExtendWith(TestCredentials.class)
class EmulatedTagsITCase {

  private static EmulatedAws aws;
  private static LambdaTags lambda;

  @BeforeAll
  static void startTheEmulator() throws Exception {
    if (EmulatedAws.mode() == EmulatedAws.Mode.NONE) {
      return;
    }
    aws = EmulatedAws.start(Part.LAMBDA);
    lambda = new LambdaTags(EmulatedAws.REGION, aws.endpoint(Part.LAMBDA));
  }

  /** Before each, so that each is reported as skipped. */
  @BeforeEach
  void thereIsAnEmulator() {
    assumeTrue(aws != null, EmulatedAws.ABSENT);
  }

  @AfterAll
  static void stopTheEmulator() {
    if (aws != null) {
      lambda.close();
      aws.close();
    }
  }

  /** Waits until a function or mapping has a tag, or has none any more. */
  private static Map<String, String> tagsOnce(String arn, boolean suspect) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Map<String, String> tags = lambda.of(arn);
    while (tags.containsKey(SuspectTags.SUSPECT) != suspect) {
      assertThat(System.nanoTime()).as("%s has %s", arn, tags).isLessThan(until);
      tags = lambda.of(arn);
    }
    return tags;
  }

  private static TagSweep.Result sweep(String at, boolean dryRun, List<String> said) {
    return new TagSweep(EmulatedAws.REGION, aws.endpoint(Part.LAMBDA), 50)
        .run(Instant.parse(at), false, dryRun, said::add);
  }

  @Test
  void functionsHaveTheTagsAndTheSweepTakesWhatIsLeft() throws Exception {
    List<String> functions = List.of("checkout", "refund", "secret");
    Map<String, String> arns = create(functions);
    lambda
        .client()
        .tagResource(
            request -> request.resource(arns.get("checkout")).tags(Map.of("team", "orders")));
    AlertFeed.UP_TO.set(0);
    JobClient job =
        AlertFeed.job(
            aws.endpoint(Part.LAMBDA),
            ",\"deny\":[\"sec*\"],\"expireHours\":1",
            List.of(AlertFeed.storm(Action.OPEN, 1, functions)));
    try {
      assertThat(tagsOnce(arns.get("refund"), true))
          .containsEntry(SuspectTags.SUSPECT, "connection-exhaustion")
          .containsEntry(SuspectTags.INCIDENT, "connection-exhaustion-1")
          .containsEntry(SuspectTags.SINCE, "2026-03-02T10:00:00Z")
          .containsEntry(SuspectTags.EXPIRES, "2026-03-02T11:01:00Z");
      assertThat(tagsOnce(arns.get("checkout"), true)).hasSize(5);
      assertThat(lambda.of(arns.get("secret"))).as("it is denied").isEmpty();
    } finally {
      job.cancel().join();
    }
    List<String> said = new ArrayList<>();
    assertThat(sweep("2026-03-02T11:00:00Z", false, said).swept).isZero();
    assertThat(sweep("2026-03-02T12:00:00Z", true, said).swept).as("dry run").isEqualTo(2);
    TagSweep.Result result = sweep("2026-03-02T12:00:00Z", false, said);
    assertThat(result.swept).isEqualTo(2);
    assertThat(said).contains("refund: lost connection-exhaustion");
    assertThat(lambda.of(arns.get("checkout"))).isEqualTo(Map.of("team", "orders"));
    assertThat(sweep("2026-03-02T12:00:00Z", false, said).tagged).isZero();
  }

  /** The function that is stuck says from where; its own mapping is tagged, and no other. */
  @Test
  void theMappingThatFeedsAStuckRecordHasTheTags() throws Exception {
    Map<String, String> arns = create(List.of("consume", "audit"));
    String queue = queue("orders");
    String mine = mapping("consume", queue);
    String others = mapping("audit", queue);
    AlertFeed.UP_TO.set(0);
    JobClient job =
        AlertFeed.job(
            aws.endpoint(Part.LAMBDA),
            "",
            List.of(
                AlertFeed.poison(Action.OPEN, 1, "consume", queue),
                AlertFeed.poison(Action.RESOLVE, 2, "consume", queue)));
    try {
      assertThat(tagsOnce(mine, true))
          .containsEntry(SuspectTags.SUSPECT, "poison-record")
          .containsKey(SuspectTags.EXPIRES);
      assertThat(tagsOnce(arns.get("consume"), true)).hasSize(4);
      assertThat(lambda.of(others)).as("what feeds another function").isEmpty();
      AlertFeed.UP_TO.set(1);
      assertThat(tagsOnce(mine, false)).isEmpty();
      assertThat(tagsOnce(arns.get("consume"), false)).isEmpty();
    } finally {
      job.cancel().join();
    }
  }

  @Test
  void theSweepTakesWhatIsLeftOnAMapping() {
    create(List.of("report"));
    String mapping = mapping("report", queue("reports"));
    lambda
        .client()
        .tagResource(
            request ->
                request.resource(mapping).tags(Map.of(SuspectTags.SUSPECT, "poison-record")));
    TagSweep.Result result = sweep("2026-03-02T12:00:00Z", false, new ArrayList<>());
    assertThat(result.mappings).isPositive();
    assertThat(result.swept).isOne();
    assertThat(lambda.of(mapping)).isEmpty();
  }

  /** Its ARN. Only an SNS that is whole brings queues along, and wants them to be there. */
  private static String queue(String name) {
    if (aws.snsIsWhole()) {
      try (SqsClient sqs =
          SqsClient.builder()
              .region(Region.of(EmulatedAws.REGION))
              .endpointOverride(URI.create(aws.endpoint(Part.LAMBDA)))
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .build()) {
        sqs.createQueue(request -> request.queueName(name));
      }
    }
    return "arn:aws:sqs:" + EmulatedAws.REGION + ":123456789012:" + name;
  }

  private static String mapping(String function, String source) {
    return lambda
        .client()
        .createEventSourceMapping(request -> request.functionName(function).eventSourceArn(source))
        .eventSourceMappingArn();
  }

  private static Map<String, String> create(List<String> functions) {
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
