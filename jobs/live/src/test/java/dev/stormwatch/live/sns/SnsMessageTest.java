package dev.stormwatch.live.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.SnsException;

class SnsMessageTest {

  private static final String ARN = "arn:aws:sns:eu-west-1:123456789012:on-call";

  private static TopicRoute route(String more) {
    return Alerts.delivery(Alerts.topic(ARN, more), "").topics().get(0);
  }

  @Test
  void aSecondDeliveryHasTheSameBytes() throws Exception {
    SnsMessage message =
        SnsMessage.of(Alerts.of("i", 2, 3, Severity.PAGE), route(""), "", Alerts.JSON);
    SnsMessageSerializer serializer = new SnsMessageSerializer();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serializer.serializeRequestToStream(message, new DataOutputStream(bytes));
    SnsMessage restored =
        serializer.deserializeRequestFromStream(
            bytes.size(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(restored).usingRecursiveComparison().isEqualTo(message);
    assertThat(restored.messageId).isEqualTo("i-2");
    assertThat(new ObjectMapper().readTree(restored.attributes.get("function")).get(0).asText())
        .isEqualTo("checkout");
  }

  @Test
  void whatIsTooLargeIsSentAsTextThatIsNot() {
    Alert small = Alerts.of("i", 1, 3, Severity.PAGE);
    List<String> functions =
        IntStream.range(0, 20_000).mapToObj(i -> "function-of-a-large-estate-" + i).toList();
    Finding finding =
        new Finding(
            small.finding.kind,
            Subject.database("123456789012", "eu-west-1", "orders-db", functions),
            Severity.PAGE,
            false,
            small.onset,
            small.headline,
            small.finding.measure,
            small.finding.impact,
            List.of(),
            List.of());
    Alert large =
        Alert.about(finding, "i", 1, small.action, small.decidedAt)
            .severity(Severity.PAGE)
            .onset(small.onset)
            .headline("full")
            .build();
    SnsMessage message = SnsMessage.of(large, route(""), "", Alerts.JSON);
    assertThat(message.bytes()).isLessThanOrEqualTo(SnsMessage.MAX_BYTES);
    assertThat(message.byProtocol).isFalse();
    assertThat(message.body).startsWith("[PAGE] full");
  }

  @ParameterizedTest
  @CsvSource({
    "https://wiki.example.com/lambda, https://wiki.example.com/lambda/poison-record.md",
    "https://wiki.example.com/, https://wiki.example.com/poison-record.md",
    "'', ''"
  })
  void aRunbookIsBelowTheAddressThatIsGiven(String runbooks, String runbook) throws Exception {
    assertThat(
            SettingsReader.delivery("{\"runbooks\":\"" + runbooks + "\"}").runbook("poison-record"))
        .isEqualTo(runbook);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wiki/lambda", "https://wiki.example.com/a page"})
  void whatIsNoAddressIsRefused(String runbooks) {
    assertThatThrownBy(() -> SettingsReader.delivery("{\"runbooks\":\"" + runbooks + "\"}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("runbooks");
  }

  @ParameterizedTest
  @CsvSource({
    "'', page,",
    "'', ticket,",
    "',\"severities\":[\"page\"]', page, ticket",
    "',\"kinds\":[\"cold-start-spike\"]', page,",
    "',\"kinds\":[\"poison-record\"]',, page",
    "',\"functions\":[\"check*\"]', page,",
    "',\"functions\":[\"search\"]',, page",
    "',\"accounts\":[\"999*\"]',, page"
  })
  void aRouteTakesWhatItIsTold(String more, String taken, String left) {
    if (taken != null) {
      assertThat(SnsSink.takes(route(more), alert(taken))).isTrue();
    }
    if (left != null) {
      assertThat(SnsSink.takes(route(more), alert(left))).isFalse();
    }
  }

  private static Alert alert(String severity) {
    return Alerts.of("i", 1, 3, severity.equals("page") ? Severity.PAGE : Severity.TICKET);
  }

  @ParameterizedTest
  @CsvSource({
    "400,Throttling,true",
    "400,ThrottledException,true",
    "429,TooManyRequests,true",
    "500,InternalError,true",
    "503,ServiceUnavailable,true",
    "403,ExpiredToken,true",
    "403,AuthorizationError,false",
    "403,InvalidClientTokenId,false",
    "404,NotFound,false",
    "400,InvalidParameter,false",
    "400,KMSAccessDenied,false",
    "400,KMSThrottling,true"
  })
  void whatPassesIsTriedAgain(int status, String code, boolean passes) {
    var failure =
        SnsException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
    assertThat(SnsFailure.passes(failure)).isEqualTo(passes);
    assertThat(
            SnsFailure.passes(
                BatchResultErrorEntry.builder().code(code).senderFault(status < 429).build()))
        .isEqualTo(passes);
  }

  @Test
  void aNetworkThatFailsPasses() {
    assertThat(SnsFailure.passes(SdkClientException.create("reset"))).isTrue();
  }
}
