package dev.stormwatch.core.detect;

/**
 * The concurrency that is set aside for a function, and caps it; none stops it, whatever calls it.
 *
 * <p>Source: AWS Lambda Developer Guide, "Configuring reserved concurrency" and "How Lambda handles
 * errors and retries with asynchronous invocation": with a reserve of 0 new asynchronous events are
 * not tried at all, unlike those that wait for concurrency.
 */
public final class ReservedConcurrency {

  /** What none does to those who call the function, wanted calls too. */
  public static final String NONE_DOES =
      "callers get 429; asynchronous events (S3, SNS, EventBridge) go to the dead-letter queue or"
          + " on-failure destination at once, and are lost where there is neither; streams wait; of"
          + " a queue's mapping use update-event-source-mapping --no-enabled instead, for messages"
          + " that are refused use up their receives";

  private ReservedConcurrency() {}

  /** The command that sets it. */
  public static String command(String function, long number) {
    return "aws lambda put-function-concurrency --function-name "
        + function
        + " --reserved-concurrent-executions "
        + number;
  }
}
