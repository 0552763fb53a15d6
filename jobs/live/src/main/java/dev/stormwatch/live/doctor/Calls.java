package dev.stormwatch.live.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** How calls are made, and what their failures mean. */
final class Calls {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ALL = Duration.ofSeconds(15);

  private static final Set<String> NOT_ALLOWED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AuthorizationError",
          "AuthorizationErrorException",
          "NotAuthorized",
          "UnauthorizedOperation");

  /** What emulators say of a service that they do not have. */
  private static final Set<String> UNKNOWN_CALL =
      Set.of("InvalidAction", "UnknownOperation", "UnknownOperationException");

  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private Calls() {}

  /** A client with the credentials that the AWS CLI would take. */
  static <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C client(
      B builder, String region, String endpoint) {
    builder
        .region(Region.of(region))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ALL))
        .overrideConfiguration(override -> override.apiCallTimeout(ALL));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return builder.build();
  }

  static boolean notThere(RuntimeException failure) {
    return failure instanceof AwsServiceException
        && (((AwsServiceException) failure).statusCode() == 404
            || code(failure).startsWith("ResourceNotFound")
            || code(failure).startsWith("NotFound"));
  }

  private static String code(RuntimeException failure) {
    if (!(failure instanceof AwsServiceException)) {
      return "";
    }
    AwsServiceException service = (AwsServiceException) failure;
    String code = service.awsErrorDetails() == null ? "" : service.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  /**
   * What a failed call says of the set-up.
   *
   * @param action the permission that the call needs, such as {@code kinesis:GetRecords}
   */
  static Check trouble(String of, String subject, String action, RuntimeException failure) {
    String code = code(failure);
    if (code.startsWith("KMS")) {
      return Check.fault(
          of,
          subject,
          action + " fails at the key that encrypts it (" + code + ")",
          "allow kms:Decrypt on that key, and see that it is enabled");
    }
    if (UNKNOWN_CALL.contains(code)) {
      return Check.warning(
          of,
          subject,
          "who answers does not know " + action + ", so this was not looked at",
          "AWS knows it; of emulators, moto_server does");
    }
    if (NOT_ALLOWED.contains(code)) {
      return Check.fault(
          of, subject, action + " is not allowed", "allow " + action + " on " + subject);
    }
    if (BAD_CREDENTIALS.contains(code)) {
      return Check.fault(
          of,
          subject,
          "AWS does not take these credentials (" + code + ")",
          "log in anew, or set AWS_PROFILE");
    }
    if (failure instanceof SdkClientException) {
      boolean credentials = String.valueOf(failure.getMessage()).contains("credentials");
      return Check.fault(
          of,
          subject,
          credentials ? "no credentials were found" : "AWS cannot be reached: " + first(failure),
          credentials
              ? "log in, or set AWS_PROFILE"
              : "see whether this network lets calls to AWS through");
    }
    return Check.fault(
        of,
        subject,
        action + " fails: " + (code.isEmpty() ? first(failure) : code + ", " + first(failure)),
        "");
  }

  /** Its first line, without what AWS's client adds of the request. */
  private static String first(RuntimeException failure) {
    String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    int request = line.indexOf(" (Service: ");
    return request < 0 ? line : line.substring(0, request);
  }

  /** The name in an ARN, behind its last colon or slash. */
  static String name(String arn) {
    return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  }

  static String region(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 3 ? parts[3] : "";
  }
}
