package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTextTest {

  private static final String REASON = "ReservedFunctionConcurrentInvocationLimitExceeded";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "botocore.errorfactory.TooManyRequestsException: An error occurred"
            + " (TooManyRequestsException) when calling the Invoke operation (reached max retries:"
            + " 4): Rate Exceeded.",
        "com.amazonaws.services.lambda.model.TooManyRequestsException: Rate Exceeded. (Service:"
            + " AWSLambda; Status Code: 429)",
        "operation error Lambda: Invoke, https response error StatusCode: 429, RequestID: 7,"
            + " TooManyRequestsException: Rate Exceeded.",
        "quote refused, retrying { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' }",
        "Amazon.Lambda.Model.TooManyRequestsException: Rate exceeded",
        "TooManyRequestsException: Rate Exceeded."
      })
  void lambdaRefusesACallInTheWordsOfEachLibrary(String line) {
    assertThat(Told.by(line)).isEqualTo("THROTTLE");
    assertThat(Told.by("{\"level\":\"WARN\",\"message\":\"" + line + "\"}")).isEqualTo("THROTTLE");
  }

  @Test
  void whoWasCalledAndWhoseLimitItIsAreTold() {
    assertThat(
            Told.by(
                REASON + " arn:aws:lambda:eu-west-1:111122223333:function:pricing-core:live busy"))
        .isEqualTo("THROTTLE called=pricing-core");
    assertThat(
            Told.by(
                "POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/quote_v2"
                    + "/invocations 429 TooManyRequestsException Rate Exceeded.,"
                    + " ConcurrentInvocationLimitExceeded"))
        .isEqualTo("THROTTLE OF_ACCOUNT called=quote_v2");
  }

  @Test
  void anErrorOfARuntimeStaysOneAndTellsItToo() {
    String error =
        "[ERROR] TooManyRequestsException: An error occurred (TooManyRequestsException) when"
            + " calling the Invoke operation (reached max retries: 4): Rate Exceeded.\n"
            + "Traceback (most recent call last):\n\u00a0\u00a0File \"/var/task/app.py\", line 41";
    assertThat(Told.by(error)).isEqualTo("RUNTIME_ERROR error=TooManyRequestsException");
    assertThat(Told.read(error).throttle.told).isTrue();
  }

  /** Others throttle in nearly the same words: partners, other services, Lambda's own console. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP 429 Too Many Requests, Rate Exceeded",
        "ThrottlingException: Rate Exceeded when calling the DescribeInstances operation",
        "CognitoIdentityProvider TooManyRequestsException: Rate exceeded",
        "An error occurred (TooManyRequestsException) when calling the AdminGetUser operation:"
            + " Rate Exceeded",
        "An error occurred (TooManyRequestsException) when calling the UpdateFunctionCode"
            + " operation: Rate Exceeded. arn:aws:lambda:eu-west-1:111122223333:function:pricing",
        "TooManyRequestsException: Too Many Requests",
        "CognitoIdentityProviderException TooManyRequestsException: Too many requests\n"
            + "\tat com.amazonaws.services.lambda.runtime.api.client.AWSLambda.startRuntime(A.java:7)",
        "retrying listAliases of arn:aws:lambda:eu-west-1:111122223333:function:pricing-core:"
            + " TooManyRequestsException: Rate exceeded",
        "TooManyRequestsException of a partner, function_arn="
            + "arn:aws:lambda:eu-west-1:111122223333:function:checkout",
        "ProvisionedThroughputExceededException: Rate exceeded for shard"
      })
  void whatAnotherServiceRefusesIsNotLambdas(String line) {
    assertThat(Told.by(line)).isEqualTo("APPLICATION_TEXT");
    assertThat(Told.read(line).throttle.told).isFalse();
  }

  /** Every .NET function's trace ends in classes that are called Amazon.Lambda. */
  @Test
  void theFramesOfARuntimeAreNotWhoWasCalled() {
    String error =
        "Amazon.CognitoIdentityProvider.Model.TooManyRequestsException: Too many requests\n"
            + "   at Amazon.Lambda.RuntimeSupport.Bootstrap.Invoke()";
    assertThat(Told.by(error)).startsWith("RUNTIME_ERROR ");
    assertThat(Told.read(error).throttle.told).isFalse();
  }

  /** Powertools adds the function's own ARN to every line. */
  @Test
  void theArnThatALoggerAddsIsNotWhoWasCalled() {
    String own = "\"function_arn\":\"arn:aws:lambda:eu-west-1:111122223333:function:checkout\"";
    String line = "{\"level\":\"ERROR\",\"message\":\"TooManyRequestsException: %s\"," + own + "}";
    assertThat(Told.by(line.replace("%s", "Too many requests"))).isEqualTo("APPLICATION_JSON");
    assertThat(
            Told.by(
                line.replace(
                    "%s",
                    "Rate Exceeded. arn:aws:lambda:eu-west-1:111122223333:function:pricing-core")))
        .isEqualTo("THROTTLE called=pricing-core");
  }

  /** The same object is filled again for the next line. */
  @Test
  void nothingIsLeftForTheNextLine() {
    var line = Told.read(REASON);
    line.reset(0);
    assertThat(line.throttle.told).isFalse();
  }
}
