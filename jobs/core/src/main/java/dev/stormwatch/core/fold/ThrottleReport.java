package dev.stormwatch.core.fold;

/** What a caller's line told of a call that Lambda refused for want of concurrency. */
public final class ThrottleReport {

  /** Does the line tell of one? */
  public boolean told;

  /** Was it the account's concurrency that was used up? Else the function's, or it is not said. */
  public boolean ofAccount;

  /** Name of the function that was called; empty where the line does not tell. */
  public String function = "";

  void reset() {
    told = false;
    ofAccount = false;
    function = "";
  }
}
