package dev.stormwatch.live.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The SDK, which is made from Lambda's own model, understands the stub. */
class LambdaStubTest {

  private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";

  private LambdaStub stub;
  private LambdaClient lambda;

  @BeforeEach
  void start() throws Exception {
    stub = new LambdaStub(EmulatedAws.REGION);
    lambda =
        LambdaClient.builder()
            .region(Region.of(EmulatedAws.REGION))
            .endpointOverride(URI.create(stub.endpoint()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    lambda.close();
    stub.close();
  }

  private String create(String name) {
    return lambda
        .createFunction(
            request ->
                request
                    .functionName(name)
                    .role(EmulatedAws.ROLE)
                    .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip"))))
        .functionArn();
  }

  @Test
  void tagsAreWrittenReadAndTakenAway() {
    String arn = create("checkout");
    assertThat(arn).isEqualTo(ARN + "checkout");
    lambda.tagResource(request -> request.resource(arn).tags(Map.of("a", "1", "b:c", "2+3")));
    lambda.tagResource(request -> request.resource(arn).tags(Map.of("a", "4")));
    lambda.untagResource(request -> request.resource(arn).tagKeys("b:c", "never"));
    assertThat(lambda.listTags(request -> request.resource(arn)).tags())
        .isEqualTo(Map.of("a", "4"));
  }

  @Test
  void functionsAndMappingsAreListed() {
    create("checkout");
    create("refund");
    String stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";
    String mapping =
        lambda
            .createEventSourceMapping(
                request -> request.functionName("refund").eventSourceArn(stream))
            .eventSourceMappingArn();
    lambda.tagResource(request -> request.resource(mapping).tags(Map.of("a", "1")));
    assertThat(lambda.listFunctionsPaginator().functions())
        .extracting(function -> function.functionName())
        .containsExactly("checkout", "refund");
    assertThat(
            lambda
                .listEventSourceMappings(request -> request.eventSourceArn(stream))
                .eventSourceMappings())
        .singleElement()
        .satisfies(row -> assertThat(row.functionArn()).isEqualTo(ARN + "refund"))
        .satisfies(row -> assertThat(row.eventSourceMappingArn()).isEqualTo(mapping));
    assertThat(lambda.listEventSourceMappings(r -> r.eventSourceArn("other")).eventSourceMappings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkout:1", "checkout:live", "checkout:$LATEST"})
  void aVersionAndAnAliasHaveNoTags(String qualified) {
    create("checkout");
    assertThatThrownBy(
            () -> lambda.tagResource(r -> r.resource(ARN + qualified).tags(Map.of("a", "1"))))
        .isInstanceOf(InvalidParameterValueException.class);
  }

  @Test
  void whatIsWrongIsRefusedUnderItsName() {
    String arn = create("checkout");
    assertThatThrownBy(() -> create("checkout")).isInstanceOf(ResourceConflictException.class);
    assertThatThrownBy(() -> lambda.listTags(request -> request.resource(ARN + "refund")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("refund");
    assertThatThrownBy(() -> lambda.tagResource(r -> r.resource(arn).tags(Map.of("aws:a", "1"))))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(() -> lambda.tagResource(r -> r.resource(arn).tags(Map.of("a", "<"))))
        .isInstanceOf(InvalidParameterValueException.class);
  }
}
