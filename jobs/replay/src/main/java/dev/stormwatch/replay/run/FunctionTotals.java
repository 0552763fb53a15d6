package dev.stormwatch.replay.run;

import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.FunctionId;
import java.io.Serializable;

/** What one function did over a whole run. */
public final class FunctionTotals implements Serializable {

  private static final long serialVersionUID = 1L;

  public final String account;
  public final String region;
  public final String function;
  public long invocations;
  public long coldStarts;
  public long failures;
  public long retries;

  /** The highest mean of ten seconds; 0 when none is known. */
  public double peakConcurrency;

  public long peakEnvironments;

  /** For a while it logged, but not its calls. */
  public boolean blind;

  /** The same, as it went. */
  public final ActivitySeries series = new ActivitySeries();

  public FunctionTotals(FunctionId id) {
    account = id.account();
    region = id.region();
    function = id.name();
  }

  public void add(Activity activity) {
    invocations += activity.invocations;
    coldStarts += activity.coldStarts;
    failures += activity.failures;
    retries += activity.retries;
    peakConcurrency = Math.max(peakConcurrency, activity.concurrency);
    peakEnvironments = Math.max(peakEnvironments, activity.environments);
    blind |= activity.blind;
    series.add(activity);
  }

  void add(FunctionTotals other) {
    invocations += other.invocations;
    coldStarts += other.coldStarts;
    failures += other.failures;
    retries += other.retries;
    peakConcurrency = Math.max(peakConcurrency, other.peakConcurrency);
    peakEnvironments = Math.max(peakEnvironments, other.peakEnvironments);
    blind |= other.blind;
    series.add(other.series);
  }

  FunctionTotals copy() {
    FunctionTotals copy = new FunctionTotals(new FunctionId(account, region, function));
    copy.add(this);
    return copy;
  }
}
