package dev.stormwatch.telemetry.planted;

import org.apache.flink.configuration.Configuration;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class TelemetryUsesFlink {
  Object broken() {
    return new Configuration();
  }
}
