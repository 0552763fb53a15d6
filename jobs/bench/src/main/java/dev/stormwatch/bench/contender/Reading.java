package dev.stormwatch.bench.contender;

/** What one record says about its function; filled again for every record. */
public final class Reading {

  public String account = "";
  public String region = "";
  public String function = "";
  public long events;

  /** REPORT lines. */
  public long invocations;

  public long durationMicros;
  public long billedMillis;
  public long coldStarts;

  /** Distinct calls that failed for whatever reason, timeouts included. */
  public long failedCalls;

  public long timedOutCalls;

  /** Lines that say a database takes no more connections. */
  public long exhaustionLines;

  void reset(String newAccount, String newRegion, String newFunction) {
    account = newAccount;
    region = newRegion;
    function = newFunction;
    events = 0;
    invocations = 0;
    durationMicros = 0;
    billedMillis = 0;
    coldStarts = 0;
    failedCalls = 0;
    timedOutCalls = 0;
    exhaustionLines = 0;
  }
}
