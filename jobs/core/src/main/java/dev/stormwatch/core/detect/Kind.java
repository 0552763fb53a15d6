package dev.stormwatch.core.detect;

/** What kind of incident: a closed set, part of the public alert format. */
public enum Kind {
  COLD_START_SPIKE("cold-start-spike"),
  CONNECTION_EXHAUSTION("connection-exhaustion"),
  POISON_RECORD("poison-record"),
  FAN_OUT_CASCADE("fan-out-cascade"),
  COST_CROSSOVER("cost-crossover"),
  HOT_SHARD("hot-shard"),
  CONSUMER_LAG("consumer-lag"),
  DEPENDENCY_OUTAGE("dependency-outage"),
  CONCURRENCY_SATURATION("concurrency-saturation"),
  TELEMETRY_GAP("telemetry-gap");

  private final String wireName;

  Kind(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
