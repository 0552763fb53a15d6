package dev.stormwatch.core.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings from explicit values, so that core's tests need no schema and no JSON. */
public final class TestSettings implements Values {

  private final Map<String, Object> values = new HashMap<>();

  private TestSettings() {}

  public static TestSettings usual() {
    return new TestSettings()
        .with("clock.slotSeconds", 5L)
        .with("clock.holdbackMillis", 2000L)
        .with("clock.heartbeatSeconds", 60L)
        .with("decode.maxInflatedBytes", 1L << 25)
        .with("decode.maxNestingDepth", 64L)
        .with("decode.maxDeadLetterSamples", 100L)
        .with("decode.maxLineBytes", 1L << 20)
        .with("decode.maxObjectMembers", 5000L)
        .with("decode.maxFunctions", 100_000L)
        .with("decode.duplicateMemory", 8192L)
        .with("environments.idleSeconds", 360L)
        .with("environments.blindSeconds", 900L)
        .with("coldStart.enabled", true)
        .with("coldStart.windowSeconds", 300L)
        .with("coldStart.minInvocations", 30L)
        .with("coldStart.minColdStarts", 8L)
        .with("coldStart.minShare", 0.05)
        .with("coldStart.minRatio", 3.0)
        .with("coldStart.falseAlarmProbability", 1e-6)
        .with("coldStart.sustainSeconds", 15L)
        .with("coldStart.baselineHalfLifeSeconds", 21_600L)
        .with("coldStart.baselineMaxWeight", 400.0)
        .with("coldStart.baselineSuspectWeight", 0.2)
        .with("coldStart.learningSeconds", 600L)
        .with("coldStart.learningInvocations", 200L)
        .with("coldStart.recoveryRatio", 1.5)
        .with("coldStart.pageDelayMillis", 1000L)
        .with("coldStart.staleSeconds", 600L)
        .with("coldStart.ticketDelayMillis", 200L)
        .with("coldStart.pageProbability", 1e-5)
        .with("coldStart.resumeSeconds", 300L)
        .with("coldStart.deploySeconds", 600L)
        .with("coldStart.minFollowers", 3L)
        .with("coldStart.replacements", 2L)
        .with("coldStart.scheduleRepeats", 3L)
        .with("coldStart.loopRatio", 3.0)
        .with("coldStart.initBaseline", 8L)
        .with("coldStart.initOwnBaseline", 20L)
        .with("coldStart.initAlarm", 10.0)
        .with("coldStart.initRatio", 1.3)
        .with("coldStart.initRecoveryRatio", 1.15)
        .with("coldStart.initMinMillis", 50L)
        .with("coldStart.initAbsorbSeconds", 86_400L)
        .with("coldStart.initOwnSustainSeconds", 600L)
        .with("coldStart.applicationFunctions", 3L)
        .with("coldStart.repeatSeconds", 1_800L)
        .with("coldStart.waveColdStarts", 25L)
        .with("connections.enabled", true)
        .with("connections.horizonSeconds", 120L)
        .with("connections.sustainSlots", 2L)
        .with("connections.nearShare", 0.8)
        .with("connections.fullShare", 0.92)
        .with("connections.slowShare", 0.3)
        .with("connections.slowRatio", 2.0)
        .with("connections.strainShare", 0.15)
        .with("connections.strainRatio", 1.3)
        .with("connections.trafficRatio", 1.3)
        .with("connections.strainSlots", 3L)
        .with("connections.patienceSeconds", 10L)
        .with("connections.refusals", 2L)
        .with("connections.undeclaredRefusals", 4L)
        .with("connections.refusalWindowSeconds", 60L)
        .with("connections.safetyShare", 0.9)
        .with("connections.recoveryShare", 0.6)
        .with("connections.recoverySeconds", 60L)
        .with("connections.learningSeconds", 120L)
        .with("connections.delaySeconds", 10L)
        .with("connections.callerRetries", 2L)
        .with("connections.loopGain", 1.2)
        .with("connections.loopSustainSeconds", 180L)
        .with("connections.vulnerableShare", 0.8)
        .with("connections.ticketSteps", 4L)
        .with("connections.ticketHorizonHours", 168L)
        .with("connections.failuresPerLine", 0.5)
        .with("connections.complainingShare", 0.1)
        .with("connections.newLineRatio", 3.0)
        .with("connections.lineTicketSeconds", 900L)
        .with("connections.carriedShare", 0.9)
        .with("connections.furtherRatio", 0.5)
        .with("connections.recedingRatio", 0.5)
        .with("connections.strainTrafficRatio", 1.5)
        .with("shards.enabled", true)
        .with("shards.maxShards", 256L)
        .with("shards.minAttempts", 4L)
        .with("shards.minMessageAttempts", 3L)
        .with("shards.rareFailureShare", 0.01)
        .with("shards.minFailingSeconds", 30L)
        .with("shards.minAttemptSpanSeconds", 8L)
        .with("shards.windowSeconds", 120L)
        .with("shards.minOtherBatches", 3L)
        .with("shards.maxOtherFailureShare", 0.2)
        .with("shards.outageShare", 0.5)
        .with("shards.outageHoldoffSeconds", 120L)
        .with("shards.aloneSeconds", 120L)
        .with("shards.staleSeconds", 300L)
        .with("shards.minLagSeconds", 60L)
        .with("shards.minLagGrowth", 0.1)
        .with("shards.lagSustainSeconds", 120L)
        .with("shards.pageLagSeconds", 300L)
        .with("shards.suspicionGaps", 8L)
        .with("shards.suspicionSpread", 0.25)
        .with("shards.suspicionChance", 0.0001)
        .with("shards.kinesisRetentionHours", 24L)
        .with("shards.queueRetentionHours", 96L)
        .with("shards.kafkaRetentionHours", 168L)
        .with("shards.standstillSeconds", 240L)
        .with("shards.throttledBusyShare", 0.6)
        .with("shards.throttledPauseMillis", 500L)
        .with("shards.lossAttempts", 3L)
        .with("shards.lossSettledSeconds", 45L)
        .with("shards.lossAgainSeconds", 600L)
        .with("shards.lossPageShare", 0.05)
        .with("dependency.enabled", true)
        .with("dependency.minFailures", 10L)
        .with("dependency.minShare", 0.4)
        .with("dependency.usualRatio", 4.0)
        .with("dependency.minVeteranShare", 0.4)
        .with("dependency.minVeterans", 2L)
        .with("dependency.sustainSeconds", 15L)
        .with("dependency.partialShare", 0.2)
        .with("dependency.partialSustainSeconds", 180L)
        .with("dependency.pageShare", 0.8)
        .with("dependency.partialPageShare", 0.4)
        .with("dependency.pageCalls", 60L)
        .with("dependency.pageSustainSeconds", 120L)
        .with("dependency.complaintPageSustainSeconds", 300L)
        .with("dependency.lastingPageSeconds", 600L)
        .with("dependency.slowRatio", 5.0)
        .with("dependency.slowSustainSeconds", 180L)
        .with("dependency.pageSlowMillis", 3_000L)
        .with("dependency.recoveryShare", 0.1)
        .with("dependency.fewChance", 1e-9)
        .with("dependency.fewSeconds", 600L)
        .with("dependency.learningSeconds", 300L)
        .with("telemetryGap.enabled", true)
        .with("telemetryGap.learningSeconds", 600L)
        .with("telemetryGap.minSilenceSeconds", 120L)
        .with("telemetryGap.silenceRatio", 4.0)
        .with("telemetryGap.missedSlots", 20.0)
        .with("telemetryGap.minLagSeconds", 120L)
        .with("telemetryGap.lagRatio", 4.0)
        .with("telemetryGap.lateSustainSeconds", 60L)
        .with("telemetryGap.functionSilenceSeconds", 180L)
        .with("telemetryGap.functionPresence", 0.5)
        .with("telemetryGap.groupFunctions", 3L)
        .with("telemetryGap.groupPresence", 0.3)
        .with("telemetryGap.groupPageFunctions", 5L)
        .with("telemetryGap.groupPageShare", 0.8)
        .with("telemetryGap.functionYoungSilenceSeconds", 300L)
        .with("incident.resolveHoldSeconds", 120L)
        .with("incident.expireSeconds", 1800L)
        .with("cost.enabled", true)
        .with("cost.taskVcpu", 1.0)
        .with("cost.taskMemoryGb", 2.0)
        .with("cost.minTasks", 2L)
        .with("cost.processorTarget", 0.65)
        .with("cost.memoryTarget", 0.8)
        .with("cost.peakQuantile", 0.95)
        .with("cost.assumedProcessorShare", 0.3)
        .with("cost.minUsdPerMonth", 100.0)
        .with("cost.crossedRatio", 1.15)
        .with("cost.measuredCrossedRatio", 1.08)
        .with("cost.clearedRatio", 0.95)
        .with("cost.crossedDays", 3L)
        .with("cost.firstDaysRatio", 1.5)
        .with("cost.trendMinDays", 7L)
        .with("cost.trendProbability", 0.01)
        .with("cost.forecastDays", 30L)
        .with("cost.ticketAheadDays", 0L)
        .with("cost.runawayUsdPerDay", 1000.0)
        .with("cost.runawayRatio", 10.0)
        .with("cost.runawayRepeatRatio", 2.0)
        .with("cost.runawayRepeats", 3L)
        .with("cost.runawaySeconds", 60L)
        .with("cost.climbUsdPerDay", 240.0)
        .with("cost.climbSeconds", 600L)
        .with("cost.runawayLearningSeconds", 900L)
        .with("cost.steadySeconds", 3_900L)
        .with("cost.steadyHours", 8.0)
        .with("incident.flapWindowSeconds", 3600L)
        .with("incident.maxResolveHoldSeconds", 900L)
        .with("incident.forecastShiftSeconds", 120L)
        .with("prices.asOf", "2026-11-01")
        .with("prices.region", "us-east-1")
        .with("prices.source", "test")
        .with("prices.lambdaGbSecond", 1.66667e-5)
        .with("prices.requestsPerMillion", 0.2)
        .with("prices.provisionedConcurrencyGbSecond", 4.1667e-6)
        .with("prices.provisionedDurationGbSecond", 9.7222e-6)
        .with("prices.fargateVcpuHour", 0.04048)
        .with("prices.fargateGbHour", 0.004445)
        .with("prices.fargateSavingsPlanDiscount", 0.5)
        .with("prices.lambdaSavingsPlanDiscount", 0.17)
        .with("prices.loadBalancerHour", 0.0305)
        .with("prices.managedInstancesFee", 0.15)
        .with("prices.arm64.lambdaGbSecond", 1.33334e-5)
        .with("prices.arm64.provisionedConcurrencyGbSecond", 3.3334e-6)
        .with("prices.arm64.provisionedDurationGbSecond", 7.7778e-6)
        .with("prices.secondTierFrom", 6.0)
        .with("prices.secondTierGbSecond", 1.5e-5)
        .with("prices.thirdTierFrom", 15.0)
        .with("prices.thirdTierGbSecond", 1.33334e-5)
        .with("prices.arm64.secondTierFrom", 7.5)
        .with("prices.arm64.secondTierGbSecond", 1.20001e-5)
        .with("prices.arm64.thirdTierFrom", 18.75)
        .with("prices.arm64.thirdTierGbSecond", 1.06667e-5)
        .with("prices.arm64.fargateVcpuHour", 0.03238)
        .with("prices.arm64.fargateGbHour", 0.00356)
        .with("cascade.enabled", true)
        .with("cascade.usualRatio", 20.0)
        .with("cascade.repeatRatio", 3.0)
        .with("cascade.generationRatio", 5.0)
        .with("cascade.fanOutCalls", 300L)
        .with("cascade.loopCalls", 1000L)
        .with("cascade.regularity", 0.3)
        .with("cascade.holdSeconds", 240L)
        .with("cascade.flatHoldSeconds", 900L)
        .with("cascade.gradualHoldSeconds", 300L)
        .with("cascade.lastingSeconds", 600L)
        .with("cascade.growthSeconds", 120L)
        .with("cascade.learningSeconds", 300L)
        .with("cascade.recoverySeconds", 60L)
        .with("cascade.accountConcurrency", 1000L)
        .with("cascade.saturationSeconds", 30L)
        .with("cascade.refusedShare", 0.1)
        .with("cascade.doublingRatio", 1.4)
        .with("cascade.limitedSeconds", 40L)
        .with("cascade.minThrottles", 10L)
        .with("cascade.flatTopSeconds", 180L)
        .with("cascade.flatTopRange", 0.5)
        .with("cascade.flatTopConcurrency", 10.0)
        .with("cascade.ticketFailingShare", 0.02)
        .with("cascade.pageFailingShare", 0.05)
        .with("cascade.meant", List.of())
        .with("databases", List.of())
        .with("functions", List.of())
        .with("ignore", List.of())
        .with("paging.maxUpdates", 3L)
        .with("paging.updateSeconds", 60L)
        .with("paging.repeatSeconds", 14_400L)
        .with("paging.groupWaitSeconds", 10L)
        .with("paging.causeWaitSeconds", 30L)
        .with("paging.lingerSeconds", 300L)
        .with("paging.pagesPerHour", 20L)
        .with("paging.digestSeconds", 600L)
        .with("silences", List.of())
        .with("eventSources", List.of());
  }

