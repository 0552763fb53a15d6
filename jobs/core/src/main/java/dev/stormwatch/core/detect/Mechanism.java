package dev.stormwatch.core.detect;

/**
 * Mechanisms by which one incident is told to be the cause of another ({@link Finding#cause}). They
 * are kept in checkpoints as they are written here, so a word may be added but not changed.
 */
public final class Mechanism {

  /** Calls exit the process, or time out in a loop, so that others wait for environments. */
  public static final String ENVIRONMENT_DEATHS = "environment-deaths";

  /** Lambda itself tells that nothing of a partition was processed. */
  public static final String STANDSTILL = "standstill";

  /** The one batch that a function was given fails. */
  public static final String ONLY_BATCH = "only-batch";

  /** What fails is tried again, by each function of a path. */
  public static final String RETRIES = "retries";

  /** The account's concurrency is used up. */
  public static final String ACCOUNT_LIMIT = "account-limit";

  /** It began with a release. */
  public static final String RELEASE = "release";

  private Mechanism() {}
}
