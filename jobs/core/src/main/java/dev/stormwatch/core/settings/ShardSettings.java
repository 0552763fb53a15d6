package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;

/** Thresholds of the shard detector; units, defaults and reasons are in the settings schema. */
public final class ShardSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final int maxShards;
  public final long minAttempts;
  public final long minMessageAttempts;
  public final double rareFailureShare;
  public final long minFailingMillis;
  public final long minAttemptSpanMillis;
  public final long windowMillis;
  public final long minOtherBatches;
  public final double maxOtherFailureShare;
  public final double outageShare;
  public final long outageHoldoffMillis;
  public final long aloneMillis;
  public final long staleMillis;
  public final long minLagMillis;
  public final double minLagGrowth;
  public final long lagSustainMillis;
  public final long pageLagMillis;
  public final int suspicionGaps;
  public final double suspicionSpread;
  public final double suspicionChance;
  public final long kinesisRetentionMillis;
  public final long queueRetentionMillis;
  public final long kafkaRetentionMillis;
  public final long standstillMillis;
  public final double throttledBusyShare;
  public final long throttledPauseMillis;
  public final long lossAttempts;
  public final long lossSettledMillis;
  public final long lossAgainMillis;
  public final double lossPageShare;
  private final ArrayList<EventSourceRule> eventSources = new ArrayList<>();

  public ShardSettings(Values values) {
    enabled = values.flag("shards.enabled");
    maxShards = (int) values.whole("shards.maxShards");
    minAttempts = values.whole("shards.minAttempts");
    minMessageAttempts = values.whole("shards.minMessageAttempts");
    rareFailureShare = values.number("shards.rareFailureShare");
    minFailingMillis = values.whole("shards.minFailingSeconds") * 1000;
    minAttemptSpanMillis = values.whole("shards.minAttemptSpanSeconds") * 1000;
    windowMillis = values.whole("shards.windowSeconds") * 1000;
    minOtherBatches = values.whole("shards.minOtherBatches");
    maxOtherFailureShare = values.number("shards.maxOtherFailureShare");
    outageShare = values.number("shards.outageShare");
    outageHoldoffMillis = values.whole("shards.outageHoldoffSeconds") * 1000;
    aloneMillis = values.whole("shards.aloneSeconds") * 1000;
    staleMillis = values.whole("shards.staleSeconds") * 1000;
    minLagMillis = values.whole("shards.minLagSeconds") * 1000;
    minLagGrowth = values.number("shards.minLagGrowth");
    lagSustainMillis = values.whole("shards.lagSustainSeconds") * 1000;
    pageLagMillis = values.whole("shards.pageLagSeconds") * 1000;
    suspicionGaps = (int) values.whole("shards.suspicionGaps");
    suspicionSpread = values.number("shards.suspicionSpread");
    suspicionChance = values.number("shards.suspicionChance");
    kinesisRetentionMillis = values.whole("shards.kinesisRetentionHours") * 3_600_000;
    queueRetentionMillis = values.whole("shards.queueRetentionHours") * 3_600_000;
    kafkaRetentionMillis = values.whole("shards.kafkaRetentionHours") * 3_600_000;
    standstillMillis = values.whole("shards.standstillSeconds") * 1000;
    throttledBusyShare = values.number("shards.throttledBusyShare");
    throttledPauseMillis = values.whole("shards.throttledPauseMillis");
    lossAttempts = values.whole("shards.lossAttempts");
    lossSettledMillis = values.whole("shards.lossSettledSeconds") * 1000;
    lossAgainMillis = values.whole("shards.lossAgainSeconds") * 1000;
    lossPageShare = values.number("shards.lossPageShare");
    values.items("eventSources").forEach(item -> eventSources.add(new EventSourceRule(item)));
  }

  /**
   * How long a stream or queue keeps records, by the first rule that matches its name; 0 where none
   * says so.
   */
  public long retentionMillis(String name) {
    for (EventSourceRule rule : eventSources) {
      if (rule.match.matches(name)) {
        return rule.retentionMillis;
      }
    }
    return 0;
  }

  /** Failed attempts at a record or message below which nothing is told of it. */
  public long leastAttempts() {
    return Math.min(minAttempts, minMessageAttempts);
  }
}
