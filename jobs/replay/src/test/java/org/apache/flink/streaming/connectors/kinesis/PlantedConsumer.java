package org.apache.flink.streaming.connectors.kinesis;

/** Stands in the connector's package, which is not on this module's class path. */
public final class PlantedConsumer {}
