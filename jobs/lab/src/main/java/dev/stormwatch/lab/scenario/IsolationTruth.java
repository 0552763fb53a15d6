package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;
import java.util.Optional;

/** Of a record that fails for ever: when it is lost if nothing is done, and how it can be found. */
final class IsolationTruth {

  private IsolationTruth() {}

  /** How long a queue keeps messages is not modelled: of those it does not say when. */
  static ObjectNode of(Estate estate, Truth.Poison poison) {
    ObjectNode isolation = Json.object();
    Optional<Estate.Stream> stream =
        estate.streams().stream().filter(one -> one.arn().equals(poison.eventSource)).findFirst();
    stream.ifPresent(
        one -> isolation.put("lossAt", Json.time(poison.sent + one.retentionMillis())));
    isolation.put("batchSize", poison.batchSize);
    stream.ifPresent(one -> isolation.put("bisect", one.bisect()));
    isolation.put("batchLines", estate.tellsOfBatches(poison.function));
    poison.attempts.forEach(at -> isolation.withArray("failedAttempts").add(Json.time(at)));
    return isolation;
  }
}
