package dev.stormwatch.stream.planted;

import org.apache.flink.streaming.connectors.kinesis.PlantedConsumer;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class TouchesTheConnector {
  Object broken() {
    return new PlantedConsumer();
  }
}
