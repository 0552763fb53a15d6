package dev.stormwatch.telemetry;

/** A record that cannot be read at all. It is counted and sampled; the job goes on. */
public final class DeadRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why; a closed set, part of the dead-letter format. */
  public enum Reason {
    NOT_A_SUBSCRIPTION_DOCUMENT("not-a-subscription-document"),
    TRUNCATED_GZIP("truncated-gzip"),
    CORRUPT_GZIP("corrupt-gzip"),
    TOO_LARGE("too-large"),
    TOO_DEEP("too-deep"),
    MALFORMED_JSON("malformed-json"),
    INTERNAL_ERROR("internal-error");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  private final Reason reason;

  public DeadRecordException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public DeadRecordException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
