package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Isolation;
import dev.stormwatch.replay.score.Naming;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code labels.json} and alerts tell of records that block a shard. */
final class IsolationFile {

  private IsolationFile() {}

  /**
   * Reads the labels that have such a member.
   *
   * @throws UserException naming the member that is wrong
   */
  static List<Isolation> read(Path file) throws UserException {
    return Rows.labels(file, (incident, path) -> incident.has("isolation"), IsolationFile::truth);
  }

  private static Isolation truth(JsonNode incident, String path) throws Malformed {
    JsonNode isolation = incident.path("isolation");
    List<Long> attempts = new ArrayList<>();
    for (JsonNode attempt : isolation.path("failedAttempts")) {
      attempts.add(Members.instant(attempt.asText(), path + "isolation.failedAttempts"));
    }
    return new Isolation(
        Members.entity(incident, path),
        Members.time(incident, path, "onset"),
        isolation.has("lossAt") ? Members.time(isolation, path + "isolation.", "lossAt") : 0,
        isolation.path("batchSize").asInt(),
        isolation.path("bisect").asBoolean(),
        isolation.path("batchLines").asBoolean(true),
        attempts);
  }

  /** What alerts say of poison records, in their order. */
  static List<Naming> alerts(List<String> lines) {
    return Rows.underWay(lines, Kind.POISON_RECORD, IsolationFile::naming);
  }

  private static Naming naming(JsonNode alert, String path) throws Malformed {
    JsonNode prediction = alert.path("prediction");
    JsonNode first = alert.path("evidence").path(0);
    return new Naming(
        Members.entity(alert, path),
        Members.time(alert, path, "decidedAt"),
        prediction.has("at") ? Members.time(prediction, "prediction.", "at") : 0,
        first.has("at") ? Members.time(first, "evidence[0].", "at") : 0);
  }
}
