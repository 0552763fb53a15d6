package dev.stormwatch.live.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** An emulator refuses nothing, so what a refusal says is tried here. */
class CallsTest {

  private static RuntimeException failure(String code, int status) {
    if (code.isEmpty()) {
      return SdkClientException.create("Unable to load credentials from any of the providers");
    }
    return (RuntimeException)
        KinesisException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage("no, because\nof X").build())
            .build();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "AccessDeniedException, 400, is not allowed, allow kinesis:GetRecords on arn:stream",
        "KMSAccessDeniedException, 400, fails at the key that encrypts it, allow kms:Decrypt",
        "ExpiredTokenException, 400, does not take these credentials, log in anew",
        "'', 0, no credentials were found, AWS_PROFILE",
        "InternalFailure, 500, 'kinesis:GetRecords fails: InternalFailure', ''",
      })
  void aRefusalSaysWhatIsMissing(String code, int status, String text, String remedy) {
    Check check =
        Calls.trouble("stream", "arn:stream", "kinesis:GetRecords", failure(code, status));
    assertThat(check.level).isEqualTo(Check.Level.FAULT);
    assertThat(check.text).contains(text).doesNotContain("\n");
    assertThat(check.remedy).contains(remedy);
  }

  @Test
  void aServiceThatAnEmulatorDoesNotHaveIsNoFaultOfTheSetUp() {
    Check check =
        Calls.trouble(
            "logs", "arn", "logs:DescribeLogGroups", failure("UnknownOperationException", 400));
    assertThat(check.level).isEqualTo(Check.Level.WARNING);
    assertThat(check.text).contains("does not know logs:DescribeLogGroups", "not looked at");
  }
}