  public static TestSettings rule(String match, boolean synchronous) {
    return rule(match, synchronous, 0);
  }

  public static TestSettings rule(String match, boolean synchronous, long reservedConcurrency) {
    return new TestSettings()
        .with("match", match)
        .with("synchronous", synchronous)
        .with("architecture", "x86_64")
        .with("provisionedConcurrency", 0L)
        .with("processorShare", 0.0)
        .with("reservedConcurrency", reservedConcurrency)
        .with("application", "");
  }

  /** How long the streams and queues of a name keep records. */
  public static TestSettings eventSource(String match, long retentionHours) {
    return new TestSettings().with("match", match).with("retentionHours", retentionHours);
  }

  /** A silence about everything that the other keys do not leave out. */
  public static TestSettings silence(String from, String to) {
    return new TestSettings()
        .with("from", from)
        .with("to", to)
        .with("why", "a test")
        .with("kinds", List.of())
        .with("accounts", List.of())
        .with("subjects", List.of());
  }

  /** One database and the functions that use it. */
  public static TestSettings database(
      String id, long max, long reserved, long others, String... functions) {
    return new TestSettings()
        .with("id", id)
        .with("maxConnections", max)
        .with("reservedConnections", reserved)
        .with("otherClients", others)
        .with("connectionsPerEnvironment", 1L)
        .with("functions", List.of(functions));
  }

  public TestSettings with(String path, Object value) {
    values.put(path, value);
    return this;
  }

  public Settings settings() {
    return new Settings(this, "0123456789abcdef".repeat(4));
  }

  private <T> T get(String path, Class<T> type) {
    Object value = values.get(path);
    if (value == null) {
      throw new IllegalArgumentException("the test gives no value for " + path);
    }
    return type.cast(value);
  }

  private List<?> list(String path) {
    return (List<?>) values.get(path);
  }

  @Override
  public long whole(String path) {
    return get(path, Long.class);
  }

  @Override
  public double number(String path) {
    return get(path, Double.class);
  }

  @Override
  public boolean flag(String path) {
    return get(path, Boolean.class);
  }

  @Override
  public List<String> texts(String path) {
    return list(path).stream().map(String.class::cast).toList();
  }

  @Override
  public List<Values> items(String path) {
    return list(path).stream().map(Values.class::cast).toList();
  }

  @Override
  public String text(String path) {
    return get(path, String.class);
  }
}
