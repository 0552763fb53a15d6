package dev.stormwatch.core.detect;

/**
 * To give a function no concurrency, which stops it, whatever calls it.
 *
 * <p>Source: AWS Lambda Developer Guide, "Configuring reserved concurrency" and "How Lambda handles
 * errors and retries with asynchronous invocation": with a reserve of 0 new asynchronous events are
 * not tried at all, unlike those that wait for concurrency.
 */
public final class Stopping {

  /** What it does to those who call the function, wanted calls too. */
  public static final String SIDE_EFFECT =
      "callers get 429; asynchronous events (S3, SNS, EventBridge) go to the dead-letter queue or"
          + " on-failure destination at once, and are lost where there is neither; streams wait; of"
          + " a queue's mapping use update-event-source-mapping --no-enabled instead, for messages"
          + " that are refused use up their receives";

  private Stopping() {}

  /** The command for a function. */
  public static String command(String function) {
    return "aws lambda put-function-concurrency --function-name "
        + function
        + " --reserved-concurrent-executions 0";
  }
}
