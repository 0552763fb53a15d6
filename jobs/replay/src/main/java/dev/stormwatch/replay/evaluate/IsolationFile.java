package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Isolation;
import dev.stormwatch.replay.score.Naming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code labels.json} and alerts tell of records that block a shard. */
final class IsolationFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private IsolationFile() {}

  /**
   * Reads the labels that have such a member.
   *
   * @throws UserException naming the member that is wrong
   */
  static List<Isolation> read(Path file) throws UserException {
    List<Isolation> truths = new ArrayList<>();
    try {
      int row = 0;
      for (JsonNode incident : JSON.readTree(file.toFile()).path("incidents")) {
        String path = "incidents[" + row++ + "].";
        if (incident.has("isolation")) {
          truths.add(truth(incident, path));
        }
      }
      return truths;
    } catch (Malformed e) {
      throw new UserException(
          file + ": " + e.getMessage() + "; mend it, or leave the recording's folder out");
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read: " + e.getMessage());
    }
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
    List<Naming> namings = new ArrayList<>();
    for (String line : lines) {
      try {
        JsonNode alert = JSON.readTree(line);
        String action = alert.path("action").asText();
        boolean over =
            action.equals(Action.RESOLVE.wireName()) || action.equals(Action.EXPIRE.wireName());
        if (!over && Members.kind(alert, "") == Kind.POISON_RECORD) {
          namings.add(naming(alert));
        }
      } catch (IOException | Malformed e) {
        throw new IllegalStateException("an alert of our own is not in the format: " + line, e);
      }
    }
    return namings;
  }

  private static Naming naming(JsonNode alert) throws Malformed {
    JsonNode prediction = alert.path("prediction");
    JsonNode first = alert.path("evidence").path(0);
    return new Naming(
        Members.entity(alert, ""),
        Members.time(alert, "", "decidedAt"),
        prediction.has("at") ? Members.time(prediction, "prediction.", "at") : 0,
        first.has("at") ? Members.time(first, "evidence[0].", "at") : 0);
  }
}
