package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogDocumentTest {

  private static final String STREAM = "2026/03/02/[$LATEST]0123456789abcdef0123456789abcdef";

  private static RecordingSink.Head document(
      String account, String region, String group, String stream) {
    return RecordingSink.Head.of(new LogDocument(new LogGroup(account, region, group), stream));
  }

  @Test
  void theLogGroupNamesTheFunction() {
    assertThat(document("123456789012", "eu-west-1", "/aws/lambda/checkout", STREAM).function())
        .isEqualTo(new FunctionId("123456789012", "eu-west-1", "checkout"));
  }

  @Test
  void inAGroupOfTheUsersOwnTheStreamNamesTheFunction() {
    String stream = "2026/03/02/checkout[7]0123456789abcdef0123456789abcdef";

    assertThat(document("123456789012", "eu-west-1", "/shop/all", stream).function())
        .isEqualTo(new FunctionId("123456789012", "eu-west-1", "checkout"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/aws/lambda/",
        "/aws/lambda/x; rm -rf ~",
        "/aws/lambda/two\nlines",
        "/aws/lambda/capacity-provider/blue",
        "/aws/rds/cluster",
        ""
      })
  void nothingElsePassesForAFunction(String group) {
    assertThat(document("123456789012", "eu-west-1", group, STREAM).function()).isNull();
  }

  @Test
  void namesThatAreTooLongAreCutOrRefused() {
    String longName = "a".repeat(141);
    assertThat(document("1", "eu-west-1", "/aws/lambda/" + longName, STREAM).function()).isNull();
    assertThat(document("1", "eu-west-1", "/aws/lambda/a", "s".repeat(9000)).logStream())
        .hasSize(512);
  }

  @Test
  void anAccountOrRegionThatIsNoneIsUnknown() {
    assertThat(document("12 34", "Ignore; me", "/aws/lambda/a", STREAM).function())
        .isEqualTo(new FunctionId("unknown", "unknown", "a"));
  }
}
