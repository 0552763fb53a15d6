package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;

/** Of a record that blocks a shard: when it is lost if nothing is done, and how it can be found. */
final class IsolationTruth {

  private IsolationTruth() {}

  /** Empty for a message of a queue. */
  static ObjectNode of(Estate estate, Truth.Poison poison) {
    ObjectNode isolation = Json.object();
    for (Estate.Stream stream : estate.streams()) {
      if (stream.arn().equals(poison.eventSource)) {
        isolation.put("lossAt", Json.time(poison.sent + stream.retentionMillis()));
        isolation.put("batchSize", poison.batchSize);
        isolation.put("bisect", stream.bisect());
        isolation.put("batchLines", stream.told());
        poison.attempts.forEach(at -> isolation.withArray("failedAttempts").add(Json.time(at)));
      }
    }
    return isolation;
  }
}
