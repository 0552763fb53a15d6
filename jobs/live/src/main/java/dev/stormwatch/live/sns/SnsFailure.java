package dev.stormwatch.live.sns;

import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;

/**
 * Will trying again help? Throttling, faults of the service and of the network pass. What the
 * caller did wrong, a missing permission or topic among it, stays wrong until somebody changes it;
 * waiting for that would hold up everything behind it.
 */
final class SnsFailure {

  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  /** Credentials that are renewed before the next attempt, and clocks that are set. */
  private static final Set<String> PASSING =
      Set.of("expiredtoken", "expiredtokenexception", "requesttimetooskewed", "requestexpired");

  private SnsFailure() {}

  static boolean passes(Throwable failure) {
    if (!(failure instanceof AwsServiceException)) {
      return true; // the network, a timeout, credentials that are not there yet
    }
    AwsServiceException answer = (AwsServiceException) failure;
    String code = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
    return answer.statusCode() >= SERVER
        || answer.statusCode() == TOO_MANY
        || answer.statusCode() == TIMEOUT
        || passes(code);
  }

  static boolean passes(BatchResultErrorEntry failed) {
    return !Boolean.TRUE.equals(failed.senderFault()) || passes(failed.code());
  }

  private static boolean passes(String code) {
    String lower = code == null ? "" : code.toLowerCase(Locale.ROOT);
    return lower.contains("throttl")
        || lower.contains("requestlimit")
        || lower.contains("slowdown")
        || PASSING.contains(lower);
  }
}
