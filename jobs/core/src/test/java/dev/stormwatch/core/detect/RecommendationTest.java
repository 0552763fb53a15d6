package dev.stormwatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecommendationTest {

  private static Recommendation of(String command) {
    return new Recommendation("do", "", "because", command, "none");
  }

  /** In another Region a function of the same name would be stopped. */
  @Test
  void everyCallInACommandNamesTheRegion() {
    String command =
        of("aws lambda update-event-source-mapping --uuid \"$(aws lambda"
                + " list-event-source-mappings --function-name aws-lambda-get --output text)\""
                + " --maximum-retry-attempts 5 && aws s3 ls")
            .commandIn("eu-west-1");
    assertThat(command)
        .isEqualTo(
            "aws lambda update-event-source-mapping --region eu-west-1 --uuid \"$(aws lambda"
                + " list-event-source-mappings --region eu-west-1 --function-name aws-lambda-get"
                + " --output text)\" --maximum-retry-attempts 5 && aws s3 ls --region eu-west-1");
    assertThat(of("").commandIn("eu-west-1")).isEmpty();
    assertThat(of("aws s3 ls").commandIn("unknown")).isEqualTo("aws s3 ls");
  }

  @Test
  void whatTheReaderMustFillInIsNamedOnce() {
    assertThat(
            of("aws lambda update-alias --function-name ALIAS-maker --name ALIAS --function-version"
                    + " 7 --destination-config '{\"OnFailure\":{\"Destination\":\"QUEUE_ARN\"}}' ALIAS")
                .blanks())
        .containsExactly("ALIAS", "QUEUE_ARN");
    assertThat(
            of("aws lambda list-event-source-mappings --query 'EventSourceMappings[0].UUID'"
                    + " && aws kinesis get-shard-iterator --shard-iterator-type AT_SEQUENCE_NUMBER"
                    + " --query '[UUID,State]'")
                .blanks())
        .isEmpty();
  }
}
