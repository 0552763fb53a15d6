package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Storm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what {@code labels.json} and alerts tell of exhaustions of connections. */
final class StormFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StormFile() {}

  /**
   * Reads the labels of that kind.
   *
   * @throws UserException naming the member that is wrong
   */
  static List<Storm> read(Path file) throws UserException {
    List<Storm> truths = new ArrayList<>();
    try {
      int row = 0;
      for (JsonNode incident : JSON.readTree(file.toFile()).path("incidents")) {
        String path = "incidents[" + row++ + "].";
        if (Members.kind(incident, path) == Kind.CONNECTION_EXHAUSTION) {
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

  private static Storm truth(JsonNode incident, String path) throws Malformed {
    JsonNode loop = incident.path("loop");
    List<Storm.Gain> gains = new ArrayList<>();
    for (JsonNode row : loop.path("rows")) {
      gains.add(
          new Storm.Gain(
              Members.time(row, path + "loop.rows[].", "at"), row.path("gain").asDouble()));
    }
    return new Storm(
        Members.text(incident, path, "id"),
        Members.entity(incident, path),
        Members.time(incident, path, "onset"),
        Members.time(incident, path, "end"),
        incident.path("firstImpact").isTextual()
            ? OptionalLong.of(Members.time(incident, path, "firstImpact"))
            : OptionalLong.empty(),
        loop.has("healsByItself")
            ? Optional.of(loop.path("healsByItself").asBoolean())
            : Optional.empty(),
        gains);
  }

  /** What alerts say of such, in their order. */
  static List<Storm.Word> alerts(List<String> lines) {
    List<Storm.Word> words = new ArrayList<>();
    for (String line : lines) {
      try {
        JsonNode alert = JSON.readTree(line);
        String action = alert.path("action").asText();
        boolean over =
            action.equals(Action.RESOLVE.wireName()) || action.equals(Action.EXPIRE.wireName());
        if (!over && Members.kind(alert, "") == Kind.CONNECTION_EXHAUSTION) {
          words.add(word(alert));
        }
      } catch (IOException | Malformed e) {
        throw new IllegalStateException("an alert of our own is not in the format: " + line, e);
      }
    }
    return words;
  }

  private static Storm.Word word(JsonNode alert) throws Malformed {
    JsonNode prediction = alert.path("prediction");
    String measure = alert.path("measure").path("name").asText();
    return new Storm.Word(
        Members.entity(alert, ""),
        Members.time(alert, "", "decidedAt"),
        prediction.has("at")
            ? OptionalLong.of(Members.time(prediction, "prediction.", "at"))
            : OptionalLong.empty(),
        measure.equals(Measure.LOOP_GAIN) || measure.equals(Measure.SUSTAINED_LOOP_GAIN)
            ? OptionalDouble.of(alert.path("measure").path("value").asDouble())
            : OptionalDouble.empty(),
        measure.equals(Measure.SUSTAINED_LOOP_GAIN));
  }
}
